"""Totals: "all", "every", "most" and the like are only said where a fact says so."""

import re
from collections.abc import Iterator, Sequence

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.binding import Bound
from poa_ai.validation.factsheet import Entry, FactSheet, Statement
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.passages import Passage
from poa_ai.validation.tokens import WORD
from poa_ai.values import Kind

_TOTAL = re.compile(
    r"\b(?:(?P<most>most|the\smajority|many|several|some)\sof"
    r"|(?P<nearly>(?:almost|nearly)\s(?:all|every|each|none)|mostly|largely|partly|few\sof)"
    r"|all(?!\s(?:but|except))|every(?:\sone)?|each(?:\sone)?|(?:the\s)?entire|the\swhole|always|both)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all|every|each|entire|whole|always|both|any)\b", re.IGNORECASE)
_WHOLLY = re.compile(r"\b(?:all|every|each|none|never|only|no|alone)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(?:most|many|several|some|majority)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"\s(?:of|were|was|had|have|has|are|is|went|came|got)\b", re.IGNORECASE)
_THE = re.compile(r"(?<!\bof )(?<!\bOf )\bthe $", re.IGNORECASE)
"""A fact that speaks of "the 7 titles" speaks of all of them."""
_BETWEEN = re.compile(r"\s(?:of\s)?(?:the\s|these\s|those\s|our\s|its\s)?(?:[a-z-]+\s)?", re.IGNORECASE)
_NEAR = 45  # characters
_TOLD = 3
"""So many statements, the likest, are taken as what a sentence tells."""


def check_totals(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error where a sentence says "all of the 71" and the facts give a part of the 71, and the like."""
    passage = bound.passage
    told = [sheet.entries[entry] for entry in bound.likest(_TOLD)]
    for match in _TOTAL.finditer(passage.text):
        statement = _part_only(passage, match, told, sheet)
        if statement is not None:
            span = Span(passage.span.start + match.start(), passage.span.start + match.end())
            hint = f'{statement.id} says: "{statement.text[:300]}"'
            message = f'{statement.id} does not say "{match.group()}".'
            yield Finding("grounding.total", Severity.ERROR, message, hint, SOURCE, span, match.group())


def _part_only(
    passage: Passage, match: re.Match[str], told: Sequence[Entry], sheet: FactSheet
) -> Statement | None:
    """The statement that speaks against the total; None where none does."""
    if not told:
        return None
    if match["most"]:
        return None if any(_MOST.search(entry.statement.text) for entry in told) else told[0].statement
    if match["nearly"]:
        whole = (entry for entry in told if _WHOLLY.search(entry.statement.text))
        return (
            None
            if any(_MOST.search(entry.statement.text) for entry in told)
            else next((entry.statement for entry in whole), None)
        )
    number = _counted(passage, match.end())
    if number:
        if any(_says_all(entry, number) for entry in sheet.entries):
            return None
        return next((entry.statement for entry in told if _gives_part(entry, number)), None)
    if not _SUBJECT.match(passage.text, match.end()) or match.group().lower() not in (
        "all",
        "every one",
        "every",
    ):
        return None
    thing = next(
        (t.key for t in passage.tokens if t.kind == WORD and t.span.start - passage.span.start > match.end()),
        "",
    )
    return None if any(_says_all_of(entry, thing) for entry in told) else told[0].statement


def _says_all_of(entry: Entry, thing: str) -> bool:
    """Whether the statement says "all" shortly before the thing."""
    places = [token.span.start for token in entry.tokens if token.key == thing]
    totals = [match.end() for match in _ALL.finditer(entry.statement.text)]
    return any(0 < place - total < _NEAR for place in places for total in totals) or bool(
        totals and not places
    )


def _counted(passage: Passage, at: int) -> str:
    """The number that follows at once, "of the" and one more word aside; "" for none."""
    start = passage.span.start
    token = next(
        (token for token in passage.tokens if token.span.start - start >= at and token.kind != WORD), None
    )
    if token is None or token.kind != Kind.NUMBER or not token.key.isdecimal():
        return ""
    return token.key if _BETWEEN.fullmatch(passage.text, at, token.span.start - start) else ""


def _says_all(entry: Entry, number: str) -> bool:
    """Whether the statement says "all 19", or gives the number with no smaller one beside it."""
    held = [token for token in entry.tokens if token.kind == Kind.NUMBER and token.key == number]
    text = entry.statement.text
    return any(
        _ALL.search(text, max(0, token.span.start - 14), token.span.start)
        or _THE.search(text, max(0, token.span.start - 12), token.span.start)
        for token in held
    ) or (bool(held) and not _gives_part(entry, number) and entry.statement.part is not None)


def _gives_part(entry: Entry, base: str) -> bool:
    """Whether the statement gives a smaller count together with the base."""
    counts = [t.key for t in entry.tokens if t.kind == Kind.NUMBER and t.key.isdecimal() and len(t.key) < 7]
    parts = [int(count) for count in counts if count != base]
    return base in counts and len(base) < 7 and min(parts, default=10**7) < int(base) != sum(parts)
