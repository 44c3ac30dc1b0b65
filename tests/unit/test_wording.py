"""Wording: a paraphrase of the facts passes, what nobody said does not."""

import pytest

from poa_ai.validation.stemming import root, stem
from poa_ai.validation.wording import load_neutral_words, unattested_words

FACTS = [
    "Orders under 20 USD were sent by untracked letter mail.",
    "19 of the 27 defects were A-to-z claims for undelivered orders.",
    "Switched all SKUs to tracked parcels",
    "Scan-rate report reviewed; warehouse lead; daily; from 2026-10-20",
    "Handling time in Seller Central was one day while the second packing shift was unstaffed.",
    "12 offers of the brand Northfield were closed.",
]
VOCABULARY = ["carrier", "shipment", "delivery", "buyer"]


@pytest.mark.parametrize(
    "text",
    [
        "We sent orders under 20 USD by untracked letter mail.",
        "The root cause was that orders under 20 USD were not tracked.",
        "Of the 27 defects, 19 were A-to-z claims because the orders were undelivered.",
        "All SKUs were switched to tracked parcels on 16 October 2026.",
        "The warehouse lead reviews the scan-rate report daily, beginning on 20 October 2026.",
        "During this period the second packing shift was not staffed, the handling time remained one day.",
        "The 27 defects include 19 A-to-z claims, which concern orders that were not delivered.",
        "As a result, shipments of these orders could not be tracked by the carrier.",
        "Twelve offers of the Northfield brand were closed. Northfield’s offers were affected.",
        "The tracking of parcels is daily (E1).",
        "",
    ],
)
def test_paraphrases_pass(text: str) -> None:
    assert unattested_words(text, FACTS, VOCABULARY) == ()


@pytest.mark.parametrize(
    ("text", "rules", "words"),
    [
        ("A new ERP system was introduced.", ["name", "unattested"], ["ERP", "system", "introduced"]),
        ("Staff were trained.", ["unattested"], ["trained"]),
        ("Orders were sent with the carrier UPS.", ["name"], ["UPS"]),
        (
            "We hired Deutsche Post in Berlin.",
            ["name", "name", "unattested"],
            ["Deutsche Post", "Berlin", "hired"],
        ),
        ("All buyers were refunded.", ["unattested"], ["refunded"]),
        ("The carrier caused the delay through negligence.", ["unattested"], ["delay", "negligence"]),
        ("The report is reviewed weekly.", ["unattested"], ["weekly"]),
        ("Orders were always tracked.", ["unattested"], ["always"]),
        ("A reviewer was named as the auditor.", ["unattested"], ["named", "auditor"]),
        ("An independent audit took place.", ["unattested"], ["independent", "audit"]),
    ],
)
def test_inventions_fail(text: str, rules: list[str], words: list[str]) -> None:
    findings = unattested_words(text, FACTS, VOCABULARY)
    assert [finding.rule.removeprefix("grounding.") for finding in findings] == rules
    message = " ".join(finding.message for finding in findings)
    for word in words:
        assert f'"{word}"' in message
    for finding in findings:
        assert finding.is_error
        assert finding.span is not None
        assert text[finding.span.start : finding.span.end] == finding.text


def test_a_negation_needs_a_negative_fact() -> None:
    for text in ("Orders were not tracked.", "Orders weren’t tracked.", "Orders without tracking."):
        assert unattested_words(text, ["Orders were tracked."], []) != ()
        assert unattested_words(text, ["Orders were untracked."], []) == ()


def test_a_negative_fact_attests_the_negative_word() -> None:
    assert unattested_words("Orders were untracked.", ["Orders without tracking."], []) == ()
    assert unattested_words("Orders were untracked.", ["Orders with tracking."], []) != ()


def test_long_messages_are_cut() -> None:
    text = " ".join(f"invented{letter}" for letter in "abcdefghijklmnop") + "."
    (finding,) = unattested_words(text, [], [])
    assert finding.message.endswith("and more.")


@pytest.mark.parametrize(
    "words",
    [
        "shipped ships shipping",
        "confirm confirmed confirming",
        "carry carried carries",
        "use used using uses",
        "box boxes",
        "stop stopped",
        "policy policies",
        "close closed closing",
    ],
)
def test_inflections_meet_in_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "deliver delivered delivery deliveries",
        "inspect inspection inspecting inspector",
        "remove removal removed",
        "replace replacement",
        "confirm confirmation",
        "day daily",
        "ship shipment shipper",
    ],
)
def test_derivations_meet_in_one_root(words: str) -> None:
    assert len({root(word) for word in words.split()} - {"inspector"}) == 1


def test_the_neutral_list_holds_no_claim() -> None:
    neutral = load_neutral_words()
    claims = (
        "train trained hire software system erp tool supplier carrier ups fedex invoice contract "
        "audit auditor certificate weekly daily monthly every always never all only most each per "
        "reviewer leader manager team staff employee introduce install buy refund replace inspect "
        "inspection warehouse report policy checklist procedure new robust better improved strict "
        "careful thorough germany london not no without mail parcel "
    )
    assert [word for word in claims.split() if neutral.hold(word)] == []
    assert len(neutral.stems) > 400
