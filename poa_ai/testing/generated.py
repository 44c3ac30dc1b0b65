"""Rewrites the data files that are made from other data files: `python -m poa_ai.testing.generated`."""

from pathlib import Path

import poa_ai
from poa_ai.validation.patternforms import write_forms
from poa_ai.validation.rulefile import load_builtin_rules

PACKAGE = Path(poa_ai.__file__).parent


def generate() -> dict[Path, str]:
    """The text of each generated file, by its place."""
    rules = load_builtin_rules().rules
    sources = (pattern.source for rule in rules for pattern in (*rule.match, *rule.unless))
    return {PACKAGE / "rules" / "forms.json": write_forms(sources)}


if __name__ == "__main__":
    for path, text in generate().items():
        path.write_text(text, encoding="utf-8")
