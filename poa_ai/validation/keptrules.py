"""The built-in rules as they were once read and held to every condition, for a quick start.

`rules/kept.json` is written by `python -m poa_ai.testing.generated`. It counts only while the rule files are
those it was made from; else they are read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zlib import crc32

from poa_ai.findings import Severity
from poa_ai.patternform import PatternForm
from poa_ai.patterns import Pattern
from poa_ai.validation.rule import Examples, Rule

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

KEPT = "kept.json"
_PLAIN = ("id", "action", "message", "source", "source_file", "replacement", "hint", "tone", "shape")
_FLAGS = ("weighed", "as_given", "mild")


def fingerprint(sources: Iterable[Traversable]) -> str:
    """What tells the rule files from any others: their size in bytes, and a checksum of names and content."""
    # A checksum will do against a file that was edited, and hashlib alone takes longer than all the files.
    size = checksum = 0
    for file in sources:
        content = file.read_bytes()
        size, checksum = size + len(content), crc32(content, crc32(file.name.encode(), checksum))
    return f"{size}-{checksum:08x}"


def read_kept(file: Traversable, sources: str) -> tuple[Rule, ...] | None:
    """The rules kept in a file, None where it is missing or was made from others than `sources`."""
    try:
        kept = json.loads(file.read_bytes())
    except OSError:
        return None
    return tuple(_rule(entry) for entry in kept["rules"]) if kept["sources"] == sources else None


def write_kept(rules: Iterable[Rule], sources: str) -> str:
    """The text of the file for rules that were read from `sources`."""
    entries = ",\n".join(json.dumps(_entry(rule), ensure_ascii=False) for rule in rules)
    return f'{{"sources": "{sources}", "rules": [\n{entries}\n]}}\n'


def _rule(entry: dict[str, Any]) -> Rule:
    removes, flags, keeps, misses = entry["examples"]
    return Rule(
        match=tuple(map(_pattern, entry["match"])),
        unless=tuple(map(_pattern, entry["unless"])),
        severity=Severity(entry["severity"]),
        issues=tuple(entry["issues"]),
        parts=tuple(entry["parts"]),
        examples=Examples(tuple((a, b) for a, b in removes), tuple(flags), tuple(keeps), tuple(misses)),
        **{name: entry[name] for name in (*_PLAIN, *_FLAGS)},
    )


def _entry(rule: Rule) -> dict[str, Any]:
    shown = rule.examples
    return {
        **{name: getattr(rule, name) for name in (*_PLAIN, *_FLAGS)},
        "severity": str(rule.severity),
        "issues": rule.issues,
        "parts": rule.parts,
        "examples": [shown.removes, shown.flags, shown.keeps, shown.misses],
        "match": [_kept_pattern(pattern) for pattern in rule.match],
        "unless": [_kept_pattern(pattern) for pattern in rule.unless],
    }


def _pattern(entry: list[Any]) -> Pattern:
    source, regex, cased, figures, literals, keys = entry
    return Pattern(
        source, PatternForm(regex or source, cased, figures, tuple(map(tuple, literals)), tuple(keys))
    )


def _kept_pattern(pattern: Pattern) -> list[Any]:
    form = pattern.form
    return [pattern.source, "" if form.regex == pattern.source else form.regex, *form[1:]]
