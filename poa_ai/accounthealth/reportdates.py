"""The days of a table: which order of day and month its dates have, where the table itself shows it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from poa_ai.dates import day_text

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})(?!\d)")
_MONTHS = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ,]+(\d{4})|([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})")


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of a table, None where it has none; `unsure` where 3/4 may be either day."""

    first: date | None
    last: date | None
    unsure: bool = False

    @property
    def text(self) -> str:
        """ "from 1 September 2026 to 30 October 2026"; "" where the days are not known."""
        if self.first is None or self.last is None:
            return ""
        if self.first == self.last:
            return f"of {day_text(self.first)}"
        return f"from {day_text(self.first)} to {day_text(self.last)}"


def days_of(cells: Iterable[str]) -> Days:
    """The days that the cells name. No locale is assumed: 03/04 alone tells no day."""
    found: list[date] = []
    slashed: list[tuple[int, int, int]] = []
    for cell in cells:
        text = cell.strip()[:40]
        if match := _YEAR_FIRST.match(text):
            found += _day(int(match[1]), int(match[2]), int(match[3]))
        elif match := _YEAR_LAST.match(text):
            year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
            slashed.append((year, int(match[1]), int(match[2])))
        elif match := _NAMED.match(text):
            month = _MONTHS.get((match[2] or match[4]).lower(), 0)
            found += _day(int(match[3] or match[6]), month, int(match[1] or match[5]))
    day_first = any(first > 12 for _, first, _ in slashed)
    month_first = any(second > 12 for _, _, second in slashed)
    if slashed and day_first == month_first and any(first != second for _, first, second in slashed):
        return Days(None, None, unsure=True)
    for year, first, second in slashed:
        found += _day(year, second, first) if day_first else _day(year, first, second)
    return Days(min(found, default=None), max(found, default=None))


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []
