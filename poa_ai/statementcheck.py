"""Whether a model's statement may stand in for the composed ones: the same facts, and nothing else.

A check that rejects too much costs nothing but style, since the composed sentence then stands. So every
test here is strict.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from poa_ai.document import Author, Rejected, SectionDraft
from poa_ai.facttext import FactTexts
from poa_ai.fidelity import unfaithful
from poa_ai.findings import Edit, Finding
from poa_ai.outline import Part
from poa_ai.partfacts import PartFacts
from poa_ai.promptdata import without_words
from poa_ai.sectionprompt import MAX_STATEMENT_CHARS
from poa_ai.sectionreply import ProposedStatement
from poa_ai.statementtext import plain_statement
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.structure import sentence_faults
from poa_ai.validation.wording import unattested_words


@dataclass(frozen=True, slots=True)
class Accepted:
    """A statement that may stand: its text, the facts it tells, and in `why` what code changed."""

    part: Part
    text: str
    facts: tuple[str, ...]
    why: str = ""
    by: Author = Author.MODEL


Verdict = Accepted | Rejected


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """What the statements of a section are held against.

    `rules` are narrowed to the issue type and part. `names` and `vocabulary` are words that need no fact,
    `private` words that may never appear, `texts` what each fact attests.
    """

    rules: RuleSet
    names: tuple[str, ...]
    private: tuple[str, ...]
    texts: FactTexts
    vocabulary: tuple[str, ...]

    def judge(self, proposed: Sequence[ProposedStatement], composed: SectionDraft) -> list[Verdict]:
        """A verdict on each statement: as it may stand in place of the composed ones it tells, or why not."""
        parts = {
            part: PartFacts.of(composed, part, self.texts)
            for part in {statement.part for statement in proposed}
        }
        ids = {id_ for unit in composed.statements for id_ in (*unit.facts, *unit.exhibits)}
        return [self._judge(statement, ids, parts[statement.part], composed) for statement in proposed]

    def _judge(
        self, statement: ProposedStatement, ids: Collection[str], facts: PartFacts, composed: SectionDraft
    ) -> Verdict:
        text = plain_statement(statement.text, ids)
        shown = without_words(text or statement.text.strip(), self.private)[:MAX_STATEMENT_CHARS]
        if reason := self._unusable(text):
            return Rejected(shown, (reason,))
        rules = self.rules.for_section(composed.plan.cause.issue.id, str(statement.part))
        rewritten = rewrite(text, rules, self.names)
        if errors := _said(finding for finding in rewritten.findings if finding.is_error):
            return Rejected(shown, tuple(errors))
        text = plain_statement(rewritten.text, ids)
        told, reasons = self._told(statement, text, facts, composed)
        if reasons:
            return Rejected(shown, tuple(dict.fromkeys(reasons)))
        return Accepted(statement.part, text, told, _changes(rewritten.edits, statement.facts, told))

    def _unusable(self, text: str) -> str:
        if not text:
            return "holds no words"
        if len(text) > MAX_STATEMENT_CHARS:
            return f"is longer than {MAX_STATEMENT_CHARS} characters"
        if without_words(text, self.private) != text:
            return "privacy: holds a private word"
        return ""

    def _told(
        self, statement: ProposedStatement, text: str, facts: PartFacts, composed: SectionDraft
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of the facts that the text tells, and why it may not stand."""
        if not text:
            return (), ("nothing is left after rewriting",)
        done = statement.part is Part.CORRECTIVE_ACTIONS
        exhibits = {exhibit for unit in facts.units.values() for exhibit in unit.exhibits}
        if fault := sentence_faults(text, exhibits, done=done):
            return (), (fault,)
        keys, reasons = facts.told(text, statement.facts)
        if reasons:
            return (), reasons
        held = (text for key in keys for text in facts.texts[key])
        if strange := _said(unattested_words(text, [*held, *self.names], self.vocabulary)):
            return (), tuple(strange)
        units = [facts.units[key] for key in keys]
        ids = tuple(dict.fromkeys(id_ for unit in units for id_ in unit.facts))
        return ids, tuple(unfaithful(text, units, composed.plan.cause))


def _changes(edits: Sequence[Edit], cited: Sequence[str], facts: Sequence[str]) -> str:
    changes = []
    if edits:
        changes.append(f"rewritten: {', '.join(dict.fromkeys(edit.rule for edit in edits))}")
    if set(cited) != set(facts):
        changes.append(f"cites corrected: {', '.join(cited)[:80] or 'none'} to {', '.join(facts)}")
    return "; ".join(changes)


def _said(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.rule}: {finding.message}" for finding in findings]
