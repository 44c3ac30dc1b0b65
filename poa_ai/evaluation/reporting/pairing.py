"""Cases as reports show them: repeats reduced to one figure, two runs side by side, flips by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from poa_ai.evaluation.comparison import Comparison, Effect, Flip, PassAll
from poa_ai.evaluation.results import CaseResult, Results
from poa_ai.evaluation.scorer import Better

Key = tuple[str, str]
"""Suite and case."""


class SuiteScore(NamedTuple):
    """A scorer over a suite. `mean` is over cases; `passed` of `judged` trials passed."""

    scorer: str
    mean: float
    values: tuple[float, ...]
    passed: int
    judged: int


def by_case(results: Results, scorer: str, suite: str | None = None) -> dict[Key, float]:
    """The mean over the repeats of each case that has a score; of one suite where it is named."""
    found: dict[Key, list[float]] = {}
    for trial in results.cases:
        score = trial.scores.get(scorer)
        if score is not None and score.value is not None and suite in (None, trial.suite):
            found.setdefault(trial.key, []).append(score.value)
    return {key: fmean(values) for key, values in found.items()}


def suite_scores(results: Results, suite: str) -> list[SuiteScore]:
    """Every scorer that scored something in a suite, in the order of the results."""
    scores = []
    for scorer in results.scorers:
        values = tuple(by_case(results, scorer.name, suite).values())
        given = [trial.scores.get(scorer.name) for trial in results.cases if trial.suite == suite]
        judged = [score.passed for score in given if score is not None and score.passed is not None]
        if values:
            scores.append(SuiteScore(scorer.name, fmean(values), values, sum(judged), len(judged)))
    return scores


def differences(found: Comparison, effect: Effect) -> list[float]:
    """After less before of every case that both runs scored, signed so that a positive one is better."""
    before, after = (by_case(run, effect.scorer.name) for run in (found.before, found.after))
    sign = -1 if effect.scorer.better is Better.LOWER else 1
    return [sign * (after[key] - value) for key, value in before.items() if key in after]


def flips_by_case(flips: Sequence[Flip]) -> dict[Key, list[Flip]]:
    """The flips of each case: those with one to worse first, then by name."""
    found: dict[Key, list[Flip]] = {}
    for flip in flips:
        found.setdefault(flip.after.key, []).append(flip)
    return dict(sorted(found.items(), key=lambda item: (all(flip.better for flip in item[1]), item[0])))


def trials_by_case(results: Results) -> Mapping[Key, list[CaseResult]]:
    """The trials of each case, in order."""
    found: dict[Key, list[CaseResult]] = {}
    for trial in results.cases:
        found.setdefault(trial.key, []).append(trial)
    return found


def by_why(trials: Sequence[CaseResult]) -> dict[str, list[str]]:
    """The cases of these trials by what went wrong, which is often the same for many."""
    found: dict[str, dict[str, None]] = {}
    for trial in trials:
        found.setdefault(trial.why or "no reason given", {})["/".join(trial.key)] = None
    return {why: list(names) for why, names in found.items()}


def all_tries(found: Comparison) -> list[PassAll]:
    """For each scorer, the chance that all tries of a case pass; nothing where each was asked once."""
    return [entry for entry in found.pass_all if entry.k == found.before.repeats and entry.k > 1]


def written(trial: CaseResult) -> str:
    """What the model wrote, a line for each statement: its root cause, its part, its text and its facts."""
    return "\n".join(
        f"[{said.cause} {said.part}] {' '.join(said.text.split())} ({', '.join(said.facts) or 'no facts'})"
        for said in trial.raw
    )


def not_passed(results: Results) -> dict[Key, CaseResult]:
    """The first trial of each case that a scorer did not let pass; those of missed thresholds first."""
    missed = {(miss.suite, miss.scorer) for miss in results.missed}
    found: dict[Key, CaseResult] = {}
    serious: dict[Key, CaseResult] = {}
    for trial in results.cases:
        fallen = [name for name, score in trial.scores.items() if score.passed is False]
        if any((trial.suite, name) in missed for name in fallen):
            serious.setdefault(trial.key, trial)
        elif fallen:
            found.setdefault(trial.key, trial)
    return {**serious, **{key: trial for key, trial in found.items() if key not in serious}}
