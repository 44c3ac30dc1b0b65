"""Rules as they were once read, held to every condition and against each other, for a quick start.

`rules/kept.jsonl` is written by `python -m poa_ai.testing.generated`. What it says of a rule file counts only
while the file is as it was; else the file is read anew. Its first line holds all files with their rules, and
each further line the form of one pattern, which is read when the pattern may occur in a text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from poa_ai.findings import Severity
from poa_ai.packagefiles import fingerprint, package_folder
from poa_ai.patterns import Pattern
from poa_ai.validation.rule import Examples, Rule

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

KEPT = "kept.jsonl"
_SEVERITIES = {str(severity): severity for severity in Severity}


@dataclass(frozen=True)
class KeptRules:
    """What is kept: for each path of a rule file its fingerprint and its rules; and the forms of patterns."""

    files: dict[str, list[Any]]
    forms: list[str]
    _given: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, file: Traversable, path: str) -> tuple[Rule, ...] | None:
        """The rules of a file, which errors call `path`; None where they aren't kept, or it was changed."""
        if path not in self.files:
            return None
        kept, entries = self.files[path]
        try:
            if kept != fingerprint(file.read_bytes()):
                return None
        except OSError:  # whoever reads it anew says what is wrong
            return None
        if path not in self._given:
            self._given[path] = tuple(_rule(entry, self.forms) for entry in entries)
        return self._given[path]

    def hold(self, rules: Iterable[Rule]) -> bool:
        """Whether all these rules are among those that were given out."""
        return {rule.source_file.rpartition(":")[0] for rule in rules} <= self._given.keys()


@cache
def load_kept() -> KeptRules:
    """What comes with poa-ai."""
    return read_kept(package_folder("poa_ai") / "rules" / KEPT)


def read_kept(file: Traversable) -> KeptRules:
    """What is kept in a file: nothing where it is missing."""
    try:
        head, *forms = file.read_text("utf-8").split("\n")
    except OSError:
        return KeptRules({}, [])
    return KeptRules(json.loads(head), forms)


def write_kept(files: Mapping[str, Traversable], rules: Iterable[Rule]) -> str:
    """The text of the file for the rules that were read from `files`, which are by the path of each."""
    forms: list[str] = []
    kept: dict[str, list[Any]] = {path: [fingerprint(file.read_bytes()), []] for path, file in files.items()}
    for rule in rules:
        kept[rule.source_file.rpartition(":")[0]][1].append(_entry(rule, forms))
    return "\n".join([json.dumps(kept), *forms]) + "\n"


def _rule(entry: list[Any], forms: list[str]) -> Rule:
    head, (match, unless, issues, parts), (removes, flags, keeps, misses), more = entry
    id, action, severity, message, source, source_file, replacement, hint = head
    weighed, tone, as_given, mild, shape = more
    return Rule(
        id,
        tuple([Pattern(written, tuple(keys), forms[at]) for written, at, *keys in match]),
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
        tuple([Pattern(written, tuple(keys), forms[at]) for written, at, *keys in unless]),
        as_given,
        mild,
        shape,
    )


def _entry(rule: Rule, forms: list[str]) -> list[Any]:
    """What `_rule` reads; the names of the fields would be a fifth of the file."""
    head = (rule.id, rule.action, rule.severity, rule.message, rule.source, rule.source_file)
    patterns = [[_pattern(pattern, forms) for pattern in patterns] for patterns in (rule.match, rule.unless)]
    shown = rule.examples
    return [
        [*map(str, head), rule.replacement, rule.hint],
        [*patterns, rule.issues, rule.parts],
        [shown.removes, shown.flags, shown.keeps, shown.misses],
        [rule.weighed, rule.tone, rule.as_given, rule.mild, rule.shape],
    ]


def _pattern(pattern: Pattern, forms: list[str]) -> list[Any]:
    forms.append(pattern.form.kept(pattern.source))
    return [pattern.source, len(forms) - 1, *pattern.keys]
