"""Values: every usual way to write one comes to the same form."""

import time

import pytest

from poa_ai.findings import Span
from poa_ai.numerals import quantity_starts, starts_left
from poa_ai.values import Kind, extract_values, find_exhibits

FORMS = [
    (
        Kind.DATE,
        "2026-10-16",
        ["2026-10-16", "16 October 2026", "October 16, 2026", "16 Oct 2026", "16th of October 2026"],
    ),
    (
        Kind.DATE,
        "2026-10-16",
        ["10/16/2026", "16.10.2026", "16-Oct-2026", "2026-10-16T09:30:00Z", "Oct. 16th 2026"],
    ),
    (Kind.DATE, "2026-03-04|2026-04-03", ["03/04/2026", "3.4.26"]),
    (Kind.DATE, "2026-10", ["October 2026", "Oct 2026", "2026-10"]),
    (Kind.DATE, "--10-16", ["16 October", "October 16", "16 Oct"]),
    (Kind.PERCENT, "1.8", ["1.8%", "1.8 %", "1.80 percent", "1,8 %", "1.8 per cent", "1.8 pct"]),
    (Kind.PERCENT, "3", ["three percent", "3%", "three per cent"]),
    (
        Kind.AMOUNT,
        "USD 1234.50",
        ["$1,234.50", "USD 1234.5", "1,234.50 USD", "US$1,234.50", "1.234,50 dollars"],
    ),
    (Kind.AMOUNT, "EUR 20", ["€20", "EUR 20.00", "20 euros", "20 €"]),
    (Kind.AMOUNT, "USD 2000", ["$2k", "$2 thousand", "two thousand dollars"]),
    (Kind.DURATION, "60 day", ["60 days", "60-day", "sixty days", "60 calendar days"]),
    (Kind.DURATION, "14 day", ["two weeks", "14 days", "2-week", "fourteen-day", "2 wks"]),
    (Kind.DURATION, "1 day", ["24 h", "24 hours", "1 day", "24-hour", "twenty-four hours"]),
    (Kind.DURATION, "12 month", ["one year", "12 months"]),
    (Kind.DURATION, "5 working day", ["five business days", "5 working days"]),
    (Kind.DURATION, "90 minute", ["90 minutes", "90 min"]),
    (Kind.NUMBER, "1500", ["1500", "1,500", "1\u202f500", "1.5 thousand", "fifteen hundred"]),
    (Kind.NUMBER, "41", ["41", "forty-one", "forty one", "４１", "٤١"]),
    (Kind.NUMBER, "205", ["two hundred and five", "205"]),
    (Kind.NUMBER, "24", ["two dozen", "24"]),
    (Kind.NUMBER, "12", ["a dozen", "twelve"]),
    (Kind.NUMBER, "17:00", ["17:00", "5 pm", "5:00 p.m"]),
    (Kind.ORDER_ID, "114-1234567-1234567", ["114-1234567-1234567"]),
    (Kind.ASIN, "B0EXAMPLE1", ["B0EXAMPLE1", "b0example1"]),
    (Kind.EMAIL, "jane@example.com", ["jane@example.com", "Jane@Example.com"]),
    (Kind.PHONE, "2065550100", ["+1 206 555 0100", "(206) 555-0100", "206-555-0100", "+1 (206) 555-0100"]),
    (Kind.PHONE, "2079460958", ["020 7946 0958", "+44 20 7946 0958"]),
    (Kind.URL, "supplier.example.com/a", ["https://supplier.example.com/a", "www.supplier.example.com/a/"]),
    (Kind.INVOICE, "INV-2026-118", ["INV-2026-118", "inv-2026-118"]),
    (Kind.INVOICE, "FBA15ABC", ["FBA15ABC"]),
]


@pytest.mark.parametrize(("kind", "normal", "texts"), FORMS)
def test_forms_of_one_value_meet(kind: Kind, normal: str, texts: list[str]) -> None:
    for text in texts:
        for whole in (text, f"Seen: {text}.", f"({text}), then"):
            values = extract_values(whole)
            assert [(value.kind, value.normal) for value in values] == [(kind, normal)], whole
            assert whole[values[0].span.start : values[0].span.end] == values[0].text


@pytest.mark.parametrize(
    ("text", "normals"),
    [
        ("14 of 982", ["14", "982"]),
        ("14/982", ["14", "982"]),
        ("from 14 to 22 September 2026", ["2026-09-14", "2026-09-22"]),
        ("September 14 to 22, 2026", ["2026-09-14", "2026-09-22"]),
        ("between 2-3%", ["2", "3"]),
        ("10 to 30 days", ["10 day", "30 day"]),
        ("a two-person check of 5kg boxes", ["2", "5 kg"]),
        ("since 2026, in May, in March 2025", ["2026", "--05", "2025-03"]),
        ("11111111111111111111111111111111", ["11111111111111111111111111111111"]),
        ("_41_ **58** 7orders", ["41", "58", "7"]),
        ("invoice 2026-118", ["2026", "118"]),
        ("on 19, 22, 27 and 29 May 2026", ["2026-05-19", "2026-05-22", "2026-05-27", "2026-05-29"]),
        ("In March and April 2026", ["--03", "2026-04"]),
        ("it took 6 more days", ["6 day"]),
        ("$5 and EUR 6, a third of 20", ["USD 5", "EUR 6", "1/3", "20"]),
    ],
)
def test_several_values(text: str, normals: list[str]) -> None:
    assert [value.normal for value in extract_values(text)] == normals


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the 3rd lane and the 41st box",
        "No one of them may march.",
        "One of the carriers; one another; this one; the one which failed",
        "It was proven (E1) and again (E2, E3); see Exhibit 4.",
        "Sold on Amazon.com and Amazon.co.uk.",
        "attention, someone, tension, weighty, done",
    ],
)
def test_what_is_no_value(text: str) -> None:
    assert extract_values(text) == ()


def test_one_counts_before_a_noun() -> None:
    assert [value.normal for value in extract_values("It held one parcel.")] == ["1"]


def test_an_impossible_date_is_still_a_value() -> None:
    assert [(value.kind, value.normal) for value in extract_values("on 31 June 2026")] == [
        (Kind.DATE, "2026-06-31")
    ]
    assert [value.normal for value in extract_values("45/46/2026")] == ["45", "46", "2026"]


def test_exhibits() -> None:
    assert find_exhibits("Done. (E1) Seen (e2, E13).") == (
        ("E1", Span(7, 9)),
        ("E2", Span(17, 19)),
        ("E13", Span(21, 24)),
    )
    assert find_exhibits("E1 without brackets, (EU1)") == ()


@pytest.mark.parametrize(
    "text",
    ["1" * 40000, "1," * 12000, "1." * 12000, "123," * 8000, "a." * 12000, "a@" * 12000, "(E1, " * 6000,
     "one " * 6000, "twenty-" * 4000, "+1 " * 8000, "May 1 to " * 3000, " " * 20000, "a-1-" * 6000],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    begin = time.process_time()
    extract_values(text)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("3 \u017feptember 2026", "2026-09-03"),
        ("apr\u0131l 5, 2026", "2026-04-05"),
        ("5 \u017feconds", "5 second"),
        ("5 m\u0130nutes", "5 minute"),
        ("two f\u0131fths of the orders", "2/5"),
    ],
)
def test_letters_that_only_patterns_take_for_others_are_read_too(text: str, normal: str) -> None:
    assert [value.normal for value in extract_values(text)] == [normal]


@pytest.mark.parametrize(
    ("text", "normals"),
    [
        ("$5, 3 days, 2 kg and 7 parcels", ["USD 5", "3 day", "2 kg", "7"]),
        ("a 10% share of two thirds of ten", ["10", "2/3", "10"]),
    ],
)
def test_what_stands_behind_a_value_is_read_too(text: str, normals: list[str]) -> None:
    assert [value.normal for value in extract_values(text)] == normals


def test_a_number_may_begin_where_a_value_was_taken() -> None:
    text = "5 kg and 300 of ten"
    starts = quantity_starts(text)
    assert starts == [0, 9, 16]
    assert starts_left("\0" * 10 + text[10:], starts, [10]) == [10, 16]
    assert starts_left("\0" * 12 + text[12:], starts, [12]) == [16]
