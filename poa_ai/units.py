"""Shares as they are given: in percent, or as a fraction of one."""

PERCENT = frozenset({"percent", "%", "per cent", "pct", "percentage"})
FRACTION = frozenset({"fraction", "ratio", "share", "proportion"})


def is_share(unit: str | None) -> bool:
    """Whether the unit is that of a share, in percent or as a fraction."""
    return (unit or "").strip().casefold() in PERCENT | FRACTION


def in_percent(value: float, unit: str | None) -> float:
    """The share in percent: 0.021 with the unit "fraction" is 2.1; any other value as it is."""
    fraction = (unit or "").strip().casefold() in FRACTION and -1 <= value <= 1
    return round(value * 100, 10) if fraction else value
