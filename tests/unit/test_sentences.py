import time

import pytest

from poa_ai.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "one",
    [
        "We sourced the units from Brightwater Home Goods Ltd. in Leeds.",
        "The invoice is dated Sept. 17, 2026 and lists 250 units.",
        "The late shipment rate was 6.8% vs. the 4% target.",
        "Mr. J. P. Nair, our ops. manager, signed it on 9/22/2026.",
        "The carrier, U.S. Parcel Inc., collected at 15:30.",
        "Stock from the U.S. Postal Service arrived at 9:15 a.m. EST and was counted.",
        "See Invoice No. BW-2026-0917 and P.O. No. 4471.",
        "Actions: 1. retrain the packers; 2. move the cut-off.",
        "The page https://example.com/a.b?c=1. d lists it.",
        'She said "It broke. It was late." on Monday.',
        "The Yahoo! account was closed.",
        "approx. five units were returned.",
        "1. Retrained the packers on 3 May 2026.",
    ],
)
def test_what_is_no_end_of_a_sentence(one: str) -> None:
    assert sentences(one) == [one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So sorry!! 41 of 58 orders were late.", ["So sorry!!", "41 of 58 orders were late."]),
        ("It was by 9 a.m. We shipped.", ["It was by 9 a.m.", "We shipped."]),
        ("It came from the U.K. It holds.", ["It came from the U.K.", "It holds."]),
        ("we are sorry. we beg you. yes", ["we are sorry.", "we beg you.", "yes"]),
        ("Why? we did it.", ["Why?", "we did it."]),
        ("Fixed (see E1.) Next.", ["Fixed (see E1.)", "Next."]),
        ("The count was 41. The rest was 17.", ["The count was 41.", "The rest was 17."]),
        ("No. We did.", ["No.", "We did."]),
        ("one\ntwo. Three", ["one\ntwo.", "Three"]),
        ("one\n\ntwo", ["one", "two"]),
        ("# Plan\nText here", ["# Plan", "Text here"]),
        ("- one\n- two\n3. three", ["- one", "- two", "3. three"]),
        ("ROOT CAUSE:\nStock was late.", ["ROOT CAUSE:", "Stock was late."]),
        ("| a. b | c |\n| d | e |", ["| a. b | c |", "| d | e |"]),
        ("a\r\n\r\nb", ["a", "b"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("unit", [". ", "a. ", '"a. ', "!", "\n", "- ", "a:\n", "1. ", '."', "#\n"])
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    begun = time.perf_counter()
    split_sentences(unit * (40_000 // len(unit)))
    assert time.perf_counter() - begun < 3
