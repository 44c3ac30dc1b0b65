"""Gaps: what a letter can't do without is an error, what would help is a warning."""

from typing import Any

import pytest

import poa_ai_authenticity
import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.case import Case, build_case
from poa_ai.completeness import find_gaps
from poa_ai.evidencegaps import same_kind
from poa_ai.factsfile import facts_from_json
from poa_ai.findings import Finding
from poa_ai.matching import match_issues
from poa_ai.notice import parse_notice
from poa_ai.registry import Registry
from poa_ai.testing.factories import cause_json, facts_json, minimal_json

PLUGINS = {
    "odr": poa_ai_odr,
    "late_shipment": poa_ai_late_shipment,
    "authenticity": poa_ai_authenticity,
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.of(PLUGINS)


def case_of(registry: Registry, raw: dict[str, Any]) -> Case:
    facts = facts_from_json(raw)
    notice = parse_notice(facts.notice)
    return build_case(facts, notice, match_issues(facts, notice, registry.issue_types, registry.match_issue))


def gaps(registry: Registry, **changes: Any) -> list[Finding]:
    return list(find_gaps(case_of(registry, facts_json(**changes))))


def errors(found: list[Finding]) -> set[tuple[str, str | None]]:
    return {(gap.rule, gap.item) for gap in found if gap.is_error}


def test_the_complete_case_lacks_nothing(registry: Registry) -> None:
    assert gaps(registry) == []


def test_the_least_case_lacks_actions_and_measures_but_drafts(registry: Registry) -> None:
    found = list(find_gaps(case_of(registry, minimal_json())))
    assert errors(found) >= {("structure.part-empty", "C1")}
    assert sum(gap.rule == "structure.part-empty" for gap in found) == 2
    assert all(gap.hint for gap in found if gap.is_error)


def test_a_named_issue_without_a_cause_is_a_required_gap(registry: Registry) -> None:
    found = gaps(registry, issues=["odr", "late_shipment"])
    assert ("structure.issue-without-cause", "late_shipment") in errors(found)


def test_an_unconfirmed_cause_does_not_answer_its_issue(registry: Registry) -> None:
    found = gaps(registry, root_causes=[cause_json(confirmed=False)])
    assert ("structure.issue-without-cause", "odr") in errors(found)
    assert any(gap.item == "C1" and "not confirmed" in gap.message for gap in found)


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"corrective_actions": []}, ("structure.part-empty", "C1")),
        ({"preventive_measures": []}, ("structure.part-empty", "C1")),
        ({"corrective_actions": [{"id": "A1", "text": "Did it"}]}, ("structure.undated-action", "A1")),
        ({"preventive_measures": [{"id": "P1", "text": "Check it"}]}, ("structure.unowned-measure", "P1")),
    ],
)
def test_what_every_section_needs(registry: Registry, change: dict[str, Any], gap: tuple[str, str]) -> None:
    assert gap in errors(gaps(registry, root_causes=[cause_json(**change)]))


@pytest.mark.parametrize(
    ("measure", "missing"),
    [
        ({"owner": "warehouse lead"}, "how often"),
        ({"cadence": "daily"}, "who does it"),
        ({"owner": "warehouse lead", "cadence": "daily"}, ""),
        ({"text": "The warehouse lead checks every parcel"}, ""),
    ],
)
def test_an_owner_or_a_cadence_is_enough_and_the_other_is_advised(
    registry: Registry, measure: dict[str, str], missing: str
) -> None:
    cause = cause_json(preventive_measures=[{"id": "P1", "text": "Check it"} | measure])
    found = gaps(registry, root_causes=[cause])
    assert not errors(found)
    told = [gap.message for gap in found if gap.rule == "structure.unowned-measure"]
    assert [missing in message for message in told] == ([True] if missing else [])


def requested(**changes: Any) -> dict[str, Any]:
    request = {
        "id": "R1",
        "kind": "invoice",
        "window_days": 365,
        "counted_from": "notice",
        "asins": ["B0EXAMPLE1"],
    }
    return {"received": "2026-10-14", "asks_for_plan": True, "requests": [{**request, **changes}]}


def invoice(**changes: Any) -> list[dict[str, Any]]:
    exhibit = {
        "id": "E3",
        "kind": "invoice",
        "title": "Invoice",
        "dated": "2026-10-14",
        "covers": ["b0example1"],
    }
    return [*facts_json()["evidence"], {**exhibit, **changes}]


@pytest.mark.parametrize(
    ("evidence", "rule"),
    [
        ([], "evidence.request-unanswered"),
        (invoice(), None),
        (invoice(kind="supplier_invoices"), None),
        (invoice(dated="2025-10-14"), None),
        (invoice(dated="2025-10-13"), "evidence.outside-window"),
        (invoice(dated="2026-10-15"), "evidence.outside-window"),
        (invoice(dated=None), "evidence.undated"),
        (invoice(covers=[]), "evidence.product-uncovered"),
    ],
)
def test_what_the_notice_asks_for_is_held_against_the_evidence(
    registry: Registry, evidence: list[dict[str, Any]], rule: str | None
) -> None:
    raw = facts_json(notice=requested(), evidence=evidence)
    if not evidence:
        raw["facts"], raw["root_causes"] = [], [cause_json(facts=[], corrective_actions=[])]
    found = {name for name, item in errors(list(find_gaps(case_of(registry, raw)))) if item == "R1"}
    assert found == ({rule} if rule else set())


def test_an_endless_window_reaches_no_day_before_the_calendar(registry: Registry) -> None:
    notice = {**requested(window_days=36_500), "received": "0001-01-05"}
    found = gaps(registry, notice=notice, evidence=invoice(dated="0001-01-01"))
    assert not [item for rule, item in errors(found) if item == "R1"]


@pytest.mark.parametrize(
    ("kind", "wanted", "expected"),
    [
        ("invoice", "invoice", True),
        ("Supplier Invoice", "invoice", True),
        ("supplier-invoices", "invoice", True),
        ("invoice_photo", "invoice", False),
        ("invoice", "supplier_invoice", False),
        ("proforma", "form", False),
    ],
)
def test_a_special_kind_of_document_counts_and_a_like_name_does_not(
    kind: str, wanted: str, expected: bool
) -> None:
    assert same_kind(kind, wanted) is expected


def test_quantities_below_sales_are_an_error(registry: Registry) -> None:
    products = [{"asin": "B0EXAMPLE1", "title": "Stove", "units_sold": 300}]
    few = invoice(kind="supplier_invoice", quantities={"B0EXAMPLE1": 299}, covers=["B0EXAMPLE1"])
    enough = invoice(kind="supplier_invoice", quantities={"B0EXAMPLE1": 300}, covers=["B0EXAMPLE1"])
    causes = [cause_json(issue="authenticity", kind=None)]
    found = [
        {
            rule
            for rule, _ in errors(
                gaps(registry, issues=["authenticity"], root_causes=causes, products=products, evidence=e)
            )
        }
        for e in (few, enough)
    ]
    assert "evidence.quantity-below-sales" in found[0]
    assert "evidence.quantity-below-sales" not in found[1]


def test_loose_ends_are_named_as_warnings(registry: Registry) -> None:
    raw = facts_json()
    raw["facts"] += [{"id": "F2", "text": "Unused."}, {"id": "F3", "text": "Unsure.", "confirmed": False}]
    raw["evidence"].append({"id": "E9", "kind": "photo", "title": "Photo"})
    raw["metrics"].append({"id": "M9", "name": "nps", "value": 3})
    found = [gap for gap in find_gaps(case_of(registry, raw)) if gap.rule == "structure.unreferenced"]
    assert {gap.item for gap in found} == {"F2", "F3", "E9", "M9"}
    assert not any(gap.is_error for gap in found)


def test_a_metric_is_told_once_in_the_first_section_of_its_issue_type(registry: Registry) -> None:
    second = {"id": "C2", "issue": "odr", "statement": "Boxes were too thin.", "facts": ["M1"]}
    case = case_of(registry, facts_json(root_causes=[cause_json(), second]))
    assert [len(cause.metrics) for cause in case.causes] == [1, 0]


def test_an_unconfirmed_fact_stays_out_of_its_cause(registry: Registry) -> None:
    raw = facts_json(facts=[{"id": "F1", "text": "Perhaps.", "confirmed": False}])
    assert case_of(registry, raw).causes[0].facts == ()
