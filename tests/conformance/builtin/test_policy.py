"""The issue types on policies: listings, reviews, related accounts and drop shipping."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from poa_ai.facts import Facts, NoticeFacts
from poa_ai.factsfile import facts_from_json
from poa_ai.issue import Artefact
from poa_ai.matching import artefact_wanted
from poa_ai.notice import parse_notice
from poa_ai.outline import Part
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing import IssuePluginTests
from poa_ai.validation.language import find_language

EVALS = Path(__file__).parents[3] / "evals"
CASES = EVALS / "cases"
REGISTRY = Registry.installed()
RULES = load_rulebook(REGISTRY)
ISSUES = {issue.id: issue for issue in REGISTRY.issue_types}


class TestListingPolicy(IssuePluginTests):
    plugin = "poa_ai_listing_policy"
    facts = CASES / "listing-policy-family-and-duplicate" / "facts.json"


class TestReviewManipulation(IssuePluginTests):
    plugin = "poa_ai_review_manipulation"
    facts = CASES / "review-manipulation-insert-and-agency" / "facts.json"


class TestRelatedAccounts(IssuePluginTests):
    plugin = "poa_ai_related_accounts"
    facts = CASES / "related-accounts-bookkeeping-user" / "facts.json"


class TestDropShipping(IssuePluginTests):
    plugin = "poa_ai_drop_shipping"
    facts = CASES / "drop-shipping-supplier-slips" / "facts.json"


def heard_variants(issue: str, text: str) -> tuple[str, ...]:
    facts = Facts(schema_version=1, notice=NoticeFacts(text=text))
    return REGISTRY.match_issue(facts, parse_notice(facts.notice), ISSUES[issue]).variants


def rules_found(text: str, issue: str, part: Part) -> set[str]:
    return {finding.rule for finding in find_language(text, RULES.limited_to(issue, part.value), ())}


@pytest.mark.parametrize(
    ("notice", "issue", "artefact"),
    [
        ("listing-policy-variations-bulleted", "listing_policy", Artefact.PLAN),
        ("listing-policy-wrong-category-acknowledge", "listing_policy", Artefact.ACKNOWLEDGEMENT),
        ("reviews-paid-through-service", "review_manipulation", Artefact.PLAN),
        ("reviews-wrongly-flagged-evidence", "review_manipulation", Artefact.DOCUMENTS),
        ("related-account-named", "related_accounts", Artefact.PLAN),
        ("drop-shipping-retailer-box", "drop_shipping", Artefact.PLAN),
        ("drop-shipping-review-proof", "drop_shipping", Artefact.DOCUMENTS),
    ],
)
def test_a_notice_gets_what_it_asks_for(notice: str, issue: str, artefact: Artefact) -> None:
    """A plan where proof or an acknowledgement was asked for is refused unread."""
    raw = tomllib.loads((EVALS / "notices" / f"{notice}.toml").read_text("utf-8"))
    facts = Facts(schema_version=1, notice=NoticeFacts(text=raw["text"], asks_for_plan=raw.get("plan")))
    found = parse_notice(facts.notice)
    wanted, advice = artefact_wanted(found, [REGISTRY.match_issue(facts, found, ISSUES[issue])])
    assert wanted is artefact
    assert (artefact is Artefact.PLAN) == (not advice)


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("You created variations that violate our ASIN creation policy.", ("variation",)),
        ("You created duplicate ASINs for products that already exist.", ("duplicate",)),
        ("B0EXAMPLE1 is listed in the wrong category.", ("wrong-category",)),
        ("Your titles show keyword stuffing.", ("detail-page",)),
        ("We found trademarked terms in your titles and search terms.", ()),
    ],
)
def test_the_kind_of_listing_violation_is_heard(text: str, variants: tuple[str, ...]) -> None:
    assert heard_variants("listing_policy", text) == variants


@pytest.mark.parametrize("name", ["related-accounts-bookkeeping-user", "related-accounts-own-store"])
def test_a_notice_that_prints_all_ways_back_decides_for_none(name: str) -> None:
    """Who owns the other account is for the seller to say, by the kind of the cause."""
    assert heard_variants("related_accounts", (CASES / name / "notice.txt").read_text("utf-8")) == ()


def related_gaps(name: str) -> set[str]:
    """The gaps of a case that says nothing of a reactivation, and whose exhibits are of no known kind."""
    told = (CASES / name / "facts.json").read_text("utf-8").replace("reactivat", "consider")
    raw: dict[str, Any] = json.loads(told)
    raw["notice"]["text"] = (CASES / name / raw["notice"].pop("file")).read_text("utf-8")
    for exhibit in raw["evidence"]:
        exhibit["kind"] = "note"
    prepared = prepare(facts_from_json(raw), REGISTRY, RULES)
    return {gap.item for gap in prepared.gaps if gap.is_error and gap.item}


def test_an_own_account_must_be_reactivated_first() -> None:
    gaps = related_gaps("related-accounts-own-store")
    assert {"related-reinstated", "reactivation"} <= gaps
    assert "no-ownership" not in gaps


def test_ownership_by_somebody_else_needs_papers() -> None:
    gaps = related_gaps("related-accounts-bookkeeping-user")
    assert "no-ownership" in gaps
    assert not {"related-reinstated", "reactivation"} & gaps


@pytest.mark.parametrize("issue", ["review_manipulation", "odr", "condition"])
@pytest.mark.parametrize(
    "text",
    [
        "We asked the 41 buyers to remove their reviews.",
        "We requested removal of the feedback from 12 buyers.",
        "Buyers who left one star were offered a refund and removed the review.",
        "Replies to negative feedback ask the buyer to revise it.",
    ],
)
def test_asking_buyers_for_another_review_is_an_error_as_a_remedy_and_told_as_a_cause(
    issue: str, text: str
) -> None:
    """Disclosure of the same thing belongs into the root cause and must not be held back."""
    rule = "instruction.review-manipulation-ask-buyers"
    assert rule in rules_found(text, issue, Part.CORRECTIVE_ACTIONS)
    assert rule in rules_found(text, issue, Part.PREVENTIVE_MEASURES)
    assert rule not in rules_found(text, issue, Part.ROOT_CAUSE)


@pytest.mark.parametrize(
    "text",
    [
        "We reported the 41 reviews to Amazon for removal.",
        "We ended the practice of asking buyers to change a review.",
        "We refunded 12 orders and changed the packaging that the feedback names.",
        "Messages to buyers are read by sample for requests to change a review.",
        "Asked the supplier to change the energy rating on the label.",
    ],
)
def test_what_asks_no_buyer_passes(text: str) -> None:
    for part in (Part.CORRECTIVE_ACTIONS, Part.PREVENTIVE_MEASURES):
        assert rules_found(text, "review_manipulation", part) == set()


@pytest.mark.parametrize(
    ("issue", "text", "rule"),
    [
        ("review_manipulation", "Some reviews came from the club.", "vague.review-manipulation-partial"),
        ("related_accounts", "We have no other account.", "vague.related-accounts-denial"),
        ("drop_shipping", "A new employee forgot the slip.", "blame.drop-shipping-person"),
        ("drop_shipping", "We read the drop shipping policy.", "vague.drop-shipping-template"),
        ("listing_policy", "The listing violated the policy.", "vague.listing-policy-no-rule"),
    ],
)
def test_a_rule_holds_for_its_own_type_alone(issue: str, text: str, rule: str) -> None:
    assert rule in rules_found(text, issue, Part.ROOT_CAUSE)
    assert rule not in rules_found(text, "late_shipment", Part.ROOT_CAUSE)
