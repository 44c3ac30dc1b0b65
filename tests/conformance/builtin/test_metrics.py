"""The issue types about metrics and prices, held to what every issue plugin is held to."""

from pathlib import Path
from typing import Any

import pytest

from poa_ai import draft
from poa_ai.errors import WrongArtefactError
from poa_ai.facts import Facts, NoticeFacts
from poa_ai.findings import Severity
from poa_ai.issue import Artefact
from poa_ai.matching import artefact_of
from poa_ai.notice import parse_notice
from poa_ai.registry import Registry
from poa_ai.testing import IssuePluginTests

CASES = Path(__file__).parents[3] / "evals" / "cases"
REGISTRY = Registry.installed()
ISSUES = {issue.id: issue for issue in REGISTRY.issue_types}


class TestCancellation(IssuePluginTests):
    plugin = "poa_ai_cancellation"
    facts = CASES / "cancellation-two-channels" / "facts.json"


class TestValidTracking(IssuePluginTests):
    plugin = "poa_ai_valid_tracking"
    facts = CASES / "valid-tracking-carrier-name" / "facts.json"


class TestOnTimeDelivery(IssuePluginTests):
    plugin = "poa_ai_on_time_delivery"
    facts = CASES / "on-time-delivery-slow-lane" / "facts.json"


class TestFairPricing(IssuePluginTests):
    plugin = "poa_ai_fair_pricing"
    facts = CASES / "fair-pricing-no-maximum" / "facts.json"


# What the kit does not ask


@pytest.mark.parametrize(
    ("issue", "comparison", "target", "windows", "source"),
    [
        ("cancellation", "below", 2.5, (7,), "mod-cr"),
        ("valid_tracking", "at-least", 95.0, (30,), "off-vtr"),
        ("on_time_delivery", "at-least", 90.0, (14,), "mod-otdr"),
    ],
)
def test_a_target_is_the_newest_official_one(
    issue: str, comparison: str, target: float, windows: tuple[int, ...], source: str
) -> None:
    (metric,) = ISSUES[issue].metrics
    assert (metric.comparison, metric.target, metric.unit) == (comparison, target, "percent")
    assert metric.window_days == windows
    assert (metric.source.key, metric.source.reliability) == (source, "official")


@pytest.mark.parametrize(
    ("issue", "name"),
    [
        ("cancellation", "pre_fulfilment_cancel_rate"),
        ("cancellation", "Cancellation rate"),
        ("valid_tracking", "VTR"),
        ("on_time_delivery", "unit_on_time_delivery_rate"),
        ("on_time_delivery", "OTDR"),
    ],
)
def test_a_metric_is_known_by_the_names_that_reports_and_sellers_use(issue: str, name: str) -> None:
    assert ISSUES[issue].metric(name) is ISSUES[issue].metrics[0]
    assert [other.id for other in ISSUES.values() if other.metric(name)] == [issue]


def test_fair_pricing_has_no_rate() -> None:
    assert ISSUES["fair_pricing"].metrics == ()


@pytest.mark.parametrize(
    ("issue", "text", "artefact"),
    [
        ("cancellation", "Your cancellation rate is above 2.5%.", Artefact.PLAN),
        ("cancellation", "Acknowledge this warning on your cancellation rate.", Artefact.ACKNOWLEDGEMENT),
        ("valid_tracking", "Your VTR is below 95%.", Artefact.PLAN),
        ("valid_tracking", "Click Acknowledge next to the category.", Artefact.ACKNOWLEDGEMENT),
        ("on_time_delivery", "Your OTDR is below 90%.", Artefact.PLAN),
        ("fair_pricing", "Your price is far above recent prices.", Artefact.ACKNOWLEDGEMENT),
        ("fair_pricing", "Your price is too high. No appeal is needed.", Artefact.ACKNOWLEDGEMENT),
        ("fair_pricing", "Your prices are excessive. Send us a plan of action.", Artefact.PLAN),
        (
            "fair_pricing",
            "Explain the steps you have taken to comply with the Marketplace Fair Pricing Policy.",
            Artefact.PLAN,
        ),
    ],
)
def test_the_route_follows_the_notice(issue: str, text: str, artefact: Artefact) -> None:
    facts = Facts(schema_version=1, issues=(issue,), notice=NoticeFacts(text=text))
    notice = parse_notice(facts.notice)
    assert artefact_of(notice, ISSUES[issue])[0] is artefact


def test_an_offer_that_is_only_to_be_priced_anew_gets_that_advice_and_no_letter() -> None:
    facts = facts_with("fair_pricing", "The price was 118.00 GBP.", asks=None)
    with pytest.raises(WrongArtefactError, match=r"correct the price, postage included.* not needed"):
        draft(facts, registry=REGISTRY)


@pytest.mark.parametrize(
    ("notice", "variants"),
    [
        ("We deactivated the listings that lowered your on-time delivery rate most.", ("listings",)),
        ("All of your seller-fulfilled offers are inactive: your OTDR is 60%.", ("all-offers",)),
        ("Your on-time delivery rate is below 90%.", ()),
    ],
)
def test_single_listings_are_told_from_all_offers(notice: str, variants: tuple[str, ...]) -> None:
    facts = Facts(schema_version=1, notice=NoticeFacts(text=notice))
    match = REGISTRY.match_issue(facts, parse_notice(facts.notice), ISSUES["on_time_delivery"])
    assert match.variants == variants


def facts_with(issue: str, text: str, *, asks: bool | None = True) -> dict[str, Any]:
    """Facts whose one root cause tells `text`."""
    cause = {
        "issue": issue,
        "statement": "A step was missing at the packing bench.",
        "facts": ["F1"],
        "corrective_actions": [{"text": "Added the step", "done_on": "2026-10-15"}],
        "preventive_measures": [
            {"text": "The step is checked", "owner": "shipping lead", "cadence": "daily"}
        ],
    }
    notice = {"received": "2026-10-14", "asks_for_plan": asks}
    return {
        "schema_version": 1,
        "notice": {key: value for key, value in notice.items() if value is not None},
        "issues": [issue],
        "facts": [{"id": "F1", "text": text}],
        "root_causes": [cause],
    }


ANSWERS = [
    ("late_shipment", "41 orders were confirmed after the expected ship date."),
    ("on_time_delivery", "41 units were delivered after the deliver-by date."),
    ("valid_tracking", "41 packages were confirmed with a wrong carrier name."),
    ("cancellation", "41 orders were cancelled for lack of stock."),
    ("fair_pricing", "The repricing rule had no maximum price."),
]


@pytest.mark.parametrize(("issue", "text"), ANSWERS)
def test_the_answer_to_its_own_question_is_left_alone(issue: str, text: str) -> None:
    assert [finding.rule for finding in draft(facts_with(issue, text), registry=REGISTRY).findings] == []


@pytest.mark.parametrize(
    ("issue", "text", "rule"),
    [
        ("cancellation", "41 orders were shipped late.", "vague.cancellation-other-metric"),
        (
            "cancellation",
            "41 packages left without a valid tracking number.",
            "vague.cancellation-other-metric",
        ),
        ("cancellation", "9 buyers asked us to cancel their orders.", "blame.cancellation-buyer-request"),
        ("cancellation", "The stock is looked at more closely.", "vague.cancellation-care"),
        ("cancellation", "The rate passed the target of 3%.", "vague.cancellation-stale-target"),
        ("valid_tracking", "41 packages were delivered late.", "vague.valid-tracking-delivery"),
        ("valid_tracking", "The courier forgot to scan 41 packages.", "blame.valid-tracking-carrier"),
        ("valid_tracking", "The valid tracking rate is a metric.", "vague.valid-tracking-help-text"),
        ("on_time_delivery", ANSWERS[0][1], "vague.on-time-delivery-shipment"),
        ("on_time_delivery", "Delays at the carrier held up 41 units.", "blame.on-time-delivery-carrier"),
        ("on_time_delivery", "The target is at least 97%.", "vague.on-time-delivery-stale-target"),
        ("fair_pricing", "A glitch in the repricer raised the price.", "blame.fair-pricing-tool"),
        ("fair_pricing", "The price was justified by the demand.", "blame.fair-pricing-market"),
    ],
)
def test_an_answer_to_another_question_is_flagged_in_its_own_section_alone(
    issue: str, text: str, rule: str
) -> None:
    found = {finding.rule: finding for finding in draft(facts_with(issue, text), registry=REGISTRY).findings}
    assert found[rule].severity is Severity.WARNING
    for other, _ in ANSWERS:
        findings = draft(facts_with(other, text), registry=REGISTRY).findings
        assert other == issue or rule not in {finding.rule for finding in findings}
