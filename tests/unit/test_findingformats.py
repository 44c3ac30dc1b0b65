"""How findings are printed: each format says the same, and stands whatever the letter holds."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.allowance import Allowance
from poa_ai.checkrun import CheckedLetter, CheckRun
from poa_ai.findingformat import FORMATS, render
from poa_ai.findings import Finding, Fix, Severity, Span
from poa_ai.lineindex import LineIndex
from poa_ai.validation.rulefile import load_builtin_rules
from poa_ai.validation.suppression import Allowed

TEXT = "Plan \U0001f600\r\n\r\nWe beg you.\rOrders were late.\n"
FOLDER = Path("/desk")
BEG = Finding(
    "begging.pleading",
    Severity.ERROR,
    "Pleading.",
    "Leave it out.",
    "Somebody",
    Span(TEXT.index("We beg"), TEXT.index("you") + 3),
    fix=Fix("drop-sentence", Span(TEXT.index("We beg"), TEXT.index("Orders")), ""),
)
LONG = Finding("grounding.number", Severity.WARNING, "No fact.", span=Span(0, TEXT.index("We")), section="C1")
LOOSE = Finding("structure.no-section", Severity.NOTE, "No section.")
SORRY = Finding("emotive.apology", Severity.ERROR, "An apology.", span=Span(0, 4))


def letter(
    *findings: Finding, path: str = "letters/a b.md", text: str = TEXT, allowed: bool = False
) -> CheckedLetter:
    lines = LineIndex.of(text)
    stands = Allowed(
        SORRY.located(lines, path), Allowance("emotive", "quoted", file=path, line=2), in_letter=True
    )
    return CheckedLetter(
        path, tuple(f.located(lines, path) for f in findings), (stands,) if allowed else (), lines
    )


def printed(format: str, *letters: CheckedLetter) -> str:
    return "".join(render(format, CheckRun(letters, load_builtin_rules(), FOLDER)))


def sarif(*letters: CheckedLetter) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(printed("sarif", *letters))
    return log


def test_text_is_a_line_for_each_finding() -> None:
    assert printed("text", letter(BEG, LONG, LOOSE, allowed=True)).splitlines() == [
        'letters/a b.md:3:1: error begging.pleading: "We beg you" Pleading. Leave it out.',
        'letters/a b.md:1:1: warning grounding.number: "Plan \U0001f600" No fact.',
        "letters/a b.md: note structure.no-section: No section.",
    ]


def test_text_lets_nothing_through_that_steers_a_terminal() -> None:
    found = Finding("a.b", Severity.ERROR, "m", span=Span(0, 8))

    assert printed("text", letter(found, path="l.md", text="\x1b[2J\x07\u202egone")) == (
        'l.md:1:1: error a.b: "\\x1b[2J\\x07\\u202ego" m\n'
    )


def test_json_has_the_keys_of_the_contract_and_what_may_stand() -> None:
    found = json.loads(printed("json", letter(BEG, LOOSE, allowed=True)))

    assert list(found) == ["schema", "ok", "findings", "allowed"]
    assert (found["schema"], found["ok"]) == (1, False)
    assert list(found["findings"][0]) == [
        *("rule", "severity", "message", "hint", "source", "path", "start", "end", "line", "column", "text"),
        *("section", "item", "fix"),
    ]
    assert found["findings"][0]["fix"] == {"action": "drop-sentence", "start": 10, "end": 22, "with": ""}
    assert (found["findings"][1]["start"], found["findings"][1]["fix"]) == (None, None)
    assert [(a["rule"], a["because"], a["by"]) for a in found["allowed"]] == [
        ("emotive.apology", "quoted", "letters/a b.md:2")
    ]


def test_json_of_nothing_is_ok() -> None:
    assert json.loads(printed("json", letter())) == {"schema": 1, "ok": True, "findings": [], "allowed": []}


def test_thousands_of_findings_are_printed_at_once() -> None:
    found = letter(*[BEG] * 5000)
    start = time.perf_counter()

    text = printed("json", found)

    assert time.perf_counter() - start < 1
    assert len(text.splitlines()) == 5002


def test_sarif_places_findings_in_code_points() -> None:
    (run,) = sarif(letter(BEG, LONG, LOOSE))["runs"]
    beg, long, loose = (result["locations"][0]["physicalLocation"] for result in run["results"])

    assert run["columnKind"] == "unicodeCodePoints"
    assert run["newlineSequences"] == ["\r\n", "\n", "\r"]
    assert beg["region"] == {
        "startLine": 3,
        "startColumn": 1,
        "endLine": 3,
        "endColumn": 11,
        "charOffset": 10,
        "charLength": 10,
    }
    assert long["region"]["endLine"] == 3
    assert long["region"]["charLength"] == 10
    assert loose["region"] == {
        "startLine": 1,
        "startColumn": 1,
        "endLine": 1,
        "endColumn": 7,
        "charOffset": 0,
        "charLength": 6,
    }
    assert {place["artifactLocation"]["uri"] for place in (beg, long, loose)} == {"letters/a%20b.md"}


def test_sarif_names_each_rule_once_with_help_and_a_level() -> None:
    (run,) = sarif(letter(BEG, LOOSE, BEG, Finding("own.rule", Severity.NOTE, "Mine.", "Mend it.")))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["begging.pleading", "structure.no-section", "own.rule"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        r["ruleId"] for r in run["results"]
    ]
    assert [result["level"] for result in run["results"]] == ["error", "note", "error", "note"]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert rules[0]["helpUri"].startswith("https://sellercentral.amazon.")
    assert rules[0]["defaultConfiguration"] == {"level": "error"}


def test_a_fix_of_sarif_mends_the_text() -> None:
    (run,) = sarif(letter(BEG))["runs"]
    ((change,),) = [fix["artifactChanges"] for fix in run["results"][0]["fixes"]]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    start = region["charOffset"]

    assert TEXT[start : start + region["charLength"]] == "We beg you.\r"
    assert (region["startLine"], region["endLine"], region["endColumn"]) == (3, 4, 1)
    assert replacement["insertedContent"] == {"text": ""}
    assert change["artifactLocation"] == {"uri": "letters/a%20b.md"}


def test_what_may_stand_is_a_suppression_of_sarif() -> None:
    (run,) = sarif(letter(allowed=True))["runs"]

    assert [result["suppressions"] for result in run["results"]] == [
        [{"kind": "inSource", "status": "accepted", "justification": "quoted"}]
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("letters/ä: 100%#?.md", "letters/%C3%A4%3A%20100%25%23%3F.md"),
        ("-", "stdin"),
        ("./x/../a.md", "a.md"),
        ("/desk/a.md", "a.md"),
    ],
)
def test_sarif_has_relative_addresses(path: str, uri: str) -> None:
    (run,) = sarif(letter(LOOSE, path=path))["runs"]
    (result,) = run["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}
    assert "originalUriBaseIds" not in run


def test_sarif_names_the_folder_of_letters_that_lie_elsewhere() -> None:
    (run,) = sarif(letter(LOOSE, path="/letters/old/a.md"), letter(LOOSE, path="../letters/b.md"))["runs"]

    assert run["originalUriBaseIds"] == {"LETTERS": {"uri": "file:///letters/"}}
    assert [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]] == [
        "old/a.md",
        "b.md",
    ]


def test_github_gets_a_command_with_its_escapes() -> None:
    odd = Finding("a.b", Severity.WARNING, "100% sure:\nno, yes", span=Span(0, 4), text="x\r\ny")

    assert printed("github", letter(odd, BEG, LONG, LOOSE, path="a,b:c%.md")).splitlines() == [
        "::warning file=a%2Cb%3Ac%25.md,line=1,endLine=1,col=1,endColumn=5,title=a.b"
        '::"x y" 100%25 sure:%0Ano, yes',
        "::error file=a%2Cb%3Ac%25.md,line=3,endLine=3,col=1,endColumn=11,title=begging.pleading"
        '::"We beg you" Pleading. Leave it out.',
        '::warning file=a%2Cb%3Ac%25.md,line=1,endLine=3,title=grounding.number::"Plan \U0001f600" No fact.',
        "::notice file=a%2Cb%3Ac%25.md,title=structure.no-section::No section.",
    ]


def test_junit_has_a_suite_for_each_letter_and_a_case_for_each_rule() -> None:
    clean = letter(path="clean.md")
    root = ElementTree.fromstring(printed("junit", letter(BEG, BEG, LONG, allowed=True), clean))
    first, second = root.findall("testsuite")

    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("4", "1", "1")
    assert (first.get("name"), first.get("tests"), first.get("failures")) == ("letters/a b.md", "3", "1")
    assert [case.get("name") for case in first] == ["begging.pleading", "grounding.number", "emotive.apology"]
    failure = first[0].find("failure")
    assert failure is not None
    assert (
        failure.text
        == 'letters/a b.md:3:1: error begging.pleading: "We beg you" Pleading. Leave it out.\n' * 2
    )
    assert [case[0].tag for case in first] == ["failure", "system-out", "skipped"]
    assert [(case.get("name"), len(case)) for case in second] == [("no findings", 0)]


@given(st.text(max_size=60))
def test_every_format_stands_whatever_the_letter_holds(words: str) -> None:
    found = Finding(
        "a.b", Severity.ERROR, words, words, words, Span(0, len(words)), fix=Fix("replace", Span(0, 0), words)
    )
    run = letter(found, path="x" + words.replace("\0", "").replace("/", ""), text=words, allowed=True)
    shown = {format: printed(format, run) for format in FORMATS}

    assert len(shown["text"].splitlines()) == 1
    assert json.loads(shown["json"])["findings"][0]["message"] == words
    assert json.loads(shown["sarif"])["runs"][0]["results"][0]["message"]["text"].startswith(
        words.rstrip()[:1]
    )
    assert re.fullmatch(r"::error [^\r\n]*\n", shown["github"])
    assert ElementTree.fromstring(shown["junit"]).get("failures") == "1"


def test_only_the_format_that_is_asked_for_is_imported(loaded: Callable[[str], set[str]]) -> None:
    modules = loaded("from poa_ai.findingformat import render")

    assert not {name for name in modules if name.startswith("poa_ai.findingformat.")}


@pytest.fixture
def loaded() -> Callable[[str], set[str]]:
    """The modules that a new process has loaded after some code."""
    import subprocess
    import sys

    def run(code: str) -> set[str]:
        script = f"{code}\nimport sys; print(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
        )
        return set(done.stdout.split())

    return run
