"""A letter in free wording beside the facts: what is wrong is found, what is right passes."""

import pytest

from poa_ai.findings import Finding
from poa_ai.letter import read_letter
from poa_ai.validation.factsheet import FactSheet, Statement
from poa_ai.validation.lettergrounds import ground_letter

C1 = frozenset({"C1"})
SHEET = FactSheet.of(
    (
        Statement("M1",
            "The order defect rate was 1.43% over 60 days as of "
            "8 April 2026 (14 of 982 orders) ; the target is 1%", C1, "root_cause"),
        Statement("F1",
            "Of the 14 defects, 9 were A-to-z claims, "
            "4 were negative feedback and 1 was a chargeback.", C1, None, ("E1",)),
        Statement("F2",
            "8 of the 9 A-to-z claims were for "
            "the glass bowl set B0D2RXP9W6, which arrived broken.", C1, None, ("E1",)),
        Statement("F3",
            "Since 12 January 2026 the bowl set was packed in "
            "a carton of Delmar Packaging Inc. with 10 mm of wrap.", C1),
        Statement("F4", "No drop test was made before the change of the carton.", C1),
        Statement("A1",
            "Refunded the 19 orders with broken bowl sets, "
            "USD 1,178.00 in total on 11 April 2026", C1, "corrective_actions", ("E2",)),
        Statement("A2",
            "Offered all 64 buyers a "
            "return on 13 April 2026", C1, "corrective_actions"),
        Statement("P1",
            "Five packed bowl sets are drop-tested monthly "
            "by warehouse manager from 1 May 2026", C1, "preventive_measures"),
        Statement("P2",
            "Damage reasons in buyer messages are reviewed "
            "weekly by service lead from 13 April 2026", C1, "preventive_measures"),
        Statement("E1", "Order defect export of 8 April 2026 B0D2RXP9W6", C1, None, ("E1",)),
        Statement("E2", "Refund report of 11 April 2026", C1, None, ("E2",)),
        Statement("products", "Finchware, Glass Bowl Set, B0D2RXP9W6"),
        Statement("products", "Oakhollow, Cutting Board, B0B9QHT3V5"),
    ),
    {"Finchware": "brand", "Oakhollow": "brand", "warehouse manager": "role", "service lead": "role"},
)  # fmt: skip
LETTER = """## 1. Broken bowls

### Root cause

Fourteen of our 982 orders in a 60-day window had a defect, a rate of 1.43 % where the target is 1 %. Nine
of the defects were A-to-z claims (E1). Eight of the nine claims concern the Finchware glass bowl set
B0D2RXP9W6, which arrived broken (E1).

From January 12, 2026 the bowl set travelled in a carton of Delmar Packaging Inc. with 10 mm of wrap. No drop
test was made before the carton was changed.

### Corrective actions taken

- On April 11, 2026 the 19 orders with broken bowl sets were refunded: $1,178, an average of $62 (E2).
- Two days later, on April 13, 2026, a return was offered to all 64 buyers.

### Preventive measures

- Every month from 1 May 2026 the warehouse manager has five packed bowl sets drop-tested.
- The service lead reviews damage reasons in buyer messages each week, starting 13 April 2026.

## Supporting evidence

| Exhibit | Document | Dated |
|---|---|---|
| E1 | Order defect export | 8 April 2026 |
| E2 | Refund report | 11 April 2026 |
"""


def errors(text: str) -> list[Finding]:
    letter = read_letter(text, 1)
    places = [(section, section.heading, "C1") for section in letter.sections]
    return [finding for finding in ground_letter(letter, SHEET, places) if finding.is_error]


def test_a_right_letter_in_other_words_has_no_error() -> None:
    assert errors(LETTER) == []


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("claims (E1). Eight", "claims (Exh. 1). Eight"),
        ("of $62 (E2)", "of $62 (see exhibit 2)"),
        ("of $62 (E2)", "of $62 [Annex 2]"),
        ("No drop\ntest was made", "Any drop\ntest was lacking"),
        ("to all 64 buyers", "to the 64 buyers"),
        ("- Two days later, on", "- On"),
        ("From January 12, 2026", "As of 2026-01-12"),
    ],
)
def test_other_words_for_the_same_pass(words: str, others: str) -> None:
    assert LETTER.count(words) == 1
    assert errors(LETTER.replace(words, others)) == []


def test_behind_the_limit_a_value_must_still_be_held() -> None:
    text = f"## 1. A\n\n### Root cause\n\n{'The 14 defects are told here. ' * 1600}We found 77 more.\n"
    assert [finding.span and text[finding.span.start : finding.span.end] for finding in errors(text)][
        -1
    ] == "77"


def test_the_hint_for_a_wrong_percentage_says_what_the_share_comes_to() -> None:
    found = errors(LETTER.replace("Fourteen of our 982", "14 of our 982").replace("1.43 %", "1.34 %"))
    assert any("14 of 982 is 1.43%" in finding.hint for finding in found)


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("of $62 (E2)", "of $62 (Exh. 1)", "misplaced"),
        ("the Finchware glass bowl set", "the Finchware glass plate set", "name"),
        ("982 orders", "928 orders", "number"),
        ("Fourteen of our", "Nine of our", "misplaced"),
        ("1.43 %", "1.34 %", "percent"),
        ("target is 1 %", "target is 1.43 %", "misplaced"),
        ("60-day", "30-day", "duration"),
        ("January 12, 2026", "January 21, 2026", "date"),
        ("January 12, 2026", "April 11, 2026", "misplaced"),
        ("10 mm", "10 cm", "measure"),
        ("$1,178", "$1,187", "amount"),
        ("average of $62", "average of $72", "amount"),
        ("Two days later", "Nine days later", "duration"),
        ("B0D2RXP9W6, which", "B0B9QHT3V5, which", "misplaced"),
        ("the Finchware glass", "the Oakhollow glass", "misplaced"),
        ("Delmar Packaging Inc.", "Delfort Packaging Inc.", "name"),
        ("Every month from", "Every week from", "misplaced"),
        ("the warehouse manager has", "the service lead has", "misplaced"),
        ("of $62 (E2)", "of $62 (E1)", "misplaced"),
        ("the 19 orders", "more than 19 orders", "comparison"),
        ("Eight of the nine claims", "All of the nine claims", "total"),
        ("No drop\ntest was made", "A drop\ntest was made", "denial"),
        ("buyers.\n", "buyers. A certified laboratory repeated the inspection.\n", "unattested"),
        ("| Refund report |", "| Carrier invoice |", "misplaced"),
        ("| Refund report | 11 April", "| Refund report | 8 April", "misplaced"),
    ],
)
def test_one_wrong_place_is_found_there(right: str, wrong: str, rule: str) -> None:
    assert LETTER.count(right) == 1
    text = LETTER.replace(right, wrong)
    found = errors(text)
    assert f"grounding.{rule}" in {finding.rule for finding in found}
    at = text.index(wrong)
    lines = (text.rfind("\n\n", 0, at), f"{text}\n".find("\n\n", at))
    assert all(finding.span and lines[0] < finding.span.start < lines[1] for finding in found)
    assert all(finding.hint for finding in found)


@pytest.mark.parametrize(
    "text", ["", "\0", "12 of 12 of 12 " * 500, "no " * 3000, "Ab " * 3000, "E1 " * 2000]
)
def test_any_text_is_read(text: str) -> None:
    assert all(finding.span is not None for finding in errors(f"## 1. A\n\n### Root cause\n\n{text}\n"))
