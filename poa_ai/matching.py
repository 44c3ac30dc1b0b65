"""Which issue types a case is about, and which artefact the notice wants."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from poa_ai.errors import IssueMatchError, WrongArtefactError
from poa_ai.issue import Artefact, IssueType
from poa_ai.notice import Notice
from poa_ai.patterns import occurs
from poa_ai.units import in_percent

if TYPE_CHECKING:
    from poa_ai.facts import Facts

THRESHOLD = 2.0
"""An issue type that the seller does not name takes part from this score on: one strong signal of the
notice, or several weak ones."""

_WANTED = {Artefact.DOCUMENTS: "documents", Artefact.ACKNOWLEDGEMENT: "an acknowledgement"}
_SEND = "send what the notice asks for; `poa-ai gaps` lists it"


@dataclass(frozen=True, slots=True)
class IssueMatch:
    """How well an issue type fits. `named` tells that the seller named it, by `issues` or by a cause.

    `variants` are the kinds of it that are heard, `reasons` the grounds in words.
    """

    issue: IssueType
    score: float
    reasons: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    named: bool = False


Matcher: TypeAlias = "Callable[[Facts, Notice, IssueType], IssueMatch | None]"
"""Scores one issue type; None stands for no opinion."""


def score_issue(facts: Facts, notice: Notice, issue: IssueType) -> IssueMatch:
    """The default matcher: what the seller names, metrics off target, and signals heard in the notice."""
    reasons: list[str] = []
    score = 0.0
    causes = [cause for cause in facts.root_causes if cause.issue == issue.id]
    named = issue.id in facts.issues or bool(causes)
    if issue.id in facts.issues:
        reasons.append("named under issues")
    if causes:
        reasons.append("root causes belong to it")
    for metric in facts.metrics:
        kind = issue.metric(metric.name)
        target = None if kind is None else kind.target if metric.target is None else metric.target
        value = metric.value if metric.target is not None else in_percent(metric.value, metric.unit)
        if kind is not None and target is not None and not meets(value, kind.comparison, target):
            score += 2.0
            reasons.append(f"{kind.label} off target")
    normalised = notice.normalised
    for signal in issue.signals:
        heard = next((span for pattern in signal.match for span in pattern.find(normalised)), None)
        if heard is not None:
            score += signal.weight
            reasons.append(f'the notice says "{notice.text[heard.start : heard.end][:60]}"')
    heard_variants = {variant.id for variant in issue.variants if occurs(variant.signal.match, normalised)}
    kinds = filter(None, (issue.cause_kind(cause.kind) for cause in causes))
    heard_variants.update(variant for kind in kinds for variant in kind.variants)
    variants = tuple(variant.id for variant in issue.variants if variant.id in heard_variants)
    return IssueMatch(issue, score, tuple(reasons), variants, named)


def meets(value: float, comparison: str, target: float) -> bool:
    """Whether a measured value meets a target; `comparison` is "below" or "at-least"."""
    return value < target if comparison == "below" else value >= target


def match_issues(
    facts: Facts, notice: Notice, issues: Sequence[IssueType], matcher: Matcher
) -> tuple[IssueMatch, ...]:
    """The issue types of the case: those the seller names first, in that order, then those heard.

    Where the seller names some under `issues`, nothing is added by the notice alone.
    Raises IssueMatchError where a name fits no issue type or nothing fits at all.
    """
    known = {issue.id: issue for issue in issues}
    wanted = dict.fromkeys((*facts.issues, *(cause.issue for cause in facts.root_causes)))
    for name in wanted:
        if name not in known:
            raise IssueMatchError(_no_owner(facts, name, known))
    # Where the seller names some, the others take no part, whatever they score.
    asked = {name: known[name] for name in wanted} if facts.issues else known
    matches = {id: matcher(facts, notice, issue) or IssueMatch(issue, 0.0) for id, issue in asked.items()}
    found = [matches[name] for name in wanted]
    if not facts.issues:
        heard = (match for id, match in matches.items() if id not in wanted and match.score >= THRESHOLD)
        found += sorted(heard, key=lambda match: -match.score)
    if not found:
        raise IssueMatchError(
            f"{facts.origin}: no issue type fits: name one under 'issues', for example "
            f'"issues": ["{next(iter(known), "odr")}"]; known: {", ".join(known) or "none"}'
        )
    return tuple(found)


def _no_owner(facts: Facts, name: str, known: Mapping[str, IssueType]) -> str:
    index = next((i for i, cause in enumerate(facts.root_causes) if cause.issue == name), None)
    where = "/issues" if index is None or name in facts.issues else f"/root_causes/{index}/issue"
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known) or 'none'}"
    return f"{facts.origin}: {where}: no installed issue type is called '{name[:60]}'; {hint}"


def artefact_wanted(notice: Notice, matches: Iterable[IssueMatch]) -> tuple[Artefact, str]:
    """What the notice wants, and what to do about it where that is no plan.

    An issue on which nothing may be drafted decides for all. Else in a combined case one issue that wants a
    plan is enough.
    """
    wanted = [artefact_of(notice, match.issue) for match in matches]
    if nothing := next((entry for entry in wanted if entry[0] is Artefact.NONE), None):
        return nothing
    if not wanted or any(artefact is Artefact.PLAN for artefact, _ in wanted):
        return Artefact.PLAN, ""
    return min(wanted, key=lambda entry: entry[1] == _SEND)  # advice of its own before the general words


def artefact_of(notice: Notice, issue: IssueType) -> tuple[Artefact, str]:
    """What the notice wants on one issue, and what to do about it where that is no plan.

    `asks_for_plan` decides where it is known and the issue is one that plans are ever written on; else the
    issue's route does.
    """
    route = issue.route
    heard = (entry for entry in route.exceptions if occurs(entry.signal.match, notice.normalised))
    exception = next(heard, None)
    artefact = route.default if exception is None else exception.artefact
    if notice.asks_for_plan and route.may_be_plan and artefact is not Artefact.NONE:
        artefact = Artefact.PLAN
    if artefact is Artefact.PLAN:
        return (Artefact.DOCUMENTS, _SEND) if notice.asks_for_plan is False else (Artefact.PLAN, "")
    return artefact, exception.advice if exception else route.advice or _SEND


def told_instead(artefact: Artefact, advice: str) -> str:
    """In a line what the notice wants instead of a plan, or that nothing may be drafted, and what to do."""
    if artefact is Artefact.NONE:
        return f"nothing is drafted for this notice: {advice}"
    return f"the notice wants {_WANTED[artefact]}, not a plan of action: {advice}"


def require_plan(notice: Notice, matches: Sequence[IssueMatch]) -> None:
    """Raises WrongArtefactError where the notice wants something else than a plan of action."""
    artefact, advice = artefact_wanted(notice, matches)
    if artefact is Artefact.PLAN:
        return
    others = [match.issue.id for match in matches if artefact_of(notice, match.issue)[0] is Artefact.PLAN]
    alone = (
        f'; a letter on {" and ".join(others)} alone needs "issues": {json.dumps(others)}' if others else ""
    )
    lists = "; `poa-ai gaps` lists it" if artefact is Artefact.NONE else ""
    raise WrongArtefactError(told_instead(artefact, advice) + lists + alone)
