"""Scorers of plugins: a suite names them, and what they answer is held to bounds."""

from __future__ import annotations

import math
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import poa_ai_odr
from poa_ai.errors import SuiteError
from poa_ai.evaluation.pluginscoring import MAX_WHY, plugin_scorers, score_fault, scored
from poa_ai.evaluation.scorer import Better, Score, Scorer, Trial
from poa_ai.factsfile import facts_from_json
from poa_ai.plugin import hookimpl
from poa_ai.registry import Registry
from poa_ai.testing.factories import facts_json
from poa_ai.testing.plugintrial import SILENCE, example_trial

GOOD = Score(0.5, False, "one of two")
NEITHER = {"better": Better.NEITHER}


@pytest.fixture(scope="module")
def trial() -> Trial:
    return example_trial(facts_from_json(facts_json()), Registry.of({"odr": poa_ai_odr}))


def scorer(answer: Any, name: str = "mine/told", **changes: Any) -> Scorer:
    return replace(Scorer(name, "Told", Better.HIGHER, False, lambda trial: answer), **changes)


def raising(error: BaseException) -> Scorer:
    def score(trial: Trial) -> Score:
        raise error

    return scorer(None, score=score)


def plugin(*scorers: Scorer) -> ModuleType:
    made = ModuleType("made")

    def answer() -> dict[str, Scorer]:
        return {scorer.name: scorer for scorer in scorers}

    made.poa_ai_scorers = hookimpl(specname="poa_ai_scorers")(answer)  # type: ignore[attr-defined]  # a module
    return made


class Untold(Exception):  # noqa: N818 - what a plugin calls its errors is its own affair
    def __str__(self) -> str:
        raise RuntimeError("no words")


class Posing(Score):
    """A Score whose value raises when it is read."""

    def __getattribute__(self, name: str) -> Any:
        if name == "value":
            raise OSError("gone")
        return super().__getattribute__(name)


@pytest.mark.parametrize(
    ("answer", "changes"),
    [
        (GOOD, {}),
        (Score(1, True, "all"), {}),
        (Score(0.0, None, "a share that neither passes nor fails"), {}),
        (Score.nothing("no section"), {}),
        (Score(183.0, None, "words"), NEITHER),
        (Score(-2, None, "less"), NEITHER),
    ],
)
def test_a_score_stays_as_it_is(trial: Trial, answer: Score, changes: dict[str, Any]) -> None:
    assert scored(scorer(answer, **changes), trial, "mine") == answer


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "answered with NoneType; it must be a Score"),
        (0.5, "answered with float"),
        ((0.5, True, "x"), "answered with tuple"),
        (Score(math.nan, None, "x"), "no finite number"),
        (Score(math.inf, None, "x"), "no finite number"),
        (Score(10**400, None, "x"), "OverflowError"),
        (Score(1.01, True, "x"), "is 1.01; it must lie from 0 to 1"),
        (Score(-0.5, True, "x"), "must lie from 0 to 1"),
        (Score(True, True, "x"), "its value is bool"),
        (Score("1", True, "x"), "its value is str"),  # type: ignore[arg-type]  # foreign code
        (Score(1.0, 1, "x"), "its 'passed' is int"),  # type: ignore[arg-type]  # the same
        (Score(None, True, "x"), "no value and yet 'passed'"),
        (Score(1.0, True, ""), "nothing as 'why'"),
        (Score(1.0, True, " \n"), "nothing as 'why'"),
        (Score(1.0, True, None), "nothing as 'why'"),  # type: ignore[arg-type]  # the same
        (Posing(1.0, True, "x"), "OSError: gone"),
    ],
)
def test_what_is_no_score_is_not_scored_and_named(trial: Trial, answer: Any, told: str) -> None:
    score = scored(scorer(answer), trial, "mine")

    assert (score.value, score.passed) == (None, None)
    assert score.why.startswith("scorer mine/told of the plugin mine: ")
    assert told in score.why


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("two\nlines \x1b[31m"), "it failed: ValueError: two lines \\x1b[31m"),
        (SystemExit(3), "it failed: SystemExit: 3"),
        (RecursionError(), "it failed: RecursionError:"),
        (Untold(), "it failed: Untold"),
    ],
)
def test_a_scorer_that_fails_takes_no_run_down(trial: Trial, error: BaseException, told: str) -> None:
    score = scored(raising(error), trial, "mine")

    assert score.value is None
    assert score.why == f"scorer mine/told of the plugin mine: {told}".rstrip()


def test_an_interruption_ends_the_run(trial: Trial) -> None:
    with pytest.raises(KeyboardInterrupt):
        scored(raising(KeyboardInterrupt()), trial, "mine")


@settings(deadline=None)
@given(why=st.text(min_size=1).filter(str.strip))
def test_an_explanation_is_one_bounded_line_of_characters_that_can_be_seen(why: str) -> None:
    told = scored(scorer(Score(1.0, True, why * 1_000)), None, "mine").why  # type: ignore[arg-type]  # unread

    assert 0 < len(told) <= MAX_WHY
    assert told.isprintable()


def test_the_scorers_that_a_suite_names_come_in_its_order_and_guarded(trial: Trial) -> None:
    scorers = [scorer(GOOD, "mine/one"), scorer(5, "mine/two"), scorer(GOOD, "mine/three")]
    registry = Registry.of({"odr": poa_ai_odr, "mine": plugin(*scorers)})

    found = plugin_scorers(registry, ["mine/two", "mine/one", "mine/two"])

    assert list(found) == ["mine/two", "mine/one"]
    assert found["mine/one"].score(trial) == GOOD
    assert found["mine/two"].score(trial).why == (
        "scorer mine/two of the plugin mine: it answered with int; it must be a Score"
    )
    assert (found["mine/one"].name, found["mine/one"].better) == ("mine/one", Better.HIGHER)


def test_no_plugin_is_asked_where_no_scorer_is_named() -> None:
    registry = Registry.of({"mine": plugin(scorer(GOOD, "not a name"))})

    assert plugin_scorers(registry, []) == {}
    assert registry.broken == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mine/tolt", "did you mean 'mine/told'?"),
        ("x\x1b" * 900, "known: mine/told"),
    ],
)
def test_a_scorer_that_nobody_brings_is_told_with_what_would_be_right(name: str, told: str) -> None:
    with pytest.raises(SuiteError) as error:
        plugin_scorers(Registry.of({"mine": plugin(scorer(GOOD))}), [name])

    assert told in str(error.value)
    assert len(str(error.value)) < 500


def test_the_example_trial_holds_what_the_model_wrote_and_the_letter(trial: Trial) -> None:
    silent = example_trial(facts_from_json(facts_json()), Registry.of({"odr": poa_ai_odr}), silent=True)

    assert [len(section.statements) for section in trial.raw] == [7]
    assert trial.result.made_by == "model"
    assert [(section.statements, section.failure) for section in silent.raw] == [((), SILENCE)]
    assert silent.result.made_by == "composed"
    assert silent.result.document.sections[0].heading == trial.result.document.sections[0].heading


def test_a_fault_is_none_for_a_good_score() -> None:
    assert score_fault(GOOD, scorer(GOOD)) is None
