"""The options for reports: one place that a command takes them from."""

import argparse
from pathlib import Path
from typing import Any

import pytest
from healthfactory import VIOLATION, entry, write_report

from poa_ai.commands.reportoptions import add_report_options, with_reports
from poa_ai.factsfile import facts_from_json

FEEDBACK = (
    "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n2026/09/02\t1\tBox crushed\t\tx\ty\n"
)


def parse(*arguments: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quiet", action="store_true")
    add_report_options(parser)
    return parser.parse_args([str(argument) for argument in arguments])


def test_all_reports_go_into_the_facts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = write_report(tmp_path, entry(receivedIntellectualPropertyComplaints=VIOLATION))
    feedback = tmp_path / "feedback.txt"
    feedback.write_text(FEEDBACK, encoding="utf-8")
    raw: dict[str, Any] = {"schema_version": 1, "issues": ["odr"]}

    added = with_reports(raw, parse("--account-health", report, "--feedback", feedback))

    facts = facts_from_json(added)
    assert [metric.name for metric in facts.metrics] == ["order_defect_rate"]
    assert [cause.kind for cause in facts.root_causes] == ["weak-packaging"]
    assert not any(cause.confirmed for cause in facts.root_causes)
    assert "speaks for 'ip_complaint' too" in capsys.readouterr().err


def test_without_an_option_the_facts_stay_as_they_are() -> None:
    raw = {"schema_version": 1}

    assert with_reports(raw, parse()) == raw
