"""Letters are read in the forms that people write."""

import pytest

from poa_ai.headings import is_evidence, part_of
from poa_ai.letter import PARTS, Letter, read_letter

OURS = """# Plan of Action
Account: Northfield Outdoor | Notice received: 2026-10-14

> This is a gap draft.

## 1. Order defect rate: Untracked mail
### Root cause
Orders under 20 USD were sent by untracked letter mail
from May 2026. (E1)

### Corrective actions taken
- Switched all SKUs to tracked parcels on 2026-10-16. (E2)
  - Closed the listing
    on 16 October 2026.

### Preventive measures
- The warehouse lead reviews the report daily.

## 2. Late shipment: Handling time
### Root cause
Handling time was one day.
### Corrective actions taken
- Set to two days on 2026-10-16.
### Preventive measures
- Checked weekly.

## Supporting evidence
| Exhibit | Document |
|---|---|
| E1 | Export |
"""

PLAIN = """Plan of Action

1. Late mail

ROOT CAUSE:
Orders were late.

Corrective actions: We changed the carrier on 2026-10-01.
**Preventive measures**
1. daily check
2) weekly check

2. Wrong item
-------------

Root cause: bin mix-up

Steps taken to resolve the issue:
* did this

Long-term measures
* x

Attachments
invoice
"""


def _shape(letter: Letter) -> list[tuple[int | None, str, list[str]]]:
    return [
        (section.number, section.title, [part.name for part in section.parts]) for section in letter.sections
    ]


def test_our_own_form() -> None:
    letter = read_letter(OURS)
    assert letter.title is not None
    assert letter.title.text == "Plan of Action"
    assert [block.kind for block in letter.header] == ["paragraph", "quote"]
    assert _shape(letter) == [
        (1, "Order defect rate: Untracked mail", list(PARTS)),
        (2, "Late shipment: Handling time", list(PARTS)),
    ]
    cause, actions, measures = letter.sections[0].parts
    assert [block.text for block in cause.blocks] == [
        "Orders under 20 USD were sent by untracked letter mail\nfrom May 2026. (E1)"
    ]
    assert [(block.kind, block.level) for block in actions.blocks] == [("item", 0), ("item", 1)]
    assert actions.blocks[1].text == "Closed the listing\n    on 16 October 2026."
    assert [block.text for block in measures.blocks] == ["The warehouse lead reviews the report daily."]
    assert [(block.kind, block.text) for block in letter.evidence] == [
        ("row", "Exhibit | Document"),
        ("rule", "---|---"),
        ("row", "E1 | Export"),
    ]
    assert letter.other == ()


def test_line_ends_make_no_difference() -> None:
    for end in ("\r\n", "\r"):
        assert _shape(read_letter(OURS.replace("\n", end))) == _shape(read_letter(OURS))


def test_plain_text() -> None:
    letter = read_letter(PLAIN)
    assert _shape(letter) == [(1, "Late mail", list(PARTS)), (2, "Wrong item", list(PARTS))]
    assert [block.text for block in letter.sections[0].parts[1].blocks] == [
        "We changed the carrier on 2026-10-01."
    ]
    assert [block.text for block in letter.sections[0].parts[2].blocks] == ["daily check", "weekly check"]
    assert [block.text for block in letter.evidence] == ["invoice"]


def test_one_cause_with_the_parts_as_chapters() -> None:
    letter = read_letter(
        "# Plan\n## Root cause\nfoo\n## Actions taken\n- a\n## Prevention\n- b\n## About us\nhi"
    )
    assert _shape(letter) == [(None, "", list(PARTS))]
    assert [(chapter.title, [block.text for block in chapter.blocks]) for chapter in letter.other] == [
        ("About us", ["hi"])
    ]


def test_numbered_parts_of_one_cause() -> None:
    letter = read_letter(
        "1. Root cause:\nfoo\n\n2. Corrective actions:\n- a\n\n3. Preventive measures:\n- b\n"
    )
    assert _shape(letter) == [(None, "", list(PARTS))]


def test_causes_as_chapters_of_any_level() -> None:
    letter = read_letter("### Wrong item\n#### Root cause\nfoo\n### Late mail\n#### Cause\nbar")
    assert [section.title for section in letter.sections] == ["Wrong item", "Late mail"]
    letter = read_letter("## Root cause 1: Late mail\n### What happened\nfoo\n## Issue #2 - Wrong item\nbar")
    assert [(section.number, section.title) for section in letter.sections] == [
        (1, "Late mail"),
        (2, "Wrong item"),
    ]


def test_root_cause_again_opens_the_next_section() -> None:
    letter = read_letter("ROOT CAUSE\na\n\nACTIONS TAKEN\nb\n\nROOT CAUSE\nc\n")
    assert [len(section.parts) for section in letter.sections] == [2, 1]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Root cause", "root_cause"),
        ("1. Root Cause(s)", "root_cause"),
        ("What happened:", "root_cause"),
        ("The root cause of the issue", "root_cause"),
        ("A) Corrective Actions Taken", "corrective_actions"),
        ("Immediate actions", "corrective_actions"),
        ("Steps we have taken to resolve the issue", "corrective_actions"),
        ("What we have done", "corrective_actions"),
        ("Preventive Measures", "preventive_measures"),
        ("Steps to prevent future issues", "preventive_measures"),
        ("Steps we have taken to prevent recurrence", "preventive_measures"),
        ("Long-term measures", "preventive_measures"),
        ("**Prevention**", "preventive_measures"),
        ("About our company", None),
        ("The cause was a mix-up in the warehouse", None),
    ],
)
def test_part_names(heading: str, part: str | None) -> None:
    assert part_of(heading) == part


def test_evidence_names() -> None:
    names = ["Supporting evidence", "Evidence", "Exhibits", "Attached documents", "4. Documents provided"]
    assert [is_evidence(name) for name in names] == [True] * len(names)
    assert not is_evidence("Evidence shows that the carrier was late")


def test_prose_stays_prose() -> None:
    text = (
        "41 of 58 left. Prevention\nis near.\n\n1. Orders were late.\n2. Labels were lost.\n\n**Note** this"
    )
    letter = read_letter(text)
    assert [block.kind for block in letter.blocks] == ["paragraph", "item", "item", "paragraph"]
    assert letter.sections == ()
    assert read_letter("").blocks == ()
