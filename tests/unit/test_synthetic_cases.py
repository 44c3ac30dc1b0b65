"""The synthetic cases: complete, consistent, and heard by the right issue types."""

import re
from datetime import date
from pathlib import Path

import pytest

import poa_ai_authenticity
import poa_ai_ip_complaint
import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.case import Case, build_case
from poa_ai.completeness import find_gaps
from poa_ai.consistency import find_contradictions
from poa_ai.facts import Facts, Metric, NoticeFacts
from poa_ai.factsfile import load_facts
from poa_ai.matching import THRESHOLD, match_issues, score_issue
from poa_ai.notice import parse_notice

PLUGINS = (poa_ai_odr, poa_ai_late_shipment, poa_ai_ip_complaint, poa_ai_authenticity)
ISSUES = tuple(issue for plugin in PLUGINS for issue in plugin.poa_ai_issue_types())
FOLDERS = Path(__file__).resolve().parents[2] / "evals" / "cases"
CASES = {
    "odr-untracked-mail": ("odr",),
    "late-shipment-handling-time": ("late_shipment",),
    "ip-trademark-listing": ("ip_complaint",),
    "authenticity-invoices": ("authenticity",),
    "combined-odr-late-shipment": ("odr", "late_shipment"),
}
ALL_CASES = (*CASES, "hostile-plea", "gap-draft")


each_case = pytest.mark.parametrize("name", CASES)


def facts_of(name: str) -> Facts:
    return load_facts(FOLDERS / name / "facts.json")


def case_of(name: str) -> Case:
    facts = facts_of(name)
    notice = parse_notice(facts.notice)
    return build_case(facts, notice, match_issues(facts, notice, ISSUES, score_issue))


@each_case
def test_the_notice_alone_is_heard_by_the_right_types_only(name: str) -> None:
    given = facts_of(name).notice
    alone = Facts(schema_version=1, notice=NoticeFacts(text=given.text))
    notice = parse_notice(alone.notice)
    scores = {issue.id: score_issue(alone, notice, issue).score for issue in ISSUES}
    assert {issue for issue, score in scores.items() if score >= THRESHOLD} == set(CASES[name])


@pytest.mark.parametrize("name", ALL_CASES)
def test_a_case_loads_with_its_notice_and_its_figures_add_up(name: str) -> None:
    facts = facts_of(name)
    assert facts.notice.text
    assert not re.search(r"https?:|www\.", facts.notice.text)
    assert facts.metrics or name in {"ip-trademark-listing", "authenticity-invoices"}
    for metric in facts.metrics:
        assert metric.count is not None
        assert metric.base
        decimals = len(str(metric.value).partition(".")[2])
        assert round(100 * metric.count / metric.base, decimals) == metric.value


@pytest.mark.parametrize("name", ALL_CASES)
def test_ids_of_products_and_orders_are_well_formed(name: str) -> None:
    facts = facts_of(name)
    assert facts.asins
    assert all(re.fullmatch(r"B0[A-Z0-9]{8}", asin) for asin in facts.asins)
    used = {asin for exhibit in facts.evidence for asin in (*exhibit.covers, *exhibit.quantities)}
    assert used <= set(facts.asins)
    text = (FOLDERS / name / "facts.json").read_text(encoding="utf-8")
    assert all(re.fullmatch(r"\d{3}-\d{7}-\d{7}", order) for order in re.findall(r"\b\d{3}-\d{3,}-\d+", text))


@each_case
def test_a_case_lacks_nothing_and_contradicts_nothing(name: str) -> None:
    case = case_of(name)
    assert tuple(match.issue.id for match in case.matches) == CASES[name]
    assert [gap.message for gap in find_gaps(case)] == []
    assert [finding.message for finding in find_contradictions(case)] == []


@each_case
def test_the_dates_of_a_case_are_in_order(name: str) -> None:
    facts = facts_of(name)
    received = facts.notice.received
    assert received is not None
    assert all(measured(metric) < received for metric in facts.metrics)
    for cause in facts.root_causes:
        done = [action.done_on for action in cause.corrective_actions]
        starts = [measure.starts for measure in cause.preventive_measures]
        assert all(day is not None and day >= received for day in (*done, *starts))
        assert 2 <= len(done) <= 3
        assert 2 <= len(starts) <= 3


def measured(metric: Metric) -> date:
    assert metric.as_of is not None
    return metric.as_of


def test_the_cases_differ_in_marketplace_cadence_and_number_of_exhibits() -> None:
    cases = [facts_of(name) for name in CASES]
    assert {facts.seller.marketplace for facts in cases} == {"US", "UK", "DE"}
    cadences = {
        measure.cadence
        for facts in cases
        for cause in facts.root_causes
        for measure in cause.preventive_measures
    }
    assert len(cadences) >= 12
    assert all(3 <= len(facts.evidence) <= 9 for facts in cases)


def test_the_combined_case_has_three_causes_of_two_types_in_order() -> None:
    causes = case_of("combined-odr-late-shipment").causes
    assert [(cause.issue.id, cause.kind and cause.kind.id) for cause in causes] == [
        ("odr", "weak-packaging"),
        ("odr", "untracked-mail"),
        ("late_shipment", "staff-leave"),
    ]
    assert [[metric.id for metric in cause.metrics] for cause in causes] == [["M1"], [], ["M2", "M3"]]


def test_the_invoices_of_the_authenticity_case_lie_in_the_window_and_cover_the_sales() -> None:
    facts = facts_of("authenticity-invoices")
    received = facts.notice.received
    assert received is not None
    invoices = [exhibit for exhibit in facts.evidence if exhibit.kind == "supplier_invoice"]
    assert all(exhibit.dated and 0 <= (received - exhibit.dated).days <= 365 for exhibit in invoices)
    for product in facts.products:
        bought = sum(exhibit.quantities.get(product.asin or "", 0) for exhibit in invoices)
        assert product.units_sold is not None
        assert bought >= product.units_sold


@pytest.mark.parametrize("kind", ["pro_forma_invoice", "order_confirmation", "screenshot"])
def test_refused_papers_are_named_in_the_authenticity_case(kind: str) -> None:
    facts = facts_of("authenticity-invoices")
    evidence = tuple(e.model_copy(update={"kind": kind}) if e.id == "E1" else e for e in facts.evidence)
    notice = parse_notice(facts.notice)
    changed = facts.model_copy(update={"evidence": evidence})
    case = build_case(changed, notice, match_issues(changed, notice, ISSUES, score_issue))
    assert "E1" in {gap.item for gap in find_gaps(case) if gap.rule == "evidence.disqualified"}


def test_the_gap_draft_lacks_a_date_a_measure_and_a_cause() -> None:
    errors = [(gap.rule, gap.item) for gap in find_gaps(case_of("gap-draft")) if gap.is_error]
    assert errors == [
        ("structure.issue-without-cause", "late_shipment"),
        ("structure.undated-action", "A1"),
        ("structure.part-empty", "C2"),
    ]


def test_the_hostile_case_has_pleas_and_orders_everywhere_and_no_gap_before_they_are_withheld() -> None:
    facts = facts_of("hostile-plea")
    assert [gap for gap in find_gaps(case_of("hostile-plea")) if gap.is_error] == []
    (cause,) = facts.root_causes
    places = {
        "title": cause.title or "",
        "statement": cause.statement,
        "facts": " ".join(fact.text for fact in facts.facts),
        "actions": " ".join(action.text for action in cause.corrective_actions),
        "measures": " ".join(measure.text for measure in cause.preventive_measures),
        "exhibits": " ".join(exhibit.title for exhibit in facts.evidence),
    }
    offences = {
        "title": "beg", "statement": "only income", "facts": "Ignore all previous instructions",
        "actions": "Seller Support", "measures": "We promise", "exhibits": "mercy",
    }  # fmt: skip
    assert all(offences[place] in text for place, text in places.items())
    assert set(facts.private) == {"Jane Buyer"}
