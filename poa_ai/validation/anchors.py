"""What a value of a sentence is said of: the words of its clause, and whether they say no, or old or new."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from poa_ai.lazypattern import lazy_pattern
from poa_ai.validation.tokens import CADENCE, EXHIBIT, WORD, Token

DENIED, OLD, NEW, PART, WHOLE = "!no", "!old", "!new", "!part", "!whole"
"""Anchors that no word of a text can be: the clause says no; the value is the one left, or the one moved to;
the part or the whole in "19 of the 27"."""
PART_OF = lazy_pattern(
    r"\s*(?:out\s+)?of\s+(?:(?:the|these|those|our|all|every|first|last)\s+){0,2}|\s*/\s*", re.IGNORECASE
)
"""What stands between the count and the base of a share."""
_NO = lazy_pattern(
    r"\b(?:not|no|none|never|nobody|nothing|neither|nor|without|cannot)\b|n['\u2019]t\b", re.IGNORECASE
)
_ROLE = lazy_pattern(
    r"\b(?:(?P<old>from|instead\s+of|rather\s+than|used\s+to\s+be|formerly|previously)|(?P<new>to|now))"
    r"\s+(?:[\w-]+\s+){0,2}?$",
    re.IGNORECASE,
)
_OF_ALL = lazy_pattern(r"(?:^|[.;:,(]\s)of\s(?:the|these|those|our|all)\s(?:the\s)?$", re.IGNORECASE)
_REACH = 40  # characters before a value in which its "from" or "to" stands

Anchors = dict[int, frozenset[str]]
"""The place of a value among the tokens, to the keys of what it is said of."""


def read_anchors(tokens: Sequence[Token], text: str, start: int = 0) -> Anchors:
    """The anchors of each value of a sentence whose text begins at character `start` of its tokens' text.

    A word belongs to the value of its clause: to the last one before it where the clause holds several, both
    numbers of "19 of the 27" taken as one. A clause without a value belongs to the value that stands alone
    or in brackets behind it ("Chargebacks: 4"), else to the one before; in brackets always to that.
    """
    found: Anchors = {}
    clauses = [list(places) for _, places in groupby(range(len(tokens)), lambda at: tokens[at].clause)]
    for kind in {token.kind for token in tokens} - {WORD, EXHIBIT, CADENCE}:
        owned = _owned(kind, clauses, tokens, text, start)
        for value, words in owned:
            keys = {_key(tokens[at]) for at in words if tokens[at].kind not in (EXHIBIT, CADENCE)}
            found[value] = frozenset(keys | set(_marks(value, words, tokens, text, start)))
    return found


def _key(token: Token) -> str:
    return token.key if token.kind == WORD else f"{token.kind}:{token.key}"


def _owned(
    kind: str, clauses: Sequence[list[int]], tokens: Sequence[Token], text: str, start: int
) -> list[tuple[int, list[int]]]:
    """Each value of the kind with the places of what is said of it."""
    owned: list[tuple[int, list[int]]] = []
    waiting: list[int] = []  # clauses that hold no value, since the last one that does
    for clause in clauses:
        values = [at for at in clause if tokens[at].kind == kind]
        bracketed = _is_bracketed(clause[0], tokens, text, start)
        if not values and bracketed and owned and not waiting:
            owned[-1][1].extend(clause)
            continue
        if not values:
            waiting += clause
            continue
        parts = _parted(values, clause, tokens, text, start)
        labelled = bracketed or not any(tokens[at].kind == WORD for at in clause)
        if waiting and (labelled or not owned):
            parts[0][1].extend(waiting)
        elif waiting:
            _follow(owned[-1][1], waiting, tokens)
        waiting = []
        owned += parts
    if waiting and owned:
        _follow(owned[-1][1], waiting, tokens)
    return owned


def _is_bracketed(at: int, tokens: Sequence[Token], text: str, start: int) -> bool:
    """Whether a bracket opens between a token and the one before it."""
    before = tokens[at - 1].span.end - start if at else 0
    return "(" in text[before : tokens[at].span.start - start]


def _follow(words: list[int], waiting: Sequence[int], tokens: Sequence[Token]) -> None:
    """Give a value the clauses behind its own, where it has no word in that."""
    if not any(tokens[at].kind == WORD for at in words):
        words += waiting


def _parted(
    values: Sequence[int], clause: Sequence[int], tokens: Sequence[Token], text: str, start: int
) -> list[tuple[int, list[int]]]:
    """The words of one clause by its values."""
    parts: list[tuple[int, list[int]]] = []
    for place, value in enumerate(values):
        first = clause[0] if place == 0 else value + 1
        last = values[place + 1] if place + 1 < len(values) else clause[-1] + 1
        parts.append((value, [at for at in range(first, last) if at != value]))
    for (value, words), (following, more) in zip(parts[-2::-1], parts[:0:-1], strict=False):
        between = text[tokens[value].span.end - start : tokens[following].span.start - start]
        if PART_OF.fullmatch(between):
            words.extend(more)
    return parts


def _marks(value: int, words: Sequence[int], tokens: Sequence[Token], text: str, start: int) -> Iterator[str]:
    """Whether what is said of the value says no, and whether the value is the old one or the new."""
    places = [value, *words]
    first = min(tokens[at].span.start for at in places) - start
    last = max(tokens[at].span.end for at in places) - start
    if last - first < 400 and _NO.search(text, max(0, first - 4), min(len(text), last + 4)):
        yield DENIED
    ahead = text[max(0, tokens[value].span.start - start - _REACH) : tokens[value].span.start - start]
    role = _ROLE.search(ahead)
    if role is not None:
        yield OLD if role["old"] else NEW
    if _OF_ALL.search(ahead):
        yield WHOLE
    for steps, mark in ((1, PART), (2, PART), (-1, WHOLE), (-2, WHOLE)):
        if 0 <= value + steps < len(tokens) and is_part(tokens, value, value + steps, text, start):
            yield mark


def is_part(tokens: Sequence[Token], one: int, two: int, text: str, start: int) -> bool:
    """Whether the tokens at two places are a part and its whole, as in "19 of the 27"."""
    first, last = sorted((tokens[one], tokens[two]), key=lambda token: token.span)
    between = text[first.span.end - start : last.span.start - start]
    return first.kind == last.kind and PART_OF.fullmatch(between) is not None
