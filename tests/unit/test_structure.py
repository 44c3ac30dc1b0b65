"""Structure: a letter of ours passes; each fault is found once, where it stands."""

from collections.abc import Sequence
from typing import Any

import pytest

from poa_ai.findings import Finding, Severity
from poa_ai.letter import read_letter
from poa_ai.validation.answering import Asked, AskedDocument, AskedProduct, Measured
from poa_ai.validation.exhibits import find_mentions
from poa_ai.validation.sectionmatch import out_of_order, words_of
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
    assert sentence_faults(text, {"E1"}) is None


@pytest.mark.parametrize(
    ("places", "moved"),
    [((), 0), ((0, 1, 2), 0), ((1, 0, 2), 1), ((2, 0, 1), 1), ((2, 1, 0), 2)],
)
def test_fewest_out_of_order(places: tuple[int, ...], moved: int) -> None:
    assert len(out_of_order(places)) == moved


@pytest.mark.parametrize(
    "left_over",
    [
        "[NAME]",
        "[Your Company, Inc.]",
        "[insert date]",
        "XX%",
        "X %",
        "TBD",
        "TBA",
        "____",
        "<insert date>",
        "{{name}}",
        "{name}",
        "lorem ipsum",
        "Month DD, YYYY",
        "DD/MM/YYYY",
        "XXX-XXXXXXX-XXXXXXX",
        "on N/A",
        "Date: to be confirmed.",
        "???",
        "[...]",
        "<<amount>>",
        "14 XX 2026",
    ],
)
def test_placeholders(left_over: str) -> None:
    assert sentence_faults(f"We changed it {left_over} and went on.", ()) == "structure.placeholder"


@pytest.mark.parametrize(
    "text",
    [
        "To be added, a supplier needs a letter of the brand.",
        "Size XXL of B0EXAMPLE1 [sic].",
        "The review board (E1) [E2] met.",
        "N/A is what the column of the report held.",
        "The mean of A < B was 3 > 2.",
        "[See the export](export.csv)",
        "The stock was 50% X and 50% Y.",
    ],
)
def test_no_placeholder_either(text: str) -> None:
    assert sentence_faults(text, {"E1", "E2"}) is None


@pytest.mark.parametrize(
    ("cited", "ids"),
    [
        ("(E1)", ["E1"]),
        ("[E1, E2]", ["E1", "E2"]),
        ("Exhibit 2", ["E2"]),
        ("(exhibits 1 to 3)", ["E1", "E2", "E3"]),
        ("(Exh. 2)", ["E2"]),
        ("See E1 and E3.", ["E1", "E3"]),
        ("(E1-E3)", ["E1", "E2", "E3"]),
        ("(Exhibit E1; Exhibit E2)", ["E1", "E2"]),
        ("lamp E14-27", []),
        ("1E1 and fE2", []),
    ],
)
def test_the_forms_of_an_exhibit(cited: str, ids: list[str]) -> None:
    mentions = find_mentions(f"The report shows it {cited}", {"E1", "E2", "E3"})
    assert [mention.id for mention in mentions] == ids


def test_an_exhibit_of_another_name() -> None:
    assert [m.id for m in find_mentions("The paper (INV-7) and inv-8.", {"INV-7", "INV-8"})] == [
        "INV-7",
        "INV-8",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "E1 Export (2 May 2026)\nE2 Record",
        "- **E1**: Export\n- **E2**: Record of E1",
        "Exh. 1 Export; Exh. 2 Record",
        "Exhibits 1, 2: Export and record",
        "| No. | Document |\n|---|---|\n| Exhibit E1 | Export |\n| Exhibit E2 | Record |",
    ],
)
def test_the_forms_of_the_list_of_evidence(rows: str) -> None:
    letter = letter_of().replace(EVIDENCE, f"## Supporting evidence\n\n{rows}\n")
    assert rules_of(letter) == []


def test_a_letter_without_a_list_of_evidence_is_told_once() -> None:
    (finding,) = findings_of(letter_of().replace(EVIDENCE, ""))
    assert (finding.rule, finding.message) == (
        "structure.unlisted-exhibit",
        "The letter refers to E1, E2 and has no list of evidence.",
    )


def test_an_exhibit_listed_twice() -> None:
    assert rules_of(letter_of() + "| E2 | Record |\n") == ["exhibit-twice"]


CAUSES = {
    "C1": "Orders below 20 USD were sent by letter mail; 19 of 27 defects were claims (E1).",
    "C2": "The inbox was read on three weekdays, so 8 buyers of B0EXAMPLE2 waited 51 hours (E2).",
}
TELLING = Expected(
    tuple(ExpectedSection(id, f"Cause {id}", words_of([text])) for id, text in CAUSES.items()), ("E1", "E2")
)


def telling(*ids: str) -> str:
    """A letter whose sections have titles of their own and tell these causes."""
    sections = [
        SECTION.format(number=number, title="Orders").replace(
            "41 of 58 orders were late. (E1)", CAUSES.get(id, id)
        )
        for number, id in enumerate(ids, 1)
    ]
    return "\n".join(["# Plan of Action\n", *sections, EVIDENCE])


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("C1", "C2"), []),
        (("C2", "C1"), [("section-order", "C2")]),
        (("C1",), [("section-missing", "C2")]),
        (("C1", "C1"), [("section-missing", "C2"), ("section-twice", "C1")]),
        (("C1", "C2", "C2"), [("section-twice", "C2")]),
        (("C1", "Our shop opened in spring.", "C2"), [("section-extra", None)]),
        (("C1", "Our shop opened in spring."), [("section-missing", "C2"), ("section-extra", None)]),
    ],
)
def test_sections_are_known_by_what_they_tell(
    ids: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    found = [
        (f.rule, f.section)
        for f in findings_of(telling(*ids), TELLING)
        if f.rule != "structure.unused-exhibit"
    ]
    assert found == [(f"structure.{rule}", section) for rule, section in expected]


def asked(**parts: Any) -> Expected:
    return Expected(TELLING.sections, TELLING.exhibits, Asked(**parts))


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        (AskedProduct("B0EXAMPLE2"), []),
        (AskedProduct("B0EXAMPLE9"), [("product-unanswered", Severity.ERROR)]),
        (AskedProduct("B0EXAMPLE9", by_notice=False), [("product-unanswered", Severity.WARNING)]),
        (AskedProduct("B0EXAMPLE9", frozenset({"weekdays", "inbox"})), []),
        (AskedProduct("B0EXAMPLE9", frozenset({"stove", "trail"})), [("product-unanswered", Severity.ERROR)]),
    ],
)
def test_each_product_is_spoken_of(product: AskedProduct, expected: list[tuple[str, Severity]]) -> None:
    found = findings_of(telling("C1", "C2"), asked(products=(product,)))
    assert [(f.rule.removeprefix("structure."), f.severity) for f in found] == expected


def test_each_request_is_answered() -> None:
    letter = telling("C1", "C2")
    assert findings_of(letter, asked(documents=(AskedDocument("R1", "invoice", ("E2", "E7")),))) == ()
    (finding,) = findings_of(letter, asked(documents=(AskedDocument("R1", "invoice", ("E7",)),)))
    assert (finding.rule, finding.item, finding.is_error) == ("structure.request-unanswered", "R1", True)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Our order defect rate was 1 %.", True),
        ("Our ODR stood at 1.0 percent.", True),
        ("Our order defect rate was 1.8 %.", False),
        ("Our order defect rate was 1.8 %; the target is 1 %.", False),
        ("The order defect rate is kept below 1 %.", False),
        ("The late rate was 1 %.", False),
    ],
)
def test_a_target_is_no_measurement(said: str, wrong: bool) -> None:
    rate = Measured("M1", ("order defect rate", "odr"), "1.8", "1")
    text = telling("C1", "C2").replace(CAUSES["C1"], f"{CAUSES['C1']} {said}")
    found = findings_of(text, asked(measured=(rate,)))
    assert [f.rule for f in found] == (["consistency.target-as-value"] if wrong else [])
    assert all(f.span and text[f.span.start : f.span.end] in {"1 %", "1.0 percent"} for f in found)


def test_an_action_of_the_same_day_has_a_date() -> None:
    first = "- On 16 October 2026, we switched all SKUs to tracked parcels. (E2)\n"
    text = letter_of()
    assert rules_of(text.replace(first, first + "- On the same day we refunded 19 orders.\n", 1)) == []
    assert rules_of(text.replace(first, "- On the same day we refunded 19 orders. (E2)\n", 1)) == [
        "undated-action"
    ]


def test_a_remark_beside_measures_is_a_warning() -> None:
    measure = "- The scan-rate report is reviewed daily by the warehouse lead, from 20 October 2026.\n"
    text = letter_of().replace(measure, f"{measure[2:]}\nThe other defects have other reasons.\n", 1)
    (finding,) = findings_of(text)
    assert (finding.rule, finding.severity) == ("structure.unowned-measure", Severity.WARNING)
