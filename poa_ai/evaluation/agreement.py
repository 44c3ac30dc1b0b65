"""How far a model judge says what the deterministic scorers say: no opinion is reported without this."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.evaluation.results import CaseResult, Results
from poa_ai.evaluation.scorer import Better, Score

CLEAN = "letter-clean"
"""The scorer whose pass and fail the judge's are held against."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement over `n` letters, from -1 (opposite) by 0 (chance) to 1 (the same).

    `value` is None where it is undefined; `why` says then why, and is "" else.
    """

    value: float | None
    n: int
    why: str = ""

    def __str__(self) -> str:
        """The value to two places, or why there is none."""
        if self.value is None:
            return f"undefined: {self.why}"
        return f"{self.value:.2f} over {self.n} letters"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A judge beside the deterministic scores of the same letters; each repeat of a case is a letter.

    `kappa` is Cohen's, of pass and fail with `CLEAN`. `rank` is Spearman's correlation of the judge's value
    with the mean of the deterministic scores that every judged letter has, `scorers`. `disagreements` are the
    letters that one passes and the other fails. No test is made of either: they describe these letters alone.
    """

    judge: str
    title: str
    kappa: Coefficient
    rank: Coefficient
    scorers: tuple[str, ...]
    disagreements: tuple[CaseResult, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What reports say, a sentence a line."""
        return (
            f"{self.judge}: {self.title}. It is an opinion and decides nothing.",
            f"Its agreement with {CLEAN}, Cohen's kappa: {self.kappa}; they disagree on "
            f"{len(self.disagreements)}.",
            f"Its rank correlation with the mean of {len(self.scorers)} deterministic scores: {self.rank}.",
        )


def agreement(results: Results, judge_name: str) -> Agreement:
    """How far the scores of that name agree with the others of the run."""
    judged = [case for case in results.cases if _value(case, judge_name) is not None]
    both = [case for case in judged if _passed(case, judge_name) is not None]
    both = [case for case in both if _passed(case, CLEAN) is not None]
    scorers = _common(results, judge_name, judged)
    means = [_mean(case, scorers) for case in judged]
    title = next((scorer.title for scorer in results.scorers if scorer.name == judge_name), judge_name)
    return Agreement(
        judge_name,
        title,
        _kappa([(bool(_passed(case, judge_name)), bool(_passed(case, CLEAN))) for case in both]),
        _rank([_value(case, judge_name) or 0.0 for case in judged], means if scorers else []),
        tuple(scorers),
        tuple(case for case in both if _passed(case, judge_name) != _passed(case, CLEAN)),
    )


def _kappa(pairs: Sequence[tuple[bool, bool]]) -> Coefficient:
    n = len(pairs)
    if not n:
        return Coefficient(None, 0, f"no letter has both the judge's score and {CLEAN}")
    for name, passed in zip(("the judge", CLEAN), map(sum, zip(*pairs, strict=True)), strict=True):
        if passed in (0, n):
            return Coefficient(None, n, f"{name} {'passed' if passed else 'failed'} all {n} letters")
    first, second = (sum(column) / n for column in zip(*pairs, strict=True))
    observed = sum(a == b for a, b in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return Coefficient((observed - chance) / (1 - chance), n)


def _rank(opinions: Sequence[float], means: Sequence[float]) -> Coefficient:
    n = len(opinions)
    if n < 2 or not means:
        lacking = "fewer than two letters were judged" if n < 2 else "no scorer scored every judged letter"
        return Coefficient(None, n, lacking)
    for name, values in (("the judge", opinions), ("the mean", means)):
        if len(set(values)) == 1:
            return Coefficient(None, n, f"{name} is the same for all {n} letters")
    return Coefficient(statistics.correlation(_ranks(opinions), _ranks(means)), n)


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 0; equal values share the mean of theirs."""
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + bisect_right(ordered, value) - 1) / 2 for value in values]


def _common(results: Results, judge_name: str, judged: Sequence[CaseResult]) -> dict[str, Better]:
    """The scorers with a better way that scored each of the letters, so that every mean is of the same."""
    return {
        scorer.name: scorer.better
        for scorer in results.scorers
        if scorer.name != judge_name
        and scorer.better is not Better.NEITHER
        and all(_value(case, scorer.name) is not None for case in judged)
    }


def _mean(case: CaseResult, scorers: dict[str, Better]) -> float:
    values = ((_value(case, name) or 0.0, better) for name, better in scorers.items())
    signed = [1 - value if better is Better.LOWER else value for value, better in values]
    # Rounded, so that sums of the same scores are equal in whatever order they came.
    return round(statistics.fmean(signed), 9) if signed else 0.0


def _value(case: CaseResult, scorer: str) -> float | None:
    return case.scores.get(scorer, _NONE).value


def _passed(case: CaseResult, scorer: str) -> bool | None:
    return case.scores.get(scorer, _NONE).passed


_NONE = Score.nothing("not asked")
