"""Replies to an appeal: what they ask for again, and whether the new letter adds to it."""

from typing import Any

import pytest

from poa_ai.composing import compose
from poa_ai.document import assemble
from poa_ai.factsfile import facts_from_json
from poa_ai.findings import Finding, Severity
from poa_ai.letter import read_letter
from poa_ai.outline import Outline, plan_sections
from poa_ai.patterns import occurs
from poa_ai.pipeline import draft, prepare
from poa_ai.previous import compare_letters
from poa_ai.registry import Registry
from poa_ai.reply import Demand, find_reply_gaps, load_demands, read_reply
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import cause_json, facts_json

REGISTRY = Registry.installed()
RULES = load_rulebook(REGISTRY)
REPLY = """Hello,

We received your submission but do not have enough information to reactivate your account.

To continue, send us:
- Greater detail on the root cause of the negative feedback
- Greater detail on the steps you have taken to prevent this going forward

Funds may be held for up to 90 days.
"""


def case_json(text: str = REPLY, **changes: Any) -> dict[str, Any]:
    notice = {"received": "2026-10-30", "scope": "reply", "asks_for_plan": True, "text": text}
    return facts_json(notice=notice, **changes)


def found(raw: dict[str, Any], first: dict[str, Any] | None = None) -> list[Finding]:
    prepared = prepare(facts_from_json(raw), REGISTRY, RULES)
    if first is None:
        return list(find_reply_gaps(prepared.case, None))
    letter = draft(facts_from_json(first), REGISTRY, RULES).text("md")
    outline = Outline(prepared.case, plan_sections(prepared.case.causes))
    document = assemble(outline, compose(outline), gap_draft=False)
    return list(find_reply_gaps(prepared.case, compare_letters(document, read_letter(letter))))


def test_each_demand_of_a_reply_is_told_with_its_words() -> None:
    gaps = found(case_json())

    assert [gap.severity for gap in gaps] == [Severity.WARNING, Severity.WARNING]
    assert "the root cause (Order defect rate)" in gaps[0].message
    assert '"Greater detail on the root cause of the negative feedback"' in gaps[0].message
    assert "prevent" in gaps[1].message


def test_what_the_letter_adds_nothing_to_is_required() -> None:
    gaps = found(case_json(), facts_json())

    assert [gap.severity for gap in gaps] == [Severity.ERROR, Severity.ERROR]
    assert {gap.item for gap in gaps} == {"odr"}


def test_what_was_added_answers_the_reply() -> None:
    cause = cause_json()
    cause["preventive_measures"].append(
        {"id": "P9", "text": "Drop test of each new carton", "owner": "packing lead", "cadence": "per lot"}
    )

    gaps = found(case_json(root_causes=[cause]), facts_json())

    assert len(gaps) == 1
    assert "the root cause" in gaps[0].message


def test_a_first_notice_asks_for_nothing_again() -> None:
    raw = facts_json(notice={"scope": "account", "text": REPLY, "asks_for_plan": True})

    assert found(raw) == []


def test_a_demand_that_names_an_issue_is_one_on_that_issue() -> None:
    late = cause_json(id="C2", issue="late_shipment", kind="staff-leave", title="Leave without stand-in")
    late |= {"corrective_actions": [], "preventive_measures": [], "facts": []}
    text = "Send greater detail on the root cause of your late shipment rate."

    gaps = found(case_json(text, issues=["odr", "late_shipment"], root_causes=[cause_json(), late]))

    assert [gap.item for gap in gaps] == ["late_shipment"]


def test_a_reply_that_only_says_more_asks_for_all_parts() -> None:
    asked = read_reply("Your plan of action is not detailed enough.", ())

    assert [entry.part for entry in asked] == ["root_cause", "corrective_actions", "preventive_measures"]


def test_documents_are_answered_by_a_new_document() -> None:
    text = "Send the supporting documents for each action."
    evidence = [*facts_json()["evidence"], {"id": "E3", "kind": "photo", "title": "Photo of the new bench"}]

    assert [gap.severity for gap in found(case_json(text), facts_json())] == [Severity.ERROR]
    assert found(case_json(text, evidence=evidence), facts_json()) == []


@pytest.mark.parametrize("demand", load_demands(), ids=lambda demand: demand.part)
def test_the_examples_of_a_demand_are_found_and_its_decoys_are_not(demand: Demand) -> None:
    assert all(occurs(demand.patterns, text) for text in demand.finds)
    assert not any(occurs(demand.patterns, text) for text in demand.ignores)


@pytest.mark.parametrize("text", ["", "\ud800" * 100, "root cause " * 15_000, "\n- " * 60_000])
def test_any_text_may_be_a_reply(text: str) -> None:
    assert len(read_reply(text, REGISTRY.issue_types)) <= 20
