"""Documents that the notice asks for, each with the time that it must lie in and what that counts from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from poa_ai.findings import Span
from poa_ai.intake.passages import Passage
from poa_ai.intake.timespans import TimeSpan
from poa_ai.intake.wording import hears, wording
from poa_ai.normalised import normalise

PER_PRODUCT = (
    "invoice", "letter_of_authorization", "licence", "test_report", "certificate", "safety_data_sheet",
    "photo", "supply_agreement",
)  # fmt: skip
"""Kinds of document that are about the products of the notice."""

_DOCUMENT = "document."


@dataclass(frozen=True, slots=True)
class Request:
    """One document asked for. `others` are the kinds that would do instead of it.

    `counted_from` is notice, today, or "" where the words name something else.
    """

    kind: str
    span: Span
    passage: Passage
    window: int | None = None
    window_span: Span | None = None
    counted_from: str = "notice"
    others: tuple[str, ...] = ()
    optional: bool = False


def read_requests(passages: Sequence[Passage], times: Sequence[TimeSpan]) -> tuple[Request, ...]:
    """The documents, each kind once, in the order of the text."""
    found: dict[str, Request] = {}
    last: Request | None = None
    early: list[Request] = []
    for passage in passages:
        named = list(_in_passage(passage)) if passage.is_request or _back(passage, times) else []
        here = named if passage.is_request else []
        for request in here:
            if request.kind not in found:
                found[request.kind] = request
        if here:
            last = found[here[0].kind]
        elif last is not None and passage.paragraph > last.passage.paragraph + 1:
            last = None
        given = here or [request for request in named if request.kind in found]
        owner = found[given[0].kind] if given else last if _of_papers(passage) else None
        if owner is not None:
            _give_window(passage, times, given, owner, found)
        elif _of_papers(passage):
            early += _windows(passage, times, named)
    for request in early:
        _take_early(request, found)
    return tuple(_alternatives(tuple(found.values())))


def _back(passage: Passage, times: Sequence[TimeSpan]) -> list[TimeSpan]:
    """The times of a passage that look back."""
    return [t for t in times if t.passage is passage and t.use == "back" and t.days is not None]


def _of_papers(passage: Passage) -> bool:
    """Whether a time in the passage can be one that documents must lie in."""
    return hears("papers", passage.plain) and not hears("papers.not", passage.plain)


def _windows(passage: Passage, times: Sequence[TimeSpan], named: Sequence[Request]) -> Iterator[Request]:
    """The windows of a passage that stands before the request which they belong to."""
    for time in _back(passage, times)[:1]:
        for request in named or [Request("", time.span, passage)]:
            yield replace(
                request, window=time.days, window_span=time.span, counted_from=_counted_from(passage)
            )


def _take_early(early: Request, found: dict[str, Request]) -> None:
    """Give the window to the document that the passage named, else to the first asked for after it."""
    fit = [found[early.kind]] if early.kind in found else [] if early.kind else list(found.values())
    near = [r for r in fit if 0 <= r.passage.paragraph - early.passage.paragraph <= 1 or early.kind]
    for request in near[:1]:
        if request.window is None:
            found[request.kind] = replace(
                request,
                window=early.window,
                window_span=early.window_span,
                counted_from=early.counted_from,
            )


def _in_passage(passage: Passage) -> Iterator[Request]:
    kinds = sorted(
        (span, id.removeprefix(_DOCUMENT))
        for id, family in wording().items()
        if id.startswith(_DOCUMENT)
        for span in [family.place(passage.normalised)]
        if span is not None
    )
    optional = hears("option", passage.normalised)
    end = -1
    for span, kind in kinds:
        # "Supplier's invoice contact" names one document: the one that was looked for first.
        if span.start >= end:
            end = span.end
            place = Span(passage.span.start + span.start, passage.span.start + span.end)
            yield Request(kind, place, passage, optional=optional)


def _give_window(
    passage: Passage,
    times: Sequence[TimeSpan],
    here: Sequence[Request],
    last: Request,
    found: dict[str, Request],
) -> None:
    """A time that looks back belongs to the document named before it in its sentence, else the last one."""
    for time in _back(passage, times):
        before = [request for request in here if request.span.start < time.span.start]
        kind = (before[-1] if before else here[0] if here else last).kind
        if found[kind].window is None:
            found[kind] = replace(
                found[kind], window=time.days, window_span=time.span, counted_from=_counted_from(passage)
            )


def _counted_from(passage: Passage) -> str:
    """From receipt of the notice (Amazon moderator, Invoice Requirements) unless it says otherwise."""
    if hears("counted.today", passage.normalised):
        return "today"
    return "" if hears("counted.other", passage.normalised) else "notice"


def _alternatives(requests: Sequence[Request]) -> Iterator[Request]:
    """The requests, those of which one is enough as one."""
    groups: dict[str, list[Request]] = {}
    for request in requests:
        lead = request.passage.lead
        if hears("alternatives", request.passage.normalised):
            groups.setdefault(request.passage.text, []).append(request)
        elif lead and hears("alternatives", normalise(lead)):
            groups.setdefault(lead, []).append(request)
        else:
            groups[f"\0{request.kind}"] = [request]
    for group in groups.values():
        dated = next((r for r in group if r.window is not None), group[0])
        yield replace(
            group[0],
            window=dated.window,
            window_span=dated.window_span,
            counted_from=dated.counted_from,
            others=tuple(request.kind for request in group[1:]),
        )
