"""Grounding: what no fact holds is an error; what one holds, in any form, is none."""

import pytest

from poa_ai.validation.grounding import Attested, ground
from poa_ai.values import extract_values

ATTESTED = Attested.of(
    {
        "M1": ["order defect rate", "1.8 percent", "1 percent", "60 days", "2026-10-12", "27", "1500"],
        "F1": ["19 of the 27 defects were A-to-z claims for undelivered orders."],
        "F2": ["41 of 58 orders under 20 CAD left between 14 and 22 September 2026."],
        "F3": ["Order 114-1234567-1234567 of B0EXAMPLE1, invoice INV-2026-118, 14 of 982 units."],
        "F4": ["Mail to owner@example.com or +1 206 555 0100, https://brand.example.com/licence"],
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "Nineteen of 27 defects were A-to-z claims.",
        "The rate was 1.80% over 60 days on 12 October 2026, on target 1 percent.",
        "41 of 58 orders under $20 left from 14 September 2026 to 22 September.",
        "In September 2026, in September and in 2026.",
        "B0EXAMPLE1 on invoice inv-2026-118, order 114-1234567-1234567",
        "The share was 1.43% of the units, or 1.4 percent, or 1%.",
        "A share of 70.4% came from claims (E1).",
        "Owner@example.com, (206) 555-0100, brand.example.com/licence/",
        "14 of 982 units, fourteen units",
    ],
)
def test_grounded(text: str) -> None:
    assert ground(text, ATTESTED) == ()


@pytest.mark.parametrize(
    ("text", "rule", "wrong"),
    [
        ("42 of 58 orders were late.", "number", "42"),
        ("Forty-two orders were late.", "number", "Forty-two"),
        ("The rate was 1.9%.", "percent", "1.9%"),
        ("The share was 1.44% of the units.", "percent", "1.44%"),
        ("On 13 October 2026.", "date", "13 October 2026"),
        ("In October 2025.", "date", "October 2025"),
        ("Orders under $21.", "amount", "$21"),
        ("Orders under USD 20.", "amount", "USD 20"),
        ("Over 61 days.", "duration", "61 days"),
        ("Within two weeks.", "duration", "two weeks"),
        ("Order 114-1234567-1234568.", "order-id", "114-1234567-1234568"),
        ("On B0EXAMPLE2.", "asin", "B0EXAMPLE2"),
        ("Write to owner@example.org.", "email", "owner@example.org"),
        ("Call 206-555-0101.", "phone", "206-555-0101"),
        ("See https://brand.example.com/other.", "url", "https://brand.example.com/other"),
        ("Invoice INV-2026-119.", "invoice", "INV-2026-119"),
        ("60 orders were late.", "number", "60"),
    ],
)
def test_ungrounded(text: str, rule: str, wrong: str) -> None:
    (finding,) = ground(text, ATTESTED)
    assert (finding.rule, finding.text, finding.is_error) == (f"grounding.{rule}", wrong, True)
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == wrong
    assert finding.source


def test_the_hint_names_the_nearest_fact() -> None:
    (finding,) = ground("42 orders were late.", ATTESTED)
    assert finding.hint == 'F2 has "41".'
    assert finding.message == 'No fact holds the number "42".'
    (alone,) = ground("42 orders were late.", Attested.of({"F1": ["none"]}))
    assert alone.hint == "Add the number to the facts, or leave it out."


def test_holders_in_the_order_of_the_facts() -> None:
    (value,) = extract_values("27 defects")
    assert ATTESTED.holders(value) == ("M1", "F1")
    assert ATTESTED.only(["F1", "F9"]).holders(value) == ("F1",)
    assert ATTESTED.only([]).holders(value) == ()


def test_an_ambiguous_date_is_held_in_either_reading() -> None:
    for fact in ("2026-03-04", "3 April 2026"):
        assert ground("on 03/04/2026", Attested.of({"F1": [fact]})) == ()
    assert ground("on 03/04/2026", Attested.of({"F1": ["2026-03-05"]}))


def test_a_share_needs_count_and_base_in_one_fact() -> None:
    split = Attested.of({"F1": ["14 units"], "F2": ["982 units"]})
    assert [finding.rule for finding in ground("1.43%", split)] == ["grounding.percent"]


def test_many_wrong_values_stay_cheap() -> None:
    attested = Attested.of({f"F{number}": [f"{number} units"] for number in range(2000)})
    assert len(ground(" ".join(str(number) for number in range(5000, 9000)), attested)) == 4000


@pytest.mark.parametrize(
    "text",
    ["27 of the 19 defects", "19 of 58 orders", "fourteen out of the 27 units", "41 of 27", "58 of 58"],
)
def test_a_share_of_the_wrong_base(text: str) -> None:
    (finding,) = ground(text, ATTESTED)
    assert (finding.rule, finding.is_error) == ("grounding.misplaced", True)
    assert finding.text == text[: len(finding.text)]


def test_a_share_of_two_facts_that_state_none() -> None:
    attested = Attested.of({"F1": ["58 orders"], "F2": ["41 were late"]})
    assert ground("41 of 58 orders were late", attested) == ()


def test_a_fact_with_a_percentage_has_said_how_precise_it_is() -> None:
    attested = Attested.of({"M1": ["2.4 percent", "36 of 1500"], "F1": ["14 of 982"]})
    assert ground("2.4% and 1.43%", attested) == ()
    assert [finding.text for finding in ground("2%, 1.42%", attested)] == ["2%", "1.42%"]
