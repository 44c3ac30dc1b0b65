"""Which one, and how many times as much: "the third printer", "doubled" need a fact that agrees."""

import re
from collections.abc import Iterator
from functools import lru_cache

from poa_ai.findings import Finding, Severity, Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.validation.binding import Bound
from poa_ai.validation.derivation import exact
from poa_ai.validation.factsheet import Entry, FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.tokens import EXHIBIT, NAME, WORD, word_key

_PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth last".split()
_PLACE = lazy_pattern(
    rf"(?<![^\W_])(?P<place>{'|'.join(_PLACES)}|\d{{1,2}}(?:st|nd|rd|th))\s(?P<things>(?:[^\W_][\w-]*\s?){{1,3}})",
    re.IGNORECASE,
)
_NO_THINGS = frozenset("time times day week month quarter year half of and or in on at to by one".split())
_TIMES = {"doubl": 2, "tripl": 3, "quadrupl": 4, "halv": 2, "trebl": 3}
_MULTIPLE = lazy_pattern(
    r"(?<![^\W_])(?P<stem>doubl|tripl|quadrupl|halv|trebl)(?:ed|ing|es)(?![^\W_])", re.IGNORECASE
)
_TOLD = 6
"""So many statements, the likest, are taken as what a sentence tells."""


def check_ordinals(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error where the facts give the same thing another place, or another multiple."""
    text = bound.passage.text
    for match in _PLACE.finditer(text):
        place, thing = _said(match)
        if not thing:
            continue
        told = {
            said: entry
            for at, entry in enumerate(sheet.entries)
            if bound.is_at_home(at)
            for said in _places_of(entry, thing)
        }
        if told and place not in told:
            yield _finding(bound, match, next(iter(told.values())))
    for match in _MULTIPLE.finditer(text):
        told_here = [sheet.entries[entry] for entry in bound.likest(_TOLD)]
        if not any(match["stem"].lower() in entry.statement.text.lower() for entry in told_here) and not any(
            _is_multiple(bound, entry, _TIMES[match["stem"].lower()]) for entry in told_here
        ):
            yield _finding(bound, match, told_here[0] if told_here else None)


def _said(match: re.Match[str]) -> tuple[str, str]:
    """The place, and the things as one string of keys; "" where the words behind name none."""
    place = match["place"].lower()
    if place[0].isdigit():
        number = int(place[:-2])
        place = _PLACES[number - 1] if 0 < number <= 10 else place
    words = match["things"].lower().split()
    if not words or words[0] in _NO_THINGS:
        return place, ""
    keys = [word if word.isdecimal() else word_key(word) for word in words[:2]]
    return place, " ".join(keys) if all(keys) else ""


def _places_of(entry: Entry, thing: str) -> Iterator[str]:
    if entry.statement.id != "products":
        yield from (place for place, other in _places_in(entry.statement.text) if other == thing)


@lru_cache(maxsize=2048)
def _places_in(text: str) -> tuple[tuple[str, str], ...]:
    """The places of a statement, each with its things; the facts stay while letters and sentences change."""
    return tuple(_said(match) for match in _PLACE.finditer(text))


def _is_multiple(bound: Bound, entry: Entry, times: int) -> bool:
    """Whether two values of one kind, in the statement or the sentence, are so many times each other."""
    for tokens in (entry.tokens, bound.passage.tokens, bound.passage.around):
        held: dict[tuple[str, str], set[object]] = {}
        for token in tokens:
            if token.kind not in (WORD, NAME, EXHIBIT) and (number := exact(token.key)):
                unit = token.key.rpartition(" ")[2] if " " in token.key else ""
                held.setdefault((token.kind, unit), set()).add(number)
        if any(number * times in numbers for numbers in held.values() for number in numbers):  # type: ignore[operator]
            return True
    return False


def _finding(bound: Bound, match: re.Match[str], entry: Entry | None) -> Finding:
    start = bound.passage.span.start
    said = match.group().strip()
    message = f'No fact says "{said[:80]}".'
    hint = "Add it to the facts, or leave it out."
    if entry is not None:
        hint = f'{entry.statement.id} says: "{entry.statement.text[:300]}"'
    span = Span(start + match.start(), start + match.start() + len(said))
    return Finding("grounding.misplaced", Severity.ERROR, message, hint, SOURCE, span, said)
