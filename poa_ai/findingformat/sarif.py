"""Findings as SARIF 2.1.0 (OASIS), which editors and code hosts read."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from poa_ai.checkrun import CheckedLetter, CheckRun
from poa_ai.findingformat.paths import relative_path
from poa_ai.findings import Finding, Fix, Span
from poa_ai.lineindex import LineIndex
from poa_ai.rulecatalogue import Entry, catalogue
from poa_ai.validation.suppression import Allowed
from poa_ai.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""The schema that the log names."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)
_BASE = "LETTERS"


def render(run: CheckRun) -> Iterator[str]:
    """One log with one run; a line for each result."""
    places = _Places.of(run)
    rules = _Rules({entry.id: entry for entry in catalogue(run.rules)})
    results = [
        _ENCODER.encode(result) for letter in run.letters for result in _results(letter, places, rules)
    ]
    driver = {"name": "poa-ai", "version": __version__, "rules": rules.described}
    head = {"tool": {"driver": driver}, **places.bases, "columnKind": "unicodeCodePoints"}
    head["newlineSequences"] = ["\r\n", "\n", "\r"]
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [\n'
    yield _ENCODER.encode(head)[:-1] + ', "results": [\n'
    yield ",\n".join(results)
    yield "\n]}]}\n"


@dataclass(frozen=True, slots=True)
class _Places:
    """The addresses of letters: from the working folder where all lie in it, else from the folder of all."""

    folder: str
    top: str
    bases: dict[str, Any]

    @classmethod
    def of(cls, run: CheckRun) -> "_Places":
        folder = str(run.folder)
        given = [letter.path for letter in run.letters if letter.path != "-"]
        files = [os.path.normpath(os.path.join(folder, path)) for path in given]
        if not any(os.path.isabs(relative_path(file, folder)) for file in files):
            return cls(folder, folder, {})
        top = os.path.commonpath([os.path.dirname(file) for file in files])
        return cls(
            folder, top, {"originalUriBaseIds": {_BASE: {"uri": Path(top).as_uri().rstrip("/") + "/"}}}
        )

    def location(self, path: str) -> dict[str, Any]:
        """An artifactLocation: a relative address, percent-encoded."""
        relative = "stdin" if path == "-" else relative_path(os.path.join(self.folder, path), self.top)
        base = {"uriBaseId": _BASE} if self.bases else {}
        return {"uri": quote(os.fsencode(relative), safe="/~"), **base}


@dataclass(slots=True)
class _Rules:
    """The rules that results name, each described once, in the order of their first result."""

    known: dict[str, Entry]
    described: list[dict[str, Any]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def place(self, finding: Finding) -> int:
        """Where the rule of a finding stands in the list."""
        if finding.rule not in self.places:
            self.places[finding.rule] = len(self.described)
            self.described.append(self._described(finding))
        return self.places[finding.rule]

    def _described(self, finding: Finding) -> dict[str, Any]:
        entry = self.known.get(finding.rule)
        told = entry or finding
        help = " ".join(filter(None, (told.message, told.hint, told.source and f"Source: {told.source}.")))
        rule: dict[str, Any] = {
            "id": finding.rule,
            "shortDescription": {"text": told.message},
            "help": {"text": help},
            "defaultConfiguration": {"level": str(told.severity)},
            "properties": {"tags": [finding.category]},
        }
        if entry is not None and entry.addresses:
            rule["helpUri"] = entry.addresses[0]
        return rule


def _results(letter: CheckedLetter, places: _Places, rules: _Rules) -> Iterator[dict[str, Any]]:
    location = places.location(letter.path)
    for finding in letter.findings:
        yield _result(finding, letter.lines, location, rules)
    for allowed in letter.allowed:
        yield {
            **_result(allowed.finding, letter.lines, location, rules),
            "suppressions": [_suppression(allowed)],
        }


def _result(
    finding: Finding, lines: LineIndex | None, location: dict[str, Any], rules: _Rules
) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": location}
    if lines is not None:
        # Code hosts show nothing without a region: what is missing is told at the first line.
        physical["region"] = _region(finding.span or _first_line(lines), lines)
    elif finding.line is not None:
        physical["region"] = {"startLine": finding.line}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.place(finding),
        "level": str(finding.severity),
        "message": {"text": f"{finding.message} {finding.hint}".rstrip()},
        "locations": [{"physicalLocation": physical}],
    }
    if finding.fix is not None and lines is not None:
        result["fixes"] = [_fix(finding.fix, lines, location)]
    return result


def _region(span: Span, lines: LineIndex) -> dict[str, Any]:
    (line, column), (end_line, end_column) = lines.place(span.start), lines.place(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _first_line(lines: LineIndex) -> Span:
    return Span(0, len(lines.text[: (*lines.starts, None)[1]].rstrip("\r\n")))


def _fix(fix: Fix, lines: LineIndex, location: dict[str, Any]) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span, lines), "insertedContent": {"text": fix.text}}
    told = "Put the mended sentence in place of this one." if fix.text else "Take the sentence out."
    change = {"artifactLocation": location, "replacements": [replacement]}
    return {"description": {"text": told}, "artifactChanges": [change]}


def _suppression(allowed: Allowed) -> dict[str, Any]:
    kind = "inSource" if allowed.in_letter else "external"
    return {"kind": kind, "status": "accepted", "justification": allowed.allowance.because}
