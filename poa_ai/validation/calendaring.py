"""The calendar: a weekday beside its date, and a quarter beside the dates that it should hold."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from poa_ai.findings import Finding, Severity, Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.validation.binding import Bound
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.tokens import Token
from poa_ai.values import Kind

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = r"(?P<day>mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day|\.)?"
_AHEAD = lazy_pattern(rf"(?<![^\W_]){_DAY},?\s(?:the\s)?$", re.IGNORECASE)
_BEHIND = lazy_pattern(rf"(?:,\san?\s|\s?\((?:an?\s)?){_DAY}(?![^\W_])", re.IGNORECASE)
_REACH = 20  # characters around a date in which its weekday stands
_QUARTER = lazy_pattern(
    r"(?<![^\W_])(?:Q(?P<n>[1-4])|(?P<word>first|second|third|fourth|last|1st|2nd|3rd|4th)\squarter)"
    r"(?:\sof)?[\s/-](?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_PLACES = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
}
_TOLD = 3
"""So many statements, the likest, are taken as what a sentence tells."""


def check_calendar(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error for each weekday that its date does not have, and each quarter without a date of the facts."""
    passage = bound.passage
    for token in passage.tokens:
        if token.kind == Kind.DATE:
            yield from _weekday(bound, token)
    for match in _QUARTER.finditer(passage.text):
        quarter = int(match["n"] or _PLACES[match["word"].lower()])
        told = [sheet.entries[entry].tokens for entry in bound.likest(_TOLD)]
        days = _days(passage.tokens) or [day for tokens in told for day in _days(tokens)]
        written = any(match.group().lower() in entry.statement.text.lower() for entry in sheet.entries)
        if not written and not any(
            (day.year, (day.month + 2) // 3) == (int(match["year"]), quarter) for day in days
        ):
            span = Span(passage.span.start + match.start(), passage.span.start + match.end())
            message = f'No date that this speaks of lies in "{match.group()}".'
            yield _finding(
                message, "State the quarter in which the dates of the facts lie.", span, match.group()
            )


def _weekday(bound: Bound, token: Token) -> Iterator[Finding]:
    days = _days([token])
    if not days:
        return
    text, start = bound.passage.text, bound.passage.span.start
    at, end = token.span.start - start, token.span.end - start
    match = _AHEAD.search(text[max(0, at - _REACH) : at]) or _BEHIND.match(text[end : end + _REACH])
    if match is not None and not any(
        _DAYS[day.weekday()].lower().startswith(match["day"].lower()) for day in days
    ):
        said = bound.passage.said(token)
        message = f'"{said}" is a {_DAYS[days[0].weekday()]}.'
        yield _finding(message, "State the weekday that the date has, or none.", token.span, said)


def _days(tokens: Iterable[Token]) -> list[date]:
    """The days among the tokens, each reading of one that can be read in two ways."""
    found = []
    for token in tokens:
        for form in token.key.split("|") if token.kind == Kind.DATE else ():
            try:
                found.append(date.fromisoformat(form) if len(form) == 10 else None)
            except ValueError:
                continue
    return [day for day in found if day is not None]


def _finding(message: str, hint: str, span: Span, said: str) -> Finding:
    return Finding("grounding.date", Severity.ERROR, message, hint, SOURCE, span, said)
