"""How far a judge agrees with the deterministic scorers: known values, undefined ones, and what is told."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_ai.evaluation.agreement import CLEAN, agreement
from poa_ai.evaluation.judge import judge_info
from poa_ai.evaluation.results import CaseResult, Results, Ring, ScorerInfo, State
from poa_ai.evaluation.scorer import Better, Score

JUDGE = judge_info("openai:judge-2025-04-14", "openai:writer")
FALLBACK = ScorerInfo("fallback-share", "statements composed instead", Better.LOWER, False)
TOKENS = ScorerInfo("tokens", "tokens for a letter", Better.NEITHER, False)
SCORERS = (ScorerInfo(CLEAN, "letters without an error finding", Better.HIGHER, False), FALLBACK, TOKENS)

Letter = tuple[int | None, bool | None, float | None]
"""The judge's grade, whether the letter is clean, and its share of composed statements."""


def results(letters: Sequence[Letter]) -> Results:
    cases = [
        CaseResult(
            "odr", f"case-{number}", 0, generated=False, state=State.SCORED,
            scores={
                "judge": Score.nothing("no answer") if grade is None else Score(grade / 4, grade >= 3, "x"),
                CLEAN: Score.nothing("x") if clean is None else Score(float(clean), clean, "x"),
                "fallback-share": Score(fallback, None, "x"),
                "tokens": Score(900.0 - number, None, "x"),
            },
        )
        for number, (grade, clean, fallback) in enumerate(letters)
    ]  # fmt: skip
    cases.append(CaseResult("odr", "stale", 0, generated=False, state=State.STALE, why="no answer"))
    return Results("main", Ring.LIVE, "openai:writer", ("odr",), 1, (), {}, (*SCORERS, JUDGE), tuple(cases))


def test_kappa_is_that_of_the_textbook() -> None:
    """Cohen 1960, by hand: 20 both pass, 5 and 10 disagree, 15 both fail; 0.7 observed, 0.5 by chance."""
    letters: list[Letter] = [
        *[(4, True, 0.0)] * 20, *[(3, False, 0.0)] * 5, *[(1, True, 0.0)] * 10, *[(0, False, 0.0)] * 15,
    ]  # fmt: skip
    found = agreement(results(letters), "judge")

    assert found.kappa.value == pytest.approx(0.4)
    assert (found.kappa.n, found.kappa.why) == (50, "")
    assert [case.case for case in found.disagreements] == [f"case-{number}" for number in range(20, 35)]
    assert found.lines[1] == (
        "Its agreement with letter-clean, Cohen's kappa: 0.40 over 50 letters; they disagree on 15."
    )


def test_rank_correlation_is_with_the_mean_of_what_has_a_better_way() -> None:
    """Of 1 - fallback alone the order is that of the judge; tokens, in the opposite order, are left out."""
    alike: list[Letter] = [(4, None, 0.0), (3, None, 0.1), (2, None, 0.2), (0, None, 0.9)]
    found = agreement(results(alike), "judge")

    assert found.scorers == ("fallback-share",)
    assert found.rank.value == pytest.approx(1.0)
    assert found.lines[2] == (
        "Its rank correlation with the mean of 1 deterministic scores: 1.00 over 4 letters."
    )
    mirrored: list[Letter] = [(grade, None, 1 - (share or 0.0)) for grade, _, share in alike]
    assert agreement(results(mirrored), "judge").rank.value == pytest.approx(-1.0)


def test_equal_values_share_their_rank() -> None:
    """Spearman with ties, by hand: ranks 0.5 0.5 2 3 against 0 1 2.5 2.5."""
    letters: list[Letter] = [(1, None, 0.9), (1, None, 0.8), (3, None, 0.1), (4, None, 0.1)]
    first, second = (-1.0, -1.0, 0.5, 1.5), (-1.5, -0.5, 1.0, 1.0)
    expected = sum(a * b for a, b in zip(first, second, strict=True)) / math.sqrt(
        sum(a * a for a in first) * sum(b * b for b in second)
    )

    assert agreement(results(letters), "judge").rank.value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("letters", "kappa", "rank"),
    [
        ([], "no letter has both the judge's score and letter-clean", "fewer than two letters were judged"),
        ([(None, True, 0.0)] * 3, "no letter has both", "fewer than two letters"),
        ([(4, None, 0.0)] * 3, "no letter has both", "the judge is the same for all 3 letters"),
        ([(4, True, 0.0)], "the judge passed all 1 letters", "fewer than two letters"),
        ([(4, True, 0.0), (3, False, 0.1)], "the judge passed all 2 letters", ""),
        ([(0, True, 0.0), (1, False, 0.1)], "the judge failed all 2 letters", ""),
        (
            [(0, True, 0.0), (4, True, 0.0)],
            "letter-clean passed all 2 letters",
            "the mean is the same for all 2",
        ),
        ([(0, None, None), (4, True, 0.0)], "", "no scorer scored every judged letter"),
    ],
)
def test_an_undefined_coefficient_says_why(letters: list[Letter], kappa: str, rank: str) -> None:
    found = agreement(results(letters), "judge")

    assert kappa in found.kappa.why
    assert rank in found.rank.why
    assert (found.rank.value is None) is bool(rank)
    assert found.kappa.value is None
    assert "undefined: " in found.lines[1]


def test_a_run_without_a_judge_has_no_agreement() -> None:
    found = agreement(results([(4, True, 0.0)]), "other")

    assert (found.kappa.value, found.rank.value, found.disagreements) == (None, None, ())


def test_the_report_begins_with_who_judged() -> None:
    found = agreement(results([(4, True, 0.0)]), "judge")

    assert found.lines[0] == (
        "judge: how the letter reads, by openai:judge-2025-04-14. It is an opinion and decides nothing."
    )


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 4), st.none() | st.booleans(), st.none() | st.floats(0.0, 1.0)),
        max_size=30,
    )
)
def test_coefficients_lie_from_minus_one_to_one_or_are_undefined(letters: list[Letter]) -> None:
    found = agreement(results(letters), "judge")

    for coefficient in (found.kappa, found.rank):
        assert (coefficient.value is None) is bool(coefficient.why)
        assert coefficient.value is None or -1.000001 <= coefficient.value <= 1.000001
    assert len(found.disagreements) <= found.kappa.n
