"""Significance: how likely chance alone would give as large a change. Exact, without drawing lots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from scipy.special import bdtr

NOTHING = 1e-9
"""Differences up to it, either way, are none."""
CELLS = 2**16
"""Into how many steps the sum of all sizes is divided at most: what bounds time and memory."""
MOST = 1_000
"""The largest denominator of a difference that is taken as a fraction."""


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p of so many cases that flipped each way, in (0, 1].

    Each flip is as likely for the better as for the worse where nothing changed, so that their counts are
    binomial. Source: McNemar 1947, Psychometrika 12; exact form: Agresti, Categorical Data Analysis, 10.1.
    """
    return min(1.0, 2 * float(bdtr(min(better, worse), better + worse, 0.5)))


def sign_flip(differences: Sequence[float]) -> float:
    """The exact two-sided p of the mean of per-case differences, in [0, 1].

    Where nothing changed, each difference is as likely with the other sign. Of all 2^n choices of signs, this
    is the share whose sum is at least as far from 0 as the one seen. It is counted, not drawn: sums of whole
    numbers have few values. Differences that are fractions with denominators up to 1,000 are taken as such;
    others are rounded to steps of the sum of their sizes divided by 65,536. The rounded ones are tested as
    exactly, since rounding knows no sign. p is 0 only where 2^-n is too small for a number (n > 1,074).
    Source: Fisher 1935, The Design of Experiments, section 21; the counting: Pagano and Tritchler 1983,
    Journal of the American Statistical Association 78.
    """
    changed = [difference for difference in differences if abs(difference) > NOTHING]
    sizes = _whole([abs(difference) for difference in changed])
    total = sum(sizes)
    risen = sum(size for size, difference in zip(sizes, changed, strict=True) if difference > 0)
    chances, top = np.zeros(total + 1), 0
    chances[0] = 1.0
    for size in sizes:  # the chance of each sum of those that rise
        top += size
        fallen = chances[: top + 1] / 2
        chances[: top + 1] = fallen
        chances[size : top + 1] += fallen[: top + 1 - size]
    return min(1.0, 2 * float(chances[max(risen, total - risen) :].sum()))


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """The same p values, adjusted for having asked as many questions: at most 1, never smaller than before.

    Calling those up to alpha significant errs anywhere with a chance of at most alpha, however the questions
    hang together. Source: Holm 1979, Scandinavian Journal of Statistics 6.
    """
    adjusted, least = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        least = max(least, min(1.0, (len(chances) - rank) * chances[place]))
        adjusted[place] = least
    return tuple(adjusted)


def testable(moved: Sequence[int], alpha: float) -> frozenset[int]:
    """The places of the questions in which enough cases changed for an answer; `moved` counts those cases.

    With so many changed cases no p is below 2 * 0.5^moved, whichever way they changed. A question that can't
    become significant can't be a false alarm either, so that it needs no correction: the largest set is taken
    in which each can still reach alpha divided by the size of the set. Source: Tarone 1990, Biometrics 46.
    """
    least = [2 * 0.5**count for count in moved]
    for size in range(1, len(least) + 1):
        reach = frozenset(place for place, chance in enumerate(least) if chance <= alpha / size)
        if len(reach) <= size:
            return reach
    return frozenset()


def _whole(sizes: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to these sizes, their sum about CELLS at most."""
    fractions = [Fraction(size).limit_denominator(MOST) for size in sizes]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    same = all(
        abs(float(fraction) - size) <= NOTHING for fraction, size in zip(fractions, sizes, strict=True)
    )
    if same and scale * sum(fractions) <= CELLS:
        return [int(scale * fraction) for fraction in fractions]
    step = sum(sizes) / CELLS
    return [round(size / step) for size in sizes]
