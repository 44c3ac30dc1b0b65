"""The report: who wrote each statement, what was withheld, what was found."""

import json

import pytest

import poa_ai_odr
from poa_ai.factsfile import facts_from_json
from poa_ai.pipeline import draft
from poa_ai.registry import Registry
from poa_ai.report import DraftResult
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import cause_json, facts_json
from poa_ai.version import __version__


def drafted(**changes: object) -> DraftResult:
    registry = Registry.of({"odr": poa_ai_odr})
    return draft(facts_from_json(facts_json(**changes)), registry, load_rulebook(registry))


def test_the_report_of_a_complete_case() -> None:
    report = drafted().report()
    assert json.loads(json.dumps(report)) == report
    assert {
        key: report[key]
        for key in ("schema", "poa_ai", "made_by", "gap_draft", "withheld", "prompts", "edits")
    } == {
        "schema": 1,
        "poa_ai": __version__,
        "made_by": "composed",
        "gap_draft": False,
        "withheld": [],
        "prompts": [],
        "edits": [],
    }
    assert (report["model"], report["usage"], report["failures"]) == (None, None, {})
    (section,) = report["sections"]
    assert (section["cause"], section["issue"]) == ("C1", "odr")
    assert [(s["id"], s["part"], s["facts"], s["exhibits"]) for s in section["statements"]] == [
        ("C1.1", "root_cause", ["M1"], []),
        ("C1.2", "root_cause", ["C1"], []),
        ("C1.3", "root_cause", ["F1"], ["E1"]),
        ("C1.4", "corrective_actions", ["A1"], ["E2"]),
        ("C1.5", "corrective_actions", ["A2"], ["E1"]),
        ("C1.6", "preventive_measures", ["P1"], []),
        ("C1.7", "preventive_measures", ["P2"], []),
    ]
    assert section["statements"][2] == {
        "id": "C1.3",
        "part": "root_cause",
        "text": "19 of the 27 defects were A-to-z claims for undelivered orders (E1).",
        "by": "composed",
        "facts": ["F1"],
        "exhibits": ["E1"],
        "why": None,
        "rejected": [],
    }


def test_a_rewritten_sentence_is_an_edit_with_before_and_after() -> None:
    facts = [{"id": "F1", "text": "Unfortunately, 41 of 58 orders were late."}]
    (edit,) = drafted(facts=facts).report()["edits"]
    assert edit["rule"].startswith("emotive.")
    assert (edit["before"], edit["after"]) == (facts[0]["text"], "41 of 58 orders were late.")


def test_gaps_stand_among_the_findings_and_make_the_exit_code() -> None:
    result = drafted(root_causes=[cause_json(preventive_measures=[])])
    report = result.report()
    assert (result.exit_code, result.gap_draft, report["gap_draft"]) == (1, True, True)
    assert [f["rule"] for f in report["findings"] if f["severity"] == "error"] == ["structure.part-empty"]


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        drafted().text("docx")
