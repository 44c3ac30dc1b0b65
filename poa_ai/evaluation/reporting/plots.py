"""Plots as inline SVG. They hold no words but titles, so that a page can lay them out at any width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from statistics import fmean

from poa_ai.evaluation.comparison import Effect
from poa_ai.evaluation.reporting.advice import Way
from poa_ai.evaluation.reporting.figures import figure, plural, signed

_WIDTH, _HEIGHT, _EDGE = 400, 44, 12
_DOTS, _BAR = 14, 33  # heights at which dots and bars stand
_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0)
_BIN = 10  # width in which cases are a single, larger dot


def reach(effects: Sequence[Effect], differences: Iterable[Sequence[float]], margin: float) -> float:
    """How far the common axis of these effects goes to both sides: up to 1, the most a score can change."""
    sizes = [1.5 * margin, *(abs(bound) for effect in effects for bound in (effect.low, effect.high))]
    largest = max([*sizes, *(abs(value) for values in differences for value in values)])
    return next((step for step in _STEPS if largest <= step), 1.0)


def effect_plot(effect: Effect, differences: Sequence[float], way: Way, reach: float, margin: float) -> str:
    """The change of a scorer: dots for cases, the interval as a bar, the margin as a band, zero as a line."""
    axis = _Axis(-reach, reach)
    low, high, at = axis.x(effect.low), axis.x(effect.high), axis.x(effect.change)
    parts = [
        f'<rect class="band" x="{axis.x(-margin)}" y="0" height="{_HEIGHT}"'
        f' width="{round(axis.x(margin) - axis.x(-margin), 1)}"/>',
        f'<line class="zero" x1="{axis.x(0)}" x2="{axis.x(0)}" y1="0" y2="{_HEIGHT}"/>',
        *axis.dots(differences),
        f'<line class="bar {way}" x1="{low}" x2="{high}" y1="{_BAR}" y2="{_BAR}"/>',
        f'<rect class="mean {way}" x="{round(at - 4, 1)}" y="{_BAR - 6}" width="8" height="12"/>',
    ]
    told = f"Change {signed(effect.change)}, between {signed(effect.low)} and {signed(effect.high)}"
    return _svg(told, parts)


def score_plot(values: Sequence[float], mean: float, threshold: float | None) -> str:
    """The scores of a suite from 0 to 1: a dot for cases, the mean as a bar, a missed threshold as a line."""
    axis = _Axis(0.0, 1.0)
    parts = [f'<line class="zero" x1="{axis.x(0)}" x2="{axis.x(1)}" y1="{_BAR}" y2="{_BAR}"/>']
    parts += axis.dots(values)
    told = f"Mean {figure(mean)} of {plural(len(values), 'case')}"
    if threshold is not None:
        x = axis.x(threshold)
        parts.append(f'<line class="threshold" x1="{x}" x2="{x}" y1="0" y2="{_HEIGHT}"/>')
        told += f", threshold {figure(threshold)}"
    way = Way.OPEN if threshold is None else Way.WORSE
    parts.append(f'<line class="bar {way}" x1="{axis.x(0)}" x2="{axis.x(mean)}" y1="{_BAR}" y2="{_BAR}"/>')
    return _svg(told, parts)


class _Axis:
    """A horizontal axis from `least` to `most`; what lies beyond is drawn at its end."""

    def __init__(self, least: float, most: float) -> None:
        self.least, self.most = least, most

    def x(self, value: float) -> float:
        """Where a value stands."""
        share = (min(max(value, self.least), self.most) - self.least) / (self.most - self.least)
        return round(_EDGE + share * (_WIDTH - 2 * _EDGE), 1)

    def dots(self, values: Sequence[float]) -> Iterator[str]:
        """A dot for the values that lie close together, its area their number."""
        bins: dict[int, list[float]] = {}
        for value in values:
            bins.setdefault(round(self.x(value) / _BIN), []).append(value)
        for _, inside in sorted(bins.items()):
            mean, count = fmean(inside), len(inside)
            size = round(2.5 + 8.5 * sqrt((count - 1) / max(len(values), 12)), 1)
            told = f"{plural(count, 'case')} at {figure(mean)}"
            dot = f'<circle class="dot" cx="{self.x(mean)}" cy="{_DOTS}" r="{size}">'
            yield f"{dot}<title>{told}</title></circle>"


def _svg(told: str, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"><title>{told}</title>{"".join(parts)}</svg>'
