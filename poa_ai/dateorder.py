"""The order of dates within the facts: what cannot have happened in that order, or has not happened yet."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from poa_ai.case import Case, CaseCause
from poa_ai.facts import Fact, RootCause
from poa_ai.facttext import sentences_of
from poa_ai.findings import Finding, Severity
from poa_ai.sentences import split_sentences
from poa_ai.validation.entries import says_undone
from poa_ai.values import Kind, extract_values

_LEARNT = re.compile(
    r"\b(?:found|discovered|noticed|learn\w+|detected|realised|realized|became aware|came to light|reported"
    r"|complained|first (?:report|complaint))\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\s|\bas of\s|\bbeg[ai]n\w*\son\s|\bstarted on\s", re.IGNORECASE)


_LEADS = re.compile(r"\W*(?:on\s)?\d", re.IGNORECASE)


def date_contradictions(case: Case, today: date | None) -> Iterator[Finding]:
    """Warnings, but for an action that is still to come. `today` None leaves what lies ahead alone."""
    yield from _measured_dates(case, today)
    if today is not None:
        yield from _ahead(case, today)
    for cause in case.causes:
        yield from _action_dates(cause, today)
        yield from _known_dates(cause)
        yield from _measure_dates(cause, case.notice.received)


def _measured_dates(case: Case, today: date | None) -> Iterator[Finding]:
    received = case.notice.received
    for metric in case.facts.metrics:
        if metric.as_of is None:
            continue
        if received and metric.as_of > received:
            message = f"it was measured on {metric.as_of}, after the notice of {received}."
            yield _warning(metric.id, message, "Check both dates.")
        elif received and metric.window_days and received - metric.as_of > timedelta(metric.window_days):
            message = (
                f"it was measured on {metric.as_of}, and its window of {metric.window_days} days ends long "
                f"before the notice of {received}."
            )
            yield _warning(metric.id, message, "Give the value that the notice is about.")
        if today is not None and metric.as_of > today:
            yield _warning(metric.id, f"it is dated {metric.as_of}, which lies ahead.", "Check the date.")


def _ahead(case: Case, today: date) -> Iterator[Finding]:
    received = case.notice.received
    if received and received > today:
        yield _warning("notice", f"it was received on {received}, which lies ahead.", "Check the date.")
    for exhibit in case.facts.evidence:
        if exhibit.dated and exhibit.dated > today:
            yield _warning(exhibit.id, f"it is dated {exhibit.dated}, which lies ahead.", "Check the date.")


def _action_dates(cause: CaseCause, today: date | None) -> Iterator[Finding]:
    for action in cause.cause.corrective_actions:
        if says_undone(action.text):
            message = "the action is still to be done, and a corrective action is done."
            hint = "Say what was done and when; what is to come is a preventive measure."
            yield _finding("promised-action", action.id, message, hint, Severity.ERROR, cause.id)
        if action.done_on is None:
            continue
        if today is not None and action.done_on > today:
            message = f"the action is dated {action.done_on}, which lies ahead."
            hint = "A corrective action is done; what is to come is a preventive measure."
            yield _finding("promised-action", action.id, message, hint, Severity.ERROR, cause.id)
        named = _days(action.text)
        # An earlier day may be that of something else: "photos that were taken on 1 July".
        if (
            named
            and action.done_on not in named
            and (max(named) > action.done_on or _LEADS.match(action.text))
        ):
            message = f"it was done on {action.done_on}, and its text names {', '.join(map(str, named))}."
            yield _warning(action.id, message, "Check both.", cause.id)


def _known_dates(cause: CaseCause) -> Iterator[Finding]:
    """Actions from before the cause began, or from before it was learnt of."""
    told: list[tuple[date, str]] = []
    learnt: list[tuple[date, str]] = []
    parts: tuple[RootCause | Fact, ...] = (cause.cause, *cause.facts)
    for part in parts:
        text = sentences_of(part)
        for span in split_sentences(text):
            said = text[span.start : span.end]
            begun = _SINCE.search(said)
            told += [(day, part.id) for day in _days(said[begun.end() :])[:1]] if begun else []
            learnt += [(day, part.id) for day in _days(said)[:1]] if _LEARNT.search(said) else []
    for metric in cause.metrics if not told else ():
        if metric.as_of is not None:
            told.append((metric.as_of - timedelta(metric.window_days or 0), metric.id))
    for action in cause.cause.corrective_actions:
        if action.done_on is None:
            continue
        first, where = min(told, default=(action.done_on, ""))
        if action.done_on < first:
            message = f"it was done on {action.done_on}, and by {where} the cause began on {first} only."
            yield _warning(action.id, message, "An action answers what came before it: check both.", cause.id)
        elif learnt and action.done_on < min(learnt)[0]:
            day, where = min(learnt)
            message = f"it was done on {action.done_on}, and {where} tells that it was known from {day} on."
            yield _warning(action.id, message, "Check both dates.", cause.id)


def _measure_dates(cause: CaseCause, received: date | None) -> Iterator[Finding]:
    done = [(a.done_on, a.id) for a in cause.cause.corrective_actions if a.done_on]
    for measure in cause.cause.preventive_measures:
        if measure.starts is None or not done or measure.starts >= min(done)[0]:
            continue
        day, action = min(done)
        if received and measure.starts < received:
            message = f"the measure starts on {measure.starts}, before the notice and before any action."
            hint = "A measure that was there already did not prevent the cause."
        else:
            message = f"the measure starts on {measure.starts}, before {action} was done on {day}."
            hint = "A measure follows what was corrected: check both dates."
        yield _warning(measure.id, message, hint, cause.id)


def _days(text: str) -> list[date]:
    """The full dates of a text, in order."""
    found = []
    for value in extract_values(text):
        if value.kind is Kind.DATE and len(value.normal) == 10 and value.normal[0] != "-":
            try:
                found.append(date.fromisoformat(value.normal))
            except ValueError:
                continue
    return found


def _warning(id: str, message: str, hint: str, section: str | None = None) -> Finding:
    return _finding("date-order", id, message, hint, Severity.WARNING, section)


def _finding(
    name: str, id: str, message: str, hint: str, severity: Severity, section: str | None = None
) -> Finding:
    return Finding(f"consistency.{name}", severity, f"{id}: {message}", hint, section=section, item=id)
