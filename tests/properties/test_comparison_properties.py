"""What holds for every comparison of two runs."""

import json
import math
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_ai.evaluation.comparing import compare
from poa_ai.evaluation.comparison import Comparison, Verdict
from poa_ai.evaluation.results import Results
from poa_ai.evaluation.scorer import Better
from poa_ai.testing.evalruns import run_of

MIRRORED = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
WAYS = {"yes": Better.HIGHER, "share": Better.HIGHER, "cost": Better.LOWER, "length": Better.NEITHER}

yes = st.one_of(st.none(), st.sampled_from((0.0, 1.0)))
share = st.one_of(st.none(), st.sampled_from((0.0, 1 / 3, 0.5, 0.9, 1.0)), st.floats(0, 1))
length = st.one_of(st.none(), st.floats())


@st.composite
def runs(draw: st.DrawFn) -> Results:
    """A run of up to 16 cases, with what a scorer and a hostile results file may hold."""
    kinds = {"yes": yes, "share": share, "cost": share, "length": length}
    names = draw(st.lists(st.sampled_from(sorted(kinds)), unique=True))
    tables = {
        name: draw(st.lists(st.lists(kinds[name], min_size=1, max_size=4), max_size=16)) for name in names
    }
    prompts = draw(st.dictionaries(st.sampled_from("abc"), st.sampled_from("12")))
    return run_of(tables, {name: WAYS[name] for name in names}, prompts=prompts)


levels = st.floats(0, 1, exclude_min=True, exclude_max=True)


@given(runs(), runs(), levels, st.floats(0.001, 3), levels)
@settings(deadline=None)
def test_nothing_crashes_and_every_figure_is_one(
    before: Results, after: Results, alpha: float, margin: float, power: float
) -> None:
    found = compare(before, after, alpha=alpha, margin=margin, power=power)
    assert found.reasons
    for effect in found.effects:
        figures = asdict(effect)
        del figures["scorer"]
        json.dumps(figures, allow_nan=False)
        assert effect.low <= effect.change <= effect.high
        assert 0 < effect.p <= effect.adjusted <= 1
        assert effect.to_better + effect.to_worse <= effect.cases
        assert effect.detectable is None or effect.detectable >= 0
        if effect.decides:
            assert -1 <= effect.low <= effect.high <= 1
    for each in found.pass_all:
        assert 0 <= min(each.before, each.after) <= max(each.before, each.after) <= 1
    assert not any("nan" in reason or "inf" in reason.split() for reason in found.reasons)


@given(runs(), runs())
@settings(deadline=None)
def test_the_other_way_round_it_says_the_opposite(before: Results, after: Results) -> None:
    found, turned = compare(before, after, alpha=0.3), compare(after, before, alpha=0.3)
    effects = {effect.scorer.name: effect for effect in turned.effects}
    for effect in found.effects:
        other = effects[effect.scorer.name]
        assert effect.change == pytest.approx(-other.change)
        assert (effect.low, effect.high) == (
            pytest.approx(-other.high, abs=1e-9),
            pytest.approx(-other.low, abs=1e-9),
        )
        assert effect.p == pytest.approx(other.p)
        assert (effect.to_better, effect.to_worse) == (other.to_worse, other.to_better)
    if not _both_ways(found):
        assert turned.verdict is MIRRORED.get(found.verdict, found.verdict)


@given(runs())
@settings(deadline=None)
def test_a_run_is_never_better_or_worse_than_itself(run: Results) -> None:
    found = compare(run, run)
    assert found.verdict in (Verdict.SAME, Verdict.NOT_ENOUGH_DATA)
    assert (found.flips, found.unpaired, found.changed_prompts) == ((), (), ())
    assert all(effect.p == 1.0 for effect in found.effects)


@given(st.integers(1, 40), st.integers(1, 5), st.sampled_from((0.3, 0.05, 0.01, 1e-6)))
@settings(deadline=None)
def test_flips_one_way_are_seen_from_the_stated_number_on(cases: int, scorers: int, alpha: float) -> None:
    names = [f"s{number}" for number in range(scorers)]
    before = run_of({name: [[1.0]] * cases for name in names})
    least = compare(before, before, alpha=alpha).least_flips
    for flips in {least - 1, least} & set(range(cases + 1)):
        changed = [[0.0]] * flips + [[1.0]] * (cases - flips)
        after = run_of({name: changed if name == "s0" else [[1.0]] * cases for name in names})
        assert (compare(before, after, alpha=alpha).verdict is Verdict.WORSE) == (flips == least)


def _both_ways(found: Comparison) -> bool:
    """Whether some scorer is surely better and another surely worse: WORSE, whichever way round."""
    sure = [effect for effect in found.effects if effect.decides and effect.adjusted <= found.alpha]
    ways = {math.copysign(1, effect.to_better - effect.to_worse or effect.change) for effect in sure}
    return len(ways) > 1
