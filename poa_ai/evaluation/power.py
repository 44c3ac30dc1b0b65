"""Power: what a suite of so many cases can see at all."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log, log1p, log2, sqrt
from statistics import stdev

from scipy.special import betaincinv, chdtri, ndtri

from poa_ai.evaluation.significance import NOTHING

ANY_SUITE = 100_000
"""More cases than any suite has."""


def least_flips(level: float) -> int:
    """How many cases must flip one way, and none the other, for a p of at most `level`, in (0, 1)."""
    return ceil(1 - log2(level))


def flips_seen(cases: int, level: float, power: float) -> float | None:
    """The smallest share of cases that flip one way, none the other, found with this power.

    None where even all of them would not be seen.
    """
    least = least_flips(level)
    return float(betaincinv(least, cases - least + 1, power)) if least <= cases else None


def shift_seen(differences: Sequence[float], reach: float, level: float, power: float) -> float | None:
    """The smallest change, the same in every case, found with this power beside the spread of these.

    Its size follows the t test, with Guenther's correction for few cases (The American Statistician 35,
    1981), and is at least so large that enough cases move one way. The spread is itself an estimate, so its
    upper limit is taken, at a confidence of `power`. Where all differences are equal there is no spread to go
    by, and it is the share of cases that change by `reach`, all one way, as for a yes-or-no scorer.
    None where even all cases would not be seen; never more than `reach`.
    """
    cases = len(differences)
    share = flips_seen(cases, level, power)
    if share is None:
        return None
    # A p of such a level needs two cases at least, so there is a spread.
    spread = stdev(differences)
    if spread <= NOTHING:
        return share * reach
    quantile = -float(ndtri(level / 2))
    by_size = (quantile + float(ndtri(power))) / sqrt(cases - quantile**2 / 2)
    limit = spread * sqrt((cases - 1) / float(chdtri(cases - 1, power)))
    return min(reach, limit * max(0.0, by_size, float(ndtri(share))))


def cases_for_margin(alpha: float, margin: float, change: float, spread: float) -> int | None:
    """About how many cases it takes until the interval lies within the margin, all else as it is.

    `spread` is the standard deviation of differences, `margin` and all of them relative to their reach.
    None where the change itself lies beyond the margin, or so near it that it takes more than any suite has.
    Exact where nothing changed at all.
    """
    if margin >= 1:
        return 1
    room = margin - abs(change)
    if room <= NOTHING:
        return None
    unseen = log(alpha / 2) / log1p(-room)
    needed = ceil(unseen + (float(ndtri(alpha / 2)) * spread / room) ** 2)
    return needed if needed <= ANY_SUITE else None
