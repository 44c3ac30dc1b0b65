"""How long the seller has to answer, as the notice says it."""

from __future__ import annotations

from poa_ai.findings import Span
from poa_ai.intake.noticefindings import NoticeFindings
from poa_ai.intake.timespans import days_until, fewest_days, working_days_end


def response_times(found: NoticeFindings) -> tuple[tuple[int, Span], ...]:
    """Every time to answer that can be told in days from the notice, with its words.

    Working days are the fewest days that they can be where it is not known when the notice came.
    """
    received = found.notice.received
    told = []
    for time in found.times:
        if time.use != "response":
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


def response_time(found: NoticeFindings) -> tuple[int | None, Span | None]:
    """The shortest time to answer; None where the notice gives none."""
    return min(response_times(found), default=(None, None), key=lambda told: told[0] or 0)
