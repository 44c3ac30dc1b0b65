"""One trial: what a model answers, what is scored of it, and what becomes of failures."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from poa_ai.chatmodel import RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError, StaleRecordingError, SuiteError, UnusableReplyError
from poa_ai.evaluation.results import CaseResult, State
from poa_ai.evaluation.scoring.builtin import BUILTIN
from poa_ai.evaluation.suite import EvalCase, Expectation, Suite
from poa_ai.evaluation.trying import Setup, try_case
from poa_ai.factsfile import load_facts
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.chatserver import echo_facts

FACTS = Path(__file__).parents[3] / "evals" / "cases" / "odr" / "untracked-letters.json"
NOTHING = Expectation()
SPENT = Usage(10, 5, 3)
SUITE = Suite("s", "S", "P", "s.toml", "test:m", 0.0, 7, 1, True, (), {}, 8192, ())


@pytest.fixture(scope="module")
def setup() -> Setup:
    registry = Registry.installed()
    store = PromptStore.of(registry.prompt_folders(), None)
    return Setup(registry, load_rulebook(registry), store, {"s": {s.name: s for s in BUILTIN}})


class Said:
    """A model that answers by a function of what the facts' echo would be."""

    name = "test:m"

    def __init__(self, change: Callable[[list[dict[str, object]]], object], usage: Usage = SPENT):
        self._change = change
        self._usage = usage
        self.asked: list[RenderedPrompt] = []

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        self.asked.append(prompt)
        messages = [{"content": message.content} for message in prompt.messages]
        body = json.loads(echo_facts({"messages": messages}).body)
        statements = json.loads(body["choices"][0]["message"]["content"])["statements"]
        changed = self._change(statements)
        if isinstance(changed, Exception):
            raise changed
        text = changed if isinstance(changed, str) else json.dumps({"statements": changed})
        return Reply(text, "m", "stop", self._usage)

    async def close(self) -> None: ...


def case(expect: Expectation = NOTHING) -> EvalCase:
    return EvalCase("one", load_facts(FACTS), expect, (), None, "")


def tried(
    setup: Setup,
    model: Said,
    expect: Expectation = NOTHING,
    *,
    repairs: bool = True,
) -> CaseResult:
    return asyncio.run(try_case(replace(SUITE, repairs=repairs), case(expect), 0, setup, model))


def values(result: CaseResult) -> dict[str, float | None]:
    return {name: score.value for name, score in result.scores.items()}


def test_an_echo_of_the_facts_has_full_marks(setup: Setup) -> None:
    result = tried(setup, Said(lambda statements: statements))
    found = values(result)
    for name in ("tone-before-fix", "grounded-before-fix", "cites-before-fix", "fact-coverage"):
        assert found[name] == 1.0, (name, result.scores[name].why)
    assert found["fallback-share"] == 0.0
    assert found["letter-clean"] == 1.0
    assert found["calls"] == 1.0
    assert found["tokens"] == 15.0
    assert result.usage == Usage(10, 5, 0), "what a provider's cache held differs from run to run"
    assert result.marks == ()
    assert result.raw
    assert result.letter.startswith("# Plan of Action")


def test_tone_is_scored_before_a_rule_takes_it_out(setup: Setup) -> None:
    def begging(statements: list[dict[str, object]]) -> object:
        return [{**statements[0], "text": f"We are deeply sorry. {statements[0]['text']}"}, *statements[1:]]

    result = tried(setup, Said(begging))
    score = result.scores["tone-before-fix"]
    assert score.passed is False
    assert score.value == pytest.approx(1 - 1 / len(result.raw))
    assert "We are deeply sorry" in score.why
    assert "sorry" not in result.letter
    assert result.scores["letter-clean"].passed


def test_an_invented_value_is_no_fact_whatever_its_tone(setup: Setup) -> None:
    def inventing(statements: list[dict[str, object]]) -> object:
        return [{**statements[0], "text": "We deeply regret that 4,711 orders were lost."}, *statements[1:]]

    result = tried(setup, Said(inventing), repairs=False)
    assert result.scores["grounded-before-fix"].passed is False
    assert "4,711" in result.scores["grounded-before-fix"].why
    assert result.scores["tone-before-fix"].passed is False
    assert result.scores["fact-coverage"].passed is False
    assert result.scores["fallback-share"].value == pytest.approx(1 / len(result.raw))
    assert "4,711" not in result.letter


@pytest.mark.parametrize("cites", [[], ["X99"]])
def test_cites_are_scored_before_code_corrects_them(setup: Setup, cites: list[str]) -> None:
    result = tried(setup, Said(lambda all_: [{**statement, "facts": cites} for statement in all_]))
    assert result.scores["cites-before-fix"].value == 0.0


def test_a_part_left_out_is_seen_before_composing_fills_it(setup: Setup) -> None:
    result = tried(
        setup, Said(lambda all_: [s for s in all_ if s["part"] != "preventive_measures"]), repairs=False
    )
    score = result.scores["one-section-per-cause"]
    assert (score.value, score.passed) == (0.0, False)
    assert "Preventive measures" in score.why
    assert "### Preventive measures" in result.letter


@pytest.mark.parametrize("answer", ["no JSON at all", UnusableReplyError("the model refused to answer")])
def test_an_answer_that_is_none_is_scored_as_nothing(setup: Setup, answer: object) -> None:
    result = tried(setup, Said(lambda _: answer), repairs=False)
    assert result.state is State.SCORED
    for name in ("tone-before-fix", "grounded-before-fix", "cites-before-fix", "one-section-per-cause"):
        assert result.scores[name].value == 0.0
    assert result.scores["fallback-share"].value == 1.0
    assert result.scores["letter-clean"].passed


@pytest.mark.parametrize(
    ("failure", "state"),
    [(ModelError("the server failed"), State.FAILED), (StaleRecordingError("stale"), State.STALE)],
)
def test_a_trial_without_an_answer_is_never_scored(setup: Setup, failure: Exception, state: State) -> None:
    result = tried(setup, Said(lambda _: failure))
    assert result.state is state
    assert result.why == str(failure)
    assert not result.scores


def test_without_repairs_a_section_is_one_call(setup: Setup) -> None:
    model = Said(lambda _: "no JSON at all")
    tried(setup, model, repairs=True)
    assert len(model.asked) == 2
    model = Said(lambda _: "no JSON at all")
    tried(setup, model, repairs=False)
    assert len(model.asked) == 1


def test_what_the_suite_expects_is_looked_for_in_letter_and_answer(setup: Setup) -> None:
    expect = Expectation(
        sections=1,
        gap_draft=False,
        contains=("ORDER DEFECT",),
        lacks=("zebra",),
        answer_lacks=("zebra",),
        words=(1, 9),
    )
    result = tried(setup, Said(lambda statements: statements), expect)
    assert result.scores["expectations"].passed
    assert result.scores["length"].passed is False
    wrong = Expectation(sections=2, gap_draft=True, contains=("zebra",), lacks=("order defect",))
    score = tried(setup, Said(lambda statements: statements), wrong).scores["expectations"]
    assert (score.value, score.passed) == (0.0, False)
    assert "holds “zebra”" in score.why


def test_each_repeat_is_asked_under_its_number(setup: Setup) -> None:
    model = Said(lambda statements: statements)
    asyncio.run(try_case(SUITE, case(), 3, setup, model))
    assert [prompt.repeat for prompt in model.asked] == [3]


def test_a_case_that_wants_no_letter_is_a_fault_of_the_suite(setup: Setup) -> None:
    facts = load_facts(FACTS)
    wrong = replace(case(), facts=facts.model_copy(update={"root_causes": (), "issues": ("none_such",)}))
    with pytest.raises(SuiteError, match=r"s\.toml: case 'one': "):
        asyncio.run(try_case(SUITE, wrong, 0, setup, Said(lambda s: s)))
