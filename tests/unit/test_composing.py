"""Composing: one statement for each fact, in order, with every value and no other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.case import build_case
from poa_ai.composing import compose
from poa_ai.document import SectionDraft
from poa_ai.factsfile import facts_from_json
from poa_ai.facttext import fact_texts, number_text, quantity_text
from poa_ai.matching import match_issues
from poa_ai.notice import parse_notice
from poa_ai.outline import Outline, Part, plan_sections
from poa_ai.registry import Registry
from poa_ai.testing.factories import cause_json, facts_json


def composed(**changes: Any) -> tuple[SectionDraft, ...]:
    registry = Registry.of({"odr": poa_ai_odr, "late_shipment": poa_ai_late_shipment})
    facts = facts_from_json(facts_json(**changes))
    notice = parse_notice(facts.notice)
    case = build_case(facts, notice, match_issues(facts, notice, registry.issue_types, registry.match_issue))
    return compose(Outline(case, plan_sections(case.causes)))


def test_every_fact_is_told_once_in_the_order_of_the_section() -> None:
    (draft,) = composed()
    assert [(statement.facts, statement.exhibits) for statement in draft.statements] == [
        (("M1",), ()),
        (("C1",), ()),
        (("F1",), ("E1",)),
        (("A1",), ("E2",)),
        (("A2",), ("E1",)),
        (("P1",), ()),
        (("P2",), ()),
    ]
    assert draft.of(Part.PREVENTIVE_MEASURES)[1].text == (
        "The order defect rate is reviewed weekly by the operations manager, from 19 October 2026."
    )


def test_actions_come_by_date_and_undated_ones_last() -> None:
    actions = [
        {"id": "A1", "text": "Sent 3 refunds"},
        {"id": "A2", "text": "Sent 2 refunds", "done_on": "2026-10-18"},
        {"id": "A3", "text": "Sent 1 refund", "done_on": "2026-10-16"},
    ]
    (draft,) = composed(root_causes=[cause_json(corrective_actions=actions)])
    assert [s.facts for s in draft.of(Part.CORRECTIVE_ACTIONS)] == [("A3",), ("A2",), ("A1",)]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ({"value": 1.8}, "The order defect rate was 1.8%."),
        (
            {"value": 1.8, "window_days": 60, "as_of": "2026-10-12"},
            "The order defect rate was 1.8% over 60 days as of 12 October 2026.",
        ),
        ({"value": 1.8, "target": 1}, "The order defect rate was 1.8%; the target is below 1%."),
        (
            {"value": 1.8, "count": 27, "base": 15_000},
            "The order defect rate was 1.8% (27 of 15,000 orders placed in the window).",
        ),
        ({"value": 1.8, "count": 27}, "The order defect rate was 1.8%."),
        (
            {"name": "scan_rate", "value": 12, "unit": "hours", "target": 4},
            "The scan rate was 12 hours; the target is 4 hours.",
        ),
    ],
)
def test_a_metric_is_told_with_its_window_and_its_target_as_a_target(
    metric: dict[str, Any], expected: str
) -> None:
    given_metric = {"id": "M1", "name": "order_defect_rate", **metric}
    (draft,) = composed(metrics=[given_metric], root_causes=[cause_json(facts=["M1"])])
    assert draft.statements[0].text == expected


def test_an_exhibit_named_twice_stands_once() -> None:
    (draft,) = composed(facts=[{"id": "F1", "text": "19 were late.", "evidence": ["E1", "E1", "E2"]}])
    assert draft.statements[2].cited_text == "19 were late (E1, E2)."


def test_a_metric_of_one_issue_in_a_cause_of_another_is_attested_as_it_is_told() -> None:
    registry = Registry.of({"odr": poa_ai_odr, "late_shipment": poa_ai_late_shipment})
    late = {"id": "M1", "name": "late_shipment_rate", "value": 6.4}
    raw = facts_json(metrics=[late], issues=["odr", "late_shipment"], root_causes=[cause_json(facts=["M1"])])
    facts = facts_from_json(raw)
    notice = parse_notice(facts.notice)
    case = build_case(facts, notice, match_issues(facts, notice, registry.issue_types, registry.match_issue))
    (draft,) = compose(Outline(case, plan_sections(case.causes)))
    told = draft.statements[0].text
    assert any(text in told for text in fact_texts(case)["M1"] if text.startswith("6.4"))
    assert ("6.4%" in told) == ("6.4%" in fact_texts(case)["M1"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (1.80, "1.8"),
        (9999, "9999"),
        (10_000, "10,000"),
        (100, "100"),
        (1e12, "1,000,000,000,000"),
        (-321866535279.65247, "-321,866,535,279.65247"),
        (5e-231, "0"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_number_is_written_with_the_digits_it_was_given(value: float, expected: str) -> None:
    assert number_text(value) == expected


@given(st.integers(-(10**12), 10**12) | st.decimals(-1000, 1000, places=4).map(float))
def test_a_number_reads_back_as_itself(value: float) -> None:
    assert float(number_text(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("percent", "1.8%"),
        ("%", "1.8%"),
        ("Per cent", "1.8%"),
        ("days", "1.8 days"),
        (None, "1.8"),
        ("", "1.8"),
    ],
)
def test_a_quantity_has_its_unit(unit: str | None, expected: str) -> None:
    assert quantity_text(1.8, unit) == expected
