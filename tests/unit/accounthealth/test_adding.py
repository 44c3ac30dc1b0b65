"""Reports put into the facts: valid afterwards, nothing asserted, nothing of the seller's overwritten."""

from pathlib import Path
from typing import Any

import pytest
from healthfactory import VIOLATION, entry, write_report

from poa_ai.accounthealth.adding import add_reports
from poa_ai.factsfile import facts_from_json
from poa_ai.testing.factories import facts_json, minimal_json

RETURNS = (
    "return-date\tasin\tquantity\treason\tcustomer-comments\n"
    "2026-09-01\tB0EXAMPLE1\t2\tDEFECTIVE\tStopped after a day\n"
)


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    path = tmp_path / "returns.txt"
    path.write_text(RETURNS, encoding="utf-8")
    return path


def test_a_report_begins_the_facts(tmp_path: Path) -> None:
    added = add_reports({"schema_version": 1}, account_health=write_report(tmp_path))

    facts = facts_from_json(added.facts)
    assert [(metric.id, metric.value) for metric in facts.metrics] == [("M1", 1.8)]
    assert facts.seller.marketplace == "US"
    assert [fact.confirmed for fact in facts.facts] == [False]


def test_candidates_are_proposed_and_asked_about_never_asserted(returns: Path) -> None:
    added = add_reports({"schema_version": 1, "issues": ["odr"]}, returns=[returns])

    facts = facts_from_json(added.facts)
    (cause,), (fact,), (question,) = facts.root_causes, facts.facts, facts.questions
    assert (cause.kind, cause.confirmed, cause.facts) == ("defective-stock", False, (fact.id,))
    assert fact.confirmed is False
    assert fact.source == "returns.txt: returns of B0EXAMPLE1"
    assert question.about == cause.id


def test_without_an_issue_type_that_knows_the_cause_only_the_fact_is_proposed(returns: Path) -> None:
    added = add_reports({"schema_version": 1, "issues": ["late_shipment"]}, returns=[returns])

    assert "root_causes" not in added.facts
    assert len(added.facts["facts"]) == 1


def test_the_ids_of_the_file_are_kept_and_none_is_given_twice(tmp_path: Path, returns: Path) -> None:
    raw = facts_json(metrics=None, root_causes=None)

    added = add_reports(raw, account_health=write_report(tmp_path), returns=[returns])

    facts = facts_from_json(added.facts)
    assert [fact.id for fact in facts.facts] == ["F1", "F2", "F3"]
    assert added.facts["facts"][0] == raw["facts"][0]


@pytest.mark.parametrize("value", [1.8, 1.83])
def test_a_rate_that_the_facts_hold_already_is_completed(tmp_path: Path, value: float) -> None:
    raw = {**minimal_json(), "metrics": [{"name": "order_defect_rate", "value": value, "unit": "percent"}]}

    added = add_reports(raw, account_health=write_report(tmp_path))

    (metric,) = added.facts["metrics"]
    assert (metric["value"], metric["window_days"], metric["as_of"]) == (value, 60, "2026-10-12")
    assert "questions" not in added.facts


def test_a_rate_that_differs_is_asked_about_and_stays(tmp_path: Path) -> None:
    metric: dict[str, Any] = {"id": "M1", "name": "order_defect_rate", "value": 2.4, "unit": "percent"}

    added = add_reports({**minimal_json(), "metrics": [metric]}, account_health=write_report(tmp_path))

    assert added.facts["metrics"] == [metric]
    (question,) = added.facts["questions"]
    assert question["about"] == "M1"
    assert "the facts say 2.4" in question["text"]


def test_questions_go_into_the_facts_and_issue_types_are_only_proposed(tmp_path: Path) -> None:
    report = write_report(tmp_path, entry(suspectedIntellectualPropertyViolations=VIOLATION))

    added = add_reports({"schema_version": 1}, account_health=report)

    assert added.issues == ("ip_complaint",)
    assert "issues" not in added.facts
    assert "3 suspected intellectual property violations" in added.facts["questions"][0]["text"]


def test_the_given_facts_are_left_as_they_are(tmp_path: Path) -> None:
    raw = facts_json()

    add_reports(raw, account_health=write_report(tmp_path))

    assert raw == facts_json()


def test_what_the_report_tells_is_not_asked_any_more(tmp_path: Path) -> None:
    late = {"topic": "metrics", "text": "What was your late shipment rate on the Account Health page?"}
    told = {"topic": "metrics", "text": "What was your order defect rate on the Account Health page?"}

    added = add_reports(
        {"schema_version": 1, "questions": [late, told, {"text": "Since when?"}]},
        account_health=write_report(tmp_path),
    )

    assert added.facts["questions"] == [late, {"text": "Since when?"}]


def test_what_an_answer_about_a_report_settles_is_told(tmp_path: Path) -> None:
    metric: dict[str, Any] = {"name": "order_defect_rate", "value": 2.4, "unit": "percent"}
    report = write_report(tmp_path, entry(suspectedIntellectualPropertyViolations=VIOLATION))

    added = add_reports({**minimal_json(), "metrics": [metric]}, account_health=report)

    topics = [(entry["topic"], entry.get("about")) for entry in added.facts["questions"]]
    assert topics == [("metrics", "M1"), ("report", None)]
    assert facts_from_json(added.facts).metrics[0].id == "M1"
