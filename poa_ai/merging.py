"""A model's statements put in the place of the composed ones that tell the same facts.

Every fact is told once, whatever the model answers: what it leaves out or gets wrong stays composed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from poa_ai.chatmodel import Reply
from poa_ai.document import Author, Rejected, SectionDraft, Statement
from poa_ai.errors import ModelError
from poa_ai.fidelity import tells
from poa_ai.sectionreply import ProposedStatement, parse_reply
from poa_ai.statementcheck import Accepted, StatementCheck

WHOLE = 0.9
"""The share of its facts' words that an earlier statement holds; less than that is not what they say now."""
Answer = Reply | ModelError
"""What became of one request."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A statement that can't stand, with the facts that it cited."""

    cited: tuple[str, ...]
    rejected: Rejected


@dataclass(frozen=True, slots=True)
class Merged:
    """A section on its way: `placed` by the number of the composed statement, `attempts` in their order.

    `failure` says why there was no usable answer at all; "" where there was one.
    """

    composed: SectionDraft
    placed: tuple[tuple[int, Accepted], ...] = ()
    attempts: tuple[Attempt, ...] = ()
    failure: str = ""

    @property
    def missing(self) -> SectionDraft:
        """The composed statements in whose place nothing stands yet."""
        filled = {index for index, _ in self.placed}
        left = (s for index, s in enumerate(self.composed.statements) if index not in filled)
        return replace(self.composed, statements=tuple(left))

    def reasons(self, statement: Statement) -> tuple[Rejected, ...]:
        """The attempts at a composed statement that can't stand."""
        facts = set(statement.facts)
        return tuple(attempt.rejected for attempt in self.attempts if facts & set(attempt.cited))

    def with_answer(self, answer: Answer, check: StatementCheck, *, repaired: bool = False) -> "Merged":
        """Every statement of the answer that passes the check, where nothing stands yet.

        With `repaired` each says so. An answer that can't be used changes nothing but `failure`.
        """
        try:
            if isinstance(answer, ModelError):
                raise answer
            proposed = parse_reply(answer)
        except ModelError as reason:
            answered = self.attempts or any(accepted.by is Author.MODEL for _, accepted in self.placed)
            return self if answered else replace(self, failure=str(reason))
        placed, attempts = dict(self.placed), list(self.attempts)
        for statement, judged in zip(proposed, check.judge(proposed, self.composed), strict=True):
            verdict = self._told_before(judged, placed)
            if isinstance(verdict, Accepted):
                placed |= dict.fromkeys(self._places(verdict), _marked(verdict, repaired))
            elif not repaired or not self._stands(statement, placed):
                attempts.append(Attempt(statement.facts, verdict))
        return Merged(self.composed, tuple(sorted(placed.items(), key=lambda pair: pair[0])), tuple(attempts))

    def with_earlier(self, said: Sequence[ProposedStatement], check: StatementCheck) -> "Merged":
        """Every statement of an earlier letter that still passes and holds nearly all words of its facts.

        What does not is no attempt at these facts: it is left out without a word.
        """
        placed = dict(self.placed)
        for judged in check.judge(said, self.composed):
            verdict = self._told_before(judged, placed)
            if isinstance(verdict, Accepted):
                places = self._places(verdict)
                whole = " ".join(self.composed.statements[place].text for place in places)
                if tells(verdict.text, whole, WHOLE):
                    kept = replace(verdict, why="as in the earlier letter", by=Author.EARLIER)
                    placed |= dict.fromkeys(places, kept)
        return replace(self, placed=tuple(sorted(placed.items(), key=lambda pair: pair[0])))

    def draft(self) -> SectionDraft:
        """The section: a statement that tells several facts stands where the first of them stood."""
        placed = dict(self.placed)
        statements = []
        for index, unit in enumerate(self.composed.statements):
            accepted = placed.get(index)
            if accepted is None:
                statements.append(self._stayed(unit))
            elif index == self._places(accepted)[0]:
                statements.append(self._written(accepted))
        return replace(self.composed, statements=tuple(statements))

    def _told_before(self, verdict: Accepted | Rejected, placed: dict[int, Accepted]) -> Accepted | Rejected:
        if isinstance(verdict, Accepted) and placed.keys() & set(self._places(verdict)):
            return Rejected(verdict.text, (f"tells {', '.join(verdict.facts)} a second time",))
        return verdict

    def _stands(self, statement: ProposedStatement, placed: dict[int, Accepted]) -> bool:
        """Whether all that a statement cites is told already."""
        told = {fact for accepted in placed.values() for fact in accepted.facts}
        return bool(statement.facts) and set(statement.facts) <= told

    def _places(self, accepted: Accepted) -> list[int]:
        return [
            index
            for index, unit in enumerate(self.composed.statements)
            if unit.part is accepted.part and set(unit.facts) <= set(accepted.facts)
        ]

    def _written(self, accepted: Accepted) -> Statement:
        units = [self.composed.statements[place] for place in self._places(accepted)]
        exhibits = dict.fromkeys(exhibit for unit in units for exhibit in unit.exhibits)
        rejected = dict.fromkeys(r for unit in units for r in self.reasons(unit) if r.text != accepted.text)
        return Statement(
            accepted.part,
            accepted.text,
            accepted.facts,
            tuple(exhibits),
            accepted.by,
            accepted.why,
            tuple(rejected),
        )

    def _stayed(self, unit: Statement) -> Statement:
        if self.failure:
            return replace(unit, why=f"no usable answer: {self.failure}")
        rejected = self.reasons(unit)
        why = f"rejected: {rejected[0].reasons[0]}" if rejected else "the model left it out"
        return replace(unit, why=why, rejected=rejected)


def draft_section(composed: SectionDraft, answer: Answer, check: StatementCheck) -> SectionDraft:
    """The composed section with every statement of one answer that passes the check in its place."""
    return Merged(composed).with_answer(answer, check).draft()


def _marked(accepted: Accepted, repaired: bool) -> Accepted:
    if not repaired:
        return accepted
    return replace(accepted, why="; ".join(filter(None, ("repaired", accepted.why))))
