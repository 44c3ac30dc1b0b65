"""Repeats: the trials of one case in one run, reduced to one value before anything is compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import comb, isfinite
from statistics import fmean

from poa_ai.evaluation.results import CaseResult, Results, State
from poa_ai.evaluation.scorer import Score

LARGEST = 1e12
"""Values beyond it, either way, are no scores: nothing that is counted here comes near."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """The trials of one case in one run that one scorer scored, in order of repeat. Never empty."""

    scorer: str
    trials: tuple[CaseResult, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The value of each trial."""
        return tuple(score.value for score in self._scores if score.value is not None)

    @property
    def passes(self) -> tuple[bool, ...] | None:
        """Whether each trial passed; None where the scorer does not say so of every one."""
        passes = tuple(score.passed for score in self._scores if score.passed is not None)
        return passes if len(passes) == len(self.trials) else None

    @property
    def mean(self) -> float:
        """The mean value."""
        return fmean(self.values)

    @property
    def passed(self) -> int:
        """How many trials passed."""
        return sum(self.passes or ())

    @property
    def share(self) -> float:
        """Which share of the trials passed."""
        return self.passed / len(self.trials)

    @property
    def majority(self) -> bool:
        """Whether more than half of the trials passed: a tie has failed."""
        return 2 * self.passed > len(self.trials)

    @property
    def shown(self) -> CaseResult:
        """The first trial that came out as the majority did."""
        passes = self.passes or ()
        return self.trials[passes.index(self.majority)] if self.majority in passes else self.trials[0]

    def all_pass(self, k: int) -> float:
        """pass^k without bias: of all choices of `k` of these trials, the share whose every trial passed.

        `k` lies from 1 to the number of trials. Source: Yao and others 2024, tau-bench (arXiv 2406.12045).
        """
        return comb(self.passed, k) / comb(len(self.trials), k)

    @property
    def _scores(self) -> tuple[Score, ...]:
        return tuple(trial.scores[self.scorer] for trial in self.trials)


@dataclass(frozen=True, slots=True)
class Pair:
    """One case that both runs scored, with as many trials of the one as of the other.

    Where one run holds more, its later ones are left out: a majority of three is no like of one of two.
    """

    before: Repeats
    after: Repeats

    @property
    def values(self) -> tuple[float, ...]:
        """The values of all trials of both runs."""
        return self.before.values + self.after.values

    @property
    def judged(self) -> bool:
        """Whether every trial of both runs passed or failed."""
        return self.before.passes is not None and self.after.passes is not None

    @property
    def yes_or_no(self) -> bool:
        """Whether only 0 and 1 were given, and each time whether that passes."""
        return self.judged and set(self.values) <= {0.0, 1.0}

    @property
    def vote(self) -> int:
        """1 where the majority passed only after, -1 where only before, else 0."""
        return self.after.majority - self.before.majority


def pairs_of(before: Results, after: Results, scorer: str) -> tuple[Pair, ...]:
    """The cases for which both runs hold a value of this scorer, in order of suite and case."""
    first, second = _scored(before, scorer), _scored(after, scorer)
    pairs = []
    for key in sorted(first.keys() & second.keys()):
        count = min(len(first[key]), len(second[key]))
        cut = (Repeats(scorer, tuple(run[key][:count])) for run in (first, second))
        pairs.append(Pair(*cut))
    return tuple(pairs)


def _scored(results: Results, scorer: str) -> dict[tuple[str, str], list[CaseResult]]:
    found = defaultdict(list)
    for trial in results.cases:
        score = trial.scores.get(scorer)
        if trial.state is State.SCORED and score is not None and _counts(score.value):
            found[trial.key].append(trial)
    return found


def _counts(value: float | None) -> bool:
    return value is not None and isfinite(value) and abs(value) <= LARGEST
