"""Rates that the notice states: what was measured, told from targets and from figures of other times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from poa_ai.findings import Span
from poa_ai.intake.marking import clause, marked
from poa_ai.intake.passages import Passage
from poa_ai.intake.timespans import TimeSpan, values_by_passage
from poa_ai.intake.wording import hears
from poa_ai.issue import IssueType
from poa_ai.lazypattern import lazy_pattern
from poa_ai.values import Kind, Value

_OTHERS = {
    "pre_fulfillment_cancellation_rate": "pre-?fulfil?ment cancel(?:lation)? rate|cancel(?:lation)? rate",
    "valid_tracking_rate": "valid tracking rate|vtr",
    "on_time_delivery_rate": "on-time delivery rate|otdr",
    "invoice_defect_rate": "invoice defect rate|idr",
    "return_dissatisfaction_rate": "return dissatisfaction rate",
}
"""Metrics of Account Health that no installed issue type may own."""
_DESCRIBED = {
    "late_shipment_rate": r"late (?:shipments?|dispatch(?:es)?)"
    r"|after (?:the|their|its) expected (?:ship|dispatch|shipment|sending)"
    r"|(?:orders|parcels|shipments) (?:\w+ ){0,3}(?:posted|marked as sent|sent(?: out| off)?|handed over)"
    r" (?:\w+ ){0,2}(?:late|after)"
    r"|orders? (?:[\w()]+ ){0,10}(?:shipped|dispatched|confirmed|marked)"
    r"(?: as (?:shipped|dispatched|sent))? (?:(?:too|only|just|long) )?(?:late|after)"
    r"|(?:percent|share|%) of (?:your |the )?(?:orders|shipments) (?:[\w()]+ ){0,6}shipped late",
    "pre_fulfillment_cancellation_rate": r"(?:you|seller) (?:have )?(?:cancell?ed|called off|revoked)"
    r"|orders (?:\w+ ){0,3}cancell?ed (?:by you|before)"
    r"|(?:pre-?fulfil?ment|seller) cancell?ations?|cancell?ed by (?:you|the seller)",
    "order_defect_rate": r"order defects?|defect rate|orders (?:\w+ ){0,6}poor outcome"
    r"|went (?:\w+ )?wrong with|orders (?:that )?(?:went wrong|ended badly)"
    r"|(?:orders (?:\w+ ){0,3})(?:a |at least one |some )?defects?"
    r"|orders (?:\w+ ){0,4}(?:in|with|to|received|got|drew|had) (?:an? |one |the )?"
    r"(?:a-to-z|claims?\b|charge-?backs?|negative|bad|one-star|defect)",
    "valid_tracking_rate": r"valid tracking(?! rate)"
    r"|(?:had|have|with|carried|carry|showed|show|bore|included)"
    r" (?:an? )?(?:valid|working|traceable|usable) tracking",
    "on_time_delivery_rate": r"delivery (?:rate )?on time|on-time delivery(?! rate)"
    r"|(?:arrived|delivered|came|reached (?:\w+ ){1,3}|(?:at|to) (?:the|a) (?:\S+ ){0,2}door(?:step)?) ?"
    r"(?:on (?:time|or before)|in time|by the|before the)",
}
"""How a metric is told in a sentence instead of being named."""
_PARTS = lazy_pattern(r"[);.\n|]|,\s")
"""What parts a figure from a name behind it."""
_COUNTED = lazy_pattern(
    r"(?<![\w.,])(\d[\d,]{0,9})(?: orders?| units?| defects?| shipments?)? (?:out )?of"
    r" (?:the |your |a total of )?(\d[\d,]{0,9})"
    r" (?:\w+[ -]){0,2}(?:orders|units|shipments|packages)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage of a metric. `use` is measured, target, other, or "" where the words don't tell."""

    name: str
    percent: float
    use: str
    span: Span
    passage: Passage
    window: int | None = None
    count: int | None = None
    base: int | None = None


def metric_names(issues: Iterable[IssueType]) -> Mapping[str, re.Pattern[str]]:
    """How each metric is called in a text, by its name in the facts."""
    names = {
        kind.name: "|".join(
            re.escape(word.replace("_", " ")).replace(r"\ ", r"[\s_-]+")
            for word in sorted({kind.name, kind.label, *kind.aliases}, key=lambda word: -len(word))
        )
        for issue in issues
        for kind in issue.metrics
    }
    return {
        name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
        for name, words in _joined(_OTHERS, names, _DESCRIBED).items()
    }


def _joined(*sources: Mapping[str, str]) -> Mapping[str, str]:
    """The patterns of each name in all the sources, as one."""
    words: dict[str, list[str]] = {}
    for source in sources:
        for name, pattern in source.items():
            words.setdefault(name, []).append(pattern)
    return {name: "|".join(patterns) for name, patterns in words.items()}


def read_rates(
    passages: Sequence[Passage],
    values: Sequence[Value],
    times: Sequence[TimeSpan],
    names: Mapping[str, re.Pattern[str]],
) -> Iterator[Rate]:
    """Every percentage that stands with the name of a metric, in the order of the text."""
    percents = [value for value in values if value.kind is Kind.PERCENT]
    held = {passage.span.start: inside for passage, inside in values_by_passage(passages, percents)}
    near: dict[int, list[TimeSpan]] = {}
    for time in times:
        near.setdefault(time.passage.span.start, []).append(time)
    before: list[tuple[int, str]] = []
    for passage in passages:
        inside, named = held.get(passage.span.start, []), _named(passage.text, names)
        if inside:
            yield from _in_passage(passage, inside[:20], near.get(passage.span.start, []), named or before)
        # "Late shipment rate" as a line of its own names the figures of the lines that follow.
        kept = before if inside or passage.item else []
        before = [(-1, named[-1][1])] if named else kept


def _named(text: str, names: Mapping[str, re.Pattern[str]]) -> list[tuple[int, str]]:
    return sorted(
        (match.start(), name) for name, pattern in names.items() for match in pattern.finditer(text)
    )[:20]


def _in_passage(
    passage: Passage, held: Sequence[Value], times: Sequence[TimeSpan], named: Sequence[tuple[int, str]]
) -> Iterator[Rate]:
    start = passage.span.start
    spans = [value.span for value in held]
    near = [time for time in times if time.days]
    counted = list(_COUNTED.finditer(passage.text))
    for index, value in enumerate(held):
        name = _name_of(passage.text, spans, index, start, named)
        if name is None:
            continue
        use = _use(marked(passage.text, start, spans, index, "rate"))
        rate = Rate(name, float(value.normal), use, value.span, passage, _window(value.span, near, spans))
        if len(counted) == 1 and use == "measured":
            count, base = (int(group.replace(",", "")) for group in counted[0].groups())
            if count <= base:
                rate = replace(rate, count=count, base=base)
        yield rate


def _name_of(
    text: str, spans: Sequence[Span], index: int, start: int, named: Sequence[tuple[int, str]]
) -> str | None:
    """The metric that a figure belongs to: the one named last before it.

    One that follows at once ("a 6% late shipment rate") is nearer where another figure stands between.
    """
    first, last = spans[index].start - start, spans[index].end - start
    before = [(at, name) for at, name in named if at < first]
    after = next(((at, name) for at, name in named if at >= last), None)
    if before and index and spans[index - 1].start - start > before[-1][0] >= 0:
        following = spans[index + 1].start - start if index + 1 < len(spans) else len(text)
        follows = after is not None and after[0] < following and not _PARTS.search(text, last, after[0])
        return after[1] if after and follows else before[-1][1]
    if before:
        return before[-1][1]
    return after[1] if after and len(text[last : after[0]].split()) < 10 else None


def _use(text: str) -> str:
    near = clause(text, "thatrate")
    if hears("rate.elsewhen", text):
        return "other"
    if hears("rate.target", near) or hears("rate.target", text):
        return "target"
    return "measured"


def _window(place: Span, times: Sequence[TimeSpan], others: Sequence[Span]) -> int | None:
    """The length of time that stands nearest, with no other percentage between."""

    def distance(time: TimeSpan) -> int:
        return min(abs(time.span.start - place.end), abs(place.start - time.span.end))

    def parted(time: TimeSpan) -> bool:
        low, high = min(time.span.start, place.start), max(time.span.end, place.end)
        return any(other != place and low < other.start < high for other in others)

    fit = sorted((time for time in times if time.use in ("back", "") and not parted(time)), key=distance)
    near = fit or sorted((time for time in times if time.use in ("back", "")), key=distance)
    return near[0].days if near and distance(near[0]) < 120 else None
