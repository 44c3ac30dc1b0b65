"""The exact tests, against SciPy's and against counting by hand."""

import math
from itertools import product

import numpy as np
import pytest
from scipy.stats import binomtest, permutation_test

from poa_ai.evaluation.significance import CELLS, holm, mcnemar, sign_flip


@pytest.mark.parametrize(("better", "worse"), [(0, 0), (1, 0), (0, 5), (3, 9), (9, 3), (7, 7), (1, 40)])
def test_mcnemar_is_the_binomial_test_of_the_flips(better: int, worse: int) -> None:
    expected = binomtest(better, better + worse).pvalue if better + worse else 1.0
    assert mcnemar(better, worse) == pytest.approx(expected)


@pytest.mark.parametrize(("better", "worse"), [(0, 0), (1, 0), (0, 5), (3, 9), (7, 7), (1, 40)])
def test_flips_of_one_size_are_tested_as_mcnemar_does(better: int, worse: int) -> None:
    differences = [0.25] * better + [-0.25] * worse + [0.0] * 5
    assert sign_flip(differences) == pytest.approx(mcnemar(better, worse))


@pytest.mark.parametrize("steps", [2, 3, 4, 15, 997])
def test_the_sign_flip_counts_every_choice_of_signs(steps: int) -> None:
    drawn = np.random.default_rng(steps).integers(-3, 5, 11) / steps
    sums = [abs(sum(np.multiply(signs, drawn))) for signs in product((1, -1), repeat=len(drawn))]
    expected = np.mean([one >= abs(sum(drawn)) - 1e-9 for one in sums])
    assert sign_flip(drawn.tolist()) == pytest.approx(expected)


def test_the_sign_flip_is_scipys_permutation_test() -> None:
    drawn = np.random.default_rng(1).normal(0.1, 0.3, 10)
    expected = permutation_test(
        (drawn,), np.mean, permutation_type="samples", n_resamples=math.inf, vectorized=True
    ).pvalue
    # No fractions, so they are rounded: a few of the 1,024 sums may change places.
    assert sign_flip(drawn.tolist()) == pytest.approx(expected, abs=4 / 1024)


def test_repeats_of_a_third_tie_although_their_floats_do_not() -> None:
    assert sign_flip([1 / 3, 1 / 3, -2 / 3]) == 1.0
    assert sign_flip([0.1 + 0.2, -0.3]) == 1.0


def test_what_is_smaller_than_rounding_is_no_change() -> None:
    assert sign_flip([1e-10] * 20) == 1.0
    assert sign_flip([]) == 1.0


def test_many_cases_take_bounded_memory_and_still_count() -> None:
    drawn = np.random.default_rng(2).normal(0.0, 0.2, 3_000)
    low, high = sign_flip(drawn.tolist()), sign_flip((drawn + 0.02).tolist())
    assert 0.001 < low <= 1
    assert high < 0.001
    assert sign_flip([1 / (CELLS + number) for number in range(2_000)]) == pytest.approx(0.0, abs=1e-300)


def test_holm_multiplies_the_smallest_by_all_and_never_changes_the_order() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()
