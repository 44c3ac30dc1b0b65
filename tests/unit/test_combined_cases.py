"""The cases on several issue types: heard from the notice alone, one section for each cause, one letter."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from poa_ai import DraftResult, check, draft
from poa_ai.facts import Facts, NoticeFacts
from poa_ai.factsfile import load_facts
from poa_ai.findings import Finding
from poa_ai.intake.noticefindings import read_findings
from poa_ai.intake.noticetext import NoticeText, tidy
from poa_ai.issue import Artefact
from poa_ai.matching import artefact_of, match_issues
from poa_ai.notice import parse_notice
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.values import Kind, extract_values

ROOT = Path(__file__).parents[2] / "evals" / "cases"
COMBINED = {
    "combined-cancelled-prices": {"cancellation", "fair_pricing"},
    "combined-condition-authenticity": {"condition", "authenticity"},
    "combined-drop-shipping-tracking": {"drop_shipping", "valid_tracking"},
    "combined-expired-condition": {"expired", "condition"},
    "combined-late-cancelled-untracked": {"late_shipment", "cancellation", "valid_tracking"},
    "combined-listing-ip": {"listing_policy", "ip_complaint"},
    "combined-odr-late-shipment": {"odr", "late_shipment"},
    "combined-odr-on-time": {"odr", "on_time_delivery"},
    "combined-restricted-safety": {"restricted", "safety"},
}
OLDER = "combined-odr-late-shipment"
REGISTRY = Registry.installed()
COUNTED = {Kind.NUMBER, Kind.PERCENT, Kind.AMOUNT, Kind.SHARE}
LONGEST = 700  # words; what a reviewer reads in four minutes

each_case = pytest.mark.parametrize("name", COMBINED)
each_newer = pytest.mark.parametrize("name", [name for name in COMBINED if name != OLDER])


@cache
def facts_of(name: str) -> Facts:
    return load_facts(ROOT / name / "facts.json")


@cache
def drafted(name: str) -> DraftResult:
    return draft(facts_of(name), registry=REGISTRY)


def parts(name: str) -> list[str]:
    """The sections of the letter in Markdown, in their order."""
    body = drafted(name).text("md").split("\n## Supporting evidence")[0]
    return re.split(r"^## \d+\. ", body, flags=re.MULTILINE)[1:]


def bullets(section: str) -> list[str]:
    return [line.removeprefix("- ") for line in section.splitlines() if line.startswith("- ")]


def found(letter: str, name: str) -> tuple[Finding, ...]:
    return check(letter, facts_of(name), registry=REGISTRY)


def test_each_combined_case_is_listed_here() -> None:
    assert {folder.name for folder in ROOT.glob("combined-*/")} == set(COMBINED)


@each_case
def test_the_notice_alone_names_the_issue_types_of_the_case_and_no_other(name: str) -> None:
    text = NoticeText(tidy((ROOT / name / "notice.txt").read_text("utf-8")))
    heard = read_findings(text, REGISTRY.issue_types, REGISTRY.match_issue)
    assert {entry.issue.id for entry in heard.issues} == COMBINED[name]
    assert all(entry.sure for entry in heard.issues)
    assert heard.plan is not None
    assert heard.plan.asked


@each_case
def test_facts_with_the_notice_alone_are_about_these_issue_types_and_no_other(name: str) -> None:
    """Nothing is read as intake does here: a metric that is said to be fine is no ground of its own."""
    facts = Facts(schema_version=1, notice=NoticeFacts(text=(ROOT / name / "notice.txt").read_text("utf-8")))
    matches = match_issues(facts, parse_notice(facts.notice), REGISTRY.issue_types, REGISTRY.match_issue)
    assert {match.issue.id for match in matches} == COMBINED[name]


@each_case
def test_the_notice_alone_wants_a_plan_on_each_of_its_issues(name: str) -> None:
    notice = parse_notice(NoticeFacts(text=(ROOT / name / "notice.txt").read_text("utf-8")))
    wanted = {issue.id: artefact_of(notice, issue)[0] for issue in REGISTRY.issue_types}
    assert {wanted[issue] for issue in COMBINED[name]} == {Artefact.PLAN}


@each_case
def test_each_cause_has_its_section_under_its_own_issue(name: str) -> None:
    causes = facts_of(name).root_causes
    assert {cause.issue for cause in causes} == COMBINED[name]
    titles = {issue.id: issue.title for issue in REGISTRY.issue_types}
    headings = [section.splitlines()[0] for section in parts(name)]
    assert headings == [f"{titles[cause.issue]}: {cause.title}" for cause in causes]


@each_case
def test_each_section_says_what_its_own_cause_says(name: str) -> None:
    for cause, section in zip(facts_of(name).root_causes, parts(name), strict=True):
        facts = (fact.text for fact in facts_of(name).facts if fact.id in cause.facts)
        assert all(text.rstrip(".") in section for text in (cause.statement, *facts))
        wanted = len(cause.corrective_actions) + len(cause.preventive_measures)
        told = bullets(section.split("### Corrective actions taken")[1])
        assert len(told) == wanted


@each_case
def test_the_letter_has_no_finding(name: str) -> None:
    assert found(drafted(name).text("md"), name) == ()
    assert found(drafted(name).text("txt"), name) == ()


@each_case
def test_nothing_required_is_missing(name: str) -> None:
    assert [gap.message for gap in drafted(name).gaps if gap.is_error] == []


@each_newer
def test_every_checklist_of_the_issue_types_is_met(name: str) -> None:
    assert [gap.message for gap in drafted(name).gaps] == []


@each_newer
def test_the_letter_can_be_read_in_four_minutes(name: str) -> None:
    assert 350 <= len(drafted(name).text("txt").split()) <= LONGEST


@each_case
def test_no_sentence_stands_twice(name: str) -> None:
    told = Counter(line for section in parts(name) for line in bullets(section))
    assert [line for line, times in told.items() if times > 1] == []


@each_case
def test_one_document_proves_what_stands_in_several_sections(name: str) -> None:
    cited = Counter(id for section in parts(name) for id in set(re.findall(r"\bE\d+\b", section)))
    assert max(cited.values()) > 1


@each_case
def test_a_figure_of_another_section_is_found(name: str) -> None:
    """Each sentence of the first section, with a count, rate or amount that belongs into the last one."""
    letter = drafted(name).text("md")
    first, last = parts(name)[0], parts(name)[-1]
    foreign = [figure for figure in figures_of(last) if figure not in figures_of(first)]
    missed = []
    tried = 0
    for sentence in bullets(first):
        for text, kind in figures_of(sentence)[:1]:
            put = next((other for other, its_kind in foreign if its_kind is kind), None)
            if put is not None:
                wrong = re.sub(rf"(?<![\w.,]){re.escape(text)}(?![\w.,]?\d)", put, sentence, count=1)
                tried += wrong != sentence
                if wrong != sentence and not found(letter.replace(sentence, wrong, 1), name):
                    missed.append(wrong)
    assert tried > 0
    assert missed == []


def figures_of(told: str) -> list[tuple[str, Kind]]:
    """Counts, rates and amounts in digits, without exhibits; a count in words stands for no figure."""
    values = extract_values(re.sub(r"\([^()]*E\d[^()]*\)", "", told))
    return [(v.text, v.kind) for v in values if v.kind in COUNTED and v.text[0].isdigit() and v.text[1:]]


def test_a_product_that_another_cause_alone_names_needs_no_papers_of_this_issue() -> None:
    facts = facts_of("combined-restricted-safety")
    papers = (
        paper.model_copy(update={"covers": ()}) for paper in facts.evidence if paper.kind == "test_report"
    )
    kept = tuple(paper for paper in facts.evidence if paper.kind != "test_report")
    changed = facts.model_copy(update={"evidence": (*kept, *papers)})
    told = [gap.message for gap in prepare(changed, REGISTRY, load_rulebook(REGISTRY)).gaps]
    assert told == [
        "R1: no test report covers B0SNDR4HQ7.",
        "Test report or certificate of the model: nothing covers B0SNDR4HQ7.",
    ]
    assert len(facts.asins) > 1
