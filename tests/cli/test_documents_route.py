"""Notices that no letter answers: `draft` says so in a line, `gaps` lists the documents, `intake` goes on."""

import json
from pathlib import Path

import pytest
from commandrun import Runner

from poa_ai.testing.factories import write_facts

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted(facts.parent for facts in (ROOT / "evals" / "documents").glob("*/facts.json"))
GOLDEN = ROOT / "tests" / "golden" / "documents"
TODAY = "2026-11-12"
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_the_list_of_documents_is_the_one_that_was_read(run: Runner, case: Path) -> None:
    """Put right after a change: `poa-ai gaps FACTS --today 2026-11-12`, read in full, is the golden text."""
    assert run("gaps", case / "facts.json", "--today", TODAY).out == (GOLDEN / f"{case.name}.txt").read_text(
        "utf-8"
    )


def test_every_golden_list_has_its_case() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {case.name for case in CASES}
    assert len(CASES) >= 2


@each_case
def test_nothing_is_drafted_and_one_line_says_why(run: Runner, case: Path) -> None:
    ran = run("draft", case / "facts.json", "--quiet")
    assert (ran.code, ran.out) == (3, "")
    (line,) = [line for line in ran.lines if "left out" not in line]
    assert line.startswith("poa-ai: ")
    assert "nothing is drafted" in line or "the notice wants documents" in line


@each_case
def test_its_notice_is_taken_in_and_leads_to_the_same_list(
    run: Runner, case: Path, working_folder: Path
) -> None:
    ran = run("intake", case / "notice.txt", "--out", working_folder / "facts.json")
    assert ran.code == 0
    begun = json.loads((working_folder / "facts.json").read_text("utf-8"))
    assert begun["issues"] == json.loads((case / "facts.json").read_text("utf-8"))["issues"]
    told = run("gaps", working_folder / "facts.json", "--today", TODAY).out
    heading = "What can help:" if begun["issues"] == ["forged_documents"] else "Documents to send:"
    assert f"\n{heading}\n- " in told


def test_an_acknowledgement_has_no_list(run: Runner, working_folder: Path) -> None:
    text = "Your order defect rate is over 1%. Take this quiz within 72 hours."
    raw = {"schema_version": 1, "notice": {"text": text}, "issues": ["odr"]}
    told = run("gaps", write_facts(working_folder, raw)).out
    assert told.startswith("The notice wants an acknowledgement, not a plan of action: ")
    assert "Documents to send" not in told


def test_a_notice_that_names_no_paper_says_where_to_put_them(run: Runner, working_folder: Path) -> None:
    raw = {
        "schema_version": 1,
        "notice": {"text": "We must verify your account."},
        "issues": ["verification"],
    }
    assert (
        '- what the notice names; list it under "requests"'
        in run("gaps", write_facts(working_folder, raw)).out
    )
