"""Numbers as reports show them, and the words around them."""

from __future__ import annotations

from poa_ai.evaluation.comparison import Effect
from poa_ai.evaluation.results import Results

MINUS = "\u2212"
"""The sign of a number below zero."""


def figure(value: float) -> str:
    """A score or a measure: two digits behind the point, more for a small one, none for a large one."""
    size = abs(value)
    form = ".1g" if size >= 1e6 or 0 < size < 0.005 else ",.0f" if size >= 100 else ".2f"
    return f"{MINUS if value < 0 else ''}{size:{form}}"


def signed(value: float) -> str:
    """A change: with its sign, but for zero."""
    return f"+{figure(value)}" if value > 0 else figure(value)


def chance(p: float) -> str:
    """A p value."""
    return "<0.0001" if p < 0.0001 else f"{p:.4f}" if p < 0.01 else f"{p:.2f}"


def interval(effect: Effect) -> str:
    """The bounds of a change."""
    return f"{signed(effect.low)} to {signed(effect.high)}"


def flips(effect: Effect) -> str:
    """How many cases changed to better and to worse."""
    return f"{effect.to_better} better, {effect.to_worse} worse"


def plural(count: int, noun: str) -> str:
    """ "1 case", "12 cases"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def source(results: Results) -> str:
    """Where a run comes from: its ring, its model, its cases, and what it cost."""
    cases = len({case.key for case in results.cases})
    told = [f"{results.ring} ring", results.model or "no model", plural(cases, "case")]
    if results.repeats > 1:
        told.append(f"{results.repeats} repeats")
    if results.cost is not None:
        told.append(f"{results.cost:.4f} USD")
    return ", ".join(told)
