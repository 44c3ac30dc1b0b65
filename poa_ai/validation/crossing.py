"""Two values of a sentence, each said of what the facts say of the other."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.anchors import DENIED, NEW, OLD, PART, WHOLE
from poa_ai.validation.binding import Bound
from poa_ai.validation.derivation import exact
from poa_ai.validation.factsheet import Entry, FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.passages import Passage
from poa_ai.validation.sorts import sort_of
from poa_ai.validation.tokens import CADENCE, EXHIBIT, NAME, WORD, Token
from poa_ai.values import Kind

_BY = 1.2
"""By so much, in rarity of what they are said of, two values must stand better the other way round."""
_EITHER, _ALONE = 0.3, 2.9
"""By so much each of them must; by so much one must where the other may stand either way."""
_COMPARED = 24  # values of one sentence that are compared with each other


def check_crossing(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """At most one error: the first two values that stand clearly better the other way round."""
    tokens, keys = bound.passage.tokens, bound.keys
    values = [at for at, t in enumerate(tokens) if t.kind not in (WORD, EXHIBIT, CADENCE, NAME)][:_COMPARED]
    for one, two in combinations(values, 2):
        if tokens[one].kind != tokens[two].kind or keys[one] == keys[two]:
            continue
        if _may_cross(sheet, bound, keys[one], keys[two]) and _comparable(bound, one, two):
            entry = (
                _crossed(sheet, bound, one, two)
                or _taken(sheet, bound, one, two)
                or _taken(sheet, bound, two, one)
            )
            if entry is not None:
                yield _finding(bound, one, two, entry)
                return


def _may_cross(sheet: FactSheet, bound: Bound, first: str, second: str) -> bool:
    """Whether one fact tells both values, or no fact tells one of them."""
    if first not in sheet.holding or second not in sheet.holding:
        return True
    told, others = ({sheet.entries[at].statement.id for at in bound.homes(key)} for key in (first, second))
    return not told.isdisjoint(others)


def _crossed(sheet: FactSheet, bound: Bound, one: int, two: int) -> Entry | None:
    """A statement of a fact that says the reverse of two values; None where none does."""
    first, second = bound.keys[one], bound.keys[two]
    facts = dict.fromkeys(sheet.entries[place].statement.id for place in bound.homes(first))
    told = {sheet.entries[place].statement.id for place in bound.homes(second)}
    straight = bound.anchored(one, first)[0] + bound.anchored(two, second)[0]
    for fact in facts:
        if fact not in told:
            continue
        gains = [
            bound.anchored(at, other, fact)[0] - bound.anchored(at, own, fact)[0]
            for at, own, other in ((one, first, second), (two, second, first))
        ]
        (mine, entry), (theirs, _) = bound.anchored(one, second, fact), bound.anchored(two, first, fact)
        entry = entry or bound.anchored(two, first, fact)[1]
        needed = _BY if min(gains) > _EITHER else _ALONE if _peers(bound, one, two) else 99.0
        if min(gains) >= 0 and sum(gains) > needed and mine + theirs > straight:
            return entry
    return None


def _peers(bound: Bound, one: int, two: int) -> bool:
    """Whether two values are counts, amounts or percentages, neither a part of something told beside it."""
    first, second = bound.passage.tokens[one], bound.passage.tokens[two]
    if first.kind not in (Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT) or ":" in first.key:
        return False
    marks = {PART, WHOLE} & (bound.anchors.get(one, frozenset()) | bound.anchors.get(two, frozenset()))
    return not marks and (first.kind != Kind.NUMBER or ("." in first.key) == ("." in second.key))


def _taken(sheet: FactSheet, bound: Bound, one: int, two: int) -> Entry | None:
    """Where the first value, which no fact holds, is said of what a fact says of the second."""
    first, second = bound.keys[one], bound.keys[two]
    if first in sheet.holding or bound.passage.tokens[one].kind != Kind.NUMBER:
        return None
    weight, entry = bound.anchored(one, second)
    denied = DENIED in bound.anchors.get(one, frozenset())
    if entry is None or denied or weight <= _ALONE or bound.anchored(two, second)[0]:
        return None
    part, rest = exact(bound.passage.tokens[two].key), exact(bound.passage.tokens[one].key)
    wholes = {exact(t.key) for t in (*entry.tokens, *bound.passage.tokens) if t.kind == Kind.NUMBER}
    return entry if part and rest and part + rest in wholes else None


def _comparable(bound: Bound, one: int, two: int) -> bool:
    """Whether two values of a kind may be exchanged: of one sort, no share, range or sum of others."""
    passage = bound.passage
    tokens = passage.tokens
    first, second = tokens[one], tokens[two]
    if sort_of(first.kind, first.key) != sort_of(second.kind, second.key):
        return False
    said = bound.anchors.get(one, frozenset()), bound.anchors.get(two, frozenset())
    if (WHOLE in said[0]) != (WHOLE in said[1]) or any(_is_of_title(bound, at) for at in (one, two)):
        return False
    if two == one + 1 and (first.kind == Kind.DATE or not {OLD, NEW} & said[0]):
        return False
    return not _reckoned(passage, first, second)


def _is_of_title(bound: Bound, at: int) -> bool:
    """Whether a number stands in the title of a product: "Fellside 4"."""
    entries = bound.sheet.entries
    return bound.passage.tokens[at].kind == Kind.NUMBER and any(
        entries[place].statement.id == "products" for place in bound.homes(bound.keys[at])
    )


def _reckoned(passage: Passage, first: Token, second: Token) -> bool:
    """Whether one value is the other and a third of the sentence together, or so many times the other."""
    one, two = exact(first.key.rpartition(" ")[2]), exact(second.key.rpartition(" ")[2])
    if first.kind not in (Kind.NUMBER, Kind.AMOUNT) or not one or not two:
        return False
    apart, times = abs(one - two), max(one, two) / min(one, two)
    others = {
        (token.kind, exact(token.key.rpartition(" ")[2]))
        for token in passage.tokens
        if token not in (first, second)
    }
    if " one " in passage.text:  # "three of the seven and one of the five": four
        others.add((Kind.NUMBER, Fraction(1)))
    return (first.kind, apart) in others or (first.kind == Kind.AMOUNT and (Kind.NUMBER, times) in others)


def _finding(bound: Bound, one: int, two: int, entry: Entry) -> Finding:
    tokens, passage = bound.passage.tokens, bound.passage
    said, other = passage.said(tokens[one]), passage.said(tokens[two])
    message = f'"{said[:80]}" and "{other[:80]}" stand the wrong way round.'
    hint = f'{entry.statement.id} says: "{entry.statement.text[:300]}"'
    span = Span(tokens[one].span.start, tokens[one].span.end)
    return Finding("grounding.misplaced", Severity.ERROR, message, hint, SOURCE, span, said)
