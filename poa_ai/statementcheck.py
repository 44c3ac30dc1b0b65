"""Whether a model's statement may stand in for the composed ones: the same facts, and nothing else.

A check that rejects too much costs nothing but style, since the composed sentence then stands. So every
test here is strict.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.document import Rejected, SectionDraft, Statement
from poa_ai.facttext import FactTexts
from poa_ai.fidelity import tells, unfaithful
from poa_ai.findings import Edit, Finding
from poa_ai.outline import Part
from poa_ai.promptdata import without_words
from poa_ai.sectionprompt import MAX_STATEMENT_CHARS
from poa_ai.sectionreply import ProposedStatement
from poa_ai.statementtext import plain_statement
from poa_ai.validation.grounding import Attested, ground
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.structure import sentence_faults
from poa_ai.validation.wording import unattested_words
from poa_ai.values import extract_values


@dataclass(frozen=True, slots=True)
class Accepted:
    """A statement that may stand: its text, the facts it tells, and what code changed."""

    part: Part
    text: str
    facts: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """What statements of a section are held against.

    `rules` are those of the section's issue type, `private` words that may never appear, `texts` what each
    fact attests, `names` and `vocabulary` words that need no fact.
    """

    rules: RuleSet
    names: tuple[str, ...]
    private: tuple[str, ...]
    texts: FactTexts
    vocabulary: tuple[str, ...]

    def judge(self, proposed: ProposedStatement, composed: SectionDraft) -> Accepted | Rejected:
        """The statement as it may stand in place of the composed ones it tells, or why it may not."""
        part = proposed.part
        units = composed.of(part)
        ids = {known for unit in composed.statements for known in (*unit.facts, *unit.exhibits)}
        text = plain_statement(proposed.text, ids)
        shown = without_words(text or " ".join(proposed.text.split())[:MAX_STATEMENT_CHARS], self.private)
        if reason := self._unusable(text):
            return Rejected(shown, (reason,))
        rewritten = rewrite(text, self.rules.for_section(composed.plan.cause.issue.id, str(part)), self.names)
        if errors := [finding for finding in rewritten.findings if finding.is_error]:
            return Rejected(shown, tuple(map(_said, errors)))
        text = plain_statement(rewritten.text, ids)
        if not text:
            return Rejected(shown, ("nothing is left after rewriting",))
        exhibits = {exhibit for unit in units for exhibit in unit.exhibits}
        if fault := sentence_faults(text, exhibits, done=part is Part.CORRECTIVE_ACTIONS):
            return Rejected(shown, (fault,))
        told, reasons = self._told(text, proposed.facts, units)
        reasons = reasons or self._strange(text, told) or unfaithful(text, told, composed.plan.cause)
        if reasons:
            return Rejected(shown, tuple(dict.fromkeys(reasons)))
        facts = tuple(dict.fromkeys(fact for unit in told for fact in unit.facts))
        return Accepted(part, text, facts, _changes(rewritten.edits, proposed.facts, facts))

    def _unusable(self, text: str) -> str:
        if not text:
            return "holds no words"
        if len(text) > MAX_STATEMENT_CHARS:
            return f"is longer than {MAX_STATEMENT_CHARS} characters"
        if without_words(text, self.private) != text:
            return "privacy: holds a private word"
        return ""

    def _told(
        self, text: str, cited: Sequence[str], units: Sequence[Statement]
    ) -> tuple[tuple[Statement, ...], list[str]]:
        """The composed statements that the text tells in full, or why that can't be said.

        A value that stands in another fact of the part than those cited adds that fact; a cited fact that
        is not told in full is dropped where the text stands without it.
        """
        attested = Attested.of({_key(unit): self._attesting(unit) for unit in units})
        wanted = [_key(unit) for unit in units if set(unit.facts) & set(cited)]
        for value in extract_values(text):
            holders = attested.holders(value)
            if holders and not set(holders) & set(wanted):
                wanted.append(holders[0])
        if not wanted:
            return (), ["cites no fact of this part, and holds no value of one"]
        if ungrounded := ground(text, attested.only(wanted)):
            return (), list(map(_said, ungrounded))
        lost = {_key(unit): _lost(unit, text) for unit in units if _key(unit) in wanted}
        whole = [key for key in wanted if not lost[key]]
        if not whole or ground(text, attested.only(whole)):
            return (), [reason for reasons in lost.values() for reason in reasons]
        return tuple(unit for unit in units if _key(unit) in whole), []

    def _attesting(self, unit: Statement) -> tuple[str, ...]:
        held = (text for known in (*unit.facts, *unit.exhibits) for text in self.texts.get(known, ()))
        return (unit.text, *held)

    def _strange(self, text: str, units: Sequence[Statement]) -> list[str]:
        attested = [held for unit in units for held in self._attesting(unit)]
        return list(map(_said, unattested_words(text, [*attested, *self.names], self.vocabulary)))


def _changes(edits: Sequence[Edit], cited: Sequence[str], facts: Sequence[str]) -> str:
    changes = []
    if edits:
        changes.append(f"rewritten: {', '.join(dict.fromkeys(edit.rule for edit in edits))}")
    if set(cited) != set(facts):
        changes.append(f"cites corrected: {', '.join(cited)[:80] or 'none'} to {', '.join(facts)}")
    return "; ".join(changes)


def _key(unit: Statement) -> str:
    return ", ".join(unit.facts)


def _lost(unit: Statement, text: str) -> list[str]:
    stated = Attested.of({"text": (text,)})
    lost = [
        f"drops {value.text} ({_key(unit)})"
        for value in extract_values(unit.text)
        if not stated.holders(value)
    ]
    return lost or [f"leaves out what {_key(unit)} says"] * (not tells(text, unit.text))


def _said(finding: Finding) -> str:
    return f"{finding.rule}: {finding.message}"
