"""Gaps by what they are about: each gap once, in the group that it belongs to, with its sort."""

from pathlib import Path
from typing import Any

import pytest

from poa_ai.factsfile import facts_from_json, load_facts
from poa_ai.gapgroups import GapGroup, Sort, group_gaps
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import cause_json, facts_json

REGISTRY = Registry.installed()
RULES = load_rulebook(REGISTRY)


def groups(raw: dict[str, Any]) -> dict[str, GapGroup]:
    prepared = prepare(facts_from_json(raw), REGISTRY, RULES)
    return {group.title: group for group in group_gaps(prepared.case, prepared.gaps)}


def test_a_complete_case_has_no_group() -> None:
    assert groups(facts_json()) == {}


def test_a_gap_stands_below_the_issue_type_of_its_cause() -> None:
    late = {"id": "C2", "issue": "late_shipment", "statement": "Orders were confirmed after collection."}
    found = groups(facts_json(issues=None, root_causes=[cause_json(), late]))

    late_group = found["Late shipment rate"]
    assert {gap.item for gap in late_group.of(Sort.MISSING)} >= {"C2"}
    assert late_group.rejections
    assert "Order defect rate" not in found


def test_a_request_has_a_group_of_its_own() -> None:
    request = {"id": "R1", "kind": "invoice", "window_days": 365, "asins": ["B0EXAMPLE1"]}
    found = groups(facts_json(notice={"received": "2026-10-14", "requests": [request]}))

    group = found["Request R1: invoice, of the last 365 days, for B0EXAMPLE1"]
    assert (group.request, group.issue) == ("R1", None)
    assert [gap.rule for gap in group.of(Sort.MISSING)] == ["evidence.request-unanswered"]


def test_a_document_that_does_not_count_stands_below_the_request_and_would_be_refused() -> None:
    request = {"id": "R1", "kind": "invoice", "window_days": 365}
    invoices = [
        {"id": "E3", "kind": "invoice", "title": "Old invoice", "dated": "2020-01-01"},
        {"id": "E4", "kind": "invoice", "title": "New invoice", "dated": "2026-05-01"},
    ]
    raw = facts_json(notice={"received": "2026-10-14", "requests": [request]})
    raw["evidence"] += invoices

    group = groups(raw)["Request R1: invoice, of the last 365 days"]

    assert [gap.item for gap in group.of(Sort.REFUSED)] == ["E3"]


def test_contradictions_and_withheld_words_are_told_apart() -> None:
    metrics = [{**facts_json()["metrics"][0], "value": 2.6}]
    cause = cause_json(statement="We beg you. Orders under 20 USD were sent by untracked letter mail.")
    group = groups(facts_json(metrics=metrics, root_causes=[cause]))["Order defect rate"]

    assert [gap.rule for gap in group.of(Sort.CONTRADICTS)] == ["consistency.arithmetic"]
    assert [gap.rule for gap in group.of(Sort.REFUSED)] == ["structure.withheld"]


def test_a_metric_that_the_checklist_wants_is_missing_and_no_contradiction() -> None:
    group = groups(facts_json(metrics=None))["Order defect rate"]

    assert not group.of(Sort.CONTRADICTS)
    assert [gap.rule for gap in group.of(Sort.HELPS)] == ["consistency.odr-rate-measured"]


@pytest.mark.parametrize("case", ["gap-draft", "hostile-plea", "combined-odr-late-shipment"])
def test_every_gap_stands_once(cases: Path, case: str) -> None:
    prepared = prepare(load_facts(cases / case / "facts.json"), REGISTRY, RULES)
    found = group_gaps(prepared.case, prepared.gaps)

    told = [gap for group in found for sort in Sort for gap in group.of(sort)]
    assert sorted(map(str, told)) == sorted(map(str, prepared.gaps))


def test_json_holds_the_messages_and_what_gets_an_appeal_refused() -> None:
    group = groups(facts_json(root_causes=[cause_json(corrective_actions=[])]))["Order defect rate"].to_json()

    assert group["issue"] == "odr"
    assert group["missing"]
    assert all(entry["text"] and entry["source"] for entry in group["rejections"])
