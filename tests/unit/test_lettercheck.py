"""Letters checked with what may stand: what is left out, what is wrong with a reason, what is mended."""

from dataclasses import replace

import pytest

from poa_ai.allowance import Allowance
from poa_ai.checkrun import CheckedLetter
from poa_ai.lettercheck import LetterChecker
from poa_ai.letterfile import LetterFile
from poa_ai.validation.rulefile import load_builtin_rules
from poa_ai.validation.suppression import RULE

HEAD = "## 1. Late mail\n\n### Root cause\n\n"
SORRY = "We are so sorry."
ALLOW = "<!-- poa: allow emotive.apology because quoted by the buyer -->"


def check(text: str, *allowances: Allowance, select: str = "emotive,structure.suppression") -> CheckedLetter:
    chosen = frozenset(filter(None, select.split(",")))
    return LetterChecker(load_builtin_rules(), None, allowances, chosen).check(LetterFile("letter.md", text))


def mended(text: str, *allowances: Allowance) -> str:
    checker = LetterChecker(load_builtin_rules(), None, allowances, frozenset())
    return checker.mend(LetterFile("letter.md", text)).text


def settings(rule: str, because: str = "why", path: str | None = None) -> Allowance:
    return Allowance(rule, because, path, "poa-ai.toml", 3)


def rules(checked: CheckedLetter) -> list[str]:
    return [finding.rule for finding in checked.findings]


@pytest.mark.parametrize(
    "text",
    [f"{SORRY} {ALLOW}", f"{ALLOW}\n{SORRY}", f"{ALLOW}\n\n- {SORRY}\n- Done.", f"- {SORRY} {ALLOW}"],
)
def test_a_comment_allows_what_stands_in_its_block(text: str) -> None:
    checked = check(HEAD + text)

    assert rules(checked) == []
    (allowed,) = checked.allowed
    assert (allowed.finding.rule, allowed.finding.text[:15]) == ("emotive.apology", "We are so sorry")
    assert (allowed.allowance.because, allowed.in_letter) == ("quoted by the buyer", True)
    assert (
        allowed.allowance.place
        == f"letter.md:{(HEAD + text)[: (HEAD + text).index('<!--')].count(chr(10)) + 1}"
    )


@pytest.mark.parametrize("name", ["emotive", "emotive.apology", "begging, emotive.apology"])
def test_a_rule_is_allowed_by_its_id_or_category(name: str) -> None:
    checked = check(f"{HEAD}{SORRY} <!-- poa: allow {name} because quoted -->", select="emotive")

    assert (rules(checked), len(checked.allowed)) == ([], 1)


def test_what_stands_elsewhere_is_found() -> None:
    checked = check(f"{HEAD}{SORRY} {ALLOW}\n\n{SORRY}")

    assert rules(checked) == ["emotive.apology"]
    assert checked.findings[0].line == 7


@pytest.mark.parametrize(
    ("comment", "severity", "told"),
    [
        ("<!-- poa: allow emotive.apology -->", "error", "No reason is given"),
        ("<!-- poa: allow emotive.apologie because x -->", "error", "Did you mean 'emotive.apology'?"),
        ("<!-- poa: please -->", "error", "is not understood"),
        ("<!-- poa: allow structure.suppression because x -->", "error", "can't be allowed"),
        ("<!-- poa: allow begging because x -->", "warning", "Take the allowance out."),
    ],
)
def test_what_is_wrong_with_a_comment_is_found_at_its_place(comment: str, severity: str, told: str) -> None:
    text = f"{HEAD}{SORRY} {comment}"
    checked = check(text)

    assert rules(checked) == ["emotive.apology", RULE]
    found = checked.findings[1]
    assert (found.severity, found.text, found.line) == (severity, comment, 5)
    assert told in f"{found.message} {found.hint}"


def test_a_reason_is_no_wording_of_the_letter() -> None:
    comment = "<!-- poa: allow begging because we beg you!!! SORRY [NAME] case id 144 -->"

    assert check(f"{HEAD}Orders were late. {comment}", select="").findings == tuple(
        f
        for f in check(f"{HEAD}Orders were late. {comment}", select="").findings
        if f.category == "structure"
    )
    assert not [
        f for f in check(f"{HEAD}{comment}\nDone.", select="").findings if f.rule == "structure.placeholder"
    ]


def test_without_facts_nothing_is_said_of_an_allowance_that_facts_would_need() -> None:
    assert rules(check(f"{HEAD}Done. <!-- poa: allow grounding.number because our own count -->")) == []


def test_the_settings_allow_for_all_letters_or_for_some() -> None:
    assert rules(check(HEAD + SORRY, settings("emotive"))) == []
    assert rules(check(HEAD + SORRY, settings("emotive", path="other.md"))) == ["emotive.apology"]
    (allowed,) = check(HEAD + SORRY, settings("emotive")).allowed
    assert (allowed.allowance.place, allowed.in_letter) == ("poa-ai.toml:3", False)


@pytest.mark.parametrize(
    ("allowance", "severity"),
    [
        (settings("emotive", ""), "error"),
        (settings("emotivity"), "error"),
        (settings(RULE), "error"),
        (settings("blame"), "warning"),
        (settings("blame", path="other.md"), None),
        (settings("grounding"), None),
        (settings("emotive"), None),
    ],
)
def test_what_is_wrong_with_the_settings_is_found_there(allowance: Allowance, severity: str | None) -> None:
    checker = LetterChecker(load_builtin_rules(), None, [allowance], frozenset())
    checker.check(LetterFile("letter.md", HEAD + SORRY))

    found = [finding for file in checker.settings() for finding in file.findings]

    assert [(f.rule, str(f.severity), f.path, f.line) for f in found] == (
        [(RULE, severity, "poa-ai.toml", 3)] if severity else []
    )


def test_mending_leaves_what_may_stand() -> None:
    letter = f"# Plan\n\n{SORRY} {ALLOW}\n\n{SORRY} Orders were late.\n"

    assert mended(letter) == f"# Plan\n\n{SORRY} {ALLOW}\n\nOrders were late.\n"
    assert mended(letter, settings("emotive")) == letter
    assert mended(letter, settings("begging")) == mended(letter)
    assert mended(mended(letter)) == mended(letter)


def test_mending_takes_the_rest_of_an_allowed_block() -> None:
    letter = f"{ALLOW}\n- {SORRY} Please reinstate our account. Orders were late.\n- {SORRY} Done.\n"

    assert mended(letter) == f"{ALLOW}\n- {SORRY} Orders were late.\n- Done.\n"


def test_mending_leaves_a_byte_order_mark_and_a_faulty_comment_where_they_are() -> None:
    assert mended(f"\ufeff{SORRY} Done.\n") == "\ufeffDone.\n"
    comment = "<!-- poa: allow emotive -->"
    assert mended(f"{SORRY} Orders were late. {comment}\n") == f"Orders were late. {comment}\n"


def test_a_byte_order_mark_hides_no_heading_and_moves_no_place() -> None:
    letter = f"\ufeff{HEAD}{SORRY}"
    (found,) = check(letter).findings

    assert letter[found.span.start : found.span.end] == found.text == "We are so sorry"  # type: ignore[union-attr] - it has a place
    assert "structure.no-section" not in rules(check(letter, select=""))


def test_without_fixes_the_same_is_found() -> None:
    letter = LetterFile(
        "letter.md", "We are deeply sorry, and we refunded 12 orders.\n\nPlease, please help us!\n"
    )
    mending, bare = (
        LetterChecker(load_builtin_rules(), fixes=fixes).check(letter) for fixes in (True, False)
    )
    assert any(finding.fix for finding in mending.findings)
    assert bare.findings == tuple(replace(finding, fix=None) for finding in mending.findings)
