"""A case: the facts bound to the issue types that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poa_ai.issue import Artefact, CauseKind, IssueType
from poa_ai.matching import IssueMatch, artefact_of
from poa_ai.notice import Notice

if TYPE_CHECKING:
    from datetime import date

    from poa_ai.facts import CorrectiveAction, Evidence, Fact, Facts, Metric, PreventiveMeasure, RootCause


@dataclass(frozen=True, slots=True)
class CaseCause:
    """A confirmed root cause with its issue type, the facts that it names and the metrics told with it.

    `kind` is None where the cause names none, or one that its issue type does not know.
    """

    cause: RootCause
    issue: IssueType
    kind: CauseKind | None
    facts: tuple[Fact, ...]
    metrics: tuple[Metric, ...]

    @property
    def id(self) -> str:
        """The id of the root cause."""
        return self.cause.id

    @property
    def parts(self) -> Iterator[Metric | RootCause | Fact | CorrectiveAction | PreventiveMeasure]:
        """Everything that its section may say, in the order of the section."""
        yield from self.metrics
        yield self.cause
        yield from self.facts
        yield from self.cause.corrective_actions
        yield from self.cause.preventive_measures

    @property
    def evidence_ids(self) -> tuple[str, ...]:
        """The exhibits that its parts refer to, in order, each once."""
        cited = (id for part in self.parts for id in getattr(part, "evidence", ()))
        return tuple(dict.fromkeys(cited))


@dataclass(frozen=True, slots=True)
class Case:
    """What a letter is drafted from. `causes` are in the order of the facts, that of the sections.

    `today` is the day of the draft; None where days that count back from it are not looked at.
    """

    facts: Facts
    notice: Notice
    matches: tuple[IssueMatch, ...]
    causes: tuple[CaseCause, ...]
    today: date | None = None

    @property
    def issues(self) -> tuple[IssueType, ...]:
        """The issue types of the case, in the order in which they were matched."""
        return tuple(match.issue for match in self.matches)

    def causes_of(self, issue: IssueType) -> tuple[CaseCause, ...]:
        """The causes that belong to an issue type."""
        return tuple(cause for cause in self.causes if cause.issue.id == issue.id)

    def wants_plan_on(self, issue: IssueType) -> bool:
        """Whether the notice wants root cause, actions and measures for this issue."""
        return artefact_of(self.notice, issue)[0] is Artefact.PLAN

    @property
    def evidence(self) -> dict[str, Evidence]:
        """The exhibits by id, in the order of the facts."""
        return {exhibit.id: exhibit for exhibit in self.facts.evidence}


def build_case(
    facts: Facts, notice: Notice, matches: Sequence[IssueMatch], today: date | None = None
) -> Case:
    """Bind the confirmed causes to their issue types, but for those on which no plan is ever written.

    A metric goes into the first section of the issue type that owns it, or of the cause that names it.
    """
    issues = {match.issue.id: match.issue for match in matches}
    facts_by_id = {fact.id: fact for fact in facts.facts if fact.confirmed}
    placed: set[str] = set()
    causes = []
    for cause in facts.root_causes:
        issue = issues[cause.issue]
        if not (cause.confirmed and issue.route.may_be_plan):
            continue
        metrics = tuple(m for m in facts.metrics if m.id not in placed and _told_with(m, cause, issue))
        placed.update(metric.id for metric in metrics)
        named = tuple(facts_by_id[id] for id in cause.facts if id in facts_by_id)
        causes.append(CaseCause(cause, issue, issue.cause_kind(cause.kind), named, metrics))
    return Case(facts, notice, tuple(matches), tuple(causes), today)


def _told_with(metric: Metric, cause: RootCause, issue: IssueType) -> bool:
    return metric.id in cause.facts or issue.metric(metric.name) is not None
