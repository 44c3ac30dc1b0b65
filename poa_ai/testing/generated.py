"""Rewrites the data files that are made from other data files: `python -m poa_ai.testing.generated`."""

from importlib.resources.abc import Traversable
from pathlib import Path

import poa_ai
from poa_ai.discovery import OURS
from poa_ai.registry import Registry
from poa_ai.validation.keptrules import KEPT, write_kept
from poa_ai.validation.rulefile import add_rules, builtin_path, load_rules, read_builtin_rules
from poa_ai.validation.tone import read_tone

RULES = Path(poa_ai.__file__).parent / "rules"


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
    return {RULES / KEPT: write_kept(files, rules.rules)}


if __name__ == "__main__":
    for path, text in generate().items():
        path.write_text(text, encoding="utf-8")
