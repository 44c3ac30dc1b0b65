"""Lengths of time and days in a notice, and what each of them is for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from poa_ai.findings import Span
from poa_ai.intake.marking import clause, marked
from poa_ai.intake.passages import Passage
from poa_ai.intake.wording import hears
from poa_ai.lazypattern import lazy_pattern
from poa_ai.numerals import WORDS, canonical
from poa_ai.quantities import duration_text
from poa_ai.values import Kind, Value

LONGEST_RESPONSE = 120
"""Days; a longer time is none to answer in."""
SHORTEST_WINDOW = 90
"""Days; a time in which the papers of a supplier must lie is no shorter."""
STOCK_WINDOW = 60
"""From so many days on, a time after which stock is destroyed is no deadline to answer (it is 90 mostly)."""

_UNITS = {
    "day": "1 day",
    "week": "7 day",
    "fortnight": "14 day",
    "month": "1 month",
    "quarter": "3 month",
    "year": "12 month",
    "half year": "6 month",
}
_BARE = lazy_pattern(
    r"\b(?:(?:last|past|previous|preceding|prior) (?:full |whole |calendar )?"
    r"(?P<unit>half[ -]year|year|month|week|quarter)\b(?![ -]\d)"
    r"|(?P<said>(?:an? |one |another )(?:single |full |whole |calendar )?"
    r"(?:day|week|fortnight|month|quarter|year)(?! and a half)(?:'s)?)\b(?!-))",
    re.IGNORECASE,
)
_TWICE = lazy_pattern(
    rf"(?<![^\W_])(?:\d{{1,3}}|{WORDS})\s?\((?P<n>\d{{1,3}}|{WORDS})\)[\s-]"
    r"(?:(?P<label>business|working|banking|calendar|consecutive|full)[\s-])?"
    r"(?P<unit>hour|day|week|month|year)s?(?![^\W_])",
    re.IGNORECASE,
)
_SAME = lazy_pattern(
    r"\s?\((?:=|i\.e\.,?|that is,?|which is|or|meaning|equal to|in all|about)?\s?", re.IGNORECASE
)
_WORKING = ("business", "working", "banking")
_CLAUSE_ORDER = ("span.review", "span.orders", "span.response", "span.funds")
_SENTENCE_ORDER = ("span.review", "span.orders", "span.response")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A length of time. `days` is None where it counts working days or fractions.

    `use` is one of back (it looks back), review, response, orders, funds, stock, and "" for none of them.
    """

    span: Span
    days: int | None
    working: int | None
    use: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class LastDay:
    """A day by which the answer must be there; `when` as `poa_ai.dates` writes it."""

    span: Span
    when: str
    passage: Passage


def read_timespans(text: str, passages: Sequence[Passage], values: Sequence[Value]) -> Iterator[TimeSpan]:
    """Every length of time, in the order of the text."""
    durations = sorted((*_durations(values), *_bare_units(text, values)), key=lambda value: value.span)
    last: TimeSpan | None = None
    for passage, held in values_by_passage(passages, durations):
        spans = [value.span for value in held]
        for index, value in enumerate(held):
            said = marked(passage.text, passage.span.start, spans, index, "span")
            days, working = _days(value.normal)
            use = _use(said, days, passage)
            if last and index and _SAME.fullmatch(text, spans[index - 1].end, value.span.start):
                use = use or last.use
                if last.working is not None and days is not None:
                    last = replace(last, use="")
            if last is not None:
                yield last
            last = TimeSpan(value.span, days, working, use, passage)
    if last is not None:
        yield last


def read_last_days(passages: Sequence[Passage], values: Sequence[Value]) -> Iterator[LastDay]:
    """Every day that is a deadline of the answer."""
    for passage, held in values_by_passage(passages, [value for value in values if value.kind is Kind.DATE]):
        spans = [value.span for value in held]
        for index, value in enumerate(held):
            text = marked(passage.text, passage.span.start, spans, index, "day")
            near = clause(text, "thatday")
            if hears("day.other", text) or hears("span.funds", near) or not hears("day.response", text):
                continue
            yield LastDay(value.span, value.normal, passage)


def values_by_passage(
    passages: Sequence[Passage], wanted: Sequence[Value]
) -> Iterator[tuple[Passage, list[Value]]]:
    """The passages that hold some of the values, each with its first forty. Linear time."""
    starts = [value.span.start for value in wanted]
    for passage in passages:
        first = bisect_left(starts, passage.span.start)
        held: list[Value] = []
        while first < len(wanted) and wanted[first].span.end <= passage.span.end and len(held) < 40:
            held.append(wanted[first])
            first += 1
        if held:
            yield passage, held


def _durations(values: Sequence[Value]) -> Iterator[Value]:
    return (value for value in values if value.kind is Kind.DURATION)


def _bare_units(text: str, values: Sequence[Value]) -> Iterator[Value]:
    """Lengths of time without a number: "within a week", "the last year"; and "seven (7) days"."""
    taken = {value.span.start for value in values if value.kind is Kind.DURATION}
    for match in _BARE.finditer(text):
        name = "said" if match["said"] else "unit"
        span = Span(*match.span(name))
        said = match[name].lower().replace("-", " ").removesuffix("'s")
        normal = _UNITS["half year" if said == "half year" else said.split()[-1]]
        if span.start not in taken:
            yield Value(Kind.DURATION, normal, span, match[name])
    for match in _TWICE.finditer(text):
        count, unit = canonical(match["n"].lower()), match["unit"].lower()
        if (match["label"] or "").lower() in _WORKING:
            normal = f"{count} working {unit}"
        else:
            normal = duration_text(int(count), unit)
        yield Value(Kind.DURATION, normal, Span(*match.span()), match.group())


def _use(text: str, days: int | None, passage: Passage) -> str:
    near = clause(text, "thatspan")
    if hears("span.answer", text) or (
        passage.lead.endswith("?") and hears("span.answer", _led(passage, text))
    ):
        return "response"
    if hears("span.wait", f"{passage.lead} {text}" if passage.lead.endswith("?") else text):
        return "review"
    if hears("span.back", text):
        return "back"
    if hears("span.gone", text):
        return "stock"
    if hears("span.stock", text) and (days is None or days >= STOCK_WINDOW):
        return "stock"
    funds = hears("span.funds", near) and not hears("span.acts", near)
    found = "span.funds" if funds else next((id for id in _CLAUSE_ORDER if hears(id, near)), None)
    if found is None and not hears("span.funds", near):
        found = next((id for id in _SENTENCE_ORDER if hears(id, text)), None)
    if found is None:
        led = passage.lead and _led(passage, text)
        asked = hears("span.within", near) and not hears("span.theirs", near)
        found = "span.response" if asked or (led and hears("span.response", led)) else None
    use = (found or "span.").removeprefix("span.")
    if use == "response" and (days or 0) > LONGEST_RESPONSE:
        use = ""
    paper = use == "" and (days or 0) >= SHORTEST_WINDOW and passage.is_request and passage.names_document
    return "back" if paper else use


def _led(passage: Passage, text: str) -> str:
    """The marked text behind the line that leads it in."""
    return f"{passage.lead.rstrip(':?')} {text}"


def _days(normal: str) -> tuple[int | None, int | None]:
    """Days of a duration as `poa_ai.quantities` writes it, and working days; hours count up to whole days."""
    count, _, unit = normal.partition(" ")
    if not count.isdigit() or len(count) > 6:
        return None, None
    if unit.startswith("working "):
        factor = {"day": 1, "week": 5}.get(unit.removeprefix("working "))
        return None, factor and int(count) * factor
    if unit == "month":
        years, months = divmod(int(count), 12)
        return 365 * years + 30 * months, None
    if unit == "hour":
        return -(-int(count) // 24), None
    return (int(count), None) if unit == "day" else (None, None)


def days_until(last: str, received: date) -> int | None:
    """Days from the notice to a last day; where no year is said, the next such day. None where unclear."""
    try:
        day = date.fromisoformat(last if not last.startswith("--") else f"{received.year}{last[1:]}")
        if last.startswith("--") and day < received:
            day = day.replace(year=day.year + 1)
    except ValueError:
        return None
    return (day - received).days if day >= received else None


def working_days_end(received: date, count: int) -> int:
    """Calendar days that so many working days take, counted from the day after the notice."""
    day, left = received, min(count, 400)
    while left > 0:
        day += timedelta(1)
        left -= day.weekday() < 5
    return (day - received).days


def fewest_days(count: int) -> int:
    """Calendar days that so many working days take at least, whatever day the notice came."""
    return count + 2 * (max(0, min(count, 400) - 1) // 5)
