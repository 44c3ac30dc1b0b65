"""Hold the seller's documents against what they must show; write an index, originals and marked copies."""

import argparse
import importlib.util
import json
import sys
import time
from datetime import date
from pathlib import Path

from poa_ai.commands.options import (
    add_plugin_options,
    drafting_rules,
    open_registry,
    read_settings,
    tell,
    tell_broken,
)
from poa_ai.errors import UsageError
from poa_ai.evidence.casefolder import CaseFolder
from poa_ai.evidence.gathering import gather
from poa_ai.evidence.index import index_json, index_markdown, index_table
from poa_ai.evidence.reader import DocumentReader
from poa_ai.evidence.vocabulary import load_vocabulary
from poa_ai.factsfile import load_facts
from poa_ai.output import write_text
from poa_ai.pipeline import prepare

EXAMPLE = """\
examples:
  poa-ai evidence facts.json --out exhibits
  poa-ai evidence facts.json --out exhibits --json

DIR gets originals/ (byte for byte), marked/ (copies with highlights), index.md and index.json. Scans and
photos are read offline with the extra 'ocr'. Identity and bank papers are never marked.
No original is changed.
"""
_LIBRARIES = ("pypdfium2", "pypdf", "PIL")
_PATIENCE = 3.0  # seconds between two words on how far it is


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai evidence`."""
    parser.add_argument(
        "facts", metavar="FACTS", help="facts file (JSON); its evidence names files beside it"
    )
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder to write")
    parser.add_argument("--json", action="store_true", help="print the index as JSON instead of the table")
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Read, check, copy and mark the documents; exit code 1 while something required fails."""
    if any(importlib.util.find_spec(name) is None for name in _LIBRARIES):
        raise UsageError("evidence: reading documents needs an extra: pip install 'poa-ai[evidence]'")
    facts = load_facts(parsed.facts)
    settings = read_settings(parsed)
    registry = open_registry(settings)
    case = prepare(facts, registry, drafting_rules(registry, settings, parsed), date.today()).case
    tell_broken(registry, parsed)
    folder = CaseFolder(parsed.out)
    with DocumentReader() as reader:
        gathered = gather(case, reader, folder, load_vocabulary(), _Progress(parsed))
    index = json.dumps(index_json(gathered), indent=2, ensure_ascii=False) + "\n"
    write_text(parsed.out / "index.json", index)
    write_text(parsed.out / "index.md", index_markdown(gathered))
    for place in folder.left_over:
        tell(f"{parsed.out / place} is left from an earlier run, and is not in the index", parsed)
    sys.stdout.write(index if parsed.json else index_table(gathered))
    return int(not gathered.ok)


class _Progress:
    """Tells on stderr how far it is, at most every few seconds: a page of a scan takes that long."""

    def __init__(self, parsed: argparse.Namespace) -> None:
        self._parsed = parsed
        self._told = time.monotonic()

    def __call__(self, id: str, page: int) -> None:
        now = time.monotonic()
        if now - self._told >= _PATIENCE:
            self._told = now
            tell(f"{id}: page {page} is read", self._parsed)
