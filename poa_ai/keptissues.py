"""Issue files as they were once read, for a quick start: their values, and the forms of their patterns.

`issues.jsonl` is written by `python -m poa_ai.testing.generated`. What it says of an issue.toml counts only
while the file is as it was; any other is read anew, with all its patterns. The first line tells the files
with the fingerprint of each, and each further line is one of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from poa_ai.packagefiles import fingerprint, package_folder
from poa_ai.patternform import read_form
from poa_ai.patterns import Pattern

KEPT = "issues.jsonl"


@dataclass(frozen=True)
class KeptIssues:
    """What is kept: the fingerprint of each file by its path, and a line for each, in the same order."""

    fingerprints: dict[str, str]
    lines: list[str]
    _patterns: dict[str, Pattern] = field(default_factory=dict, repr=False, compare=False)

    def values(self, data: bytes, path: str) -> dict[str, Any] | None:
        """The values of a file that holds `data`; None where they aren't kept, or it was changed."""
        if self.fingerprints.get(path) != fingerprint(data):
            return None
        kept = json.loads(self.lines[list(self.fingerprints).index(path)])
        for source, form, *keys in kept["patterns"]:
            self._patterns[source] = Pattern(source, tuple(keys), form)
        values: dict[str, Any] = kept["values"]
        return values

    def pattern(self, source: str) -> Pattern | None:
        """A pattern of the files whose values were asked for; its form is read when it is needed."""
        return self._patterns.get(source)


@cache
def load_kept() -> KeptIssues:
    """What comes with poa-ai: nothing where the file is missing."""
    try:
        head, *lines = (package_folder("poa_ai") / KEPT).read_text("utf-8").split("\n")
    except OSError:
        return KeptIssues({}, [])
    return KeptIssues(json.loads(head), lines)


def write_kept(files: Mapping[str, tuple[bytes, Mapping[str, Any], Iterable[Pattern]]]) -> str:
    """The text of the file for issue files by their path: the bytes, values and patterns of each."""
    lines = [
        json.dumps({"values": values, "patterns": [_pattern(p) for p in dict.fromkeys(patterns)]})
        for _, values, patterns in files.values()
    ]
    head = {path: fingerprint(data) for path, (data, _, _) in files.items()}
    return "\n".join([json.dumps(head), *lines]) + "\n"


def _pattern(pattern: Pattern) -> list[str]:
    keys, form = read_form(pattern.source)
    return [pattern.source, form.kept(pattern.source), *keys]
