"""Reading rule files: strict, and silent about nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from poa_ai.errors import RuleError
from poa_ai.findings import Severity
from poa_ai.normalised import normalise
from poa_ai.packagefiles import package_folder
from poa_ai.patterns import Pattern, PatternError, compile_pattern
from poa_ai.validation.keptrules import load_kept
from poa_ai.validation.rule import ACTIONS, CATEGORIES, SHAPES, TONES, Examples, Rule, RuleSet
from poa_ai.validation.tone import Tone, read_tone

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from poa_ai.tomlfile import Table

_REQUIRED = {"id", "action", "severity", "message", "source", "keeps"}
_KEYS = _REQUIRED | {
    *(
        "match",
        "unless",
        "as_given",
        "mild",
        "shape",
        "tone",
        "weighed",
        "with",
        "hint",
        "issues",
        "parts",
        "removes",
        "flags",
        "misses",
    ),
}
_ID = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*")
_PARTS = ("root_cause", "corrective_actions", "preventive_measures")


def load_rules(file: Traversable, path: str) -> tuple[Rule, ...]:
    """The rules of one file, which errors call `path`. Raises RuleError with file, line, rule and remedy."""
    # What reads TOML is imported with the first file that is not kept.
    from poa_ai.tomlfile import read_data

    return _rules_in(read_data(file, path, RuleError), path)


@lru_cache(maxsize=64)
def _rules_in(data: bytes, path: str) -> tuple[Rule, ...]:
    """The rules in a file's bytes; the same bytes are read once in a process."""
    from poa_ai.tomlfile import parse_toml

    root = parse_toml(data, path, RuleError).only(["rule"])
    rules = tuple(_read_rule(table) for table in root.tables("rule"))
    if not rules:
        raise root.fail("no [[rule]]; a rule file holds at least one")
    add_rules(RuleSet(()), rules)
    return rules


@cache
def load_builtin_rules() -> RuleSet:
    """The rules that come with poa-ai, file by file in the order of their names."""
    folder = package_folder("poa_ai") / "rules"
    sources = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    tone = read_tone()
    kept = load_kept()
    rules: list[Rule] = []
    for file in sources:
        found = kept.of(file, builtin_path(file))
        if found is None:
            return read_builtin_rules(sources, tone)
        rules += found
    return RuleSet(tuple(rules), tone)


def builtin_path(file: Traversable) -> str:
    """What errors call a rule file of our own."""
    return f"poa_ai/rules/{file.name}"


def read_builtin_rules(sources: Iterable[Traversable], tone: Tone) -> RuleSet:
    """The rules of our own files, read and held to every condition."""
    rules = RuleSet((), tone)
    for file in sources:
        path = builtin_path(file)
        found = load_rules(file, path)
        stray = [rule.id for rule in found if rule.category != file.name.removesuffix(".toml")]
        if stray:
            raise RuleError(f"{path}: '{stray[0]}' must begin with the name of the file")
        rules = add_rules(rules, found)
    return rules


def add_rule_file(known: RuleSet, file: Traversable, path: str) -> RuleSet:
    """The known rules and those of a file. Raises RuleError as `load_rules` and `add_rules` do."""
    kept = load_kept()
    new = kept.of(file, path)
    if new is None or not kept.hold(known.rules):
        return add_rules(known, load_rules(file, path))
    return known.kept(path, lambda: RuleSet((*known.rules, *new), known.tone))


def add_rules(known: RuleSet, new: tuple[Rule, ...]) -> RuleSet:
    """The known rules and new ones. Raises RuleError where two contradict each other, naming both."""
    return known.kept(new, lambda: _added(known, new))


def _added(known: RuleSet, new: tuple[Rule, ...]) -> RuleSet:
    owners = {rule.id: rule for rule in known.rules}
    phrases: dict[str, list[Rule]] = {}
    for rule in known.rules:
        for pattern in rule.match:
            phrases.setdefault(pattern.source.lower(), []).append(rule)
    for rule in new:
        if rule.id in owners:
            raise RuleError(
                f"{rule.source_file}: rule '{rule.id}' is also in {owners[rule.id].source_file}; rename one"
            )
        owners[rule.id] = rule
        for pattern in rule.match:
            claims = phrases.setdefault(pattern.source.lower(), [])
            for other in claims:
                if _meet(rule, other):
                    raise RuleError(
                        f"{rule.source_file}: '{pattern.source.lower()}' of '{rule.id}' "
                        f"is claimed by '{other.id}' too; keep one"
                    )
            claims.append(rule)
    both = (*known.rules, *new)
    for rule in new:
        _check_replacement(rule, both)
    for rule in known.rules:
        _check_replacement(rule, new)
    return RuleSet(both, known.tone)


def _meet(one: Rule, other: Rule) -> bool:
    """Whether two rules may hold in the same place."""
    issues = not one.issues or not other.issues or set(one.issues) & set(other.issues)
    parts = not one.parts or not other.parts or set(one.parts) & set(other.parts)
    return bool(issues and parts)


def _check_replacement(rule: Rule, rules: tuple[Rule, ...]) -> None:
    if not rule.replacement:
        return
    text = normalise(rule.replacement)
    for other in rules:
        if any(True for pattern in other.match for _ in pattern.find(text)):
            raise RuleError(
                f"{rule.source_file}: '{rule.id}' writes '{rule.replacement}', which '{other.id}' finds; "
                "write it otherwise"
            )


def _read_rule(table: Table) -> Rule:
    table.only(_KEYS)
    name = table.get("id", str)
    if not _ID.fullmatch(name):
        raise table.fail(f"'{name}' is no id; write category.name in lower case", "id")
    if name.partition(".")[0] not in CATEGORIES:
        raise table.fail(f"'{name}' has no known category; known: {', '.join(CATEGORIES)}", "id")
    action = table.choice("action", ACTIONS)
    parts = table.strings("parts")
    unknown = [part for part in parts if part not in _PARTS]
    if unknown:
        raise table.fail(f"'{unknown[0]}' is no part; known: {', '.join(_PARTS)}", "parts")
    tone = table.choice("tone", TONES) if "tone" in table.values else ""
    if tone and ("match" in table.values or action != "flag"):
        raise table.fail("a tone rule has no 'match', and its action is flag", "tone")
    sources = table.strings("match", required=not tone)
    return Rule(
        id=name,
        match=tuple(_read_pattern(table, source) for source in sources),
        action=action,
        severity=Severity(table.choice("severity", [*Severity])),
        message=table.get("message", str),
        source=table.get("source", str),
        source_file=f"{table.path}:{table.line}",
        replacement=_read_replacement(table, action),
        hint=table.get("hint", str, "") if "hint" in table.values else "",
        issues=table.strings("issues"),
        parts=parts,
        examples=_read_examples(table, action),
        weighed=table.get("weighed", bool, False),
        tone=tone,
        unless=tuple(_read_pattern(table, source) for source in table.strings("unless")),
        as_given=table.get("as_given", bool, False),
        mild=table.get("mild", bool, False),
        shape=table.choice("shape", SHAPES) if "shape" in table.values else "",
    )


def _read_pattern(table: Table, source: str) -> Pattern:
    try:
        return compile_pattern(source)
    except PatternError as reason:
        raise table.fail(f"pattern '{source}': {reason}", "match") from None


def _read_replacement(table: Table, action: str) -> str | None:
    if action == "replace":
        return table.get("with", str)
    if "with" in table.values:
        raise table.fail(f"'with' belongs to the action replace, not {action}; leave it out", "with")
    return None


def _read_examples(table: Table, action: str) -> Examples:
    needed = "flags" if action == "flag" else "removes"
    if not table.values.get(needed):
        raise table.fail(f"'{needed}' is missing; a rule that does '{action}' shows there what it does")
    if not table.values.get("keeps"):
        raise table.fail("'keeps' is missing; show a text that the rule must leave alone")
    if action == "flag" and "removes" in table.values:
        raise table.fail("'removes' is for rules that rewrite; a flag rule has 'flags'", "removes")
    removes = []
    for pair in table.get("removes", list, []):
        if not isinstance(pair, dict) or set(pair) != {"before", "after"} or not _all_text(pair.values()):
            raise table.fail('\'removes\' holds entries like { before = "…", after = "…" }', "removes")
        removes.append((pair["before"], pair["after"]))
    return Examples(tuple(removes), table.strings("flags"), table.strings("keeps"), table.strings("misses"))


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
