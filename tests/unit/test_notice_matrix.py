"""Each installed issue type hears the notices that are its own, and passes by those of all the others.

Example notices are scored as they stand. The notices of cases and the labelled ones are read as intake reads
them, since they also name metrics that are fine and rules that hold for every seller.
"""

import json
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from poa_ai.facts import Facts, NoticeFacts
from poa_ai.intake.noticefindings import read_findings
from poa_ai.intake.noticetext import NoticeText, tidy
from poa_ai.issue import IssueType
from poa_ai.matching import THRESHOLD
from poa_ai.notice import parse_notice
from poa_ai.registry import Registry
from poa_ai.testing.noticescore import read_notices

EVALS = Path(__file__).parents[2] / "evals"
REGISTRY = Registry.installed()
ISSUES = {issue.id: issue for issue in REGISTRY.issue_types}
SHAPES = {
    "as written": str,
    "in narrow lines": lambda text: textwrap.fill(text, 38, break_long_words=False, break_on_hyphens=False),
    "in one line": lambda text: " ".join(text.split()),
    "in capitals": str.upper,
}

each_type = pytest.mark.parametrize("issue", ISSUES.values(), ids=list(ISSUES))


def score(text: str, issue: IssueType) -> float:
    facts = Facts(schema_version=1, notice=NoticeFacts(text=text))
    return REGISTRY.match_issue(facts, parse_notice(facts.notice), issue).score


def labelled() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Name, text and issue types of every notice of the evals."""
    for notice in read_notices(EVALS / "notices"):
        yield notice.name, notice.text, frozenset(notice.expected["issues"])
    for file in sorted((EVALS / "cases").glob("*/notice.txt")):
        raw = json.loads(file.with_name("facts.json").read_text("utf-8"))
        named = raw.get("issues") or [cause["issue"] for cause in raw["root_causes"]]
        yield f"case {file.parent.name}", file.read_text("utf-8"), frozenset(named)


@cache
def heard(text: str) -> frozenset[str]:
    """The issue types that intake hears in a notice."""
    found = read_findings(NoticeText(tidy(text)), REGISTRY.issue_types, REGISTRY.match_issue)
    return frozenset(entry.issue.id for entry in found.issues)


def test_there_are_types_and_notices_to_compare() -> None:
    assert len(ISSUES) >= 4
    assert len(list(labelled())) >= 35
    assert {name for *_, names in labelled() for name in names} >= {"odr", "late_shipment"}


@each_type
@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_the_example_notice_speaks_for_its_own_type(issue: IssueType, shape: Callable[[str], str]) -> None:
    text = shape(issue.example_notice)
    scores = {other.id: score(text, other) for other in ISSUES.values()}
    own = scores.pop(issue.id)
    assert own >= THRESHOLD
    assert own > max(scores.values())


@each_type
def test_the_example_notices_of_other_types_do_not_reach_the_threshold(issue: IssueType) -> None:
    scores = {other.id: score(other.example_notice, issue) for other in ISSUES.values()}
    assert [name for name, points in scores.items() if points >= THRESHOLD] == [issue.id]


@each_type
def test_the_type_is_heard_in_every_notice_about_it(issue: IssueType) -> None:
    deaf = [name for name, text, names in labelled() if issue.id in names and issue.id not in heard(text)]
    assert deaf == []


@each_type
def test_the_type_is_heard_in_no_notice_about_others(issue: IssueType) -> None:
    loud = [name for name, text, names in labelled() if issue.id in heard(text) and issue.id not in names]
    assert loud == []
