"""Notices with what is to be read out of them, and how much of it is: field by field.

Each notice is a TOML file: `text`, and what a careful reader finds in it. `issues` are ids, `plan` whether a
plan of action is asked for (left out: it does not tell), `respond` days (left out: none given), `windows` the
days of each document request that has a window, `rates` what was measured, in percent, by metric
(any name that its issue type takes for it).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from poa_ai.intake.beginning import begin_facts, checked
from poa_ai.intake.noticefindings import read_findings
from poa_ai.intake.noticetext import NoticeText, tidy
from poa_ai.registry import Registry

FIELDS = ("issues", "scope", "plan", "respond", "asins", "windows", "rates", "orders")
MARKS = {"issues": 0.95, "asins": 0.99, "windows": 0.99, "respond": 0.95, "plan": 0.95}
"""The share of notices of which a field must be exactly right."""


@dataclass(frozen=True, slots=True)
class LabelledNotice:
    """A notice and, by field, what is to be read out of it."""

    name: str
    text: str
    received: date | None
    expected: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Miss:
    """A field of a notice that was read wrongly."""

    notice: str
    field: str
    expected: Any
    found: Any


def read_notices(folder: Path) -> tuple[LabelledNotice, ...]:
    """The notices of a folder, by name. Raises ValueError for a file with a key that means nothing."""
    found = []
    for file in sorted(folder.glob("*.toml")):
        raw = tomllib.loads(file.read_text("utf-8"))
        if unknown := set(raw) - {*FIELDS, "text", "received"}:
            raise ValueError(f"{file}: unknown key {sorted(unknown)[0]}")
        expected = {
            "issues": sorted(raw.get("issues", ())),
            "scope": raw.get("scope"),
            "plan": raw.get("plan"),
            "respond": raw.get("respond"),
            "asins": sorted(raw.get("asins", ())),
            "windows": sorted(raw.get("windows", ())),
            "rates": raw.get("rates", {}),
            "orders": sorted(raw.get("orders", ())),
        }
        found.append(LabelledNotice(file.stem, raw["text"], raw.get("received"), expected))
    return tuple(found)


def misses(notices: Iterable[LabelledNotice], registry: Registry) -> tuple[Miss, ...]:
    """What is read wrongly, notice by notice. The facts made of each are checked besides."""
    names = _metric_names(registry)
    return tuple(
        Miss(notice.name, field, expected[field], found[field])
        for notice in notices
        for found in [_read(notice, registry)]
        for expected in [_expected(notice, names)]
        for field in FIELDS
        if found[field] != expected[field]
    )


def _metric_names(registry: Registry) -> Mapping[str, str]:
    """What the facts call a metric, by each name that its issue type takes for it."""
    kinds = [kind for issue in registry.issue_types for kind in issue.metrics]
    return {alias: kind.name for kind in kinds for alias in kind.aliases}


def _expected(notice: LabelledNotice, names: Mapping[str, str]) -> Mapping[str, Any]:
    rates = {names.get(name, name): value for name, value in notice.expected["rates"].items()}
    return {**notice.expected, "rates": rates}


def _read(notice: LabelledNotice, registry: Registry) -> dict[str, Any]:
    text = NoticeText(tidy(notice.text), notice.received)
    findings = read_findings(text, registry.issue_types, registry.match_issue)
    facts = checked(begin_facts(findings), notice.name)
    rates: dict[str, float] = {}
    for metric in facts.metrics:
        rates.setdefault(metric.name, metric.value)
    return {
        "issues": sorted(facts.issues),
        "scope": facts.notice.scope,
        "plan": facts.notice.asks_for_plan,
        "respond": facts.notice.respond_within_days,
        "asins": sorted(facts.asins),
        "windows": sorted(r.window_days for r in facts.notice.requests if r.window_days is not None),
        "rates": rates,
        "orders": sorted(order for order, _ in findings.orders),
    }
