"""What a suite can see: the closed forms against trying."""

import numpy as np
import pytest

from poa_ai.evaluation.interval import mean_interval
from poa_ai.evaluation.power import cases_for_margin, flips_seen, least_flips, shift_seen
from poa_ai.evaluation.significance import mcnemar


@pytest.mark.parametrize("level", [0.9, 0.5, 0.05, 0.05 / 8, 0.01, 1e-6, 1e-300])
def test_the_least_flips_are_seen_and_one_less_is_not(level: float) -> None:
    least = least_flips(level)
    assert mcnemar(0, least) <= level < mcnemar(0, least - 1)


def test_the_share_of_flips_is_found_with_its_power_and_a_smaller_one_is_not() -> None:
    share = flips_seen(30, 0.05, 0.8)
    assert share is not None
    drawn = np.random.default_rng(6).binomial(30, [share, 0.8 * share], (4_000, 2))
    found, less = (np.array([[mcnemar(0, n) <= 0.05 for n in row] for row in drawn.tolist()])).mean(axis=0)
    assert found == pytest.approx(0.8, abs=0.02)
    assert less < 0.7


def test_too_few_cases_see_nothing() -> None:
    assert flips_seen(5, 0.05, 0.8) is None
    assert shift_seen([0.1, 0.2, 0.0, 0.1, 0.3], 1.0, 0.05, 0.8) is None
    assert shift_seen([], 1.0, 0.05, 0.8) is None
    assert flips_seen(6, 0.05, 0.8) == pytest.approx(0.8 ** (1 / 6))


def test_without_spread_a_score_is_seen_as_flips_of_its_reach() -> None:
    assert shift_seen([0.0] * 12, 1.0, 0.05, 0.8) == flips_seen(12, 0.05, 0.8)
    assert shift_seen([0.2] * 12, 50.0, 0.05, 0.8) == pytest.approx(50 * (flips_seen(12, 0.05, 0.8) or 0))


def test_more_spread_fewer_cases_and_more_power_ask_for_larger_changes() -> None:
    few = [0.1, -0.1, 0.2, -0.2, 0.0, 0.0, 0.1, -0.1]
    sizes = [
        shift_seen(few * 8, 1.0, 0.05, 0.8),
        shift_seen(few * 2, 1.0, 0.05, 0.8),
        shift_seen([2 * one for one in few * 2], 1.0, 0.05, 0.8),
        shift_seen([2 * one for one in few * 2], 1.0, 0.05, 0.95),
    ]
    assert sizes == sorted(sizes, key=lambda size: size or 0)
    assert len(set(sizes)) == 4
    assert shift_seen([1.0, -1.0] * 4, 1.0, 0.05, 0.8) == 1.0


@pytest.mark.parametrize("margin", [0.02, 0.1, 0.3])
def test_so_many_cases_without_a_change_fit_the_margin_and_one_less_does_not(margin: float) -> None:
    cases = cases_for_margin(0.05, margin, 0.0, 0.0)
    assert cases is not None
    assert mean_interval([0.0] * cases, 1.0, 0.05)[1] <= margin + 1e-9
    assert mean_interval([0.0] * (cases - 1), 1.0, 0.05)[1] > margin


def test_no_number_of_cases_brings_a_change_beyond_the_margin_within_it() -> None:
    assert cases_for_margin(0.05, 0.1, -0.1, 0.2) is None
    assert cases_for_margin(0.05, 0.1, 0.1 - 1e-8, 0.2) is None
    assert cases_for_margin(0.05, 0.1, 0.3, 0.0) is None
    assert cases_for_margin(0.05, 1.5, 0.3, 0.2) == 1


def test_the_cases_called_for_are_about_enough_where_the_differences_stay_alike() -> None:
    few = [0.3, -0.3, 0.0, 0.0, 0.1]
    cases = cases_for_margin(0.05, 0.1, float(np.mean(few)), float(np.std(few, ddof=1)))
    assert cases is not None
    _, high = mean_interval((few * cases)[:cases], 1.0, 0.05)
    assert high == pytest.approx(0.1, abs=0.02)
