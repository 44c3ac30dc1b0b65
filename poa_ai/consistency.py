"""Contradictions within the facts: metrics, counts in prose, dates, and what is there twice."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from poa_ai.case import Case
from poa_ai.countclaims import count_contradictions
from poa_ai.dateorder import date_contradictions
from poa_ai.expectation import measured_rates
from poa_ai.facts import Evidence, Fact, Metric, RootCause
from poa_ai.facttext import number_text, quantity_text, sentences_of
from poa_ai.findings import Finding, Severity
from poa_ai.matching import meets
from poa_ai.units import in_percent
from poa_ai.validation.answering import target_claims
from poa_ai.validation.sectionmatch import words_of

_SAME = 0.85
"""From this share of common words on, two statements say the same."""


def find_contradictions(case: Case, today: date | None = None) -> tuple[Finding, ...]:
    """All contradictions. Those that would put a wrong figure into the letter are errors.

    `today` None leaves dates that lie ahead alone.
    """
    return (
        *(finding for metric in case.facts.metrics for finding in _metric_contradictions(metric, case)),
        *_twice_measured(case),
        *count_contradictions(case),
        *_targets_told(case),
        *date_contradictions(case, today),
        *_same_causes(case),
        *_same_exhibits(case),
        *_quantities(case),
    )


def _metric_contradictions(metric: Metric, case: Case) -> Iterator[Finding]:
    kind = next((kind for issue in case.issues if (kind := issue.metric(metric.name))), None)
    unit = metric.unit or (kind.unit if kind else None)
    shown = quantity_text(metric.value, unit)
    right = ""
    if metric.count is not None and metric.base is not None:
        counts = f"{number_text(metric.count)} of {number_text(metric.base)}"
        if metric.base == 0 or metric.count > metric.base:
            yield _error("count", metric.id, f"{counts} is no share.", "Check count and base.")
        elif shown.endswith("%") and not _agrees(metric):
            right = f"{counts} is {number_text(round(100 * metric.count / metric.base, 2))}%"
            if metric.value != metric.target:
                hint = "Correct the value, the count or the base."
                yield _error("arithmetic", metric.id, f"{right}, not {shown}.", hint)
    if kind is not None and metric.target is not None and metric.value == metric.target:
        yield _error(
            "target-as-value",
            metric.id,
            f"the value {shown} equals the target{f', and {right}' if right else ''}.",
            "Give what was measured; the figure after 'below' or 'more than' in a notice is the target.",
            Severity.ERROR if right else Severity.WARNING,
        )
    elif kind is not None:
        target = kind.target if metric.target is None else in_percent(metric.target, unit)
        if meets(in_percent(metric.value, unit), kind.comparison, target):
            message = f"the {kind.label} of {shown} meets the target of {quantity_text(target, kind.unit)}."
            yield _error("on-target", metric.id, message, "Check value and date.", Severity.WARNING)


def _agrees(metric: Metric) -> bool:
    share, value = 100 * (metric.count or 0) / (metric.base or 1), in_percent(metric.value, metric.unit)
    decimals = len(number_text(value).partition(".")[2])
    return abs(share - value) <= 0.5 * 10.0**-decimals + 1e-9


def _twice_measured(case: Case) -> Iterator[Finding]:
    for first, second in combinations(case.facts.metrics, 2):
        same = (first.name, first.window_days, first.as_of) == (second.name, second.window_days, second.as_of)
        if same and (first.value, first.count, first.base) != (second.value, second.count, second.base):
            message = f"{first.id} measures the same on the same day with another result."
            yield _error("contradiction", second.id, message, f"Keep {first.id} or {second.id}.")


def _targets_told(case: Case) -> Iterator[Finding]:
    rates = tuple(measured_rates(case))
    for cause in case.causes:
        parts: tuple[RootCause | Fact, ...] = (cause.cause, *cause.facts)
        for part in parts if rates else ():
            for finding in target_claims(sentences_of(part), rates):
                yield _error("target-as-value", part.id, finding.message, finding.hint, section=cause.id)


def _same_causes(case: Case) -> Iterator[Finding]:
    words = [(cause, words_of([cause.cause.statement])) for cause in case.causes]
    for (first, left), (second, right) in combinations(words[:100], 2):
        if left and right and len(left & right) >= _SAME * len(left | right):
            message = f"it says the same as {first.id}."
            hint = "One root cause is told once: put the two together, or say what sets them apart."
            severity = Severity.ERROR if left == right else Severity.WARNING
            yield _error("same-cause", second.id, message, hint, severity, second.id)


def _same_exhibits(case: Case) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Evidence] = {}
    for exhibit in case.facts.evidence:
        title = " ".join(exhibit.title.casefold().split())
        covers = ",".join(sorted({*exhibit.covers, *exhibit.quantities}))
        keys: list[tuple[str, ...]] = [
            ("title", title, str(exhibit.dated), exhibit.kind, covers, str(exhibit.file))
        ]
        if exhibit.file:
            keys.append(("file", exhibit.file))
        first = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, exhibit)
        if first is not None:
            message = f"it is the same document as {first.id}."
            hint = f"Refer to {first.id} and take {exhibit.id} out, or name the other document."
            yield _error("same-exhibit", exhibit.id, message, hint, Severity.WARNING)


def _quantities(case: Case) -> Iterator[Finding]:
    """Fewer units on the documents than sold, where no issue type asks for it anyway."""
    if any(wanted.quantities for issue in case.issues for wanted in issue.evidence):
        return
    for product in case.facts.products:
        asin = product.asin or ""
        shown = [(e.id, e.quantities[asin]) for e in case.facts.evidence if asin in e.quantities]
        bought = sum(count for _, count in shown)
        if shown and product.units_sold is not None and bought < product.units_sold:
            ids = ", ".join(id for id, _ in shown)
            message = f"{ids} show {bought} units, and {product.units_sold} were sold."
            yield _error("quantity", asin, message, "Add the documents of the others.", Severity.WARNING)


def _error(
    name: str,
    id: str,
    message: str,
    hint: str,
    severity: Severity = Severity.ERROR,
    section: str | None = None,
) -> Finding:
    return Finding(f"consistency.{name}", severity, f"{id}: {message}", hint, section=section, item=id)
