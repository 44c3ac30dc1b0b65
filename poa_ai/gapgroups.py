"""Gaps put together by what they are about: an issue type, a request of the notice, or the whole case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from poa_ai.case import Case
from poa_ai.evidencegaps import same_kind
from poa_ai.facts import NoticeRequest
from poa_ai.findings import Finding
from poa_ai.issue import IssueType, Rejection

_REFUSED = frozenset(
    {
        "evidence.disqualified",
        "evidence.format",
        "evidence.marks",
        "evidence.quantity-below-sales",
        "evidence.outside-window",
        "structure.withheld",
    }
)


class Sort(StrEnum):
    """What is wrong: something required is missing, contradicts, would be refused, or would only help."""

    MISSING = "missing"
    CONTRADICTS = "contradicts"
    REFUSED = "refused"
    HELPS = "helps"


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gaps on one subject. Without `issue` and `request` they are about the whole case.

    `rejections` are what gets an appeal on the issue type refused, whatever the facts are.
    """

    title: str
    gaps: tuple[Finding, ...]
    issue: str | None = None
    request: str | None = None
    rejections: tuple[Rejection, ...] = ()

    def of(self, sort: Sort) -> tuple[Finding, ...]:
        """The gaps of one sort, in their order."""
        return tuple(gap for gap in self.gaps if sort_of(gap, self.issue) is sort)

    def to_json(self) -> dict[str, Any]:
        """The group as `gaps --json` prints it, without the findings themselves."""
        return {
            "title": self.title,
            "issue": self.issue,
            "request": self.request,
            "missing": [gap.message for gap in self.of(Sort.MISSING)],
            "contradicts": [gap.message for gap in self.of(Sort.CONTRADICTS)],
            "refused": [gap.message for gap in self.of(Sort.REFUSED)],
            "helps": [gap.message for gap in self.of(Sort.HELPS)],
            "rejections": [{"text": r.text, "source": str(r.source)} for r in self.rejections],
        }


def group_gaps(case: Case, gaps: tuple[Finding, ...]) -> tuple[GapGroup, ...]:
    """The gaps by issue type in the order of the case, then by request, then the rest; no group is empty."""
    subjects = _Subjects(case)
    found: dict[tuple[str, str], list[Finding]] = {}
    for gap in gaps:
        found.setdefault(subjects.of(gap), []).append(gap)
    groups = [
        GapGroup(issue.title, tuple(found.get(("issue", issue.id), ())), issue.id, None, issue.rejections)
        for issue in case.issues
    ]
    groups += [
        GapGroup(_asked(request), tuple(found.get(("request", request.id), ())), None, request.id)
        for request in case.notice.requests
    ]
    groups.append(GapGroup("The case as a whole", tuple(found.get(("", ""), ()))))
    return tuple(group for group in groups if group.gaps)


def sort_of(gap: Finding, issue: str | None) -> Sort:
    """What is wrong by the rule of the gap; `issue` is the issue type that it is about, None for none."""
    wanted = issue is not None and gap.rule.partition(".")[2].startswith(f"{issue}-")
    if gap.category == "consistency" and not wanted:
        return Sort.CONTRADICTS
    if gap.rule in _REFUSED:
        return Sort.REFUSED
    return Sort.MISSING if gap.is_error else Sort.HELPS


class _Subjects:
    """What each id of the case is about."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._requests = {request.id for request in case.notice.requests}
        self._issue_of = {issue.id: issue.id for issue in case.issues}
        self._issue_of |= {cause.id: cause.issue for cause in case.facts.root_causes}
        for cause in case.causes:
            for id in (*(part.id for part in cause.parts), *cause.evidence_ids):
                self._issue_of.setdefault(id, cause.issue.id)
        for issue in case.issues:
            if not case.wants_plan_on(issue):  # its papers prove no cause
                for exhibit in case.facts.evidence:
                    if any(same_kind(exhibit.kind, kind) for kind in _kinds(issue)):
                        self._issue_of.setdefault(exhibit.id, issue.id)

    def of(self, gap: Finding) -> tuple[str, str]:
        """("issue", id), ("request", id), or two empty strings."""
        if request := self._request(gap):
            return "request", request
        issue = (
            self._by_rule(gap) or self._issue_of.get(gap.section or "") or self._issue_of.get(gap.item or "")
        )
        return ("issue", issue) if issue else ("", "")

    def _request(self, gap: Finding) -> str | None:
        if gap.item in self._requests:
            return gap.item
        if gap.category != "evidence":
            return None
        return next(
            (id for id in sorted(self._requests) if re.search(rf"(?<!\w){re.escape(id)}(?!\w)", gap.message)),
            None,
        )

    def _by_rule(self, gap: Finding) -> str | None:
        name = gap.rule.partition(".")[2]
        for issue in self._case.issues:
            if any(name == f"{issue.id}-{id}" for id in _item_ids(issue)):
                return issue.id
            for wanted in issue.evidence:
                if wanted.id == gap.item and gap.message.startswith(wanted.title):
                    return issue.id
        return None


def _kinds(issue: IssueType) -> Iterator[str]:
    for wanted in issue.evidence:
        yield from wanted.kinds
        yield from (kind for refused in wanted.disqualified for kind in refused.kinds)


def _item_ids(issue: IssueType) -> Iterator[str]:
    yield from (item.id for item in issue.checklist)
    yield from (wanted.id for wanted in issue.evidence)


def _asked(request: NoticeRequest) -> str:
    window = f", of the last {request.window_days} days" if request.window_days else ""
    asins = (
        f", for {', '.join(request.asins[:5])}{' ...' if len(request.asins) > 5 else ''}"
        if request.asins
        else ""
    )
    return f"Request {request.id}: {request.kind.replace('_', ' ')}{window}{asins}"
