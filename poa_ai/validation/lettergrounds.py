"""A whole letter against the facts: each sentence and each row of the list of evidence in turn."""

from collections.abc import Iterator, Sequence

from poa_ai.findings import Finding, Severity, Span
from poa_ai.letter import Letter
from poa_ai.validation.binding import Bound
from poa_ai.validation.calendaring import check_calendar
from poa_ai.validation.comparing import check_comparisons
from poa_ai.validation.crossing import check_crossing
from poa_ai.validation.denying import check_denials
from poa_ai.validation.exchanging import check_order
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.invention import check_invention
from poa_ai.validation.naming import check_names
from poa_ai.validation.ordinals import check_ordinals
from poa_ai.validation.passages import Passage, Place, read_passages
from poa_ai.validation.placing import check_held, check_values
from poa_ai.validation.ratios import check_ratios
from poa_ai.validation.roles import check_roles
from poa_ai.validation.rows import check_row
from poa_ai.validation.tokens import WORD
from poa_ai.validation.totals import check_totals

_PROSE = (
    check_values,
    check_calendar,
    check_order,
    check_crossing,
    check_names,
    check_roles,
    check_ordinals,
    check_comparisons,
    check_totals,
    check_ratios,
    check_denials,
)


_SENTENCES, _VALUES = 1500, 600
"""So many sentences and values of a letter are held against the facts in full, which is some thirty pages.

Of what stands behind them each value must still be held by some fact; its place is not judged. A bound
on hostile input.
"""


def ground_letter(
    letter: Letter, sheet: FactSheet, places: Sequence[Place], left_out: Sequence[Span] = ()
) -> Iterator[Finding]:
    """All grounding findings on a letter; blocks whose spans are left out are not read."""
    values, told = 0, False
    for sentences, passage in enumerate(read_passages(letter, sheet, places, left_out)):
        if sentences < _SENTENCES and values < _VALUES:
            yield from _of_passage(sheet, passage)
            values += sum(token.kind != WORD for token in passage.tokens)
            continue
        if not told:
            told = True
            yield _limit(passage)
        if passage.kind == "prose":
            yield from check_held(sheet, passage)


def _limit(passage: Passage) -> Finding:
    """The note that tells where judging in full ends."""
    limits = f"{_SENTENCES} sentences or {_VALUES} values"
    message = f"{limits} stand before this: from here on it is only judged whether a fact holds each value."
    hint = "Check the letter in parts, or shorten it: a plan of action takes a few pages."
    return Finding("grounding.limit", Severity.NOTE, message, hint, SOURCE, passage.span, passage.text[:80])


def _of_passage(sheet: FactSheet, passage: Passage) -> Iterator[Finding]:
    bound = Bound(sheet, passage)
    if passage.kind == "evidence":
        yield from check_row(sheet, bound)
    elif passage.kind == "heading":
        yield from check_values(sheet, bound)
    elif passage.kind == "prose":
        found = [finding for check in _PROSE for finding in check(sheet, bound)]
        yield from found
        # A sentence with a wrong value or name is told of once, by that.
        if not any(finding.rule == "grounding.name" for finding in found):
            yield from check_invention(sheet, bound)
