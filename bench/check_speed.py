"""How fast letters are checked, beside proselint and write-good, on the same text in one run.

python bench/check_speed.py [-n RUNS] [--lab FOLDER]

The texts are sentences of evals/language, one in nine offending, of 4 KB, 100 KB and 1 MB. Each command is
run -n times; printed are the best and the median of whole runs. The lab (or BENCH_LAB) keeps the peers, which
are fetched with pip and npm into it where they are missing; without npm, write-good is left out. Last comes
the time for one letter with its facts in a warm process.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from poa_ai.factsfile import load_facts
from poa_ai.pipeline import draft, grounds_of, prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.corpus import read_corpus
from poa_ai.validation.checking import check_letter

ROOT = Path(__file__).resolve().parents[1]
SIZES = (4_000, 100_000, 1_000_000)
MARK = 1.5
"""Megabytes a second that a check of the largest text shall reach, start-up and output included."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=5, help="runs of each command")
    parser.add_argument(
        "--lab", type=Path, default=os.environ.get("BENCH_LAB"), help="where the peers are kept"
    )
    parsed = parser.parse_args()
    lab = Path(parsed.lab or tempfile.mkdtemp(prefix="poa-ai-peers-"))
    tools = {"poa-ai": [sys.executable, "-m", "poa_ai", "check", "--format", "json"], **_peers(lab)}
    print("| Tool | Text | Best, s | Median, s | MB/s |\n| --- | --- | --- | --- | --- |")
    reached = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            letter = Path(folder) / f"letter-{size}.md"
            letter.write_text(_text(size), encoding="utf-8")
            for name, command in tools.items():
                times = sorted(_timed([*command, str(letter)]) for _ in range(parsed.n))
                speed = size / 1e6 / times[0]
                reached = speed if name == "poa-ai" else reached
                print(
                    f"| {name} | {size:,} | {times[0]:.3f} | {statistics.median(times):.3f} | {speed:.2f} |"
                )
    language, whole = _warm()
    print(
        f"\nOne letter of 4 KB in a warm process: language {language:.1f} ms, all with facts {whole:.1f} ms"
    )
    print(f"1 MB at {reached:.2f} MB/s, the mark is {MARK}")
    return int(reached < MARK)


def _text(size: int) -> str:
    chance = random.Random(7)
    corpus = read_corpus(ROOT / "evals" / "language" / "learned")
    right = [line.text for line in corpus if not line.offends]
    wrong = [line.text for line in corpus if line.offends]
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append(
            chance.choice(wrong if len(lines) % 9 == 8 else right) + ("\n\n" if len(lines) % 5 == 4 else " ")
        )
        length += len(lines[-1])
    return "".join(lines)[:size] + "\n"


def _peers(lab: Path) -> dict[str, list[str]]:
    """The commands of the peers, fetched where they are missing."""
    found: dict[str, list[str]] = {}
    proselint = lab / "venv-proselint" / "bin" / "proselint"
    if not proselint.exists():
        subprocess.run([sys.executable, "-m", "venv", str(proselint.parents[1])], check=True)
        subprocess.run([str(proselint.with_name("pip")), "install", "-q", "proselint"], check=True)
    found["proselint"] = [str(proselint), "check", "--output-format", "json"]
    folder = lab / "npm-write-good"
    write_good = folder / "node_modules" / ".bin" / "write-good"
    if not write_good.exists() and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), "write-good"], check=True)
    if write_good.exists():
        found["write-good"] = [str(write_good)]
    return found


def _timed(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begun


def _warm() -> tuple[float, float]:
    """Milliseconds, the best of twenty, for a composed letter: language alone, and all with its facts."""
    registry = Registry.installed()
    rules = load_rulebook(registry)
    facts = load_facts(ROOT / "evals" / "cases" / "combined-odr-late-shipment" / "facts.json")
    letter = draft(facts, registry, rules).text()
    grounds = grounds_of(prepare(facts, registry, rules).case)
    return _best(lambda: check_letter(letter, rules)), _best(lambda: check_letter(letter, rules, grounds))


def _best(check: Callable[[], object]) -> float:
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        check()
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


if __name__ == "__main__":
    raise SystemExit(main())
