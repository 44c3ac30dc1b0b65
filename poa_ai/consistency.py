"""Contradictions within the facts: arithmetic, targets given as measurements, the order of dates."""

from collections.abc import Iterator
from datetime import date

from poa_ai.case import Case, CaseCause
from poa_ai.facts import Metric
from poa_ai.facttext import number_text, quantity_text
from poa_ai.findings import Finding, Severity
from poa_ai.matching import meets
from poa_ai.units import in_percent
from poa_ai.values import Kind, extract_values


def find_contradictions(case: Case, today: date | None = None) -> tuple[Finding, ...]:
    """All contradictions. Those that would put a wrong figure into the letter are errors.

    `today` None leaves dates that lie ahead alone.
    """
    return (
        *(finding for metric in case.facts.metrics for finding in _metric_contradictions(metric, case)),
        *_date_contradictions(case),
        *(finding for cause in case.causes for finding in _action_dates(cause, today)),
    )


def _metric_contradictions(metric: Metric, case: Case) -> Iterator[Finding]:
    kind = next((kind for issue in case.issues if (kind := issue.metric(metric.name))), None)
    unit = metric.unit or (kind.unit if kind else None)
    shown = quantity_text(metric.value, unit)
    if metric.count is not None and metric.base is not None:
        counts = f"{number_text(metric.count)} of {number_text(metric.base)}"
        if metric.base == 0 or metric.count > metric.base:
            yield _error("count", metric.id, f"{counts} is no share.", "Check count and base.")
        elif shown.endswith("%") and not _agrees(metric):
            share = number_text(round(100 * metric.count / metric.base, 2))
            yield _error(
                "arithmetic",
                metric.id,
                f"{counts} is {share}%, not {shown}.",
                "Correct the value, the count or the base.",
            )
    if kind is not None and metric.target is not None and metric.value == metric.target:
        yield _error(
            "target-as-value",
            metric.id,
            f"the value {shown} equals the target.",
            "Give what was measured; the figure after 'below' or 'more than' in a notice is the target.",
            Severity.WARNING,
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


def _date_contradictions(case: Case) -> Iterator[Finding]:
    received = case.notice.received
    for metric in case.facts.metrics:
        if received and metric.as_of and metric.as_of > received:
            message = f"it was measured on {metric.as_of}, after the notice of {received}."
            yield _error("date-order", metric.id, message, "Check both dates.", Severity.WARNING)
    for cause in case.causes:
        for measure in cause.cause.preventive_measures:
            done = [action.done_on for action in cause.cause.corrective_actions if action.done_on]
            if measure.starts and done and received and measure.starts < min(*done, received):
                message = f"the measure starts on {measure.starts}, before the notice and before any action."
                hint = "A measure that was there already did not prevent the cause."
                yield _error("date-order", measure.id, message, hint, Severity.WARNING, cause.id)


def _action_dates(cause: CaseCause, today: date | None) -> Iterator[Finding]:
    for action in cause.cause.corrective_actions:
        if action.done_on is None:
            continue
        if today is not None and action.done_on > today:
            message = f"the action is dated {action.done_on}, which lies ahead."
            hint = "A corrective action is done; what is to come is a preventive measure."
            yield _error("date-order", action.id, message, hint, Severity.WARNING, cause.id)
        named = [v.normal for v in extract_values(action.text) if v.kind is Kind.DATE and len(v.normal) == 10]
        if named and action.done_on.isoformat() not in named:
            message = f"it was done on {action.done_on}, and its text names {', '.join(named)}."
            yield _error("date-order", action.id, message, "Check both.", Severity.WARNING, cause.id)


def _error(
    name: str,
    id: str,
    message: str,
    hint: str,
    severity: Severity = Severity.ERROR,
    section: str | None = None,
) -> Finding:
    return Finding(f"consistency.{name}", severity, f"{id}: {message}", hint, section=section, item=id)
