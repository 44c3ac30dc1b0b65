"""The four built-in issue types: what they know, and what they hear in a notice."""

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest

import poa_ai_authenticity
import poa_ai_ip_complaint
import poa_ai_late_shipment
import poa_ai_odr
from poa_ai.facts import Facts, NoticeFacts
from poa_ai.findings import Severity
from poa_ai.issue import Artefact, IssueType, Level, Source
from poa_ai.matching import THRESHOLD, artefact_wanted, score_issue
from poa_ai.notice import parse_notice
from poa_ai.validation.examples import check_examples
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.rulefile import load_rules

PLUGINS = (poa_ai_odr, poa_ai_late_shipment, poa_ai_ip_complaint, poa_ai_authenticity)
ISSUES: dict[str, IssueType] = {
    issue.id: issue for plugin in PLUGINS for issue in plugin.poa_ai_issue_types()
}

each_issue = pytest.mark.parametrize("issue", ISSUES.values(), ids=list(ISSUES))


def heard(text: str) -> dict[str, float]:
    """What each issue type scores on the notice alone."""
    facts = Facts(schema_version=1, notice=NoticeFacts(text=text))
    notice = parse_notice(facts.notice)
    return {name: score_issue(facts, notice, issue).score for name, issue in ISSUES.items()}


def variants_heard(issue: str, text: str) -> set[str]:
    facts = Facts(schema_version=1, notice=NoticeFacts(text=text))
    return set(score_issue(facts, parse_notice(facts.notice), ISSUES[issue]).variants)


def wanted(issue: str, text: str) -> Artefact:
    facts = Facts(schema_version=1, issues=(issue,), notice=NoticeFacts(text=text))
    notice = parse_notice(facts.notice)
    return artefact_wanted(notice, [score_issue(facts, notice, ISSUES[issue])])[0]


# What the files hold


def test_the_four_types_are_brought_under_their_ids() -> None:
    assert list(ISSUES) == ["odr", "late_shipment", "ip_complaint", "authenticity"]


@pytest.mark.parametrize("plugin", PLUGINS, ids=[p.__name__ for p in PLUGINS])
def test_a_plugin_brings_its_own_prompts_and_imports_only_what_a_stranger_may(plugin: ModuleType) -> None:
    (issue,) = plugin.poa_ai_issue_types()
    assert list(plugin.poa_ai_prompt_folders()) == [issue.id]
    tree = ast.parse(inspect.getsource(plugin))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module for module in modules if module and module.startswith("poa_ai")} == {"poa_ai.plugin"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def cited(issue: IssueType) -> Iterator[Source]:
    yield from (exception.signal.source for exception in issue.route.exceptions)
    yield from (signal.source for signal in issue.signals)
    yield from (metric.source for metric in issue.metrics)
    yield from (variant.source for variant in issue.variants)
    yield from (kind.source for kind in issue.cause_kinds)
    yield from (item.source for item in issue.checklist)
    yield from (item.source for item in issue.evidence)
    yield from (rejection.source for rejection in issue.rejections)
    yield from (refused.source for entry in issue.evidence for refused in entry.disqualified)


@each_issue
def test_every_source_is_cited_and_says_where_it_stands(issue: IssueType) -> None:
    assert {source.key for source in cited(issue)} == {source.key for source in issue.sources}
    for source in issue.sources:
        assert re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+/", source.where), source.where
    assert any(source.reliability == "official" for source in cited(issue))


@each_issue
def test_an_issue_type_knows_causes_checks_papers_and_grounds_for_refusal(issue: IssueType) -> None:
    assert len(issue.cause_kinds) >= 7
    assert len(issue.checklist) >= 6
    assert len(issue.rejections) >= 4
    assert len(issue.evidence) >= 2
    assert all(kind.actions and kind.measures for kind in issue.cause_kinds)
    assert date.fromisoformat(issue.reviewed)


@each_issue
def test_the_vocabulary_holds_single_words_that_claim_nothing_done(issue: IssueType) -> None:
    assert len(set(issue.vocabulary)) == len(issue.vocabulary)
    for word in issue.vocabulary:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", word), word
    claims = "refund replacement inspection training invoice licence retraction genuine tracked".split()
    assert not set(claims) & set(issue.vocabulary)


@each_issue
def test_a_label_reads_inside_a_sentence(issue: IssueType) -> None:
    assert all(metric.label == metric.label.lower() for metric in issue.metrics)


def test_order_defect_rate_is_below_1_percent_over_60_days() -> None:
    (metric,) = ISSUES["odr"].metrics
    assert (metric.comparison, metric.target, metric.unit) == ("below", 1.0, "percent")
    assert metric.window_days == (60,)
    assert ISSUES["odr"].metric("ODR") is metric
    assert [v.id for v in ISSUES["odr"].variants] == ["negative-feedback", "a-to-z-claims", "chargebacks"]


def test_late_shipment_rate_is_below_4_percent_over_10_and_30_days_and_about_confirmation() -> None:
    (metric,) = ISSUES["late_shipment"].metrics
    assert (metric.comparison, metric.target, metric.unit) == ("below", 4.0, "percent")
    assert metric.window_days == (10, 30)
    assert "confirmed" in metric.counted
    assert "deliver" not in metric.counted
    assert ISSUES["late_shipment"].metric("late dispatch rate") is metric


def test_authenticity_wants_invoices_of_365_days_before_the_notice_for_each_product_and_its_sales() -> None:
    invoices = next(item for item in ISSUES["authenticity"].evidence if item.id == "supplier-invoices")
    assert (invoices.window_days, invoices.counted_from, invoices.level) == (365, "notice", Level.REQUIRED)
    assert invoices.per_product
    assert invoices.quantities
    assert {"invoice", "receipt"} <= set(invoices.kinds)
    refused = {kind for entry in invoices.disqualified for kind in entry.kinds}
    assert {"order_confirmation", "pro_forma_invoice", "screenshot"} <= refused
    assert {"alibaba_invoice", "ebay_order", "edited_invoice"} <= refused
    assert not refused & set(invoices.kinds)
    assert all(f"supplier {part}" in invoices.fields for part in ("name", "telephone", "address", "website"))


def test_nothing_but_the_invoices_of_authenticity_is_required() -> None:
    issues = ISSUES.values()
    checks = [item.id for issue in issues for item in issue.checklist if item.level is Level.REQUIRED]
    papers = [item.id for issue in issues for item in issue.evidence if item.level is Level.REQUIRED]
    assert checks == []
    assert papers == ["supplier-invoices"]


def test_ip_complaint_keeps_the_kind_of_right_apart_from_who_raised_it() -> None:
    issue = ISSUES["ip_complaint"]
    assert {variant.id for variant in issue.variants} == {
        "owner-report", "suspected", "trademark", "copyright", "patent", "counterfeit"
    }  # fmt: skip
    papers = {variant: item.id for item in issue.evidence for variant in item.variants}
    assert papers == {
        "trademark": "right-to-use-mark",
        "counterfeit": "right-to-use-mark",
        "copyright": "right-to-content",
        "patent": "patent-position",
        "suspected": "listing-changed",
    }
    patent = next(item for item in issue.evidence if item.id == "patent-position")
    assert {"legal_opinion", "settlement", "evaluation_agreement", "retraction"} <= set(patent.kinds)
    advice = " ".join(exception.advice for exception in issue.route.exceptions)
    assert "notice-retraction@amazon.com" in advice
    assert "patent-evaluation@amazon.com" in advice


# What is heard in a notice


@each_issue
def test_the_example_notice_is_heard_best_by_its_own_type(issue: IssueType) -> None:
    scores = heard(issue.example_notice)
    others = [score for name, score in scores.items() if name != issue.id]
    assert scores[issue.id] >= THRESHOLD
    assert scores[issue.id] > max(others)
    assert max(others) < THRESHOLD


def test_an_owner_who_calls_the_goods_inauthentic_still_makes_an_ip_complaint_only() -> None:
    scores = heard(
        "We received a report from a rights owner that the products below are inauthentic and infringe "
        "its trademark. Provide an invoice or a letter of authorization."
    )
    assert {issue for issue, score in scores.items() if score >= THRESHOLD} == {"ip_complaint"}


@pytest.mark.parametrize(
    "text",
    [
        "Two-step authentication is required for your account. Confirm your telephone number.",
        "Your fee invoice for October is ready. The charge will be made to your card.",
        "Patent leather shoes belong in another category. Correct the product type.",
        "Your on-time delivery rate is below 90%. Parcels arrived after the promised delivery date.",
        "Your pre-fulfilment cancel rate is 3.1%; the target is under 2.5% over 7 days.",
        "Your valid tracking rate is under 95%.",
        "We read your feedback on our survey. Sort the report from A to Z.",
        "Items sold as new arrived used. Buyers left negative feedback and filed A-to-z Guarantee claims.",
        "We could not verify the authenticity of the utility bill that you sent.",
        "Identity verification: upload a utility bill of the last 90 days that shows your name and address.",
        "",
    ],
)
def test_other_notices_are_not_taken_for_a_built_in_type(text: str) -> None:
    assert all(score < THRESHOLD for score in heard(text).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We received a report from a rights owner about its trademark. Complaint ID: 71930446218",
            {"owner-report", "trademark"},
        ),
        ("A rights owner reported that images infringe its copyright.", {"owner-report", "copyright"}),
        (
            "The patent owner claims that the product infringes its utility patent.",
            {"owner-report", "patent"},
        ),
        (
            "We received a report from a rights owner who made a test purchase: the items are counterfeit.",
            {"owner-report", "counterfeit"},
        ),
        ("Suspected Intellectual Property Violation: brand names in your titles.", {"suspected"}),
        ("Your listing may infringe the trademark of another company.", {"suspected", "trademark"}),
        ("Your late shipment rate is more than 4%.", set()),
    ],
)
def test_kinds_of_ip_complaint_are_told_apart(text: str, expected: set[str]) -> None:
    assert variants_heard("ip_complaint", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your order defect rate is high because of negative feedback.", {"negative-feedback"}),
        ("Most defects are A-to-z Guarantee claims.", {"a-to-z-claims"}),
        ("Your ODR is over 1% because of chargebacks and A-to-Z claims.", {"chargebacks", "a-to-z-claims"}),
    ],
)
def test_components_of_the_order_defect_rate_are_told_apart(text: str, expected: set[str]) -> None:
    assert variants_heard("odr", text) == expected


# Which artefact the notice wants


@pytest.mark.parametrize(
    ("issue", "text", "artefact"),
    [
        ("odr", "Your order defect rate is over 1%. Take this quiz.", Artefact.ACKNOWLEDGEMENT),
        ("odr", "Your order defect rate is over 1%. Explain what you will change.", Artefact.PLAN),
        ("odr", "The quiz game you sell has a high order defect rate.", Artefact.PLAN),
        ("late_shipment", "Complete this quiz within 72 hours.", Artefact.ACKNOWLEDGEMENT),
        ("authenticity", "For our new seller verification, send invoices.", Artefact.DOCUMENTS),
        (
            "ip_complaint",
            "A patent owner reported it. You may join a neutral evaluation.",
            Artefact.DOCUMENTS,
        ),
        ("authenticity", "Buyers say that these items are inauthentic. Send invoices.", Artefact.PLAN),
        (
            "ip_complaint",
            "A rights owner reported it. Please provide the following to reactivate your listings:\n"
            "-- An invoice, letter of authorization or a licensing agreement",
            Artefact.DOCUMENTS,
        ),
        (
            "ip_complaint",
            "A patent owner reported your item. Settle the dispute with the patent owner within three weeks "
            "or take part in the neutral patent evaluation.",
            Artefact.DOCUMENTS,
        ),
        (
            "ip_complaint",
            "A rights owner reported it. Send a plan of action and submit a letter of authorization.",
            Artefact.PLAN,
        ),
    ],
)
def test_the_route_follows_the_notice(issue: str, text: str, artefact: Artefact) -> None:
    assert wanted(issue, text) is artefact


# The rules of the late shipment type


def test_late_shipment_rules_hold_for_late_shipment_only_and_their_examples_hold() -> None:
    (file,) = poa_ai_late_shipment.poa_ai_rule_files()
    rules = load_rules(file, "poa_ai_late_shipment/rules.toml")
    assert {rule.issues for rule in rules} == {("late_shipment",)}
    assert {rule.severity for rule in rules} == {Severity.WARNING}
    assert check_examples(RuleSet(rules)) == ()
