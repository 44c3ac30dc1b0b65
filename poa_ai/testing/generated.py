"""Rewrites the data files that are made from other data files: `python -m poa_ai.testing.generated`."""

from pathlib import Path

import poa_ai
from poa_ai.validation.keptrules import KEPT, fingerprint, write_kept
from poa_ai.validation.rulefile import read_builtin_rules
from poa_ai.validation.tone import read_tone

RULES = Path(poa_ai.__file__).parent / "rules"


def generate() -> dict[Path, str]:
    """The text of each generated file, by its place."""
    sources = sorted(RULES.glob("*.toml"))
    rules = read_builtin_rules(sources, read_tone())
    return {RULES / KEPT: write_kept(rules.rules, fingerprint(sources))}


if __name__ == "__main__":
    for path, text in generate().items():
        path.write_text(text, encoding="utf-8")
