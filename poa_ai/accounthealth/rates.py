"""One rate of an account health report: its value in percent, its target, its window and its counts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from poa_ai.accounthealth.reportblocks import MetricBlock

_MOST = 1_000_000_000_000  # the largest count that facts take
_NEAR = 0.05  # in percent points: rounding of what the report shows


@dataclass(frozen=True, slots=True)
class DateRange:
    """The days that a block covers, both counted in; None where the report gives no usable day."""

    first: date | None
    last: date | None

    @property
    def days(self) -> int | None:
        """How many days these are; None where a day is missing or they run backwards."""
        if self.first is None or self.last is None or self.first > self.last:
            return None
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as the report measures it. `value` and `target` are in percent; None stands for not given.

    `status` is the report's own verdict: GOOD, BAD or NONE. `count` and `base` may contradict the value.
    """

    block: MetricBlock
    value: float
    target: float | None
    below: bool
    status: str
    range: DateRange
    count: int | None
    base: int | None

    @property
    def is_off(self) -> bool:
        """Whether the measured value misses the target."""
        if self.target is None:
            return False
        return self.value >= self.target if self.below else self.value < self.target

    @property
    def agrees(self) -> bool:
        """Whether the counts give the value; also where there are none."""
        if self.count is None or self.base is None:
            return True
        return 0 < self.base >= self.count and abs(100 * self.count / self.base - self.value) <= _NEAR


def read_range(value: object) -> DateRange:
    """The reportingDateRange of a block; both days None where it is not one."""
    given = value if isinstance(value, Mapping) else {}
    return DateRange(_day(given.get("reportingDateFrom")), _day(given.get("reportingDateTo")))


def read_count(value: object) -> int | None:
    """A count, given as a number or as an object with "count"; None for anything else."""
    if isinstance(value, Mapping):
        value = value.get("count")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and 0 <= value <= _MOST else None


def read_rate(values: Mapping[str, Any], block: MetricBlock) -> Rate | None:
    """The rate in a block of the report; None where it gives none that is a share."""
    rate, target = _number(values.get("rate")), _number(values.get("targetValue"))
    if rate is None:
        return None
    count, base = read_count(values.get(block.counted)), read_count(values.get(block.base))
    below = {"LESS_THAN": True, "GREATER_THAN": False}.get(
        str(values.get("targetCondition")), block.comparison == "below"
    )
    percent = _is_percent(rate, target, count, base)
    value = rate if percent else 100 * rate
    if value > 100 + _NEAR:
        return None
    aim = None if target is None else target if percent or target >= 1 else 100 * target
    return Rate(
        block,
        _rounded(value, aim),
        None if aim is None else round(aim, 4),
        below,
        str(values.get("status") or ""),
        read_range(values.get("reportingDateRange")),
        count,
        base,
    )


def _is_percent(rate: float, target: float | None, count: int | None, base: int | None) -> bool:
    """The schema calls the rate a percentage, and its examples are fractions: the counts decide."""
    if count is not None and base and 0 < count <= base and rate:
        share = count / base
        return abs(math.log(rate / (100 * share))) < abs(math.log(rate / share))
    return rate > 1 or (target is not None and target > 1)


def _rounded(value: float, target: float | None) -> float:
    # Two decimals, as Seller Central shows it, unless that would turn a miss into the target itself.
    short = round(value, 2)
    return round(value, 6) if target is not None and short == round(target, 2) else short


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and value >= 0 else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
