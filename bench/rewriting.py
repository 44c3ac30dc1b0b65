"""Rewrite generated letters and count what goes wrong: python bench/rewriting.py --letters 10000.

Each letter mixes sentences of tests/unit/data, factual and offending, in clauses, lists, headings, tables,
bold and quotations. Prints a JSON object; progress goes to standard error. Exit code 1 where a letter fails.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from poa_ai.testing.letters import letters, rewriting_faults
from poa_ai.validation.rulefile import load_builtin_rules

DATA = Path(__file__).parent.parent / "tests" / "unit" / "data"
SHOWN = 5


def sentences(kind: str) -> list[str]:
    """The sentences of the data files of a kind, without their labels."""
    lines = [
        line for file in sorted(DATA.glob(f"{kind}*.txt")) for line in file.read_text("utf-8").splitlines()
    ]
    return [line.rpartition("\t")[2] for line in lines if line.strip() and not line.startswith("#")]


def run(count: int, seed: int) -> dict[str, object]:
    """The counts over so many letters, and the first letters that fail."""
    rules = load_builtin_rules()
    faults: Counter[str] = Counter()
    failed: list[dict[str, object]] = []
    sizes: list[int] = []
    begun = time.perf_counter()

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(letters(sentences("factual"), sentences("offending")))
    def judge(text: str) -> None:
        found = list(rewriting_faults(text, rules))
        sizes.append(len(text))
        faults.update(fault.partition(":")[0] for fault in found)
        if found and len(failed) < SHOWN:
            failed.append({"faults": found, "letter": text})
        if len(sizes) % 500 == 0:
            print(f"{len(sizes)} letters, {faults.total()} faults", file=sys.stderr)

    judge()
    return {
        "letters": len(sizes),
        "characters": sum(sizes),
        "seed": seed,
        "seconds": round(time.perf_counter() - begun, 1),
        "faults": dict(faults),
        "failed": failed,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parsed = parser.parse_args()
    result = run(parsed.letters, parsed.seed)
    json.dump(result, sys.stdout, indent=2, ensure_ascii=False)
    print()
    return int(bool(result["faults"]))


if __name__ == "__main__":
    sys.exit(main())
