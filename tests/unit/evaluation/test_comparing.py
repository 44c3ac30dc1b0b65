"""The verdict on two runs, and what it rests on."""

from dataclasses import replace

import pytest

from poa_ai.evaluation.comparing import compare
from poa_ai.evaluation.comparison import Verdict
from poa_ai.evaluation.results import Results, ScorerInfo, State
from poa_ai.evaluation.scorer import Better, Score
from poa_ai.testing.evalruns import run_of

GOOD, BAD = [1.0] * 3, [0.0, 0.0, 1.0]


def test_worse_names_the_scorer_its_flips_and_its_chance() -> None:
    before = run_of({"tone": [GOOD] * 24, "grounded": [GOOD] * 24})
    after = run_of({"tone": [BAD] * 9 + [GOOD] * 15, "grounded": [GOOD] * 24})
    found = compare(before, after)
    assert found.verdict is Verdict.WORSE
    assert found.reasons == (
        "tone fell from 1.00 to 0.75: 9 cases flipped to worse, none to better "
        "(p = 0.0039, adjusted 0.0039).",
    )
    tone = found.effects[0]
    assert (tone.test, tone.cases, tone.to_better, tone.to_worse) == ("McNemar", 24, 0, 9)
    assert tone.change == pytest.approx(-0.25)
    assert tone.low < tone.change < tone.high < 0
    assert (found.cases, found.least_flips) == (24, 6)


def test_worse_outweighs_better_and_both_are_told() -> None:
    before = run_of({"tone": [GOOD] * 20, "coverage": [[0.5]] * 20})
    after = run_of({"tone": [BAD] * 20, "coverage": [[0.7]] * 20})
    found = compare(before, after)
    assert found.verdict is Verdict.WORSE
    assert [reason.split(":")[0] for reason in found.reasons] == [
        "tone fell from 1.00 to 0.33",
        "coverage rose from 0.50 to 0.70",
    ]


def test_less_is_better_where_lower_is() -> None:
    lower = {"fallback": Better.LOWER}
    before, after = run_of({"fallback": [[0.4]] * 12}, lower), run_of({"fallback": [[0.1]] * 12}, lower)
    found = compare(before, after)
    assert found.verdict is Verdict.BETTER
    assert found.effects[0].change == pytest.approx(0.3)
    assert found.reasons[0].startswith("fallback fell from 0.40 to 0.10: 12 cases got better, none worse")


def test_a_number_without_a_better_way_is_told_and_decides_nothing() -> None:
    neither = {"length": Better.NEITHER}
    before = run_of({"length": [[400.0]] * 40}, neither)
    found = compare(before, run_of({"length": [[300.0]] * 40}, neither))
    assert found.verdict is Verdict.NOT_ENOUGH_DATA
    assert found.reasons == ("No scorer that both runs hold can decide: none says which way is better.",)
    assert (found.effects[0].change, found.effects[0].decides, found.flips) == (-100.0, False, ())
    both = compare(
        run_of({"tone": [GOOD] * 40, "length": [[400.0]] * 40}, neither),
        run_of({"tone": [GOOD] * 40, "length": [[300.0]] * 40}, neither),
    )
    assert both.verdict is Verdict.SAME


def test_the_same_takes_enough_cases() -> None:
    few, enough = (compare(*[run_of({"tone": [GOOD] * cases})] * 2) for cases in (35, 36))
    assert enough.verdict is Verdict.SAME
    assert enough.reasons == ("No mean changed by more than 0.1 either way, at 95% confidence (36 cases).",)
    assert few.verdict is Verdict.NOT_ENOUGH_DATA
    assert few.reasons == (
        "Nothing changed beyond chance.",
        "Nor can 35 cases show that nothing did: the mean change of tone may be anything "
        "from -0.10 to +0.10; the margin is 0.1.",
        "About 36 cases would be needed for that, if they come out like these.",
        "At least 6 of 35 cases must flip one way, and none the other, to be seen.",
    )


def test_one_flaky_repeat_flips_no_case_but_moves_the_mean() -> None:
    found = compare(run_of({"tone": [GOOD] * 12}), run_of({"tone": [[0.0, 1.0, 1.0]] * 12}))
    assert found.effects[0].p == 1.0
    assert found.effects[0].change == pytest.approx(-1 / 3)
    assert not found.flips


def test_a_tie_of_repeats_has_failed() -> None:
    found = compare(run_of({"tone": [[1.0, 1.0]] * 12}), run_of({"tone": [[0.0, 1.0]] * 12}))
    assert found.effects[0].to_worse == 12
    assert found.verdict is Verdict.WORSE


def test_flips_show_a_trial_that_came_out_like_the_majority() -> None:
    found = compare(run_of({"tone": [GOOD, BAD]}), run_of({"tone": [[1.0, 0.0, 0.0], GOOD]}))
    worse, better = found.flips
    assert (worse.better, worse.before.case, worse.before.repeat, worse.after.repeat) == (
        False,
        "case-0000",
        0,
        1,
    )
    assert (better.better, better.before.case, better.before.repeat) == (True, "case-0001", 0)


def test_pass_all_is_unbiased_and_falls_with_k() -> None:
    before = run_of({"tone": [[1.0, 1.0, 0.0], GOOD]})
    found = compare(before, run_of({"tone": [[0.0] * 3, GOOD]}))
    assert [(each.k, each.before, each.after) for each in found.pass_all] == [
        (1, pytest.approx(5 / 6), 0.5),
        (2, pytest.approx(2 / 3), 0.5),
        (3, 0.5, 0.5),
    ]


def test_more_repeats_in_one_run_are_left_out() -> None:
    found = compare(run_of({"tone": [[1.0, 1.0]] * 12}), run_of({"tone": [[1.0, 1.0, 0.0, 0.0]] * 12}))
    assert found.effects[0].change == 0
    assert max(each.k for each in found.pass_all) == 2


def test_a_case_without_a_value_in_both_runs_does_not_count() -> None:
    before = run_of({"tone": [[1.0]] * 4, "coverage": [[None], [0.5], [0.5], [0.5]]})
    after = run_of({"tone": [[1.0]] * 3, "coverage": [[0.5], [0.5], [None]]})
    found = compare(before, after)
    assert [effect.cases for effect in found.effects] == [3, 1]
    assert found.unpaired == ("suite/case-0003",)
    assert "1 case was scored in one run alone and counted for nothing." in found.reasons


@pytest.mark.parametrize("state", [State.STALE, State.FAILED])
def test_a_trial_that_was_not_scored_never_counts(state: State) -> None:
    before = run_of({"tone": [GOOD] * 3})
    after = replace(
        before,
        cases=tuple(
            replace(trial, state=state) if trial.case == "case-0001" else trial for trial in before.cases
        ),
    )
    found = compare(before, after)
    assert (found.effects[0].cases, found.unpaired) == (2, ("suite/case-0001",))


def test_what_else_differs_is_remarked() -> None:
    before = run_of(
        {"tone": [GOOD] * 3, "old": [GOOD] * 3, "empty": [[None]] * 3}, prompts={"a": "1", "b": "2"}
    )
    after = run_of({"tone": [GOOD] * 3, "empty": [[1.0]] * 3}, prompts={"a": "1", "b": "3", "c": "4"})
    found = compare(before, replace(after, model="other"))
    assert found.changed_prompts == ("b", "c")
    assert found.reasons[-3:] == (
        "empty has no case with a value in both runs, so it decided nothing.",
        "In one run alone, so not compared: old.",
        "The models differ too: test:model before, other after.",
    )


EMPTY = run_of({})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (EMPTY, EMPTY),
        (EMPTY, run_of({"tone": [GOOD]})),
        (run_of({"tone": [[None]]}), run_of({"tone": [[1.0]]})),
        (run_of({"tone": [GOOD]}), run_of({"other": [GOOD]})),
        (run_of({"tone": [[float("nan")]]}), run_of({"tone": [[float("inf")]]})),
    ],
)
def test_nothing_to_compare_is_not_enough_data(before: Results, after: Results) -> None:
    found = compare(before, after)
    assert (found.verdict, found.effects, found.cases) == (Verdict.NOT_ENOUGH_DATA, (), 0)
    assert found.reasons[0] == "No case was scored in both runs by the same scorer."


def test_one_case_is_too_few_whatever_happens() -> None:
    found = compare(run_of({"tone": [[1.0]]}), run_of({"tone": [[0.0]]}))
    assert found.verdict is Verdict.NOT_ENOUGH_DATA
    assert found.effects[0].detectable is None
    assert found.reasons[-1] == "At least 6 cases must flip one way to be seen, more than the suite has (1)."


def test_a_score_that_does_not_say_whether_it_passed_is_no_yes_or_no() -> None:
    before = run_of({"tone": [GOOD] * 8})
    info = ScorerInfo("tone", "tone", Better.HIGHER, True)
    untold = tuple(replace(trial, scores={"tone": Score(1.0, None, "")}) for trial in before.cases)
    found = compare(before, replace(before, scorers=(info,), cases=untold))
    assert (found.effects[0].test, found.flips, found.pass_all) == ("sign-flip", (), ())


@pytest.mark.parametrize("options", [{"alpha": 0.0}, {"alpha": 1.0}, {"power": 1.0}, {"margin": 0.0}])
@pytest.mark.parametrize("nan", [False, True])
def test_levels_that_mean_nothing_are_refused(options: dict[str, float], nan: bool) -> None:
    given = dict.fromkeys(options, float("nan")) if nan else options
    with pytest.raises(ValueError, match=next(iter(options))):
        compare(EMPTY, EMPTY, **given)


def test_equal_answers_to_equal_prompts_are_the_same_however_few() -> None:
    run = run_of({"tone": [GOOD] * 3}, prompts={"a": "1"})
    whole = replace(run, cases=tuple(replace(case, letter="# Plan of Action\n") for case in run.cases))
    found = compare(whole, replace(whole, label="again"))
    assert found.verdict is Verdict.SAME
    assert found.reasons == ("The prompts are the same, and so is every answer to them.",)
    other = replace(whole, prompts=run_of({}, prompts={"a": "2"}).prompts)
    assert compare(whole, other).verdict is Verdict.NOT_ENOUGH_DATA


def test_a_scorer_that_no_case_changed_for_takes_nothing_from_the_others() -> None:
    still = {f"s{number}": [GOOD] * 12 for number in range(9)}
    found = compare(run_of({"tone": [GOOD] * 12, **still}), run_of({"tone": [BAD] * 6 + [GOOD] * 6, **still}))
    assert found.verdict is Verdict.WORSE
    assert [effect.adjusted for effect in found.effects[1:]] == [1.0] * 9
