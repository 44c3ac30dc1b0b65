"""The interval of the mean change."""

import numpy as np
import pytest
from scipy.stats import binomtest

from poa_ai.evaluation.interval import mean_interval


@pytest.mark.parametrize(("flipped", "cases"), [(0, 12), (1, 12), (5, 12), (12, 12), (3, 66), (0, 500)])
@pytest.mark.parametrize("alpha", [0.05, 0.2, 0.001])
def test_flips_one_way_are_bounded_as_by_clopper_and_pearson(flipped: int, cases: int, alpha: float) -> None:
    exact = binomtest(flipped, cases).proportion_ci(1 - alpha)
    _, high = mean_interval([1.0] * flipped + [0.0] * (cases - flipped), 1.0, alpha)
    assert high == pytest.approx(exact.high, abs=1e-6)
    low, _ = mean_interval([-1.0] * flipped + [0.0] * (cases - flipped), 1.0, alpha)
    assert low == pytest.approx(-exact.high, abs=1e-6)


def test_nothing_seen_to_change_is_no_proof_that_nothing_does() -> None:
    low, high = mean_interval([0.0] * 36, 1.0, 0.05)
    assert (low, high) == (pytest.approx(-0.0974, abs=1e-3), pytest.approx(0.0974, abs=1e-3))


def test_it_is_the_quantile_of_a_mean_at_random_weights() -> None:
    seen = np.random.default_rng(3).uniform(-0.4, 0.7, 15)
    weights = np.random.default_rng(4).dirichlet(np.ones(16), 200_000)
    low, high = mean_interval(seen.tolist(), 1.0, 0.1)
    assert low == pytest.approx(np.quantile(weights @ np.append(seen, -1), 0.05), abs=0.003)
    assert high == pytest.approx(np.quantile(weights @ np.append(seen, 1), 0.95), abs=0.003)


@pytest.mark.parametrize("values", [[1.0], [-1.0], [1.0] * 9, [-1.0, 1.0], [1 - 1e-12, 1.0], [0.3] * 40])
@pytest.mark.parametrize("alpha", [1e-9, 0.05, 0.999])
def test_it_holds_the_mean_and_stays_within_what_is_possible(values: list[float], alpha: float) -> None:
    low, high = mean_interval(values, 1.0, alpha)
    assert -1 <= low <= np.mean(values) <= high <= 1


def test_a_number_that_never_varies_has_no_width() -> None:
    assert mean_interval([0.0, 0.0], 0.0, 0.05) == (0.0, 0.0)


def test_many_cases_are_bounded_by_the_means_of_blocks() -> None:
    seen = np.random.default_rng(5).choice([-1.0, 0.0, 1.0], 20_000, p=[0.1, 0.7, 0.2])
    low, high = mean_interval(seen.tolist(), 1.0, 0.05)
    normal = 1.96 * seen.std() / len(seen) ** 0.5
    assert high - low == pytest.approx(2 * normal, rel=0.25)
    assert low < seen.mean() < high
