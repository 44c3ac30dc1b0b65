"""What a comparison of two runs says, as values. `comparing.compare` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from poa_ai.evaluation.results import CaseResult, Results, ScorerInfo


class Verdict(StrEnum):
    """The answer to the question whether the letters changed."""

    BETTER = "BETTER"
    WORSE = "WORSE"
    SAME = "SAME"
    NOT_ENOUGH_DATA = "NOT ENOUGH DATA"


@dataclass(frozen=True, slots=True)
class Effect:
    """One scorer over all cases that both runs scored. The case is the unit; repeats are reduced first.

    `before` and `after` are means over cases (of the share of repeats that passed for a yes-or-no scorer),
    `change` is after less before, signed so that a positive one is better. `low` and `high` bound it at the
    stated confidence. `p` is exact and two-sided, `adjusted` the same after Holm. `test` is "McNemar" or
    "sign-flip". `detectable` is the smallest change that a suite of this size finds with the stated power;
    None where even all cases flipping one way would not be seen. `to_better` and `to_worse` count cases.
    """

    scorer: ScorerInfo
    test: str
    cases: int
    before: float
    after: float
    change: float
    low: float
    high: float
    p: float
    adjusted: float
    detectable: float | None
    to_better: int
    to_worse: int
    decides: bool


@dataclass(frozen=True, slots=True)
class Flip:
    """A case whose majority changed for a scorer. `before` and `after` are first trials of it."""

    scorer: str
    better: bool
    before: CaseResult
    after: CaseResult


@dataclass(frozen=True, slots=True)
class PassAll:
    """pass^k: the chance that all of `k` tries of a case pass, as a mean over cases."""

    scorer: str
    k: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side, with the verdict and what it rests on.

    `alpha` bounds the chance of a wrong BETTER or WORSE, `margin` is what SAME allows, `power` is that of
    `detectable`. `least_flips` is how many cases must flip one way, and none the other, for the suite to
    tell at all; `cases` how many it has. `reasons` say in plain sentences why the verdict is what it is.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    before: Results
    after: Results
    effects: tuple[Effect, ...]
    flips: tuple[Flip, ...]
    pass_all: tuple[PassAll, ...]
    cases: int
    least_flips: int
    alpha: float
    margin: float
    power: float
    unpaired: tuple[str, ...]
    changed_prompts: tuple[str, ...]
