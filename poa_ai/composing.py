"""A section from the facts alone, without a model. This is what stands wherever no model may speak."""

from collections.abc import Iterable
from datetime import date

from poa_ai.case import Case, CaseCause
from poa_ai.dates import day_text
from poa_ai.document import SectionDraft, Statement
from poa_ai.facts import CorrectiveAction, Metric, PreventiveMeasure
from poa_ai.facttext import number_text, quantity_text
from poa_ai.issue import MetricKind
from poa_ai.outline import Outline, Part, SectionPlan
from poa_ai.phrasewords import as_sentence
from poa_ai.phrasing import action_sentence, measure_sentence


def compose(outline: Outline) -> tuple[SectionDraft, ...]:
    """All sections of the outline, composed from what the case attests; one statement for each fact."""
    return tuple(compose_section(plan, outline.case) for plan in outline.sections)


def compose_section(plan: SectionPlan, case: Case) -> SectionDraft:
    """One section. A fact without words of its own left, or without exhibits, leaves none behind."""
    names = case.facts.names
    cause = plan.cause
    known = case.evidence
    told = [
        *((Part.ROOT_CAUSE, metric.id, metric_sentence(metric, cause), ()) for metric in cause.metrics),
        (Part.ROOT_CAUSE, cause.id, as_sentence(cause.cause.statement), ()),
        *((Part.ROOT_CAUSE, fact.id, as_sentence(fact.text), fact.evidence) for fact in cause.facts),
        *(
            (Part.CORRECTIVE_ACTIONS, action.id, _action(action, names), action.evidence)
            for action in sorted(cause.cause.corrective_actions, key=_when)
        ),
        *(
            (Part.PREVENTIVE_MEASURES, measure.id, _measure(measure, names), measure.evidence)
            for measure in cause.cause.preventive_measures
        ),
    ]
    statements = tuple(
        Statement(
            part, text, (id,), tuple(exhibit for exhibit in dict.fromkeys(exhibits) if exhibit in known)
        )
        for part, id, text, exhibits in told
        if text
    )
    return SectionDraft(plan, statements)


def metric_sentence(metric: Metric, cause: CaseCause) -> str:
    """A measured value with its window, the day it was read, its counts, and Amazon's target as a target."""
    kind = cause.issue.metric(metric.name)
    label = kind.label if kind else metric.name.replace("_", " ").replace("-", " ").strip()
    unit = metric.unit or (kind.unit if kind else None)
    text = f"The {label} was {quantity_text(metric.value, unit)}"
    if metric.window_days is not None:
        text += f" over {metric.window_days} days"
    if metric.as_of is not None:
        text += f" as of {day_text(metric.as_of)}"
    text += _counts(metric, kind)
    if metric.target is not None:
        direction = {"below": "below ", "at-least": "at least "}.get(kind.comparison if kind else "", "")
        text += f"; the target is {direction}{quantity_text(metric.target, unit)}"
    return f"{text}."


def _counts(metric: Metric, kind: MetricKind | None) -> str:
    if metric.count is None or metric.base is None:
        return ""
    counts = f"{number_text(metric.count)} of {number_text(metric.base)}"
    return f" ({counts} {kind.base})" if kind else f" ({counts})"


def _when(action: CorrectiveAction) -> date:
    return action.done_on or date.max


def _action(action: CorrectiveAction, names: Iterable[str]) -> str:
    return action_sentence(action.text, action.done_on, names) if action.text.strip() else ""


def _measure(measure: PreventiveMeasure, names: Iterable[str]) -> str:
    if not measure.text.strip():
        return ""
    return measure_sentence(measure.text, measure.owner, measure.cadence, measure.starts, names)
