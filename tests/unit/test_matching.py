"""Which issue types a case is about, and which artefact its notice wants."""

from importlib.resources import files
from typing import Any

import pytest

from poa_ai.errors import IssueMatchError, WrongArtefactError
from poa_ai.facts import Facts
from poa_ai.factsfile import facts_from_json
from poa_ai.issue import Artefact, IssueType
from poa_ai.issuefile import load_issue_type
from poa_ai.matching import IssueMatch, artefact_wanted, match_issues, meets, require_plan, score_issue
from poa_ai.notice import parse_notice
from poa_ai.testing.factories import cause_json, facts_json

NAMES = ("odr", "late_shipment", "ip_complaint", "authenticity")


@pytest.fixture(scope="module")
def issues() -> tuple[IssueType, ...]:
    return tuple(load_issue_type(files(f"poa_ai_{name}") / "issue.toml", name) for name in NAMES)


def read(**changes: Any) -> Facts:
    return facts_from_json(facts_json(**changes))


def match(facts: Facts, issues: tuple[IssueType, ...]) -> tuple[IssueMatch, ...]:
    return match_issues(facts, parse_notice(facts.notice), issues, score_issue)


def ids(matches: tuple[IssueMatch, ...]) -> list[str]:
    return [found.issue.id for found in matches]


def test_named_issues_come_in_the_sellers_order(issues: tuple[IssueType, ...]) -> None:
    assert ids(match(read(issues=["late_shipment", "odr"]), issues)) == ["late_shipment", "odr"]


def test_an_issue_named_by_a_cause_alone_takes_part(issues: tuple[IssueType, ...]) -> None:
    facts = read(issues=None, metrics=None, root_causes=[cause_json(issue="ip_complaint", kind=None)])
    found = match(facts, issues)
    assert ids(found) == ["ip_complaint"]
    assert found[0].named


def test_a_metric_off_target_brings_its_issue_in(issues: tuple[IssueType, ...]) -> None:
    late = {"name": "late_shipment_rate", "value": 6.4, "target": 4.0}
    facts = read(issues=None, metrics=[late])
    found = match(facts, issues)
    assert ids(found) == ["odr", "late_shipment"]
    assert not found[1].named
    assert "off target" in found[1].reasons[0]


def test_a_metric_on_target_brings_nothing_in(issues: tuple[IssueType, ...]) -> None:
    facts = read(issues=None, metrics=[{"name": "late_shipment_rate", "value": 3.9, "target": 4.0}])
    assert ids(match(facts, issues)) == ["odr"]


@pytest.mark.parametrize("name", NAMES)
def test_each_example_notice_is_heard_by_its_own_issue_type_first(
    issues: tuple[IssueType, ...], name: str
) -> None:
    issue = next(issue for issue in issues if issue.id == name)
    facts = read(
        issues=None,
        metrics=None,
        root_causes=[],
        notice={"text": issue.example_notice},
        evidence=[],
        facts=[],
    )
    found = match(facts, issues)
    assert ids(found)[0] == name
    assert found[0].reasons[0].startswith("the notice says")


def test_where_the_seller_names_issues_the_notice_adds_none(issues: tuple[IssueType, ...]) -> None:
    facts = read(notice={"text": issues[1].example_notice})
    assert ids(match(facts, issues)) == ["odr"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"issues": ["order_defects"]},
            "/issues: no installed issue type is called 'order_defects'; known: odr",
        ),
        (
            {"root_causes": [cause_json(issue="lateshipment")]},
            "/root_causes/0/issue: no .* did you mean 'late_shipment'",
        ),
        ({"issues": None, "metrics": None, "root_causes": []}, "no issue type fits"),
    ],
)
def test_a_cause_without_an_owner_is_an_error(
    issues: tuple[IssueType, ...], changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(IssueMatchError, match=told):
        match(read(**changes), issues)


def test_without_any_issue_type_the_message_still_helps() -> None:
    with pytest.raises(IssueMatchError, match="known: none"):
        match(read(), ())


def test_a_matcher_without_an_opinion_leaves_a_named_issue_in(issues: tuple[IssueType, ...]) -> None:
    facts = read()
    found = match_issues(facts, parse_notice(facts.notice), issues, lambda *_: None)
    assert ids(found) == ["odr"]
    assert found[0].score == 0


@pytest.mark.parametrize(
    ("value", "comparison", "expected"),
    [(0.99, "below", True), (1.0, "below", False), (1.0, "at-least", True), (0.99, "at-least", False)],
)
def test_a_target_is_met_on_the_right_side_of_its_limit(
    value: float, comparison: str, expected: bool
) -> None:
    assert meets(value, comparison, 1.0) is expected


def test_one_issue_type_that_wants_a_plan_is_enough(issues: tuple[IssueType, ...]) -> None:
    plan = next(issue for issue in issues if issue.route.default is Artefact.PLAN)
    facts = read(notice={"text": "nothing that decides"})
    notice = parse_notice(facts.notice)
    documents = [issue for issue in issues if issue.route.default is Artefact.DOCUMENTS]
    combined = [IssueMatch(issue, 1.0) for issue in (*documents, plan)]
    assert artefact_wanted(notice, combined)[0] is Artefact.PLAN
    require_plan(notice, combined)


def test_a_notice_that_wants_documents_gets_no_plan(issues: tuple[IssueType, ...]) -> None:
    facts = read(notice={"text": "You do not need to submit a plan of action. Send us the invoices."})
    with pytest.raises(WrongArtefactError, match="wants documents, not a plan of action") as caught:
        require_plan(parse_notice(facts.notice), match(facts, issues))
    assert caught.value.exit_code == 3


def test_what_the_seller_states_goes_before_the_notice(issues: tuple[IssueType, ...]) -> None:
    text = "You do not need to submit a plan of action. Send us the invoices."
    facts = read(notice={"text": text, "asks_for_plan": True})
    require_plan(parse_notice(facts.notice), match(facts, issues))
    refused = read(notice={"text": "Send us a plan of action.", "asks_for_plan": False})
    with pytest.raises(WrongArtefactError):
        require_plan(parse_notice(refused.notice), match(refused, issues))
