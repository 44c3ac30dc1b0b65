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
_SEVERITIES = {str(severity): severity for severity in Severity}


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


def _rule(entry: list[Any]) -> Rule:
    head, (match, unless, issues, parts), (removes, flags, keeps, misses), more = entry
    id, action, severity, message, source, source_file, replacement, hint = head
    weighed, tone, as_given, mild, shape = more
    return Rule(
        id,
        tuple(map(_pattern, match)),
        action,
        _SEVERITIES[severity],
        message,
        source,
        source_file,
        replacement,
        hint,
        tuple(issues),
        tuple(parts),
        Examples(tuple((a, b) for a, b in removes), tuple(flags), tuple(keeps), tuple(misses)),
        weighed,
        tone,
        tuple(map(_pattern, unless)),
        as_given,
        mild,
        shape,
    )


def _entry(rule: Rule) -> list[Any]:
    """What `_rule` reads; the names of the fields would be a fifth of the file."""
    head = (rule.id, rule.action, rule.severity, rule.message, rule.source, rule.source_file)
    patterns = [[_kept_pattern(pattern) for pattern in patterns] for patterns in (rule.match, rule.unless)]
    shown = rule.examples
    return [
        [*map(str, head), rule.replacement, rule.hint],
        [*patterns, rule.issues, rule.parts],
        [shown.removes, shown.flags, shown.keeps, shown.misses],
        [rule.weighed, rule.tone, rule.as_given, rule.mild, rule.shape],
    ]


def _pattern(entry: list[Any]) -> Pattern:
    source, regex, cased, figures, literals, keys = entry
    return Pattern(
        source, PatternForm(regex or source, cased, figures, tuple(map(tuple, literals)), tuple(keys))
    )


def _kept_pattern(pattern: Pattern) -> list[Any]:
    form = pattern.form
    return [pattern.source, "" if form.regex == pattern.source else form.regex, *form[1:]]
