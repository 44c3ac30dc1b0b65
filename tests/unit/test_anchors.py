"""What a value is said of, and values that stand the wrong way round."""

import pytest

from poa_ai.findings import Finding, Severity
from poa_ai.letter import read_letter
from poa_ai.validation.anchors import NEW, OLD, PART, WHOLE, read_anchors
from poa_ai.validation.factsheet import FactSheet, Statement
from poa_ai.validation.lettergrounds import ground_letter
from poa_ai.validation.tokens import Names, read_tokens, word_key

C1 = frozenset({"C1"})
SHEET = FactSheet.of(
    (
        Statement("M1", "The late shipment rate was 6.8% (51 of 750 orders) ; the target is 4%", C1),
        Statement("F1", "Of 36 defects 20 were negative feedback, 12 A-to-z claims and 4 chargebacks.", C1),
        Statement("F2", "66 of the 80 wrong duvets were sold; 14 were found in stock.", C1),
        Statement("F3", "Compared 38 titles; 5 of them named a trademark and were corrected.", C1),
        Statement("F4", "Greyfield Imports is not authorised. Ashgrove Photo is an authorised dealer.", C1),
        Statement("F5", "The copywriter Nadine Roth shortened the titles on 9 June 2026.", C1),
        Statement("F6", "None of the 51 late orders was cancelled, and all of them were delivered.", C1),
        Statement("A1", "Moved the double protectors from bay 7 to bay 12 on 24 January 2026", C1),
        Statement("A2", "Raised the handling time from 1 day to 2 days", C1),
        Statement("A3", "Installed a second label printer by listing manager Petra Lindner", C1),
        Statement("products", "Oberlauf, Replacement Insoles, B0CRN7V2LM"),
        Statement("products", "Oberlauf, Waxed Shoelaces, B0CRN9X5NP"),
    ),
    {"listing manager": "role", "Petra Lindner": "person"},
)  # fmt: skip


def errors(sentence: str) -> list[Finding]:
    letter = read_letter(f"## 1. A\n\n### Root cause\n\n{sentence}\n", 1)
    places = [(section, section.heading, "C1") for section in letter.sections]
    return [finding for finding in ground_letter(letter, SHEET, places) if finding.is_error]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("20 were feedback, 12 were claims", "20", "feedback"),
        ("20 were feedback, 12 were claims", "12", "claims"),
        ("Chargebacks: 4, claims: 12", "12", "claims"),
        ("19 of the 27 defects were claims", "19", "defects claims"),
        ("180 boxes (invoice AB-1), 150 bags", "180", "boxes invoice"),
    ],
)
def test_a_value_is_said_of_the_words_of_its_clause(text: str, key: str, words: str) -> None:
    tokens = read_tokens(text, Names(None))
    at = next(at for at, token in enumerate(tokens) if token.key == key)
    assert {word_key(word) for word in words.split()} <= read_anchors(tokens, text)[at]


def test_old_and_new_and_part_and_whole_are_told_apart() -> None:
    text = "Moved 19 of the 27 from bay 7 to bay 12"
    tokens = read_tokens(text, Names(None))
    anchors = {tokens[at].key: said for at, said in read_anchors(tokens, text).items()}
    assert PART in anchors["19"]
    assert WHOLE in anchors["27"]
    assert OLD in anchors["7"]
    assert NEW in anchors["12"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Twenty defects were negative feedback, twelve were A-to-z claims.",
         "Twelve defects were negative feedback, twenty were A-to-z claims."),
        ("Of the eighty wrong duvets, 66 were sold and 14 were found in stock.",
         "Of the eighty wrong duvets, 14 were sold and 66 were found in stock."),
        ("Double protectors were moved from bay 7 to bay 12.",
         "Double protectors were moved from bay 12 to bay 7."),
        ("Of 38 titles, 33 were clean and 5 named a trademark and were corrected.",
         "Of 38 titles, 5 were clean and 33 named a trademark and were corrected."),
        ("The Replacement Insoles (B0CRN7V2LM) and the Waxed Shoelaces (B0CRN9X5NP) were named.",
         "The Replacement Insoles (B0CRN9X5NP) and the Waxed Shoelaces (B0CRN7V2LM) were named."),
        ("Greyfield Imports is not authorised.", "Greyfield Imports is authorised."),
        ("On Tuesday, 9 June 2026, Nadine Roth shortened the titles.",
         "On Thursday, 9 June 2026, Nadine Roth shortened the titles."),
        ("The copywriter Nadine Roth shortened the titles.",
         "The copywriter Nadine Rothe shortened the titles."),
        ("The copywriter Nadine Roth shortened the titles.",
         "The listing manager Nadine Roth shortened the titles."),
        ("We installed a second label printer.", "We installed a third label printer."),
        ("We doubled the handling time to 2 days.", "We tripled the handling time to 2 days."),
        ("The rate was 6.8%, that is 2.8 points above the target of 4%.",
         "The rate was 6.8%, that is 1.8 points above the target of 4%."),
        ("The titles were shortened in the second quarter of 2026.",
         "The titles were shortened in the third quarter of 2026."),
        ("All 51 late orders were delivered.", "Almost all 51 late orders were delivered."),
        ("A third of the 36 defects were A-to-z claims (12).",
         "A quarter of the 36 defects were A-to-z claims (12)."),
    ],
)  # fmt: skip
def test_what_is_turned_round_is_found(right: str, wrong: str) -> None:
    assert errors(right) == []
    assert errors(wrong) != []


def test_where_the_limit_is_reached_a_note_says_so_once() -> None:
    text = f"## 1. A\n\n### Root cause\n\n{'The 36 defects are told here. ' * 1600}\n"
    letter = read_letter(text, 1)
    places = [(section, section.heading, "C1") for section in letter.sections]
    told = [f for f in ground_letter(letter, SHEET, places) if f.rule == "grounding.limit"]
    assert [finding.severity for finding in told] == [Severity.NOTE]
