"""Effects: for each scorer, how it changed over the cases of both runs, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from poa_ai.evaluation.comparison import Effect
from poa_ai.evaluation.interval import mean_interval
from poa_ai.evaluation.power import flips_seen, shift_seen
from poa_ai.evaluation.repeats import Pair
from poa_ai.evaluation.results import ScorerInfo
from poa_ai.evaluation.scorer import Better
from poa_ai.evaluation.significance import NOTHING, holm, mcnemar, sign_flip, testable

MCNEMAR, SIGN_FLIP = "McNemar", "sign-flip"


@dataclass(frozen=True, slots=True)
class Change:
    """One scorer, case by case.

    `before` and `after` are what each case is reduced to, `differences` their change, positive where better
    (where it rose, for a scorer that is better NEITHER way). `votes` are 1, -1 or 0 for each case: whether it
    counts as better or worse. `reach` is the largest difference there can be.
    """

    scorer: ScorerInfo
    test: str
    before: tuple[float, ...]
    after: tuple[float, ...]
    differences: tuple[float, ...]
    votes: tuple[int, ...]
    reach: float

    @property
    def decides(self) -> bool:
        """Whether the verdict may rest on it."""
        return self.scorer.better is not Better.NEITHER

    @property
    def p(self) -> float:
        """The exact two-sided p of this change."""
        if self.test == MCNEMAR:
            return mcnemar(self.votes.count(1), self.votes.count(-1))
        return sign_flip(self.differences)

    @property
    def moved(self) -> int:
        """How many cases changed, as far as the test looks at them."""
        if self.test == MCNEMAR:
            return sum(vote != 0 for vote in self.votes)
        return sum(abs(difference) > NOTHING for difference in self.differences)


def change_of(scorer: ScorerInfo, pairs: Sequence[Pair]) -> Change:
    """Reduce the repeats of every pair, at least one: to passes where all is yes or no, else to means."""
    if all(pair.yes_or_no for pair in pairs):
        before = tuple(pair.before.share for pair in pairs)
        after = tuple(pair.after.share for pair in pairs)
        votes = tuple(pair.vote for pair in pairs)
        return Change(scorer, MCNEMAR, before, after, _differences(before, after), votes, 1.0)
    before = tuple(pair.before.mean for pair in pairs)
    after = tuple(pair.after.mean for pair in pairs)
    better, worse = (after, before) if scorer.better is not Better.LOWER else (before, after)
    differences = _differences(worse, better)
    votes = tuple((one > 0) - (one < 0) for one in differences)
    return Change(scorer, SIGN_FLIP, before, after, differences, votes, _reach(scorer, pairs))


def effects_of(changes: Sequence[Change], *, alpha: float, power: float) -> tuple[Effect, ...]:
    """Test them, with Holm over those that decide and in which enough cases changed to be seen.

    The others have an adjusted p of 1.
    """
    chances = [change.p for change in changes]
    deciding = [place for place, change in enumerate(changes) if change.decides]
    asked = [deciding[place] for place in testable([changes[place].moved for place in deciding], alpha)]
    adjusted = [1.0 if change.decides else chance for change, chance in zip(changes, chances, strict=True)]
    for place, chance in zip(asked, holm([chances[place] for place in asked]), strict=True):
        adjusted[place] = chance
    level = alpha / max(1, len(asked))
    return tuple(
        _effect(change, chance, after_holm, level=level, alpha=alpha, power=power)
        for change, chance, after_holm in zip(changes, chances, adjusted, strict=True)
    )


def _effect(change: Change, p: float, adjusted: float, *, level: float, alpha: float, power: float) -> Effect:
    cases = len(change.differences)
    low, high = mean_interval(change.differences, change.reach, alpha)
    if change.test == MCNEMAR:
        detectable = flips_seen(cases, level, power)
    else:
        detectable = shift_seen(change.differences, change.reach, level, power)
    return Effect(
        scorer=change.scorer,
        test=change.test,
        cases=cases,
        before=fmean(change.before),
        after=fmean(change.after),
        change=fmean(change.differences),
        low=low,
        high=high,
        p=p,
        adjusted=adjusted,
        detectable=detectable,
        to_better=change.votes.count(1),
        to_worse=change.votes.count(-1),
        decides=change.decides,
    )


def _differences(worse: Sequence[float], better: Sequence[float]) -> tuple[float, ...]:
    differences = (high - low for low, high in zip(worse, better, strict=True))
    return tuple(one if abs(one) > NOTHING else 0.0 for one in differences)


def _reach(scorer: ScorerInfo, pairs: Sequence[Pair]) -> float:
    """1 for what lies from 0 to 1; how far apart the values seen lie for a number without bounds."""
    values = [value for pair in pairs for value in pair.values]
    seen = max(values) - min(values)
    if seen <= NOTHING:
        seen = 0.0
    return seen if scorer.better is Better.NEITHER else max(1.0, seen)
