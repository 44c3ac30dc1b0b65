"""Precision and recall of the language rules on labelled sentences, by category, and the worst mistakes.

python bench/language.py                 the sentences that no rule was written or learned with
python bench/language.py evals/language  those and the ones that were
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from poa_ai.testing.corpus import read_corpus
from poa_ai.testing.languagescore import Judged, Score, judge, score, worst
from poa_ai.validation.rule import CATEGORIES
from poa_ai.validation.rulefile import load_builtin_rules
from poa_ai.validation.tone import read_tone

HELD_OUT = Path(__file__).parents[1] / "evals" / "language" / "held-out"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "corpus", nargs="*", type=Path, default=[HELD_OUT], help="files or folders of sentences"
    )
    parser.add_argument("--worst", type=int, default=5, help="how many misses and false alarms to show")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parsed = parser.parse_args()
    judged = judge((line for path in parsed.corpus for line in read_corpus(path)), load_builtin_rules())
    scores = {name: score(judged, name) for name in CATEGORIES}
    scores["all"] = score(judged)
    if parsed.json:
        json.dump({name: asdict(found) for name, found in scores.items()}, sys.stdout, indent=2)
        print()
        return
    print(f"{scores['all'].factual} factual sentences\n")
    print("| Category | Offending | Found | As error | In its category | False alarms | Precision |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, found in scores.items():
        print(_row(name, found))
    missed, alarms = worst(judged, read_tone(), parsed.worst)
    _show("Worst misses", missed)
    _show("Worst false alarms", alarms)


def _row(name: str, found: Score) -> str:
    total = found.offending or 1
    cells = [
        name,
        found.offending,
        f"{found.recall:.1%}",
        f"{found.found_as_error / total:.1%}",
        f"{found.found_by_category / total:.1%}",
        found.alarms,
        f"{found.precision:.1%}",
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def _show(title: str, judged: list[Judged]) -> None:
    print(f"\n{title}:")
    for one in judged:
        by = ", ".join(sorted({finding.rule for finding in one.findings}))
        print(f"- {one.sentence.category}: {one.sentence.text}" + (f" ({by})" if by else ""))


if __name__ == "__main__":
    main()
