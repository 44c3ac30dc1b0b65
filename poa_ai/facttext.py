"""Every fact as text, by the id of the fact: what the words and values of a letter may rest on."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from poa_ai.case import Case
from poa_ai.facts import CorrectiveAction, Evidence, Fact, Metric, PreventiveMeasure, RootCause
from poa_ai.units import in_percent, is_share

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
