"""Return dissatisfaction rate: returns answered late, refused wrongly, or rated badly by the buyer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable

from poa_ai.plugin import (
    Better,
    Case,
    Document,
    Facts,
    Finding,
    IssueMatch,
    IssueType,
    Notice,
    Part,
    Score,
    Scorer,
    Section,
    SectionPlan,
    Severity,
    Trial,
    hookimpl,
    load_issue_type,
    plan_sections,
    score_issue,
)

POA_AI_INTERFACE = "1.1"
"""Scorers came with it."""


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `returns`."""
    return [load_issue_type(files(__name__) / "issue.toml", "poa_ai_returns/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `returns`."""
    return {"returns": files(__name__) / "prompts"}


@hookimpl
def poa_ai_rule_files() -> Iterable[Traversable]:
    """A rule on words that only sections about returns must not hold."""
    return [files(__name__) / "rules.toml"]


@hookimpl
def poa_ai_match_issue(facts: Facts, notice: Notice, issue: IssueType) -> IssueMatch | None:
    """A notice without a word of returns is none of ours, whatever else it holds."""
    scored = score_issue(facts, notice, issue)
    return scored if scored.named or "return" in notice.text.casefold() else replace(scored, score=0.0)


@hookimpl
def poa_ai_plan_sections(case: Case, issue: IssueType) -> Sequence[SectionPlan] | None:
    """Headings in the words of the return desk."""
    plans = plan_sections(case.causes_of(issue))
    return [replace(plan, heading=plan.heading.replace(issue.title, "Returns")) for plan in plans]


@hookimpl
def poa_ai_review(case: Case, document: Document) -> Iterable[Finding]:
    """A warning for each section on returns whose measures name no time limit."""
    return [
        Finding(
            "consistency.returns-time-limit",
            Severity.WARNING,
            "No measure says within how many hours a return request is answered.",
            section=section.draft.plan.id,
        )
        for section in _sections(document)
        if not _names_a_time_limit(section)
    ]


@hookimpl
def poa_ai_scorers() -> Mapping[str, Scorer]:
    """How many sections on returns say within how many hours a request is answered."""
    title = "sections on returns that name a time limit"
    limit = Scorer("returns/time-limit-told", title, Better.HIGHER, False, _time_limit_told)
    return {limit.name: limit}


def _time_limit_told(trial: Trial) -> Score:
    sections = _sections(trial.result.document)
    if not sections:
        return Score.nothing("the letter has no section on returns")
    told = sum(map(_names_a_time_limit, sections))
    return Score.share(told, len(sections), f"{told} of {len(sections)} sections on returns name hours")


def _sections(document: Document) -> list[Section]:
    return [section for section in document.sections if section.draft.plan.cause.issue.id == "returns"]


def _names_a_time_limit(section: Section) -> bool:
    return any("hours" in statement.text for statement in section.draft.of(Part.PREVENTIVE_MEASURES))
