"""The issue types on products: condition, safety, restricted and expired."""

from pathlib import Path

import pytest

from poa_ai import check, draft
from poa_ai.facts import Facts, NoticeFacts
from poa_ai.factsfile import facts_from_json
from poa_ai.issue import Artefact
from poa_ai.matching import artefact_wanted, match_issues
from poa_ai.notice import parse_notice
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing import IssuePluginTests

CASES = Path(__file__).parents[3] / "evals" / "cases"
REGISTRY = Registry.installed()


class TestCondition(IssuePluginTests):
    plugin = "poa_ai_condition"
    facts = CASES / "condition-returns-and-bins" / "facts.json"


class TestSafety(IssuePluginTests):
    plugin = "poa_ai_safety"
    facts = CASES / "safety-heater-plug" / "facts.json"


class TestRestricted(IssuePluginTests):
    plugin = "poa_ai_restricted"
    facts = CASES / "restricted-claim-words" / "facts.json"


class TestExpired(IssuePluginTests):
    plugin = "poa_ai_expired"
    facts = CASES / "expired-pick-order" / "facts.json"


def wanted(issue: str, text: str) -> Artefact:
    """The artefact that a notice on one issue wants."""
    facts = Facts(schema_version=1, issues=(issue,), notice=NoticeFacts(text=text))
    notice = parse_notice(facts.notice)
    matches = match_issues(facts, notice, REGISTRY.issue_types, REGISTRY.match_issue)
    return artefact_wanted(notice, matches)[0]


@pytest.mark.parametrize(
    ("issue", "text", "artefact"),
    [
        ("safety", "Buyers report that the lamp overheats. Upload the test report.", Artefact.DOCUMENTS),
        ("safety", "We received safety complaints. Send us a plan of action.", Artefact.PLAN),
        ("safety", "The lamp is the subject of a recall. Send a letter of compliance.", Artefact.DOCUMENTS),
        ("restricted", "You listed items that are not permitted for sale on Amazon.", Artefact.PLAN),
        ("restricted", "It will not be reinstated without proof of compliance.", Artefact.DOCUMENTS),
        ("restricted", "Your pages are under review. No action is needed from you.", Artefact.NONE),
        ("condition", "Buyers complained about the condition of the item.", Artefact.PLAN),
        (
            "condition",
            "Used sold as new. Complete the short form in Account Health.",
            Artefact.ACKNOWLEDGEMENT,
        ),
        ("expired", "Customers received expired products.", Artefact.PLAN),
    ],
)
def test_the_notice_decides_what_is_sent(issue: str, text: str, artefact: Artefact) -> None:
    assert wanted(issue, text) is artefact


def variants(issue: str, text: str) -> tuple[str, ...]:
    """The kinds of an issue that a notice speaks of."""
    facts = Facts(schema_version=1, notice=NoticeFacts(text=text))
    found = {issue.id: issue for issue in REGISTRY.issue_types}[issue]
    return REGISTRY.match_issue(facts, parse_notice(facts.notice), found).variants


@pytest.mark.parametrize(
    ("issue", "text", "expected"),
    [
        ("condition", "Complaint type: Used sold as new", ("used-sold-as-new",)),
        ("condition", "Buyers say that the items were not as described.", ("not-as-described",)),
        ("condition", "Customers received the wrong item.", ("wrong-item",)),
        ("safety", "The product was recalled by its maker.", ("recall",)),
        ("restricted", "The page makes antimicrobial claims.", ("claims",)),
        ("expired", "The remaining shelf life is too short.", ("short-life",)),
    ],
)
def test_each_kind_is_told_from_the_others(issue: str, text: str, expected: tuple[str, ...]) -> None:
    assert variants(issue, text) == expected


def gaps(issue: str, statement: str, *evidence: str) -> set[str]:
    """The rules of the gaps of a case with one cause."""
    raw = {
        "schema_version": 1,
        "issues": [issue],
        "notice": {"asks_for_plan": True, "received": "2026-10-06", "text": "Used sold as new"},
        "root_causes": [{"issue": issue, "statement": statement}],
        "evidence": [{"id": f"E{n}", "kind": kind, "title": kind} for n, kind in enumerate(evidence, 1)],
    }
    prepared = prepare(facts_from_json(raw), REGISTRY, load_rulebook(REGISTRY))
    return {gap.rule for gap in prepared.gaps}


def test_an_invoice_is_no_paper_on_the_condition_of_a_unit() -> None:
    assert "evidence.disqualified" in gaps("condition", "The box was open.", "supplier_invoice")
    assert "evidence.disqualified" not in gaps("condition", "The box was open.", "inspection_report")


def test_the_one_listing_of_a_restricted_notice_is_not_enough() -> None:
    searched = "structure.restricted-catalogue-searched"
    assert searched in gaps("restricted", "We deleted the listing.")
    assert searched not in gaps("restricted", "We searched all 318 active listings for the word.")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("blame.expired-date-misread", "The customers misread the date."),
        ("vague.condition-invoices", "The invoices prove that all units were new."),
        ("vague.safety-other-model", "The test report of a similar model is attached."),
        ("vague.restricted-out-of-stock", "We set the listing to inactive."),
    ],
)
def test_a_rule_of_a_type_rests_in_the_letters_of_others(rule: str, sentence: str) -> None:
    heard = set()
    for case in (
        "condition-returns-and-bins",
        "safety-heater-plug",
        "restricted-claim-words",
        "expired-pick-order",
    ):
        facts = CASES / case / "facts.json"
        heading = "### Root cause\n\n"
        letter = draft(facts).text("md").replace(heading, f"{heading}- {sentence}\n", 1)
        if rule in {finding.rule for finding in check(letter, facts)}:
            heard.add(case.partition("-")[0])
    assert heard == {rule.partition(".")[2].partition("-")[0]}
