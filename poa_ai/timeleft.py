"""How much of the time to respond is left, counted from the day on which the notice was received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from poa_ai.dates import day_text
from poa_ai.notice import Notice


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The time that a notice gives. `received` None: the day from which it counts is not known."""

    days: int
    received: date | None
    today: date

    @property
    def due(self) -> date | None:
        """The last day to respond; None where it can't be told."""
        if self.received is None or self.days > (date.max - self.received).days:
            return None
        return self.received + timedelta(days=self.days)

    @property
    def left(self) -> int | None:
        """Days from today to the last day, below 0 once it has passed."""
        return None if self.due is None else (self.due - self.today).days

    def to_json(self) -> dict[str, Any]:
        """As `gaps --json` prints it."""
        due = None if self.due is None else self.due.isoformat()
        return {"respond_within_days": self.days, "due": due, "days_left": self.left}

    def __str__(self) -> str:
        """One sentence for a person."""
        if self.received is None or self.due is None or self.left is None:
            given = _days(self.days)
            return f'Respond within {given} of the notice; give the day of its receipt as "received".'
        counted = f"{day_text(self.due)}, {_days(self.days)} after the notice of {day_text(self.received)}"
        if self.left < 0:
            return f"The time to respond ended on {counted}: {_days(-self.left)} ago."
        if self.left == 0:
            return f"Respond by {counted}: today is the last day."
        return f"Respond by {counted}: {_days(self.left)} left."


def time_left(notice: Notice, today: date) -> TimeLeft | None:
    """The time that the notice gives; None where it gives none."""
    if notice.respond_within_days is None:
        return None
    return TimeLeft(notice.respond_within_days, notice.received, today)


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
