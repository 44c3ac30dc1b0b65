"""The registry: plugins are loaded one by one, and a broken one takes nothing with it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.case import Case, build_case
from poa_ai.discovery import Candidate
from poa_ai.errors import PluginError
from poa_ai.evaluation.scorer import Better, Score, Scorer
from poa_ai.factsfile import facts_from_json
from poa_ai.findings import Finding, Severity
from poa_ai.matching import IssueMatch, match_issues
from poa_ai.notice import parse_notice
from poa_ai.outline import plan_sections
from poa_ai.pipeline import draft
from poa_ai.plugin import hookimpl
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import facts_json

OTHER = replace(next(iter(poa_ai_odr.poa_ai_issue_types())), id="other", title="Other")


def module(**hooks: Callable[..., Any]) -> ModuleType:
    made = ModuleType("made")
    for name, function in hooks.items():
        setattr(made, name, hookimpl(specname=name)(function))
    return made


def raises(error: BaseException) -> Callable[[], Any]:
    def hook() -> Any:
        raise error

    return hook


def nothing() -> list[Any]:
    return []


def same_again() -> Any:
    return poa_ai_odr.poa_ai_issue_types()


def states(registry: Registry) -> dict[str, str]:
    return {info.name: info.state for info in registry.plugins}


def test_issue_types_come_in_the_order_of_loading() -> None:
    registry = Registry.of({"late_shipment": poa_ai_late_shipment, "odr": poa_ai_odr})
    assert [issue.id for issue in registry.issue_types] == ["late_shipment", "odr"]
    assert registry.owner("odr") == "odr"
    assert registry.broken == ()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (module(poa_ai_issue_types=raises(RuntimeError("no file"))), "RuntimeError: no file"),
        (module(poa_ai_issue_types=raises(SystemExit(3))), "SystemExit: 3"),
        (module(poa_ai_issue_types=lambda: ["odr"]), "must return IssueType values"),
        (module(poa_ai_issue_types=lambda: 5), "must return IssueType values"),
        (module(poa_ai_issue_types=lambda: "odr"), "must return IssueType values"),
        (module(poa_ai_isue_types=nothing), "poa_ai_isue_types"),
        (
            module(poa_ai_issue_types=same_again),
            "'odr' is already brought by odr",
        ),
        (module(poa_ai_issue_types=lambda: [OTHER, OTHER]), "twice"),
    ],
)
def test_a_broken_plugin_is_named_and_the_rest_works(broken: ModuleType, told: str) -> None:
    registry = Registry.of({"odr": poa_ai_odr, "bad": broken, "late_shipment": poa_ai_late_shipment})
    assert states(registry) == {"odr": "ok", "bad": "broken", "late_shipment": "ok"}
    assert told in (registry.broken[0].error or "")
    assert "\n" not in (registry.broken[0].error or "")
    result = draft(facts_from_json(facts_json()), registry, load_rulebook(registry))
    assert result.exit_code == 0


def test_a_plugin_left_off_is_never_loaded() -> None:
    loaded: list[str] = []

    def load() -> ModuleType:
        loaded.append("x")
        return poa_ai_odr

    candidates = [Candidate("odr", "poa-ai", "1", load), Candidate("late", "poa-late", "1", load)]
    registry = Registry(candidates, without=["odr", "poa-late"])
    assert loaded == []
    assert [info.to_json()["state"] for info in registry.plugins] == ["off", "off"]


def test_an_import_error_is_contained_and_an_interruption_is_not() -> None:
    bad = Candidate("bad", "poa-bad", "1", raises(ImportError("no module named x")))
    registry = Registry([bad, Candidate("odr", "poa-ai", "1", lambda: poa_ai_odr)])
    assert registry.broken[0].to_json() == {
        "name": "bad",
        "distribution": "poa-bad",
        "version": "1",
        "state": "broken",
        "issue_types": [],
        "error": "ImportError: no module named x",
    }
    with pytest.raises(KeyboardInterrupt):
        Registry([Candidate("bad", "poa-bad", "1", raises(KeyboardInterrupt()))])


def test_two_plugins_of_one_name_are_both_listed() -> None:
    same = [Candidate("odr", name, "1", lambda: poa_ai_odr) for name in ("poa-ai", "poa-copy")]
    registry = Registry(same)
    assert [(info.distribution, info.state) for info in registry.plugins] == [
        ("poa-ai", "ok"),
        ("poa-copy", "broken"),
    ]


def case_of(registry: Registry) -> Case:
    facts = facts_from_json(facts_json())
    notice = parse_notice(facts.notice)
    return build_case(facts, notice, match_issues(facts, notice, registry.issue_types, registry.match_issue))


def test_only_the_owner_is_asked_for_score_and_plan() -> None:
    asked: list[str] = []

    def meddle(**_: Any) -> None:
        asked.append("meddler")

    meddler = module(poa_ai_match_issue=lambda facts: meddle(), poa_ai_plan_sections=lambda case: meddle())
    registry = Registry.of({"odr": poa_ai_odr, "meddler": meddler})
    outline = registry.plan_outline(case_of(registry))
    assert asked == []
    assert [plan.id for plan in outline.sections] == ["C1"]


def owner(**hooks: Callable[..., Any]) -> Registry:
    odr = next(iter(poa_ai_odr.poa_ai_issue_types()))
    return Registry.of({"mine": module(poa_ai_issue_types=lambda: [odr], **hooks)})


def test_the_owner_decides_score_and_plan() -> None:
    registry = owner(
        poa_ai_match_issue=lambda issue: IssueMatch(issue, 7.5, ("because",)),
        poa_ai_plan_sections=lambda case, issue: [replace(plan_sections(case.causes)[0], heading="Mine")],
    )
    case = case_of(registry)
    assert case.matches[0].score == 7.5
    assert registry.plan_outline(case).sections[0].heading == "Mine"


def test_a_plan_that_breaks_the_promise_is_refused() -> None:
    registry = owner(poa_ai_plan_sections=lambda case: [])
    with pytest.raises(PluginError, match="one section for each root cause"):
        registry.plan_outline(case_of(registry))


@pytest.mark.parametrize("answer", ["text", [1], {"C1": "plan"}])
def test_a_plan_that_is_none_leaves_the_plugin_out(answer: Any) -> None:
    """The default plan stands in, so that the letter is written all the same."""
    registry = owner(poa_ai_plan_sections=lambda: answer)
    case = case_of(registry)
    assert registry.plan_outline(case).sections == plan_sections(case.causes)
    assert "must return SectionPlan values" in (registry.broken[0].error or "")


def test_reviews_are_collected_and_a_failing_one_is_named() -> None:
    finding = Finding("structure.mine", Severity.WARNING, "Look here.")
    registry = Registry.of(
        {
            "odr": poa_ai_odr,
            "good": module(poa_ai_review=lambda case: [finding]),
            "bad": module(poa_ai_review=raises(ValueError("x"))),
        }
    )
    result = draft(facts_from_json(facts_json()), registry, load_rulebook(registry))
    assert finding in result.findings
    assert [info.name for info in registry.broken] == ["bad"]


def test_a_prompt_namespace_stays_with_whoever_came_first() -> None:
    folder = Path("prompts")
    thief = module(poa_ai_prompt_folders=lambda: {"odr": folder, "mine": folder})
    registry = Registry.of({"odr": poa_ai_odr, "thief": thief})
    assert registry.prompt_folders()["odr"] is not folder
    assert "belongs to odr" in (registry.broken[0].error or "")


def test_our_own_chat_models_cant_be_replaced() -> None:
    mine = print
    registry = Registry.of({"mine": module(poa_ai_chat_models=lambda: {"openai": mine, "other": mine})})
    models = registry.chat_models()
    assert models["other"] is mine
    assert models["openai"] is not mine


def scorer(name: str, **changes: Any) -> Scorer:
    return replace(
        Scorer(name, "Told", Better.HIGHER, False, lambda trial: Score(1.0, True, "told")), **changes
    )


def test_scorers_are_collected_under_the_names_of_plugins_and_issue_types() -> None:
    ours, theirs = scorer("other/told"), scorer("theirs/told-again")
    registry = Registry.of(
        {
            "mine": module(poa_ai_issue_types=lambda: [OTHER], poa_ai_scorers=lambda: {ours.name: ours}),
            "theirs": module(poa_ai_scorers=lambda: {theirs.name: theirs}),
        }
    )
    assert registry.scorers() == {"other/told": ours, "theirs/told-again": theirs}
    assert [registry.scorer_owner(name) for name in registry.scorers()] == ["mine", "theirs"]
    assert registry.broken == ()


@pytest.mark.parametrize("name", ["odr/told", "theirs/told", "nobody/told"])
def test_a_scorer_that_bears_the_name_of_another_is_left_out_with_its_plugin(name: str) -> None:
    theirs = scorer("theirs/own")
    registry = Registry.of(
        {
            "odr": poa_ai_odr,
            "mine": module(poa_ai_scorers=lambda: {name: scorer(name), "mine/told": scorer("mine/told")}),
            "theirs": module(poa_ai_scorers=lambda: {theirs.name: theirs}),
        }
    )
    assert registry.scorers() == {"theirs/own": theirs}
    assert states(registry) == {"odr": "ok", "mine": "broken", "theirs": "ok"}
    assert f"'{name}' must begin with an issue type of the plugin" in (registry.broken[0].error or "")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (["mine/told"], "must return a mapping of names to Scorer values"),
        ({"mine/told": print}, "must return a mapping of names to Scorer values"),
        ({3: scorer("mine/told")}, "must return a mapping of names to Scorer values"),
        ({"told": scorer("told")}, "'told' must be an issue type or the plugin's name, then '/'"),
        ({"mine/T\x1b": scorer("mine/T\x1b")}, "must be an issue type or the plugin's name, then '/'"),
        ({"mine/told": scorer("mine/other")}, "'mine/told' must have that name itself"),
        ({"mine/told": scorer("mine/told", title=" ")}, "needs a title of 120 characters at most"),
        ({"mine/told": scorer("mine/told", title=None)}, "needs a title of 120"),
        ({"mine/told": scorer("mine/told", title="a\nb")}, "needs a title of 120"),
        ({"mine/told": scorer("mine/told", title="a" * 121)}, "needs a title of 120"),
        ({"mine/told": scorer("mine/told", before=None)}, "'before' as True or False"),
        ({"mine/told": scorer("mine/told", better="higher")}, "needs a Better"),
        ({"mine/told": scorer("mine/told", score=1.0)}, "a function as its score"),
    ],
)
def test_what_is_no_scorer_leaves_its_plugin_out(answer: Any, told: str) -> None:
    registry = Registry.of({"mine": module(poa_ai_scorers=lambda: answer)})
    assert registry.scorers() == {}
    assert told in (registry.broken[0].error or "")


def test_no_plugin_is_asked_for_scorers_before_they_are_wanted() -> None:
    registry = Registry.of({"odr": poa_ai_odr, "mine": module(poa_ai_scorers=raises(ValueError("asked")))})
    assert draft(facts_from_json(facts_json()), registry, load_rulebook(registry)).exit_code == 0
    assert registry.broken == ()
    assert registry.scorers() == {}
    assert "ValueError: asked" in (registry.broken[0].error or "")
