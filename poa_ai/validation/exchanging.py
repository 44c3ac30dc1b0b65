"""Values of one sentence that stand the wrong way round, and sentences that stand in the wrong section."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.attested import OF
from poa_ai.validation.binding import Bound, Fit
from poa_ai.validation.derivation import exact
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.sorts import sort_of
from poa_ai.validation.tokens import EXHIBIT, NAME, WORD, Token
from poa_ai.validation.verdicts import in_place_of
from poa_ai.values import Kind

_EXCHANGED = 0.35
_EXCHANGED_BY: dict[str, float] = {
    Kind.AMOUNT: 0.2,
    Kind.PERCENT: 0.15,
    Kind.MEASURE: 0.15,
    Kind.DURATION: 0.45,
    Kind.DATE: 0.4,
}
_EXCHANGED_WITHIN = 0.08
"""By so much two values must fit better the other way round; by less where one statement holds both."""
_WHOLLY, _HARDLY = 0.8, 0.45
"""How alike a sentence is to a statement that it surely tells, and to one that it does not."""
_COMPARED = 30  # values of one sentence that are compared with each other
_TOLD = 5
"""So many statements, the likest, are taken as what a sentence tells."""


def check_order(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """Errors for two values exchanged, a share turned round, and a statement of another section."""
    yield from _exchanged(sheet, bound)
    yield from _turned(sheet, bound)
    yield from _elsewhere(sheet, bound)


def _exchanged(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """Two values of one kind in a sentence that fit better the other way round."""
    tokens = bound.passage.tokens
    values = [place for place, token in enumerate(tokens) if token.kind != WORD][:_COMPARED]
    for one, two in combinations(values, 2):
        first = tokens[one]
        second = tokens[two]
        if first.kind == WORD or second.kind != first.kind or second.key == first.key:
            continue
        if first.kind in (EXHIBIT, NAME):
            continue
        mine, theirs = _best(bound, one), _best(bound, two)
        if not {first.key, second.key} <= mine.keys() & theirs.keys():
            continue
        here, there = (
            mine[first.key].score + theirs[second.key].score,
            mine[second.key].score + theirs[first.key].score,
        )
        within = mine[second.key].slot.entry == theirs[first.key].slot.entry
        if not _exchangeable(first, second, within=within):
            continue
        needed = _EXCHANGED_WITHIN if within else _EXCHANGED_BY.get(first.kind, _EXCHANGED)
        if bound.is_tied(one, mine[second.key].slot) or bound.is_tied(two, theirs[first.key].slot):
            continue
        if there > here + needed and not _anchored(bound, one, two):
            yield in_place_of(sheet, bound, one, mine[second.key])


def _anchored(bound: Bound, one: int, two: int) -> bool:
    """Whether the values are said of what the facts say them of, more than of what is said of the other."""
    straight = bound.anchored(one, bound.keys[one])[0] + bound.anchored(two, bound.keys[two])[0]
    crossed = bound.anchored(one, bound.keys[two])[0] + bound.anchored(two, bound.keys[one])[0]
    return straight > max(crossed, 1.0)


def _exchangeable(one: Token, two: Token, *, within: bool) -> bool:
    if one.kind != Kind.NUMBER:
        return True
    small = {one.key, two.key} & ({"1"} if within else {"1", "2"})
    return sort_of(one.kind, one.key) == sort_of(two.kind, two.key) and not small


def _best(bound: Bound, at: int) -> dict[str, Fit]:
    """The best fit of a place by the value of the slot."""
    found: dict[str, Fit] = {}
    for fit in bound.fits(at):
        if fit.slot.key not in found or fit.score > found[fit.slot.key].score:
            found[fit.slot.key] = fit
    return found


def _turned(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """A share with its numbers turned round: "1500 of 36"."""
    passage = bound.passage
    for count, base in pairwise(passage.tokens):
        between = passage.text[count.span.end - passage.span.start : base.span.start - passage.span.start]
        one, two = exact(count.key), exact(base.key)
        if count.kind == base.kind == Kind.NUMBER and OF.fullmatch(between) and one and two and one > two:
            if any(
                _follow(sheet.entries[entry].tokens, count.key, base.key) for entry in bound.likest(_TOLD)
            ):
                continue  # what the facts say is for others to judge
            span = Span(count.span.start, base.span.end)
            said = passage.text[span.start - passage.span.start : span.end - passage.span.start]
            message, hint = f'"{said[:80]}" is more than the whole.', "State the share that a fact states."
            yield Finding("grounding.misplaced", Severity.ERROR, message, hint, SOURCE, span, said)


def _follow(tokens: Sequence[Token], one: str, two: str) -> bool:
    """Whether two keys stand next to each other in this order."""
    return any((first.key, second.key) == (one, two) for first, second in pairwise(tokens))


def _elsewhere(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """A sentence that tells a statement of another section, and none of its own."""
    passage = bound.passage
    if passage.section is None or bound.values < 2:
        return
    entry = next(iter(bound.likest_anywhere(1)), None)
    if entry is None:
        return
    statement = sheet.entries[entry].statement
    home = max((bound.alike(other) for other in bound.likest(_TOLD) if bound.is_at_home(other)), default=0.0)
    if not bound.is_at_home(entry) and bound.alike(entry) > _WHOLLY and home < _HARDLY:
        place = ", ".join(sorted(statement.sections))
        message = f"This tells {statement.id}, which belongs to {place}."
        hint = "Move it there, or state what this part is about."
        yield Finding(
            "grounding.misplaced", Severity.ERROR, message, hint, SOURCE, passage.span, passage.text[:200]
        )
