"""The interval of a mean change: what the cases of a suite can't rule out, without assuming a shape."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BSpline
from scipy.optimize import brentq

from poa_ai.evaluation.significance import NOTHING

MOST = 1_000
"""More values are averaged in as many blocks first: blocks have the same mean and the same bounds."""


def mean_interval(values: Sequence[float], reach: float, alpha: float) -> tuple[float, float]:
    """Bounds of the mean that values were drawn from, each wrong with a chance of at most alpha / 2.

    Values lie from -reach to reach. Gaffke's bound: put the largest value possible beside those seen, weigh
    all at random with weights that sum to 1 (flat Dirichlet), and take the quantile of the weighted mean; so
    too below. Of values that are 0 or `reach`, the upper bound is that of Clopper and Pearson; where all are
    0, it is about 3.7 / n times `reach` at 95 %, not 0. That it holds for every distribution is proven for
    some and conjectured for the rest: Gaffke 2005; Learned-Miller and Thomas 2019, arXiv 1905.06208;
    `bench/eval_statistics.py` tries it. The weighted mean is distributed as a B-spline whose knots are the
    values (Curry and Schoenberg 1966), so that nothing is drawn: equal values, equal bounds.
    """
    seen = np.asarray(values, dtype=float)
    if len(seen) > MOST:
        seen = np.array([block.mean() for block in np.array_split(seen, MOST)])
    mean = float(seen.mean())
    low, high = _lower(seen, reach, alpha / 2), -_lower(-seen, reach, alpha / 2)
    return min(low, mean) + 0.0, max(high, mean) + 0.0  # no -0.0


def _lower(seen: NDArray[np.float64], reach: float, chance: float) -> float:
    """The quantile of the mean of these and of -reach at random weights."""
    largest = float(seen.max())
    if largest + reach <= NOTHING * reach:
        return -reach
    knots = np.sort(np.append(seen, -reach))
    rising = BSpline.basis_element(knots, extrapolate=False).antiderivative()
    whole = (largest + reach) / len(seen)

    def excess(point: float) -> float:
        share = float(rising(point)) / whole if point < largest else 1.0
        return share - chance

    return float(brentq(excess, -reach, largest))
