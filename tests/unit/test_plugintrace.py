"""The trace tells who answered what, and nothing of the case."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import poa_ai_odr
from poa_ai.discovery import Candidate
from poa_ai.factsfile import facts_from_json
from poa_ai.findings import Finding, Severity
from poa_ai.matching import IssueMatch
from poa_ai.pipeline import draft
from poa_ai.plugin import hookimpl
from poa_ai.plugintrace import HookCall, described
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import facts_json

ODR = next(iter(poa_ai_odr.poa_ai_issue_types()))


def module(**hooks: Callable[..., Any]) -> ModuleType:
    made = ModuleType("made")
    for name, function in hooks.items():
        setattr(made, name, hookimpl(specname=name)(function))
    return made


def calls_of(made: ModuleType) -> list[HookCall]:
    calls: list[HookCall] = []
    registry = Registry([Candidate("mine", "poa-mine", "2.1", lambda: made)], trace=calls.append)
    draft(facts_from_json(facts_json()), registry, load_rulebook(registry))
    return calls


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "None"),
        ([], "0 x value"),
        ([ODR], "1 x IssueType: odr"),
        ({"odr": Path("x"), "more": Path("y")}, "2 x name: odr, more"),
        ([Path("a/rules.toml")], "1 x file: rules.toml"),
        (IssueMatch(ODR, 2.5), "IssueMatch odr, score 2.5"),
        (
            [Finding("blame.x", Severity.NOTE, "The seller's words")] * 7,
            f"7 x Finding: {'blame.x, ' * 5}2 more",
        ),
        ({"\x1b[31m" + "n" * 900: Path()}, f"1 x name: \\x1b[31m{'n' * 35}"),
    ],
)
def test_an_answer_is_told_by_type_count_and_ids(answer: Any, told: str) -> None:
    assert described(answer) == told


def test_each_call_is_told_with_hook_plugin_distribution_and_time() -> None:
    calls = calls_of(module(poa_ai_issue_types=lambda: [ODR], poa_ai_review=lambda: None))

    assert [(call.hook, call.answer) for call in calls] == [
        ("load", "loaded"),
        ("poa_ai_issue_types", "1 x IssueType: odr"),
        ("poa_ai_review", "None"),
    ]
    assert {call.plugin for call in calls} == {"mine of poa-mine 2.1"}
    assert all(0 <= call.milliseconds < 60_000 for call in calls)
    assert str(calls[0]._replace(milliseconds=1.26)) == "load: mine of poa-mine 2.1: loaded (1.3 ms)"


def test_a_failing_call_is_told_without_what_it_says_of_the_case() -> None:
    def fail(document: Any) -> None:
        raise ValueError("the seller's words")

    calls = calls_of(module(poa_ai_issue_types=lambda: [ODR], poa_ai_review=fail))

    assert calls[-1].answer == "failed: ValueError"


@pytest.mark.parametrize(
    "answer",
    [
        IssueMatch("odr", 1.0),  # type: ignore[arg-type]  # what a plugin may do
        IssueMatch(ODR, float("nan")),
        IssueMatch(ODR, "high"),  # type: ignore[arg-type]  # the same
    ],
)
def test_a_match_that_cannot_be_compared_is_refused(answer: IssueMatch) -> None:
    made = module(poa_ai_issue_types=lambda: [ODR], poa_ai_match_issue=lambda: answer)
    registry = Registry.of({"mine": made})

    draft(facts_from_json(facts_json()), registry, load_rulebook(registry))

    assert "with a number as its score" in (registry.broken[0].error or "")


@pytest.mark.parametrize(
    "finding",
    [
        Finding(None, Severity.NOTE, "x"),  # type: ignore[arg-type]  # what a plugin may do
        Finding("blame.x", "bad", "x"),  # type: ignore[arg-type]  # the same
        Finding("blame.x", Severity.NOTE, "x", section=5),  # type: ignore[arg-type]  # the same
    ],
)
def test_a_finding_of_wrong_values_is_refused(finding: Finding) -> None:
    made = module(poa_ai_issue_types=lambda: [ODR], poa_ai_review=lambda: [finding])
    registry = Registry.of({"mine": made})

    result = draft(facts_from_json(facts_json()), registry, load_rulebook(registry))

    assert finding not in result.findings
    assert "of a Finding must be" in (registry.broken[0].error or "")
