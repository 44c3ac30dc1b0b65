"""Putting what reports give into the facts, as JSON: metrics, proposed facts and causes, open questions."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poa_ai.accounthealth.feedback import read_feedback
from poa_ai.accounthealth.healthreport import read_account_health
from poa_ai.accounthealth.imported import Candidate, Entry, Imported
from poa_ai.accounthealth.returns import read_returns

_SAME = 0.05
"""Percent points by which two figures for the same rate may differ by rounding."""


@dataclass(frozen=True, slots=True)
class Added:
    """A facts file with the reports in it. `notes` are for the person at the terminal.

    `issues` are issue types that the reports speak for; they are proposed, not written into the facts.
    """

    facts: dict[str, Any]
    issues: tuple[str, ...]
    notes: tuple[str, ...]


def add_reports(
    facts: Mapping[str, Any],
    *,
    account_health: Path | None = None,
    feedback: Sequence[Path] = (),
    returns: Sequence[Path] = (),
    issues: Sequence[str] | None = None,
) -> Added:
    """The facts (parsed JSON, left as they are) with all that the reports give.

    A candidate becomes a root cause with `confirmed: false` for each of the case's issue types that knows
    such a cause, and a fact with `confirmed: false` in any case. `issues` are the issue types of the case;
    None: those that the facts name. Raises InputError for a report that can't be read.
    """
    raw = copy.deepcopy(dict(facts))
    named = raw.get("issues", []) if issues is None else list(issues)
    seller = raw.get("seller", {})
    private = tuple(raw.get("private", ()))
    found: list[Imported] = []
    if account_health is not None:
        found.append(read_account_health(account_health, seller.get("marketplace")))
    found += [read_feedback(path, private) for path in feedback]
    found += [read_returns(path, private) for path in returns]
    ids = _Ids(raw)
    for imported in found:
        _add(raw, imported, named, ids)
    return Added(
        raw,
        tuple(dict.fromkeys(issue for imported in found for issue in imported.issues)),
        tuple(note for imported in found for note in imported.notes),
    )


class _Ids:
    """Ids that the file does not use yet."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._taken = set(_ids_in(raw))

    def next(self, prefix: str) -> str:
        number = 1
        while (given := f"{prefix}{number}") in self._taken:
            number += 1
        self._taken.add(given)
        return given


def _ids_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for inner in value.values():
            yield from _ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids_in(inner)


def _add(raw: dict[str, Any], imported: Imported, issues: Sequence[str], ids: _Ids) -> None:
    if imported.marketplace and not raw.get("seller", {}).get("marketplace"):
        raw.setdefault("seller", {})["marketplace"] = imported.marketplace
    about: dict[str, str] = {}
    for metric in imported.metrics:
        _settle(raw, metric["name"])
        given = _measured(raw, metric)
        if given is None:
            about[metric["name"]] = ids.next("M")
            raw.setdefault("metrics", []).append({"id": about[metric["name"]], **metric})
        elif question := _merge(given, metric):
            _ask(raw, question, given.setdefault("id", ids.next("M")), ids, "metrics")
    for fact in imported.facts:
        raw.setdefault("facts", []).append({"id": ids.next("F"), **fact, "confirmed": False})
    for candidate in imported.candidates:
        _propose(raw, candidate, issues, ids)
    for open_question in imported.questions:
        metric_id = about.get(open_question.metric)
        _ask(raw, open_question.text, metric_id, ids, "metrics" if metric_id else "report")


def _settle(raw: Entry, name: str) -> None:
    """Take out the question what a rate was, now that the report tells it."""
    label = name.replace("_", " ")
    kept = [
        entry
        for entry in raw.get("questions", [])
        if entry.get("topic") != "metrics" or entry.get("about") or label not in entry["text"].casefold()
    ]
    raw |= {"questions": kept} if kept else {}
    if not kept:
        raw.pop("questions", None)


def _measured(raw: Mapping[str, Any], metric: Entry) -> Entry | None:
    """The metric of that name that the facts hold already, over the same window as far as that is known."""
    for given in raw.get("metrics", []):
        days = given.get("window_days"), metric.get("window_days")
        if given.get("name") == metric["name"] and (None in days or days[0] == days[1]):
            return given  # type: ignore[no-any-return]  # parsed JSON
    return None


def _merge(given: Entry, metric: Entry) -> str:
    """Fill what the facts leave out of a rate from the report; a question where the two differ."""
    if abs(given.get("value", 0) - metric["value"]) > _SAME:
        return (
            f"{given['name'].replace('_', ' ')}: the facts say {given.get('value'):g}, the account "
            f"health report {metric['value']:g} as of {metric.get('as_of', 'an unknown day')}. "
            "Which is the one to be told?"
        )
    for key, value in metric.items():
        given.setdefault(key, value)
    return ""


def _propose(raw: dict[str, Any], candidate: Candidate, issues: Iterable[str], ids: _Ids) -> None:
    fact = ids.next("F")
    entry = {"id": fact, "text": candidate.text, "confirmed": False, "source": candidate.source}
    raw.setdefault("facts", []).append(entry)
    for issue in issues:
        if kind := candidate.kinds.get(issue):
            cause = ids.next("C")
            raw.setdefault("root_causes", []).append(
                {
                    "id": cause,
                    "issue": issue,
                    "kind": kind,
                    "statement": candidate.statement,
                    "facts": [fact],
                    "confirmed": False,
                    "source": candidate.source,
                }
            )
            text = f"{candidate.statement} What in your own work led to it? If nothing did, take {cause} out."
            _ask(raw, text, cause, ids)


def _ask(raw: dict[str, Any], text: str, about: str | None, ids: _Ids, topic: str | None = None) -> None:
    question = {"id": ids.next("Q"), "about": about, "topic": topic, "text": text}
    raw.setdefault("questions", []).append({key: value for key, value in question.items() if value})
