"""A second appeal against the first: what is new, what changed, what was left out."""

from typing import Any

import pytest

import poa_ai_odr
from poa_ai.document import Document
from poa_ai.factsfile import facts_from_json
from poa_ai.letter import read_letter
from poa_ai.outline import Part
from poa_ai.pipeline import draft
from poa_ai.previous import Comparison, State, compare_letters
from poa_ai.registry import Registry
from poa_ai.render.markdown import render_markdown
from poa_ai.render.plaintext import render_plaintext
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import cause_json, facts_json

REGISTRY = Registry.of({"odr": poa_ai_odr})
RULES = load_rulebook(REGISTRY)


def drafted(raw: dict[str, Any]) -> Document:
    return draft(facts_from_json(raw), REGISTRY, RULES).document


def compared(raw: dict[str, Any], letter: str) -> Comparison:
    return compare_letters(drafted(raw), read_letter(letter))


@pytest.mark.parametrize("render", [render_markdown, render_plaintext])
def test_the_same_letter_has_nothing_new(render: Any) -> None:
    comparison = compared(facts_json(), render(drafted(facts_json())))

    assert {statement.state for statement in comparison.statements} == {State.SAME}
    assert (comparison.news, comparison.left_out, comparison.new_exhibits) == ((), (), ())
    assert comparison.sections == {"C1": State.SAME}


def test_an_added_action_is_new_and_the_rest_stays() -> None:
    cause = cause_json()
    cause["corrective_actions"].append(
        {"id": "A9", "text": "Trained four packers on the new template", "done_on": "2026-10-18"}
    )

    comparison = compared(facts_json(root_causes=[cause]), render_markdown(drafted(facts_json())))

    (new,) = comparison.news
    assert (new.state, new.section, new.part) == (State.NEW, "C1", Part.CORRECTIVE_ACTIONS)
    assert "trained four packers" in new.text
    assert comparison.sections == {"C1": State.CHANGED}
    assert comparison.left_out == ()


def test_another_value_is_a_change_of_the_same_statement() -> None:
    cause = cause_json()
    cause["corrective_actions"][1]["text"] = "Refunded the 27 undelivered orders"

    comparison = compared(facts_json(root_causes=[cause]), render_markdown(drafted(facts_json())))

    (changed,) = comparison.news
    assert changed.state is State.CHANGED
    assert "refunded the 19 undelivered orders" in changed.before


def test_what_no_longer_stands_is_told() -> None:
    cause = cause_json()
    gone = cause["corrective_actions"].pop()

    comparison = compared(facts_json(root_causes=[cause]), render_markdown(drafted(facts_json())))

    assert len(comparison.left_out) == 1
    assert gone["text"].lower() in comparison.left_out[0].lower()


def test_a_new_root_cause_is_a_new_section() -> None:
    second = cause_json(
        id="C2",
        kind="late-replies",
        title="Messages answered late",
        statement="Nobody read the inbox at week-ends, and 40 messages waited for three days.",
        facts=[],
        corrective_actions=[{"id": "A8", "text": "Answered all 40 open messages", "done_on": "2026-10-18"}],
        preventive_measures=[{"id": "P8", "text": "Inbox read", "owner": "service lead", "cadence": "daily"}],
    )

    comparison = compared(
        facts_json(root_causes=[cause_json(), second]), render_markdown(drafted(facts_json()))
    )

    assert comparison.sections == {"C1": State.SAME, "C2": State.NEW}


def test_a_new_document_is_told() -> None:
    evidence = [*facts_json()["evidence"], {"id": "E3", "kind": "photo", "title": "Photo of the new bench"}]

    comparison = compared(facts_json(evidence=evidence), render_markdown(drafted(facts_json())))

    assert comparison.new_exhibits == ("E3",)


@pytest.mark.parametrize("letter", ["", "\ud800", "# x\n" * 1_000, "We beg you. " * 5_000, "|" * 10_000])
def test_any_text_may_be_the_earlier_letter(letter: str) -> None:
    comparison = compared(facts_json(), letter)

    assert {statement.state for statement in comparison.statements} == {State.NEW}
