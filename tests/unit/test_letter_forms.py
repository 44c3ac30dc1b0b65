"""One letter in every form that people write it in: each is read as the same sections with the same parts."""

from collections.abc import Callable, Sequence

import pytest

from poa_ai.letter import PARTS, read_letter
from poa_ai.validation.sectionmatch import Expected, ExpectedSection, words_of
from poa_ai.validation.structure import check_structure

CAUSES = (
    (
        "Untracked letter mail",
        ("Orders below 20 USD were sent by letter mail, so that no scan showed a delivery.",),
        (
            "On 16 October 2026 we moved all 42 SKUs to tracked parcels.",
            "On 17 October 2026 we refunded 19 orders.",
        ),
        ("The warehouse lead reads the scan report daily.",),
    ),
    (
        "Mixed storage bins",
        ("Two sizes of the stove shared bin C-14, and packers picked by the look of the box.",),
        ("On 18 October 2026 we counted the bin and moved 31 units to D-02.",),
        ("The stock controller counts ten bins every Friday.",),
    ),
)

Form = Callable[[], str]


def _lines(entries: Sequence[str], marker: str = "- ") -> str:
    return "\n".join(f"{marker}{entry}" for entry in entries)


def _sections(title: str, cause: str, actions: str, measures: str, gap: str = "\n") -> Form:
    """A form by its four headings; {n} is the number, {r} its Roman form, {t} the title."""

    def write() -> str:
        pieces = ["Plan of Action\n"]
        for number, (name, why, done, kept) in enumerate(CAUSES, 1):
            said = {
                "n": number,
                "r": "I" * number,
                "t": name,
                "T": name.upper(),
                "o": ("First", "Second")[number - 1],
            }
            pieces += [
                title.format(**said),
                f"{cause.format(**said)}{gap}{' '.join(why)}\n",
                f"{actions.format(**said)}{gap}{_lines(done)}\n"
                if gap != " "
                else f"{actions.format(**said)} {' '.join(done)}\n",
                f"{measures.format(**said)}{gap}{_lines(kept)}\n"
                if gap != " "
                else f"{measures.format(**said)} {' '.join(kept)}\n",
            ]
        return "\n".join(pieces)

    return write


def _by_part(heading: str, item: str) -> Form:
    """All causes, then all actions, then all measures, each with the number of its cause."""

    def write() -> str:
        pieces = ["# Plan of Action\n"]
        for place, name in enumerate(("Root causes", "Corrective actions", "Preventive measures"), 1):
            pieces.append(heading.format(h=name))
            pieces += [
                item.format(n=number, t=cause[0], x=" ".join(cause[place]))
                for number, cause in enumerate(CAUSES, 1)
            ]
            pieces.append("")
        return "\n".join(pieces)

    return write


FORMS: dict[str, Form] = {
    "ours": _sections(
        "## {n}. {t}", "### Root cause", "### Corrective actions taken", "### Preventive measures"
    ),
    "deep headings": _sections(
        "#### {n}) {t}", "##### What happened", "##### What we did", "##### How we prevent it"
    ),
    "one level for all": _sections("## Issue {n}: {t}", "## Root cause", "## Actions taken", "## Prevention"),
    "headings without a number": _sections("## {t}", "### Cause", "### Steps we took", "### Going forward"),
    "setext": _sections("{t}\n-----", "Root Cause\n-----", "Corrective Action\n-----", "Prevention\n-----"),
    "bold": _sections(
        "**Problem #{n}: {t}**", "**Root cause**", "**Corrective actions**", "**Preventive measures**"
    ),
    "underscores": _sections(
        "__Issue {n} - {t}__", "__Why it happened__", "__What we did__", "__What we do from now on__"
    ),
    "bold before the text": _sections(
        "**Issue {n}: {t}**", "**Root Cause:**", "**Corrective Actions:**", "**Preventive Measures:**", " "
    ),
    "italics before the text": _sections(
        "**ISSUE {n}: {T}**", "*Root cause.*", "*What we did.*", "*What stays in place.*", " "
    ),
    "bold bullets": _sections(
        "### {r}. {t}", "- **Root cause:**", "- **Actions taken:**", "- **Prevention:**", " "
    ),
    "capitals": _sections("{n}. {T}", "ROOT CAUSE", "CORRECTIVE ACTIONS", "PREVENTIVE MEASURES"),
    "capitals with a colon": _sections("ISSUE {n}: {T}", "ROOT CAUSE:", "ACTIONS TAKEN:", "PREVENTION:"),
    "plain titles": _sections(
        "{t}",
        "What caused the issue:",
        "What we have done to resolve it:",
        "Preventive measures going forward:",
    ),
    "counted causes": _sections(
        "{o} root cause: {t}", "Root cause:", "Corrective action:", "Preventive action:"
    ),
    "plain text before the text": _sections(
        "Issue {n} - {t}", "Root cause:", "Corrective action:", "Preventive action:", " "
    ),
    "lettered parts": _sections(
        "Problem {n} - {t}", "(a) Root cause", "(b) Corrective actions", "(c) Preventive measures"
    ),
    "numbered parts": _sections(
        "{r}. {t}", "1. Root cause", "2. Corrective actions", "3. Preventive measures"
    ),
    "the first heading is the cause": lambda: "\n".join(
        f"Root cause {n}: {t}\n{why[0]}\n\nCorrective actions:\n{_lines(done)}\n\n"
        f"Preventive measures:\n{_lines(kept)}\n"
        for n, (t, why, done, kept) in enumerate(CAUSES, 1)
    ),
    "no headings": lambda: "\n\n".join(
        f"The root cause of the defects was this. {why[0]}\n\n"
        f"To correct this, we acted at once. {' '.join(done)}\n\n"
        f"To prevent a recurrence, we have set a rule. {kept[0]}"
        for _, why, done, kept in CAUSES
    ),
    "in a group": lambda: (
        "# Plan of Action\n\n## A. Order defects\n\nThe rate was 1.8 %.\n\n"
        + _sections(
            "### Issue {n}: {t}", "**Root cause:**", "**Actions:**", "**Prevention:**", " "
        )().partition("\n\n")[2]
    ),
    "apart, numbered": _by_part("## {h}", "{n}. {t}. {x}"),
    "apart, in brackets": _by_part("**{h}**\n", "({n}) {x}"),
    "apart, below headings": _by_part("## {h}\n", "### {n}. {t}\n\n{x}\n"),
    "apart, counted": lambda: "\n\n".join(
        f"## {name}s\n\n"
        + "\n\n".join(f"### {name} {n}\n\n{' '.join(c[place])}" for n, c in enumerate(CAUSES, 1))
        for place, name in enumerate(("Root cause", "Corrective action", "Preventive measure"), 1)
    ),
    "apart, by the number alone": lambda: "\n\n".join(
        f"**{name} {n}:** {' '.join(cause[place])}"
        for place, name in enumerate(("Root cause", "Corrective action", "Preventive measure"), 1)
        for n, cause in enumerate(CAUSES, 1)
    ),
}

EXPECTED = Expected(
    tuple(
        ExpectedSection(f"C{number}", title, words_of((title, *why, *done, *kept)))
        for number, (title, why, done, kept) in enumerate(CAUSES, 1)
    )
)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_as_two_sections_of_three_parts(form: str, end: str) -> None:
    letter = read_letter(FORMS[form]().replace("\n", end), 2)
    assert [[part.name for part in section.parts] for section in letter.sections] == [list(PARTS)] * 2
    for section, (_, why, done, kept) in zip(letter.sections, CAUSES, strict=True):
        for part, entries in zip(section.parts, (why, done, kept), strict=True):
            said = " ".join(block.text for block in part.blocks)
            assert all(" ".join(entry.split()) in " ".join(said.split()) for entry in entries)
    assert letter.by_part == (form.startswith("apart") and "alone" not in form)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_right_letter_has_an_error(form: str) -> None:
    letter = read_letter(FORMS[form](), 2)
    findings = check_structure(letter, EXPECTED)
    assert [f.rule for f in findings if f.is_error] == []
    assert [f.rule for f in findings] == (["structure.parts-apart"] if letter.by_part else [])


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_measure_is_found_in_every_form(form: str) -> None:
    measure = CAUSES[1][3][0]
    text = FORMS[form]()
    assert measure in text
    letter = read_letter(text.replace(measure, ""), 2)
    rules = {f.rule for f in check_structure(letter, EXPECTED) if f.is_error}
    assert rules & {"structure.part-empty", "structure.part-missing", "structure.unowned-measure"}


def test_an_item_that_is_missing_where_the_parts_stand_apart() -> None:
    text = FORMS["apart, numbered"]().replace("1. Untracked letter mail. On", "On")
    lines = [line for line in text.split("\n") if not line.startswith("On 16")]
    findings = check_structure(read_letter("\n".join(lines), 2), EXPECTED)
    assert [(f.rule, f.section) for f in findings if f.is_error] == [("structure.part-missing", "C1")]


def test_a_single_cause_with_numbered_items_is_not_split() -> None:
    text = (
        "Root cause\n1. We sent letters.\n2. No scan.\n\nActions taken\n1. a\n2. b\n\nPrevention\n1. c\n2. d"
    )
    assert [len(read_letter(text, 1).sections), len(read_letter(text).sections)] == [1, 1]
