"""Facts about any issue type, made of what its issue.toml knows: complete ones, and generated ones."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from poa_ai.issue import CauseKind, IssueType, MetricKind
from poa_ai.testing.strategies import CADENCES, DONE, HOSTILE, MEASURES, OWNERS, PLAIN, names, objects, proses

STATEMENT = "A check of the account on 12 October 2026 found: {}."
"""What a cause says, around the title of its kind."""


def issue_facts_json(issue: IssueType, kinds: Sequence[CauseKind] | None = None) -> dict[str, Any]:
    """A facts file with a cause for each kind (all where None), as parsed JSON.

    Titles, actions and measures are the words of the kinds, the notice is the example, and metrics miss
    their targets.
    """
    chosen = issue.cause_kinds if kinds is None else kinds
    return {
        "schema_version": 1,
        "seller": {"name": "Northfield Outdoor LLC", "marketplace": "US"},
        "notice": {"received": "2026-10-14", "asks_for_plan": True, "text": issue.example_notice},
        "issues": [issue.id],
        "metrics": [metric_json(metric) for metric in issue.metrics],
        "root_causes": [_cause(issue, kind) for kind in chosen],
    }


def metric_json(kind: MetricKind) -> dict[str, Any]:
    """A measurement of a metric that misses its target."""
    value = kind.target * 2 if kind.comparison == "below" else kind.target / 2
    measured = {"name": kind.name, "value": value, "unit": kind.unit, "as_of": "2026-10-12"}
    return measured | ({"window_days": kind.window_days[0]} if kind.window_days else {})


def issue_facts(issue: IssueType) -> st.SearchStrategy[dict[str, Any]]:
    """Valid facts about an issue type: up to four causes of its kinds, of none and of unknown ones."""
    facts = issue_facts_json(issue, ())
    causes = st.lists(issue_causes(issue), max_size=4)
    return causes.map(lambda found: {**facts, "root_causes": found})


def issue_causes(issue: IssueType) -> st.SearchStrategy[dict[str, Any]]:
    """Root causes of an issue type, in its own words and in others, hostile ones among them."""
    kinds = issue.cause_kinds
    return objects(
        {
            "issue": st.just(issue.id),
            "statement": proses(PLAIN, [kind.title for kind in kinds], HOSTILE),
            "corrective_actions": st.lists(issue_actions(issue), max_size=3),
            "preventive_measures": st.lists(issue_measures(issue), max_size=3),
        },
        {
            "kind": st.sampled_from([*(kind.id for kind in kinds), "no-such-kind"]),
            "title": names(*(kind.title for kind in kinds)),
            "confirmed": st.sampled_from([True, True, True, False]),
        },
    )


def issue_actions(issue: IssueType) -> st.SearchStrategy[dict[str, Any]]:
    """Corrective actions as the issue type names them, and others."""
    known = [action for kind in issue.cause_kinds for action in kind.actions]
    done = st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(date.isoformat)
    return objects({"text": proses(known, DONE)}, {"done_on": done})


def issue_measures(issue: IssueType) -> st.SearchStrategy[dict[str, Any]]:
    """Preventive measures as the issue type names them, and others."""
    known = [measure for kind in issue.cause_kinds for measure in kind.measures]
    who = {"owner": names(*OWNERS), "cadence": names(*CADENCES)}
    return objects({"text": proses(known, MEASURES)}, who)


def _cause(issue: IssueType, kind: CauseKind) -> dict[str, Any]:
    return {
        "issue": issue.id,
        "kind": kind.id,
        "title": kind.title,
        "statement": STATEMENT.format(kind.title),
        "corrective_actions": [{"text": text, "done_on": "2026-10-16"} for text in kind.actions],
        "preventive_measures": [
            {"text": text, "owner": "operations manager", "cadence": "weekly", "from": "2026-10-19"}
            for text in kind.measures
        ],
    }
