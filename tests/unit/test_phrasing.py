"""Phrasing: notes become sentences, and nothing that is not understood is inflected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.dates import day_text
from poa_ai.duty import role
from poa_ai.phrasewords import as_sentence, load_words, lower_first
from poa_ai.phrasing import action_sentence, measure_sentence

DAY = date(2026, 10, 16)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Switched all SKUs to tracked parcels",
            "On 16 October 2026, we switched all SKUs to tracked parcels.",
        ),
        ("We refunded the 19 orders.", "On 16 October 2026, we refunded the 19 orders."),
        ("All 164 lamps repacked", "Completed on 16 October 2026: all 164 lamps repacked."),
        ("Stock was counted", "On 16 October 2026, stock was counted."),
        ("Three offers deleted", "Three offers were deleted on 16 October 2026."),
        ("New carrier contract with DHL", "Completed on 16 October 2026: new carrier contract with DHL."),
        (
            "Set the quantities to those that were counted",
            "On 16 October 2026, we set the quantities to those that were counted.",
        ),
        ("Answered 14 open messages", "On 16 October 2026, we answered 14 open messages."),
        ("On 16 October 2026 we sent 3 refunds", "On 16 October 2026 we sent 3 refunds."),
        ("Sent 3 refunds on 2026-10-16", "We sent 3 refunds on 2026-10-16."),
        ("DHL was booked", "On 16 October 2026, DHL was booked."),
        (
            "Set up tracking. Trained two packers",
            "On 16 October 2026, we set up tracking. We trained two packers.",
        ),
    ],
)
def test_an_action_becomes_a_dated_sentence(text: str, expected: str) -> None:
    assert action_sentence(text, DAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Switched all SKUs", "We switched all SKUs."),
        ("New contract with DHL", "New contract with DHL."),
        ("Three offers deleted", "Three offers were deleted."),
    ],
)
def test_without_a_date_none_is_made_up(text: str, expected: str) -> None:
    assert action_sentence(text, None) == expected


def test_another_date_in_the_text_does_not_stand_for_the_day_it_was_done() -> None:
    told = action_sentence("Refunded the orders of 3 May 2026", DAY)
    assert told == "On 16 October 2026, we refunded the orders of 3 May 2026."


@pytest.mark.parametrize(
    ("text", "owner", "cadence", "expected"),
    [
        (
            "Scan-rate report reviewed",
            "warehouse lead",
            "daily",
            "The scan-rate report is reviewed daily by the warehouse lead, from 16 October 2026.",
        ),
        (
            "Account Health page reviewed",
            "catalogue lead",
            "weekly",
            "The Account Health page is reviewed weekly by the catalogue lead, from 16 October 2026.",
        ),
        (
            "Photos of each lot stored",
            "quality manager",
            "before each dispatch",
            "Photos of each lot are stored by the quality manager before each dispatch, "
            "from 16 October 2026.",
        ),
        (
            "A second person counts stock",
            "Maria Lopez",
            "weekly",
            "A second person counts stock. Maria Lopez is responsible for this, weekly from 16 October 2026.",
        ),
        ("Stock is counted", None, None, "Stock is counted. This applies from 16 October 2026."),
        ("Stock is counted", None, "daily", "Stock is counted. This is done daily from 16 October 2026."),
    ],
)
def test_a_measure_says_who_how_often_and_from_when(
    text: str, owner: str | None, cadence: str | None, expected: str
) -> None:
    assert measure_sentence(text, owner, cadence, DAY) == expected


def test_what_the_text_says_itself_is_not_said_twice() -> None:
    text = "The warehouse lead counts stock daily from 16 October 2026."
    assert measure_sentence(text, "warehouse lead", "daily", DAY) == text


@pytest.mark.parametrize(
    ("text", "owner", "cadence", "expected"),
    [
        (
            "QA labels are counted",
            "QA",
            None,
            "QA labels are counted by QA, from 16 October 2026.",
        ),
        (
            "Leads are read",
            "lead",
            None,
            "Leads are read. The lead is responsible for this, from 16 October 2026.",
        ),
        ("Stock is counted", ".", ". .", "Stock is counted. This applies from 16 October 2026."),
    ],
)
def test_a_word_that_happens_to_be_in_the_text_is_no_owner(
    text: str, owner: str, cadence: str | None, expected: str
) -> None:
    assert measure_sentence(text, owner, cadence, DAY) == expected


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("warehouse lead", "the warehouse lead"),
        ("Warehouse Lead", "the warehouse lead"),
        ("Maria Lopez", "Maria Lopez"),
        ("The operations manager.", "the operations manager"),
        ("QA", "QA"),
        ("COO", "the COO"),
        ("me", "us"),
        ("IT dept.", "IT dept."),
        ("2 supervisors", "2 supervisors"),
        ("FBA coordinator", "the FBA coordinator"),
        ("owner Beatrice", "the owner Beatrice"),
    ],
)
def test_a_role_takes_an_article_and_a_name_does_not(owner: str, expected: str) -> None:
    assert role(owner, load_words()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("orders were late", "Orders were late."),
        ("eBay orders were late", "eBay orders were late."),
        ("northfield.com was down", "northfield.com was down."),
        ('They wrote "late."', 'They wrote "late."'),
        ("Late orders;", "Late orders."),
        ("  ", ""),
        ("3 orders", "3 orders."),
        ("Is it so?", "Is it so?"),
    ],
)
def test_a_text_becomes_a_sentence(text: str, expected: str) -> None:
    assert as_sentence(text) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("All lamps", (), "all lamps"),
        ("Larkspur lamps", (), "Larkspur lamps"),
        ("SKUs", (), "SKUs"),
        ("All Clad pans", ("All Clad",), "All Clad pans"),
        ("A lamp", (), "a lamp"),
        ("Account Health page", (), "Account Health page"),
        ("Account opened", (), "account opened"),
    ],
)
def test_only_a_word_that_is_no_name_loses_its_capital(
    text: str, names: tuple[str, ...], expected: str
) -> None:
    assert lower_first(text, load_words(), names) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 1, 2), "2 January 2026"), (date(1990, 12, 31), "31 December 1990")]
)
def test_a_date_has_its_month_in_letters(day: date, expected: str) -> None:
    assert day_text(day) == expected


ANY = st.text(max_size=80)


def words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


@given(ANY)
def test_no_word_of_an_action_is_lost(text: str) -> None:
    told = words(action_sentence(text, DAY))
    assert set(words(text)) <= set(told)


@given(ANY, st.none() | ANY, st.none() | ANY)
def test_no_word_of_a_measure_is_lost(text: str, owner: str | None, cadence: str | None) -> None:
    told = set(words(measure_sentence(text, owner, cadence, DAY)))
    assert set(words(text)) <= told


@given(ANY.filter(str.strip))
def test_a_sentence_of_a_sentence_is_itself(text: str) -> None:
    assert as_sentence(as_sentence(text)) == as_sentence(text)
