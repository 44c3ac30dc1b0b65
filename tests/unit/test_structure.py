"""Structure: a letter of ours passes; each fault is found once, where it stands."""

from collections.abc import Sequence

import pytest

from poa_ai.findings import Finding, Severity
from poa_ai.letter import read_letter
from poa_ai.validation.sectionmatch import out_of_order
from poa_ai.validation.structure import Expected, ExpectedSection, check_structure, sentence_faults

SECTION = """## {number}. {title}
### Root cause
41 of 58 orders were late. (E1)
### Corrective actions taken
- On 16 October 2026, we switched all SKUs to tracked parcels. (E2)
### Preventive measures
- The scan-rate report is reviewed daily by the warehouse lead, from 20 October 2026.
"""
TITLES = (
    "Order defect rate: Untracked mail",
    "Order defect rate: Wrong items",
    "Late shipment: Handling time",
)
EXPECTED = Expected(
    tuple(ExpectedSection(f"C{place}", title) for place, title in enumerate(TITLES, 1)), ("E1", "E2")
)
EVIDENCE = "## Supporting evidence\n| Exhibit | Document |\n|---|---|\n| E1 | Export |\n| E2 | Record |\n"


def letter_of(titles: Sequence[str] = TITLES) -> str:
    sections = [SECTION.format(number=number, title=title) for number, title in enumerate(titles, 1)]
    return "\n".join(
        ["# Plan of Action\nAccount: Northfield | Notice received: 2026-10-14\n", *sections, EVIDENCE]
    )


def findings_of(text: str, expected: Expected | None = EXPECTED) -> tuple[Finding, ...]:
    return check_structure(read_letter(text), expected)


def rules_of(text: str, expected: Expected | None = EXPECTED) -> list[str]:
    return [finding.rule.removeprefix("structure.") for finding in findings_of(text, expected)]


def test_our_letter_has_no_finding() -> None:
    assert findings_of(letter_of()) == ()
    assert findings_of(letter_of(), None) == ()


def test_the_gap_note_is_ignored() -> None:
    text = letter_of().replace("\n\n## 1", "\n\n> [NAME] TBD: this is a gap draft.\n\n## 1", 1)
    assert "[NAME]" in text
    assert findings_of(text) == ()


def test_a_missing_section() -> None:
    (finding,) = findings_of(letter_of(TITLES[:2]))
    assert (finding.rule, finding.section, finding.span) == ("structure.section-missing", "C3", None)
    assert TITLES[2] in finding.message


def test_a_swapped_pair_is_reported_once() -> None:
    (finding,) = findings_of(letter_of((TITLES[1], TITLES[0], TITLES[2])))
    assert finding.rule == "structure.section-order"
    assert finding.section in ("C1", "C2")
    assert "wrong place" in finding.message


def test_a_retitled_section_keeps_its_place() -> None:
    assert findings_of(letter_of((TITLES[0], "Something else", TITLES[2]))) == ()


def test_a_section_too_many() -> None:
    text = letter_of((*TITLES, "Cancellation: Overselling"))
    (finding,) = findings_of(text)
    assert finding.rule == "structure.section-extra"
    assert (
        text[finding.span.start : finding.span.end] == "4. Cancellation: Overselling"
        if finding.span
        else False
    )


def test_a_chapter_between() -> None:
    text = letter_of().replace("## 2.", "## About us\nWe sell stoves.\n\n## 2.")
    assert rules_of(text) == ["section-extra"]
    assert rules_of(text, None) == ["section-extra"]


def test_no_section() -> None:
    assert rules_of("# Plan of Action\nOrders were late.", None) == ["no-section"]
    assert rules_of("", EXPECTED)[0] == "no-section"


def test_numbers_out_of_order_without_facts() -> None:
    text = letter_of().replace("## 2.", "## 3.", 1)
    assert rules_of(text, None) == ["section-order"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (
            "### Preventive measures\n"
            "- The scan-rate report is reviewed daily by the warehouse lead,"
            " from 20 October 2026.\n",
            "",
            "part-missing",
        ),
        ("41 of 58 orders were late. (E1)", "", "part-empty"),
        (
            "### Root cause\n41 of 58 orders were late. (E1)\n### Corrective actions taken\n"
            "- On 16 October 2026, we switched all SKUs to tracked parcels. (E2)\n",
            "### Corrective actions taken\n"
            "- On 16 October 2026, we switched all SKUs to tracked parcels. (E2)\n"
            "### Root cause\n41 of 58 orders were late. (E1)\n",
            "part-order",
        ),
        ("On 16 October 2026, we", "We", "undated-action"),
        ("On 16 October 2026, we switched", "From 16 October 2026 we will switch", "future-action"),
        ("On 16 October 2026, we switched", "On 16 October 2026 we are going to switch", "future-action"),
        (
            "On 16 October 2026, we switched",
            "On 16 October 2026 SKUs will be moved, we switched",
            "future-action",
        ),
        ("is reviewed daily by the warehouse lead, from 20 October 2026.", "is kept.", "unowned-measure"),
        ("late. (E1)", "late. (E1) (E9)", "unknown-exhibit"),
        ("41 of 58", "XX% of 58", "placeholder"),
        ("41 of 58", "[NUMBER] of 58", "placeholder"),
        ("41 of 58", "<number of orders> of 58", "placeholder"),
        ("41 of 58", "TBD of 58", "placeholder"),
        ("41 of 58", "{count} of 58", "placeholder"),
        ("41 of 58", "Lorem ipsum of 58", "placeholder"),
    ],
)
def test_a_fault_inside_a_section(old: str, new: str, rule: str) -> None:
    text = letter_of()
    assert old in text
    (finding,) = findings_of(text.replace(old, new, 1))
    assert (finding.rule, finding.severity) == (f"structure.{rule}", Severity.ERROR)
    assert finding.section == (None if rule in ("unknown-exhibit", "placeholder") else "C1")
    assert rules_of(text.replace(old, new, 1), None) == [rule]


@pytest.mark.parametrize(
    "action",
    [
        "- Closed 12 offers on 16 Oct 2026.",
        "- Closed these offers:\n  - B0EXAMPLE1 on 2026-10-16",
        "Completed on 16 October 2026: 12 offers closed.",
        "| Action | Date |\n|---|---|\n| Offers closed | 16 October 2026 |",
        '- On 16 October 2026 we removed the note "we will ship late" from the template.',
    ],
)
def test_dated_actions(action: str) -> None:
    old = "- On 16 October 2026, we switched all SKUs to tracked parcels. (E2)"
    assert rules_of(letter_of().replace(old, f"{action} (E2)")) == []


@pytest.mark.parametrize(
    ("measure", "good"),
    [
        ("Each lot is photographed.", True),
        ("Stock is counted every Friday.", True),
        ("The buyer list is checked before each dispatch.", True),
        ("The warehouse team scans each parcel.", True),
        ("Responsible: purchasing.", True),
        ("Packing list approved by the accountant.", True),
        ("We keep improving.", False),
        ("Errors are reduced by using labels.", False),
        ("Stock levels are monitored.", False),
    ],
)
def test_measures_are_kept_up(measure: str, good: bool) -> None:
    old = "The scan-rate report is reviewed daily by the warehouse lead, from 20 October 2026."
    text = letter_of().replace(old, measure, 1)
    assert rules_of(text) == ([] if good else ["unowned-measure"])


def test_an_exhibit_that_nothing_refers_to() -> None:
    (finding,) = findings_of(letter_of(), Expected(EXPECTED.sections, ("E1", "E2", "E3")))
    assert (finding.rule, finding.severity) == ("structure.unused-exhibit", Severity.WARNING)
    assert rules_of(letter_of().replace("| E2 | Record |", "| E2 | Record |\n| E3 | Else |"), None) == [
        "unused-exhibit"
    ]


def test_length() -> None:
    long = letter_of().replace("41 of 58 orders were late.", "41 of 58 orders were late. " * 60, 1)
    (finding,) = findings_of(long)
    assert (finding.rule, finding.severity, finding.section) == (
        "structure.section-length",
        Severity.WARNING,
        "C1",
    )
    everywhere = letter_of().replace("41 of 58 orders were late.", "41 of 58 orders were late. " * 70)
    assert rules_of(everywhere).count("section-length") == 3
    assert "letter-length" in rules_of(everywhere)


@pytest.mark.parametrize(
    ("sentence", "done", "fault"),
    [
        ("41 of 58 orders were late.", False, None),
        ("We will switch to tracked parcels.", False, None),
        ("We will switch to tracked parcels.", True, "structure.future-action"),
        ("Seen in the export (E1).", True, None),
        ("Seen in the export (E7).", False, "structure.unknown-exhibit"),
        ("The rate was XX%.", False, "structure.placeholder"),
    ],
)
def test_faults_of_a_sentence(sentence: str, done: bool, fault: str | None) -> None:
    assert sentence_faults(sentence, {"E1"}, done=done) == fault


@pytest.mark.parametrize(
    "text", ["Size XXL shoes", "[E1]", "[link text](https://example.com)", "a < b > c", "TBDX"]
)
def test_no_placeholder(text: str) -> None:
    assert sentence_faults(text, ()) is None


@pytest.mark.parametrize(
    ("places", "moved"),
    [((), 0), ((0, 1, 2), 0), ((1, 0, 2), 1), ((2, 0, 1), 1), ((2, 1, 0), 2)],
)
def test_fewest_out_of_order(places: tuple[int, ...], moved: int) -> None:
    assert len(out_of_order(places)) == moved
