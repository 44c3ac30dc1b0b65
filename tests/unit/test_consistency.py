"""Contradictions within the facts: counts, shares, targets and the order of dates."""

from datetime import date
from typing import Any

import pytest

import poa_ai_odr
from poa_ai.case import build_case
from poa_ai.consistency import find_contradictions
from poa_ai.factsfile import facts_from_json
from poa_ai.matching import match_issues
from poa_ai.notice import parse_notice
from poa_ai.registry import Registry
from poa_ai.testing.factories import cause_json, facts_json


def found(**changes: Any) -> dict[str, bool]:
    """Rule to whether it is an error."""
    registry = Registry.of({"odr": poa_ai_odr})
    facts = facts_from_json(facts_json(**changes))
    notice = parse_notice(facts.notice)
    case = build_case(facts, notice, match_issues(facts, notice, registry.issue_types, registry.match_issue))
    return {finding.rule: finding.is_error for finding in find_contradictions(case, date(2026, 12, 31))}


def metric(**changes: Any) -> dict[str, Any]:
    """The case with another metric, and with no count in prose that it could contradict."""
    given = {**facts_json()["metrics"][0], **changes}
    return {
        "metrics": [{key: value for key, value in given.items() if value is not None}],
        "facts": [
            {"id": "F1", "text": "The defects were claims for undelivered orders.", "evidence": ["E1"]}
        ],
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"value": 1.81}, {"consistency.arithmetic": True}),
        ({"value": 1.4, "count": 14, "base": 982}, {}),
        ({"value": 1.43, "count": 14, "base": 982}, {}),
        ({"value": 1.5, "count": 14, "base": 982}, {"consistency.arithmetic": True}),
        ({"value": 1.5, "count": 14, "base": 982, "unit": "%"}, {"consistency.arithmetic": True}),
        ({"value": 1.5, "count": 14, "base": 982, "unit": None}, {"consistency.arithmetic": True}),
        ({"count": 1501}, {"consistency.count": True}),
        ({"count": 0, "base": 0}, {"consistency.count": True}),
        ({"value": 1.0, "count": 15}, {"consistency.target-as-value": False}),
        ({"value": 0.4, "count": 6}, {"consistency.on-target": False}),
        ({"value": 0.4, "count": 6, "target": None}, {"consistency.on-target": False}),
        ({"value": 150, "unit": "orders", "count": 6}, {}),
        ({"as_of": "2026-10-15"}, {"consistency.date-order": False}),
        ({"as_of": "2026-10-14"}, {}),
    ],
)
def test_a_metric_that_contradicts_itself(changes: dict[str, Any], expected: dict[str, bool]) -> None:
    assert found(**metric(**changes)) == expected


def test_a_measure_from_before_the_trouble_prevented_nothing() -> None:
    measure = {"id": "P1", "text": "Check", "owner": "lead", "from": "2026-10-13"}
    assert found(root_causes=[cause_json(preventive_measures=[measure])]) == {"consistency.date-order": False}


def test_without_a_notice_date_a_measure_must_still_follow_its_actions() -> None:
    measure = {"id": "P1", "text": "Check", "owner": "lead", "from": "2020-01-01"}
    changes = {"root_causes": [cause_json(preventive_measures=[measure])], "notice": {}}
    assert found(**changes) == {"consistency.date-order": False}
    later = {**measure, "from": "2026-10-16"}
    assert found(root_causes=[cause_json(preventive_measures=[later])], notice={}) == {}


def told(text: str, **changes: Any) -> dict[str, bool]:
    """The findings where the one fact of the case says `text`."""
    return found(facts=[{"id": "F1", "text": text, "evidence": ["E1"]}], **changes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19 of the 27 defects were A-to-z claims.", {}),
        ("Nineteen of the twenty-seven defects were A-to-z claims.", {}),
        ("19 of the 30 defects were A-to-z claims.", {"consistency.contradiction": True}),
        ("The 30 defects came from small orders.", {"consistency.contradiction": False}),
        ("The 12 open defects came from small orders.", {}),
        ("31 of the 27 defects were A-to-z claims.", {"consistency.count": True}),
        ("Of the 27 defects, 18 were claims, 8 were ratings and 1 was a chargeback.", {}),
        (
            "Of the 27 defects, 18 were claims, 12 were ratings and 1 was a chargeback.",
            {"consistency.arithmetic": True},
        ),
        (
            "Of the 27 defects, 18 were claims, 5 were ratings and 1 was a chargeback.",
            {"consistency.arithmetic": False},
        ),
        ("The 27 defects (of 60 days) were 18 claims and 9 ratings.", {}),
        ("Of the 27 defects, 9 stood in bins with 4 shelves, 12 in bins above 8 kg.", {}),
        ("19 of the 27 defects (70.4 %) were A-to-z claims.", {}),
        ("19 of the 27 defects (60 %) were A-to-z claims.", {"consistency.arithmetic": True}),
        ("60 % (19 of the 27 defects) were A-to-z claims.", {"consistency.arithmetic": True}),
        (
            "5 of the 7 complaints name the seal. 3 of the 9 complaints name the lid.",
            {"consistency.contradiction": False},
        ),
        ("5 of the 7 complaints name the seal. 3 of the 7 complaints name the lid.", {}),
        ("Our order defect rate was 1 %.", {"consistency.target-as-value": True}),
        ("Our order defect rate was 1.8 %; the target is 1 %.", {}),
        ("The order defect rate must stay below 1 %.", {}),
    ],
)
def test_counts_in_prose(text: str, expected: dict[str, bool]) -> None:
    assert told(text) == expected


def test_a_value_that_is_the_target_while_the_counts_say_otherwise() -> None:
    assert found(**metric(value=1.0)) == {"consistency.target-as-value": True}


def test_one_metric_measured_twice_on_one_day() -> None:
    first = facts_json()["metrics"][0]
    other = {**first, "id": "M2", "value": 2.4, "count": 36}
    assert found(metrics=[first, other]) == {"consistency.contradiction": True}
    assert found(metrics=[first, {**other, "window_days": 30}]) == {}


def test_a_metric_whose_window_ends_long_before_the_notice() -> None:
    assert found(**metric(as_of="2026-07-01")) == {"consistency.date-order": False}


@pytest.mark.parametrize(
    ("action", "fact", "expected"),
    [
        ({"done_on": "2026-10-16"}, "", {}),
        (
            {"done_on": "2027-01-02"},
            "",
            {"consistency.promised-action": True, "consistency.date-order": False},
        ),
        ({"text": "We will switch to tracked parcels"}, "", {"consistency.promised-action": True}),
        ({"done_on": "2026-05-01"}, "", {"consistency.date-order": False}),
        ({"done_on": "2026-09-01"}, "", {}),
        (
            {"done_on": "2026-09-01"},
            "The template has been wrong since 4 September 2026.",
            {"consistency.date-order": False},
        ),
        (
            {"done_on": "2026-09-01"},
            "We found the template on 8 October 2026.",
            {"consistency.date-order": False},
        ),
        ({"done_on": "2026-10-09"}, "We found the template on 8 October 2026.", {}),
        ({"text": "Switched to parcels bought on 1 October 2026"}, "", {}),
        ({"text": "On 1 October 2026 switched to parcels"}, "", {"consistency.date-order": False}),
    ],
)
def test_the_dates_of_an_action(action: dict[str, str], fact: str, expected: dict[str, bool]) -> None:
    given = {"id": "A1", "text": "Switched to tracked parcels", "done_on": "2026-10-16", **action}
    cause = cause_json(corrective_actions=[given], facts=["F1"])
    assert told(f"Small orders went by letter. {fact}", root_causes=[cause]) == expected


def test_two_causes_that_say_the_same() -> None:
    twin = cause_json(id="C2", corrective_actions=[], preventive_measures=[])
    assert found(root_causes=[cause_json(), twin]) == {"consistency.same-cause": True}
    other = {**twin, "statement": "Nobody stood in for the dispatch clerk."}
    assert found(root_causes=[cause_json(), other]) == {}


def test_the_same_document_twice() -> None:
    exhibits = facts_json()["evidence"]
    again = {**exhibits[0], "id": "E9"}
    assert found(evidence=[*exhibits, again]) == {"consistency.same-exhibit": False}
    assert found(evidence=[*exhibits, {**again, "dated": "2026-10-13"}]) == {}


def test_fewer_units_on_the_documents_than_sold() -> None:
    exhibits = facts_json()["evidence"]
    short = {"id": "E9", "kind": "invoice", "title": "Invoice", "quantities": {"B0EXAMPLE1": 300}}
    assert found(evidence=[*exhibits, short]) == {"consistency.quantity": False}
    assert found(evidence=[*exhibits, {**short, "quantities": {"B0EXAMPLE1": 310}}]) == {}


def test_a_finding_names_both_places() -> None:
    registry = Registry.of({"odr": poa_ai_odr})
    text = "19 of the 30 defects were A-to-z claims."
    facts = facts_from_json(facts_json(facts=[{"id": "F1", "text": text, "evidence": ["E1"]}]))
    notice = parse_notice(facts.notice)
    case = build_case(facts, notice, match_issues(facts, notice, registry.issue_types, registry.match_issue))
    (finding,) = find_contradictions(case)
    assert (finding.item, finding.message) == (
        "F1",
        'F1: "19 of the 30 defects" speaks of 30, and M1 counts 27.',
    )


def test_a_part_that_another_fact_counts_otherwise() -> None:
    split = "Of the 27 defects, 18 were A-to-z claims, 8 were negative ratings and 1 was a chargeback."
    assert told(f"{split} 13 of the 18 A-to-z claims name the lid.") == {}
    assert told(f"{split} 13 of the 20 A-to-z claims name the lid.") == {"consistency.contradiction": True}
