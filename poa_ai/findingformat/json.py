"""Findings for programs: the JSON of the contract, a line for each finding."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from poa_ai.checkrun import CheckRun

if TYPE_CHECKING:
    from poa_ai.validation.suppression import Allowed

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def render(run: CheckRun) -> Iterator[str]:
    """One object: schema, ok, findings, and under `allowed` those that may stand, each with its reason."""
    yield f'{{"schema": 1, "ok": {"true" if run.ok else "false"}, "findings": ['
    yield from _lines(finding.to_json() for finding in run.findings)
    yield '], "allowed": ['
    yield from _lines(map(_allowed, run.allowed))
    yield "]}\n"


def _lines(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    between = "\n"
    for entry in entries:
        yield between + _ENCODER.encode(entry)
        between = ",\n"
    if between != "\n":
        yield "\n"


def _allowed(allowed: Allowed) -> dict[str, Any]:
    allowance = allowed.allowance
    return {**allowed.finding.to_json(), "because": allowance.because, "by": allowance.place}
