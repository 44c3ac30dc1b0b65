"""The facts sentence by sentence, each with the section and the part of the letter that it belongs to."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from poa_ai.case import Case, CaseCause
from poa_ai.dates import day_text
from poa_ai.facts import Evidence, Metric
from poa_ai.facttext import number_text, quantity_text
from poa_ai.issue import MetricKind
from poa_ai.quantities import read_cadences
from poa_ai.sentences import split_sentences
from poa_ai.validation.factsheet import Statement

_WORDS = 8
"""A longer cadence is prose."""


def fact_statements(case: Case) -> tuple[Statement, ...]:
    """All that the facts of a case say. Unconfirmed parts say nothing, nor does the notice's prose."""
    told = {
        id: _causes_telling(id, case) for id in (part.id for cause in case.causes for part in cause.parts)
    }
    found = [*(_metric(metric, case) for metric in case.facts.metrics)]
    for fact in case.facts.facts:
        if fact.confirmed:
            found += _split(fact.id, fact.text, told.get(fact.id, set()), None, fact.evidence)
    for cause in case.causes:
        found += _of_cause(cause)
    found += [_exhibit(exhibit, case) for exhibit in case.facts.evidence]
    return (*found, *_general(case))


def _causes_telling(id: str, case: Case) -> set[str]:
    return {cause.id for cause in case.causes if any(part.id == id for part in cause.parts)}


def _of_cause(cause: CaseCause) -> Iterator[Statement]:
    own, here = cause.cause, frozenset({cause.id})
    yield from _split(own.id, own.statement, here, "root_cause", getattr(own, "evidence", ()))
    for action in own.corrective_actions:
        text = _joined(action.text, action.done_on and f"on {day_text(action.done_on)}", action.owner)
        yield Statement(action.id, text, here, "corrective_actions", tuple(action.evidence))
    for measure in own.preventive_measures:
        starts = measure.starts and f"from {day_text(measure.starts)}"
        owner = measure.owner and f"by {measure.owner}"
        yield Statement(
            measure.id, _joined(measure.text, measure.cadence, owner, starts), here, "preventive_measures"
        )


def _exhibit(exhibit: Evidence, case: Case) -> Statement:
    proved = frozenset(cause.id for cause in case.causes if exhibit.id in cause.evidence_ids)
    dated = exhibit.dated and f"of {day_text(exhibit.dated)}"
    # An id of another form than "E1" is read as a document number wherever it is cited.
    id = not re.fullmatch(r"[Ee]\d+", exhibit.id) and exhibit.id
    text = _joined(id, exhibit.title, dated, *exhibit.covers)
    return Statement(exhibit.id, text, proved, None, (exhibit.id,))


def _general(case: Case) -> Iterator[Statement]:
    """Products, seller and notice: they may be named in any section."""
    for product in case.facts.products:
        sold = product.units_sold is not None and f"{product.units_sold} units sold"
        named = [f"{name}," for name in (product.brand, product.title) if name]
        yield Statement("products", _joined(*named, product.asin, product.sku, sold))
    seller, received = case.facts.seller, case.notice.received
    yield Statement("seller", _joined(seller.name, seller.merchant_token, seller.marketplace))
    arrived = received and f"on {day_text(received)}"
    yield Statement("notice", _joined("the notice was received", arrived, *case.notice.asins))


def fact_names(case: Case) -> dict[str, str]:
    """The names that the facts give as such, each with its sort: seller, brand, role, person or cadence."""
    facts = case.facts
    found = {facts.seller.name: "seller"} | {p.brand: "brand" for p in facts.products if p.brand}
    for cause in case.causes:
        own = cause.cause
        owners = [part.owner for part in own.corrective_actions] + [
            part.owner for part in own.preventive_measures
        ]
        for owner in owners:
            role, person = _parted(owner or "")
            found |= {name: sort for name, sort in ((role, "role"), (person, "person")) if name}
        for measure in cause.cause.preventive_measures:
            if (
                measure.cadence
                and not any(read_cadences(measure.cadence))
                and measure.cadence.count(" ") < _WORDS
            ):
                found.setdefault(measure.cadence, "cadence")
    return {name: sort for name, sort in found.items() if name}


def _parted(owner: str) -> tuple[str, str]:
    """Role and person of "warehouse lead Ana Brook"; either may be missing."""
    words = owner.split()
    names = [word for word in words if word[0].isupper() and not word.isupper()]
    if len(names) < 2 and len(words) > len(names):
        return owner, ""
    first = words.index(names[0]) if names else len(words)
    return " ".join(words[:first]).rstrip(","), " ".join(words[first:])


def _split(
    id: str, text: str, sections: Collection[str], part: str | None, exhibits: Collection[str]
) -> list[Statement]:
    return [
        Statement(id, text[span.start : span.end], frozenset(sections), part, tuple(exhibits))
        for span in split_sentences(text)
    ]


def _joined(*pieces: str | date | bool | None) -> str:
    return " ".join(str(piece).strip().rstrip(".") for piece in pieces if piece)


def _metric(metric: Metric, case: Case) -> Statement:
    """Stated in each section of an issue type that has the metric, and in those that name it."""
    told = {c.id for c in case.causes if c.issue.metric(metric.name)} | _causes_telling(metric.id, case)
    return Statement(metric.id, _metric_sentence(metric, case), frozenset(told), "root_cause")


def _metric_sentence(metric: Metric, case: Case) -> str:
    kind = next((kind for issue in case.issues if (kind := issue.metric(metric.name))), None)
    unit = metric.unit or (kind.unit if kind else None)
    label = kind.label if kind else metric.name.replace("_", " ")
    shares = (
        ""
        if metric.count is None or metric.base is None
        else f"({number_text(metric.count)} of {number_text(metric.base)} {_noun(kind)})"
    )
    return _joined(
        f"The {label} was {quantity_text(metric.value, unit)}",
        metric.window_days is not None and f"over {metric.window_days} days",
        metric.as_of and f"as of {day_text(metric.as_of)}",
        shares,
        metric.target is not None and f"; the target is {quantity_text(metric.target, unit)}",
    )


def _noun(kind: MetricKind | None) -> str:
    return kind.base.split()[0] if kind and kind.base else ""
