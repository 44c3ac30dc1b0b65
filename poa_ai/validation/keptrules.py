"""The built-in rules as they were once read and held to every condition, for a quick start.

`rules/kept.json` is written by `python -m poa_ai.testing.generated`. It counts only while the rule files are
those it was made from; else they are read anew.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import Any

from poa_ai.findings import Severity
from poa_ai.patternform import PatternForm
from poa_ai.patterns import Pattern
from poa_ai.validation.rule import Examples, Rule

KEPT = "kept.json"
_PLAIN = ("id", "action", "message", "source", "source_file", "replacement", "hint", "tone", "shape")
_FLAGS = ("weighed", "as_given", "mild")


def fingerprint(sources: Iterable[Traversable]) -> str:
    """What tells the rule files from any others."""
    digest = sha256()
    for file in sources:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def read_kept(file: Traversable, sources: str) -> tuple[Rule, ...] | None:
    """The rules kept in a file, None where it is missing or was made from others than `sources`."""
    try:
        kept = json.loads(file.read_text("utf-8"))
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
