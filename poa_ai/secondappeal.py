"""A second appeal: what of the first letter stands in it again, and which demands nothing new answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from poa_ai.case import Case
from poa_ai.composing import compose
from poa_ai.document import SectionDraft, assemble
from poa_ai.findings import Finding
from poa_ai.keeping import keep_earlier
from poa_ai.letter import read_letter
from poa_ai.merging import Merged
from poa_ai.outline import Outline, plan_sections
from poa_ai.previous import compare_letters
from poa_ai.reply import find_reply_gaps
from poa_ai.validation.rule import RuleSet


@dataclass(frozen=True, slots=True)
class SecondAppeal:
    """`kept` is by the id of the root cause, and empty without an earlier letter."""

    kept: Mapping[str, Merged]
    gaps: tuple[Finding, ...]


def reply_gaps(case: Case, earlier: str | None, rules: RuleSet) -> tuple[Finding, ...]:
    """The demands of the reply that the facts do not answer anew, whatever the notice wants."""
    if case.notice.scope != "reply":
        return ()
    outline = Outline(case, plan_sections(case.causes))
    return second_appeal(outline, compose(outline), earlier, rules).gaps


def second_appeal(
    outline: Outline, composed: Sequence[SectionDraft], earlier: str | None, rules: RuleSet
) -> SecondAppeal:
    """The composed sections against the text of the letter sent before; None where it is not at hand."""
    if earlier is None:
        return SecondAppeal({}, find_reply_gaps(outline.case, None))
    letter = read_letter(earlier, len(outline.sections))
    kept = keep_earlier(outline, composed, letter, rules)
    document = assemble(outline, [merged.draft() for merged in kept.values()], gap_draft=False)
    return SecondAppeal(kept, find_reply_gaps(outline.case, compare_letters(document, letter)))
