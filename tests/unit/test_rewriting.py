import time

import pytest

from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rulefile import load_builtin_rules

RULES = load_builtin_rules()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Unfortunately, 41 of 58 orders were late.", "41 of 58 orders were late."),
        ("The stock was, sadly, counted twice.", "The stock was counted twice."),
        ("truly Truly the stock was late.", "The stock was late."),
        ("It was a truly unusual lot.", "It was an unusual lot."),
        ("We are sorry, but 41 orders were late.", "41 orders were late."),
        ("41 orders were late, and we are sorry.", "41 orders were late."),
        ("41 orders were late and we are sorry.", "41 orders were late."),
        (
            "41 orders were late - we beg you to help - and 4 were lost.",
            "41 orders were late and 4 were lost.",
        ),
        ("When stock ran out, we were devastated.", ""),
        ("We **truly** counted the stock.", "We counted the stock."),
        ("The seal was NOT checked.", "The seal was not checked."),
        ("We beg you.\n\nThe carrier was changed.", "The carrier was changed."),
        ("iPhone cases were, sadly, late.", "iPhone cases were late."),
        (
            "The stock was wrong,\nand we are so sorry.\nIt was counted.",
            "The stock was wrong.\nIt was counted.",
        ),
        ("**Unfortunately, the stock was late.** It was counted.", "**The stock was late.** It was counted."),
    ],
)
def test_what_is_left_reads(before: str, after: str) -> None:
    done = rewrite(before, RULES)
    assert done.text == after
    assert done.edits
    assert not [finding for finding in done.findings if finding.is_error]


@pytest.mark.parametrize(
    "sentence",
    [
        "We beg you to read invoice 4711.",
        "We are sorry for the 41 late orders.",
        'We regret the note "made in Italy".',
        "Why were two offers closed?",
        "It was the carrier's fault on 3 May.",
    ],
)
def test_a_sentence_with_a_value_stays_and_keeps_its_finding(sentence: str) -> None:
    done = rewrite(sentence, RULES)
    assert done.text == sentence
    assert any(finding.is_error for finding in done.findings)


def test_a_quotation_is_not_touched() -> None:
    text = 'The buyer wrote "I am so sorry, please help!!" on 3 May 2026.'
    assert rewrite(text, RULES).text == text


def test_names_are_not_touched() -> None:
    text = "The Truly Sorry Cards offers were closed."
    assert rewrite(text, RULES, ["Truly Sorry Cards"]).text == text
    assert rewrite(text, RULES).text != text


SHAPES = {
    "a list counts on": (
        "1. Changed the carrier.\n2. We beg you.\n3. Trained two packers.",
        "1. Changed the carrier.\n2. Trained two packers.",
    ),
    "from its own first number": (
        "3) Changed the carrier.\n4) Sorry!\n5) Trained two packers.",
        "3) Changed the carrier.\n4) Trained two packers.",
    ),
    "by letters": ("a) We beg you.\nb) Changed the carrier.", "a) Changed the carrier."),
    "but not where it is referred to": (
        "1. Changed the carrier.\n2. We beg you.\n3. Trained two packers, as in step 1.",
        "1. Changed the carrier.\n3. Trained two packers, as in step 1.",
    ),
    "an inner list ends with its own items": (
        "1. Changed the carrier.\n   - We beg you.\n   - New contract.\n2. Sorry.\n3. Trained two packers.",
        "1. Changed the carrier.\n   - New contract.\n2. Trained two packers.",
    ),
    "an item with items of its own stays": (
        "1. Changed the carrier.\n2. We beg you.\n   - New contract with the carrier.",
        "1. Changed the carrier.\n2. We beg you.\n   - New contract with the carrier.",
    ),
    "a line before nothing goes": ("The stock was late.\n\nActions:\n\n- We beg you.", "The stock was late."),
    "a line with a date before nothing stays": (
        "On 3 May 2026 we did this:\n\n- We beg you.",
        "On 3 May 2026 we did this:\n\n- We beg you.",
    ),
    "a heading that is the offence goes with its text": (
        "## Our sincere apologies\n\nWe are so sorry.\n\n## Root cause\n\nThe label was wrong.",
        "## Root cause\n\nThe label was wrong.",
    ),
    "and stays over facts": (
        "## Our sincere apologies\n\nThe label was wrong.",
        "## Our sincere apologies\n\nThe label was wrong.",
    ),
    "it goes where nothing is under it": (
        "## We beg you!\n## Root cause\nIt was late.",
        "## Root cause\nIt was late.",
    ),
    "its words are mended": (
        "## Unfortunately, late orders\n\nIt was late.",
        "## Late orders\n\nIt was late.",
    ),
    "an underlined heading": (
        "Our sincere apologies\n---------------------\n\nThe label was wrong.",
        "Our sincere apologies\n---------------------\n\nThe label was wrong.",
    ),
    "a bold heading goes with its text": (
        "**Root cause**\n\nWe are so sorry.\n\n**Corrective actions taken**\n\n- Counted the stock.",
        "**Corrective actions taken**\n\n- Counted the stock.",
    ),
    "a plain heading goes with its text": (
        "ROOT CAUSE:\nThe label was wrong. We are so sorry.\nCORRECTIVE ACTIONS:\nWe beg you.",
        "ROOT CAUSE:\nThe label was wrong.",
    ),
    "a heading with a figure is not lost": (
        "## 41 late orders\n\nWe are so sorry.",
        "## 41 late orders\n\nWe are so sorry.",
    ),
}


@pytest.mark.parametrize(("before", "after"), SHAPES.values(), ids=SHAPES)
def test_lists_and_headings_keep_their_shape(before: str, after: str) -> None:
    done = rewrite(before, RULES)
    assert done.text == after
    assert rewrite(after, RULES).text == after


LETTER = """# Plan of Action

Account: Northfield

## Our feelings

We are heartbroken.

## 1. Late shipment: handling time

### Root cause

Unfortunately, handling time was 1 day.
We are so sorry!!

### Corrective actions taken

- Set handling time to 2 days on 3 May 2026.
- We beg you.
- Trained two packers on 4 May 2026.

| Exhibit | Shows |
|---|---|
| E1 | sorry, late |

```
we beg you
```
"""


def test_a_letter_keeps_its_shape() -> None:
    done = rewrite(LETTER, RULES)
    assert done.text == LETTER.replace("## Our feelings\n\nWe are heartbroken.\n\n", "").replace(
        "Unfortunately, handling time was 1 day.\nWe are so sorry!!", "Handling time was 1 day."
    ).replace("- We beg you.\n", "")
    assert rewrite(done.text, RULES).text == done.text


def test_edits_tell_the_rule_and_both_sentences() -> None:
    (edit,) = rewrite("Sadly, it was late.", RULES).edits
    assert (edit.rule, edit.action) == ("emotive.sentence-adverb", "delete")
    assert (edit.before, edit.after) == ("Sadly, it was late.", "It was late.")


def test_line_ends_of_windows_survive() -> None:
    assert rewrite("The carrier was changed.\r\n\r\n- We beg you.\r\n- It was late.\r\n", RULES).text == (
        "The carrier was changed.\r\n\r\n- It was late.\r\n"
    )


@pytest.mark.parametrize(
    "unit", ["truly ", "we beg you. ", "sorry!! ", "- we beg\n", "we we beg you beg you ", '"sorry ']
)
def test_time_is_bounded_on_hostile_text(unit: str) -> None:
    begun = time.perf_counter()
    rewrite(unit * (20_000 // len(unit)), RULES)
    assert time.perf_counter() - begun < 8
