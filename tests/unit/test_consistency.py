"""Contradictions within the facts: counts, shares, targets and the order of dates."""

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
    return {finding.rule: finding.is_error for finding in find_contradictions(case)}


def metric(**changes: Any) -> dict[str, Any]:
    given = {**facts_json()["metrics"][0], **changes}
    return {"metrics": [{key: value for key, value in given.items() if value is not None}]}


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


def test_without_a_notice_date_the_order_of_dates_is_not_judged() -> None:
    measure = {"id": "P1", "text": "Check", "owner": "lead", "from": "2020-01-01"}
    assert found(root_causes=[cause_json(preventive_measures=[measure])], notice={}) == {}
