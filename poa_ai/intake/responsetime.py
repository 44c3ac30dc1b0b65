"""How long the seller has to answer, as the notice says it."""

from __future__ import annotations

import re
from datetime import date

from poa_ai.findings import Span
from poa_ai.intake.noticefindings import NoticeFindings
from poa_ai.intake.sidesections import unrelated
from poa_ai.intake.timespans import days_until, fewest_days, working_days_end
from poa_ai.lazypattern import lazy_pattern
from poa_ai.values import Kind, extract_values

HEAD = 400
"""Characters at the begin of a notice in which its own date stands."""

_DATED = lazy_pattern(
    r"(?:(?:date|sent|dated|date of (?:this )?(?:notice|message|letter|e-?mail)|notice date):? ?"
    r"|[A-Z][\w ]{1,20}, )?(?:\w{3,9}day,? |(?:mon|tue|wed|thu|fri|sat|sun),? )?",
    re.IGNORECASE,
)


def response_times(found: NoticeFindings) -> tuple[tuple[int, Span], ...]:
    """Every time to answer that can be told in days from the notice, with its words.

    Working days are the fewest days that they can be where it is not known when the notice came.
    """
    received = found.notice.received or _written(found.notice.text)
    elsewhere = {passage.span for passage in unrelated(found.passages)}
    told = []
    for time in found.times:
        if time.use != "response" or time.passage.span in elsewhere:
            continue
        if time.days is not None:
            told.append((time.days, time.span))
        elif time.working is not None:
            count = time.working
            told.append((working_days_end(received, count) if received else fewest_days(count), time.span))
    for last in found.last_days:
        days = None if received is None else days_until(last.when, received)
        if days is not None:
            told.append((days, last.span))
    return tuple(told)


def _written(text: str) -> date | None:
    """The day that the head of the notice bears on a line of its own or behind "Date:"; None without one."""
    head = text[:HEAD]
    for value in extract_values(head):
        line = head[head.rfind("\n", 0, value.span.start) + 1 : value.span.start]
        if value.kind is Kind.DATE and _DATED.fullmatch(line):
            try:
                return date.fromisoformat(value.normal)
            except ValueError:
                continue
    return None


def response_time(found: NoticeFindings) -> tuple[int | None, Span | None]:
    """The shortest time to answer; None where the notice gives none."""
    return min(response_times(found), default=(None, None), key=lambda told: told[0] or 0)
