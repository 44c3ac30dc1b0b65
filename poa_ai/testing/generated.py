"""Rewrites the data files that are made from other data files: `python -m poa_ai.testing.generated`."""

import tomllib
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import poa_ai
from poa_ai import keptissues
from poa_ai.discovery import OURS
from poa_ai.packagefiles import package_folder
from poa_ai.patterns import Pattern
from poa_ai.registry import Registry
from poa_ai.validation.keptrules import KEPT, write_kept
from poa_ai.validation.rulefile import add_rules, builtin_path, load_rules, read_builtin_rules
from poa_ai.validation.tone import read_tone

HERE = Path(poa_ai.__file__).parent
RULES = HERE / "rules"


def generate() -> dict[Path, str]:
    """The text of each generated file, by its place."""
    sources = sorted(RULES.glob("*.toml"))
    rules = read_builtin_rules(sources, read_tone())
    files: dict[str, Traversable] = {builtin_path(file): file for file in sources}
    registry = Registry.installed()
    ours = {plugin.name for plugin in registry.plugins if plugin.distribution == OURS}
    for name, file in registry.rule_files():
        if name in ours:
            path = f"{name}/{file.name}"
            rules = add_rules(rules, load_rules(file, path))
            files[path] = file
    return {
        RULES / KEPT: write_kept(files, rules.rules),
        HERE / keptissues.KEPT: keptissues.write_kept(
            {f"poa_ai_{name}/issue.toml": _issue_file(name, registry) for name in sorted(ours)}
        ),
    }


def _issue_file(name: str, registry: Registry) -> tuple[bytes, dict[str, Any], list[Pattern]]:
    """The bytes, values and patterns of the issue.toml of a plugin of ours."""
    data = (package_folder(f"poa_ai_{name}") / "issue.toml").read_bytes()
    (issue,) = (issue for issue in registry.issue_types if registry.owner(issue.id) == name)
    signals = [*issue.signals, *(variant.signal for variant in issue.variants)]
    signals += [exception.signal for exception in issue.route.exceptions]
    patterns = [pattern for signal in signals for pattern in signal.match]
    patterns += [pattern for item in issue.checklist for pattern in item.patterns]
    return data, tomllib.loads(data.decode()), patterns


if __name__ == "__main__":
    for path, text in generate().items():
        path.write_text(text, encoding="utf-8")
