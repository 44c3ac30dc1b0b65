"""Results as a file: JSON that two equal runs write byte for byte the same, and its strict reading."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from poa_ai.chatmodel import Usage
from poa_ai.errors import InputError
from poa_ai.evaluation.jsonentry import Entry
from poa_ai.evaluation.resultentries import results_of
from poa_ai.evaluation.results import CaseResult, FoundMark, RawText, Results
from poa_ai.evaluation.scorer import Score
from poa_ai.jsontext import JsonTextError, parse_json
from poa_ai.version import __version__

SCHEMA = 1
"""Version of the file; a key may be added within one version, never renamed."""
MAX_BYTES = 200_000_000
"""A larger file is refused unread."""
_MAX_DEPTH = 12
_HALVES = re.compile("[\ud800-\udfff]")


def results_to_json(results: Results) -> str:
    """The file of a run. It tells no time and no place, so equal runs are equal files.

    Letters and prompts are lists of lines, so that a diff of two files can be read.

    Half characters, which UTF-8 can't hold, become U+FFFD. Raises ValueError for a score that is no number.
    """
    cases = sorted(results.cases, key=lambda case: (*case.key, case.repeat))
    head = {
        "schema": SCHEMA,
        "poa_ai": __version__,
        "label": results.label,
        "ring": results.ring,
        "model": results.model,
        "suites": results.suites,
        "repeats": results.repeats,
        "prompts": [
            {**asdict(ref), "text": results.prompt_texts.get(ref.id, "").split("\n")}
            for ref in sorted(results.prompts, key=lambda ref: ref.id)
        ],
        "scorers": [asdict(scorer) for scorer in results.scorers],
        "thresholds_missed": [asdict(missed) for missed in results.missed],
        "problems": results.problems,
        # Rounded: a sum of many prices depends on their order beyond that.
        "cost_usd": None if results.cost is None else round(results.cost, 6),
        "cases": [case_to_json(case) for case in cases],
    }
    text = json.dumps(head, ensure_ascii=False, allow_nan=False, indent=1)
    return _HALVES.sub("\ufffd", text) + "\n"


def case_to_json(case: CaseResult) -> dict[str, Any]:
    """A trial as it stands in the file."""
    value = {name: getattr(case, name) for name in ("suite", "case", "repeat", "generated", "state", "why")}
    value["scores"] = {name: _entry(case.scores[name]) for name in sorted(case.scores)}
    value["letter"] = case.letter.split("\n")
    value["marks"] = [_entry(mark) for mark in case.marks]
    value["raw"] = [_entry(statement) for statement in case.raw]
    return {**value, "usage": _entry(case.usage), "calls": case.calls}


def _entry(part: Score | FoundMark | RawText | Usage) -> dict[str, Any]:
    """What `asdict` gives of a part that holds no other, without copying all that is in it."""
    return {name: getattr(part, name) for name in part.__slots__}


def load_results(path: Path | str) -> Results:
    """The results in a file. Raises InputError with one line: where, what, and what would be right."""
    name = str(path)
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{name}: can't be read ({reason}); give a file that `eval run` wrote") from None
    return results_from_json(data, name)


def results_from_json(data: bytes, path: str = "results") -> Results:
    """The results in JSON text; `path` is how errors name it. Raises InputError."""
    try:
        raw = parse_json(data, max_bytes=MAX_BYTES, max_depth=_MAX_DEPTH)
    except JsonTextError as error:
        raise InputError(f"{path}: {error}") from None
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if type(schema) is not int or "cases" not in raw:
        raise InputError(f"{path}: this is no results file; give one that `eval run` wrote")
    if schema != SCHEMA:
        raise InputError(
            f"{path}: /schema: the file has schema {schema}, this poa-ai reads {SCHEMA}; "
            "use the version of poa-ai that wrote it, or run again"
        )
    return results_of(Entry(raw, path))
