"""All that is read out of a notice's text, in one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.intake.codes import read_orders, read_products, read_seller
from poa_ai.intake.heard import Heard
from poa_ai.intake.issuesheard import IssueHeard, hear_issues
from poa_ai.intake.noticetext import NoticeText
from poa_ai.intake.passages import Passage, split_passages
from poa_ai.intake.quotes import without_quotes
from poa_ai.intake.rates import Rate, metric_names, read_rates
from poa_ai.intake.requests import Request, read_requests
from poa_ai.intake.standing import read_scope, read_submission
from poa_ai.intake.timespans import LastDay, TimeSpan, read_last_days, read_timespans
from poa_ai.intake.wording import hears
from poa_ai.issue import IssueType
from poa_ai.matching import Matcher
from poa_ai.planasked import PlanAsked, plan_asked
from poa_ai.values import extract_values


@dataclass(frozen=True, slots=True)
class NoticeFindings:
    """What a notice says. Empty and None stand for what it does not say."""

    notice: NoticeText
    passages: tuple[Passage, ...]
    issues: tuple[IssueHeard, ...]
    scope: Heard | None
    plan: PlanAsked | None
    submit: Heard | None
    seller: tuple[Heard, ...]
    products: tuple[Heard, ...]
    orders: tuple[tuple[str, Span], ...]
    requests: tuple[Request, ...]
    times: tuple[TimeSpan, ...]
    last_days: tuple[LastDay, ...]
    rates: tuple[Rate, ...]


def read_findings(notice: NoticeText, issues: Sequence[IssueType], matcher: Matcher) -> NoticeFindings:
    """Everything that the text of a notice tells. Never raises; linear time."""
    text = without_quotes(notice.text)
    passages = split_passages(text)
    values = extract_values(notice.text)
    times = tuple(read_timespans(text, passages, values))
    rates = tuple(read_rates(passages, values, times, metric_names(issues)))
    requests = read_requests(passages, times)
    return NoticeFindings(
        notice=notice,
        passages=passages,
        issues=hear_issues(text, passages, rates, issues, matcher),
        scope=read_scope(passages),
        plan=_plan(text, passages, requests),
        submit=read_submission(passages, values),
        seller=tuple(read_seller(notice.text)),
        products=tuple(read_products(notice.text, values)),
        orders=read_orders(values),
        requests=requests,
        times=times,
        last_days=tuple(read_last_days(passages, values)),
        rates=rates,
    )


def _plan(text: str, passages: Sequence[Passage], requests: Sequence[Request]) -> PlanAsked | None:
    """What the text says of a plan; none is asked for where it wants something else alone."""
    if (said := plan_asked(text)) is not None:
        return said
    wanted = [request.span for request in requests if not request.optional]
    wanted += [
        passage.span
        for passage in passages
        if not wanted and hears("instead", passage.plain) and not passage.text.lower().startswith("if ")
    ]
    return PlanAsked(False, wanted[0]) if wanted else None
