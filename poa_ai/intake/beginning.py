"""The beginning of a facts file from what a notice says, with the words that each value rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poa_ai.facts import Facts
from poa_ai.findings import Span
from poa_ai.intake.heard import Heard, Open
from poa_ai.intake.noticefindings import NoticeFindings
from poa_ai.intake.openquestions import open_questions, request_ids
from poa_ai.intake.rates import Rate
from poa_ai.intake.requests import PER_PRODUCT, Request
from poa_ai.intake.responsetime import response_time

MAX_SOURCE = 500
"""Characters that a facts file holds as the source of an object."""
MAX_REQUEST = 600
MAX_PLACE = 200
MAX_ORDERS = 1_000


def begin_facts(found: NoticeFindings) -> dict[str, Any]:
    """Facts as JSON that `factsfile` accepts. What is unknown is left out; what is unclear is a question."""
    raw: dict[str, Any] = {"schema_version": 1}
    text = found.notice.text
    if found.seller:
        raw["seller"] = {heard.about.rpartition("/")[2]: heard.value for heard in found.seller}
        raw["seller"]["source"] = _source([heard.source(text) for heard in found.seller])
    raw["notice"] = _notice(found)
    if issues := [heard.issue.id for heard in found.issues if heard.sure]:
        raw["issues"] = issues
    raw["products"] = [{"asin": heard.value, "source": heard.source(text)} for heard in found.products]
    raw["metrics"] = [_metric(rate, found) for rate in measured(found)]
    raw["questions"] = [_question(asked) for asked in open_questions(found)]
    return {key: value for key, value in raw.items() if value not in ([], {})}


def heard_in(found: NoticeFindings) -> Iterator[Heard]:
    """Every value with its place in the facts file and the words that it rests on, in the file's order."""
    yield from found.seller
    yield from _notice_heard(found)
    for index, request in enumerate(found.requests):
        where = f"/notice/requests/{index}"
        yield Heard(f"{where}/kind", request.kind, request.span)
        if request.window is not None and request.window_span is not None:
            yield Heard(f"{where}/window_days", str(request.window), request.window_span)
    for index, issue in enumerate(heard for heard in found.issues if heard.sure):
        yield Heard(f"/issues/{index}", issue.issue.id, issue.span)
    yield from found.products
    for index, rate in enumerate(measured(found)):
        yield Heard(f"/metrics/{index}/value", f"{rate.percent:g} percent", rate.span)
    for index, (order, span) in enumerate(found.orders[:MAX_ORDERS]):
        yield Heard(f"/notice/orders/{index}", order, span)


def measured(found: NoticeFindings) -> tuple[Rate, ...]:
    """The rates that were measured, each figure once."""
    kept: dict[tuple[str, float, int | None], Rate] = {}
    for rate in found.rates:
        if rate.use == "measured" and 0 <= rate.percent <= 100:
            kept.setdefault((rate.name, rate.percent, rate.window), rate)
    return tuple(kept.values())[:50]


def _notice(found: NoticeFindings) -> dict[str, Any]:
    text = found.notice.text
    notice: dict[str, Any] = {}
    if found.notice.received is not None:
        notice["received"] = found.notice.received.isoformat()
    if found.scope is not None:
        notice["scope"] = found.scope.value
    notice["text"] = text
    if found.plan is not None:
        notice["asks_for_plan"] = found.plan.asked
    days, _ = response_time(found)
    if days is not None:
        notice["respond_within_days"] = days
    if found.submit is not None:
        notice["submit_to"] = " ".join(found.submit.value.split())[:MAX_PLACE]
    notice["orders"] = [order for order, _ in found.orders[:MAX_ORDERS]]
    notice["requests"] = [
        {"id": id, **_request(request, found)}
        for id, request in zip(request_ids(found), found.requests, strict=True)
    ]
    told = [
        f"{heard.about.rpartition('/')[2]} {heard.value}: {_place(heard, text)}"
        for heard in _notice_heard(found)
    ]
    told += [
        f"issue {issue.issue.id}: {_place(Heard('', '', issue.span), text)}"
        for issue in found.issues
        if issue.sure
    ]
    if told:
        notice["source"] = _source(told)
    return {key: value for key, value in notice.items() if value != []}


def _notice_heard(found: NoticeFindings) -> Iterator[Heard]:
    if found.scope is not None:
        yield found.scope
    if found.plan is not None:
        yield Heard("/notice/asks_for_plan", "yes" if found.plan.asked else "no", found.plan.span)
    days, span = response_time(found)
    if days is not None and span is not None:
        yield Heard("/notice/respond_within_days", str(days), span)
    if found.submit is not None:
        yield found.submit


def _question(asked: Open) -> dict[str, str]:
    about = {"about": asked.about} if asked.about else {}
    return {**about, "topic": asked.topic, "text": asked.text}


def _place(heard: Heard, text: str) -> str:
    return f'"{heard.words(text)[:60]}" ({heard.span.start}-{heard.span.end})'


def _request(request: Request, found: NoticeFindings) -> dict[str, Any]:
    text = found.notice.text
    raw: dict[str, Any] = {"kind": request.kind, "text": " ".join(request.passage.text.split())[:MAX_REQUEST]}
    if request.window is not None:
        raw["window_days"] = request.window
        if request.counted_from:
            raw["counted_from"] = request.counted_from
    asins = [heard.value for heard in found.products if _inside(heard.span, request.passage.span)]
    if not asins and request.kind in PER_PRODUCT:
        asins = [heard.value for heard in found.products]
    if asins:
        raw["asins"] = asins
    raw["source"] = Heard("", "", request.span).source(text)
    return raw


def _inside(span: Span, whole: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end


def _metric(rate: Rate, found: NoticeFindings) -> dict[str, Any]:
    raw: dict[str, Any] = {"name": rate.name, "value": rate.percent, "unit": "percent"}
    targets = [other for other in found.rates if other.use == "target" and other.name == rate.name]
    near = [other for other in targets if other.passage.paragraph == rate.passage.paragraph]
    if near or targets:
        raw["target"] = (near or targets)[0].percent
    counted = {"window_days": rate.window, "count": rate.count, "base": rate.base}
    raw |= {key: value for key, value in counted.items() if value is not None}
    raw["source"] = Heard("", "", rate.span).source(found.notice.text)
    return raw


def _source(told: list[str]) -> str:
    """The sources, as many as there is room for."""
    line = ""
    for entry in told:
        longer = f"{line}; {entry}" if line else entry
        if len(longer) > MAX_SOURCE:
            break
        line = longer
    return line or told[0][:MAX_SOURCE]


def checked(raw: dict[str, Any], origin: str) -> Facts:
    """The facts that a file with this content holds. Raises FactsError where it would be refused."""
    from poa_ai.factsfile import facts_from_json

    return facts_from_json(raw, origin)
