"""Every fact as text, by the id of the fact: what the words and values of a letter may rest on."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from poa_ai.case import Case
from poa_ai.dates import day_text
from poa_ai.facts import CorrectiveAction, Evidence, Fact, Metric, PreventiveMeasure, RootCause
from poa_ai.issue import MetricKind
from poa_ai.quantities import read_cadences
from poa_ai.sentences import split_sentences
from poa_ai.units import in_percent, is_share
from poa_ai.validation.factsheet import Statement

_WORDS = 8
"""A longer cadence is prose."""

FactTexts = Mapping[str, tuple[str, ...]]
"""Fact id to its texts. The ids "seller", "notice" and "products" stand for those parts of the facts."""


def fact_texts(case: Case) -> FactTexts:
    """All that the facts of a case attest. Unconfirmed parts attest nothing, nor does the notice's prose."""
    facts, notice = case.facts, case.notice
    seller = facts.seller
    products = (
        (p.asin, p.title, p.brand, p.sku, p.units_sold is not None and f"{p.units_sold} units")
        for p in facts.products
    )
    texts: dict[str, tuple[str, ...]] = {
        "seller": _texts(seller.name, seller.merchant_token, seller.marketplace),
        "notice": _texts(notice.received, *notice.asins),
        "products": _texts(*(value for product in products for value in product)),
    }
    for metric in facts.metrics:
        texts[metric.id] = _metric_texts(metric, case)
    for fact in facts.facts:
        if fact.confirmed:
            texts[fact.id] = _texts(fact.text)
    for cause in case.causes:
        texts[cause.id] = _texts(cause.cause.statement, cause.cause.title)
        for action in cause.cause.corrective_actions:
            texts[action.id] = _texts(action.text, action.done_on, action.owner)
        for measure in cause.cause.preventive_measures:
            texts[measure.id] = _texts(measure.text, measure.owner, measure.cadence, measure.starts)
    for exhibit in facts.evidence:
        texts[exhibit.id] = _exhibit_texts(exhibit)
    return texts


def sentences_of(part: Metric | RootCause | Fact | CorrectiveAction | PreventiveMeasure) -> str:
    """The prose of a part; "" for a metric, which has none."""
    return part.statement if isinstance(part, RootCause) else getattr(part, "text", "")


def number_text(value: float) -> str:
    """A number as the letter writes it: no needless zeros, thousands parted from 10,000 on."""
    exact = round(Decimal(repr(value)), 10)  # repr: the digits of the file, not those of its binary form
    text = f"{exact:,f}" if abs(value) >= 10_000 else f"{exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if text not in {"-0", ""} else "0"


def quantity_text(value: float, unit: str | None) -> str:
    """A value with its unit: "1.8%" for a share in percent or as a fraction, else "12 days"."""
    if is_share(unit):
        return f"{number_text(in_percent(value, unit))}%"
    return f"{number_text(value)} {unit}".strip() if unit else number_text(value)


def _metric_texts(metric: Metric, case: Case) -> tuple[str, ...]:
    telling = [cause.issue for cause in case.causes if metric in cause.metrics] or case.issues
    kind = next((kind for issue in telling if (kind := issue.metric(metric.name))), None)
    unit = metric.unit or (kind.unit if kind else None)
    counted = (metric.count, metric.base)
    return _texts(
        kind.label if kind else metric.name.replace("_", " "),
        quantity_text(metric.value, unit),
        metric.target is not None and f"target {quantity_text(metric.target, unit)}",
        metric.window_days is not None and f"{metric.window_days} days",
        metric.as_of,
        *(number_text(value) for value in counted if value is not None),
        *((kind.counted, kind.base) if kind else ()),
    )


def _exhibit_texts(exhibit: Evidence) -> tuple[str, ...]:
    quantities = (f"{asin} {count}" for asin, count in exhibit.quantities.items())
    return _texts(exhibit.id, exhibit.title, exhibit.dated, *exhibit.covers, *quantities)


def _texts(*values: str | date | bool | None) -> tuple[str, ...]:
    return tuple(str(value) for value in values if value not in {None, False, ""})


def fact_statements(case: Case) -> tuple[Statement, ...]:
    """The facts sentence by sentence, each with the sections and the part that it belongs to."""
    found: list[Statement] = []
    facts = case.facts
    cited: dict[str, set[str]] = {}
    proved: dict[str, set[str]] = {}
    for cause in case.causes:
        for part in cause.parts:
            cited.setdefault(part.id, set()).add(cause.id)
            for exhibit in getattr(part, "evidence", ()):
                proved.setdefault(exhibit, set()).add(cause.id)
    for metric in facts.metrics:
        issues = {c.id for c in case.causes if c.issue.metric(metric.name)} | cited.get(metric.id, set())
        found.append(Statement(metric.id, _metric_sentence(metric, case), frozenset(issues), "root_cause"))
    for fact in facts.facts:
        if fact.confirmed:
            found += _split(fact.id, fact.text, cited.get(fact.id, set()), None, fact.evidence)
    for cause in case.causes:
        here = {cause.id}
        own = cause.cause
        found += _split(own.id, own.statement, here, "root_cause", getattr(own, "evidence", ()))
        for action in own.corrective_actions:
            text = _joined(action.text, action.done_on and f"on {day_text(action.done_on)}", action.owner)
            found.append(
                Statement(action.id, text, frozenset(here), "corrective_actions", tuple(action.evidence))
            )
        for measure in own.preventive_measures:
            starts = measure.starts and f"from {day_text(measure.starts)}"
            text = _joined(measure.text, measure.cadence, measure.owner and f"by {measure.owner}", starts)
            found.append(Statement(measure.id, text, frozenset(here), "preventive_measures"))
    for exhibit in facts.evidence:
        dated = exhibit.dated and f"of {day_text(exhibit.dated)}"
        text = _joined(exhibit.title, dated, *exhibit.covers)
        found.append(
            Statement(exhibit.id, text, frozenset(proved.get(exhibit.id, set())), None, (exhibit.id,))
        )
    for product in facts.products:
        sold = product.units_sold is not None and f"{product.units_sold} units sold"
        found.append(
            Statement(
                "products",
                _joined(
                    product.brand and f"{product.brand},",
                    product.title and f"{product.title},",
                    product.asin,
                    product.sku,
                    sold,
                ),
            )
        )
    seller = facts.seller
    found.append(Statement("seller", _joined(seller.name, seller.merchant_token, seller.marketplace)))
    received = case.notice.received
    found.append(
        Statement(
            "notice",
            _joined("the notice was received", received and f"on {day_text(received)}", *case.notice.asins),
        )
    )
    return tuple(found)


def fact_names(case: Case) -> dict[str, str]:
    """The names that the facts give as such, each with its sort: seller, brand, role, person or cadence."""
    facts = case.facts
    found = {facts.seller.name: "seller"} | {p.brand: "brand" for p in facts.products if p.brand}
    for cause in case.causes:
        for part in (*cause.cause.corrective_actions, *cause.cause.preventive_measures):
            role, person = _parted(part.owner or "")
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
    id: str, text: str, sections: set[str], part: str | None, exhibits: Sequence[str]
) -> list[Statement]:
    return [
        Statement(id, text[span.start : span.end], frozenset(sections), part, tuple(exhibits))
        for span in split_sentences(text)
    ]


def _joined(*pieces: str | date | bool | None) -> str:
    return " ".join(str(piece).strip().rstrip(".") for piece in pieces if piece)


def _metric_sentence(metric: Metric, case: Case) -> str:
    kind = next((kind for issue in case.issues if (kind := issue.metric(metric.name))), None)
    unit = metric.unit or (kind.unit if kind else None)
    label = kind.label if kind else metric.name.replace("_", " ")
    counted = metric.count is not None and metric.base is not None
    return _joined(
        f"The {label} was {quantity_text(metric.value, unit)}",
        metric.window_days is not None and f"over {metric.window_days} days",
        metric.as_of and f"as of {day_text(metric.as_of)}",
        counted and f"({number_text(metric.count)} of {number_text(metric.base)} {_noun(kind)})",
        metric.target is not None and f"; the target is {quantity_text(metric.target, unit)}",
    )


def _noun(kind: MetricKind | None) -> str:
    return kind.base.split()[0] if kind and kind.base else ""
