"""How long poa-ai takes to start, beside `llm`, the command line nearest to it in build and purpose.

Each command is run in turn, so that both programs meet the same machine. Standard library only. Exit
code 1 where `--version`, `--help` or the list of plugins takes more than a quarter of llm's time, or where
checking a letter takes longer than it may. llm has nothing to set beside `check` and `draft`; they are
given as a share of its list of plugins, for scale.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT / "evals" / "cases" / "combined-odr-late-shipment" / "facts.json"
MARK = 0.25
"""The share of the counterpart's time that a command may take."""
MOST_CPU = 0.150
"""Seconds that checking a letter of 4 KB without facts may take, read, judged and told."""
SENTENCES = (
    "We removed listing B09D3B8GBC on 5 June 2026 and kept 284 units in quarantine.",
    "We are deeply sorry and beg you to reconsider this devastating decision.",
    "The warehouse scanned 94 parcels after the carrier collected for the day.",
    "Order 716-7109648-8954941 shipped on 1 April 2026, two days after the promised date.",
    "The buyer lied to you and the carrier is completely useless.",
    "A supervisor checks the late shipment report each Monday and signs the log.",
    "We swear this will never ever happen again, we promise with all our hearts.",
    "Two people now compare the packed item with the order before sealing.",
)
"""A letter with much to find: each sentence stands in it several times, with other figures."""


@dataclass(slots=True)
class Run:
    """A command, what it is set beside, and the seconds of its runs.

    `marked` tells that the mark holds for it, `most` is the CPU seconds it may take at best; None for any.
    """

    name: str
    command: Sequence[str]
    beside: str | None = None
    marked: bool = True
    most: float | None = None
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def once(self, folder: Path, environment: dict[str, str]) -> None:
        """Run it and note its time; a command that can't do its work ends the benchmark."""
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            self.command, check=False, cwd=folder, env=environment, stdout=subprocess.DEVNULL
        )
        if done.returncode not in (0, 1):  # 1 says that a letter has faults
            done.check_returncode()
        self.wall.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> int:
    """Make the two environments where they are missing, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=11, help="runs of each command (default 11)")
    parser.add_argument(
        "--lab",
        type=Path,
        help="folder that keeps the environments (default $BENCH_LAB, else one that is removed)",
    )
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        lab = parsed.lab or Path(os.environ.get("BENCH_LAB", scratch))
        llm = _installed(lab / "venv-llm", "llm", "llm")
        poa_ai = _installed(lab / "venv-poa-ai", "poa-ai", str(ROOT), fresh=True)
        letter = Path(scratch) / "plan.md"
        with letter.open("w", encoding="utf-8") as out:
            subprocess.run([poa_ai, "draft", FACTS, "--compose", "--quiet"], check=True, stdout=out)
        faulty = Path(scratch) / "faulty.md"
        faulty.write_text(_faulty_letter(4_000), encoding="utf-8")
        runs = [
            Run("llm --version", [llm, "--version"]),
            Run("llm --help", [llm, "--help"]),
            Run("llm plugins", [llm, "plugins"]),
            Run("poa-ai --version", [poa_ai, "--version"], "llm --version"),
            Run("poa-ai --help", [poa_ai, "--help"], "llm --help"),
            Run("poa-ai plugins list", [poa_ai, "plugins", "list"], "llm plugins"),
            Run("poa-ai check", [poa_ai, "check", "--quiet", str(letter)], "llm plugins", marked=False),
            Run(
                "poa-ai check, 4 KB",
                [poa_ai, "check", "--quiet", str(faulty)],
                "llm plugins",
                marked=False,
                most=MOST_CPU,
            ),
            Run(
                "poa-ai check --facts",
                [poa_ai, "check", "--quiet", str(letter), "--facts", str(FACTS)],
                "llm plugins",
                marked=False,
            ),
            Run(
                "poa-ai draft --compose",
                [poa_ai, "draft", "--compose", "--quiet", str(FACTS)],
                "llm plugins",
                marked=False,
            ),
        ]
        _measure(runs, parsed.n, Path(scratch))
    return _print(runs)


def _faulty_letter(size: int) -> str:
    sentences = (
        sentence.replace("June", month)
        for month in ("June", "July", "August", "May", "March", "April", "October")
        for sentence in SENTENCES
    )
    return "\n\n".join(sentences)[:size].rpartition("\n")[0] + "\n"


def _installed(folder: Path, program: str, requirement: str, *, fresh: bool = False) -> str:
    """The path of a program in an environment, which is made or brought up to date first."""
    path = folder / "bin" / program
    if fresh or not path.exists():
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
        subprocess.run([*pip, "--upgrade", requirement], check=True, stdin=subprocess.DEVNULL)
    return str(path)


def _measure(runs: Sequence[Run], times: int, folder: Path) -> None:
    environment = {**os.environ, "LLM_USER_PATH": str(folder / "llm")}
    for round_number in range(times + 1):
        for run in runs:
            run.once(folder, environment)
            if round_number == 0:  # the first run warms the file cache and writes the byte code
                run.wall.clear()
                run.cpu.clear()


def _print(runs: Sequence[Run]) -> int:
    by_name = {run.name: run for run in runs}
    missed = 0
    print(f"{sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}; milliseconds")
    print(f"{'command':<24}{'wall min':>10}{'median':>9}{'CPU min':>10}{'median':>9}   ratio of medians")
    for run in runs:
        wall, cpu = statistics.median(run.wall), statistics.median(run.cpu)
        figures = [1000 * seconds for seconds in (min(run.wall), wall, min(run.cpu), cpu)]
        line = "{:<24}{:>10.0f}{:>9.0f}{:>10.0f}{:>9.0f}".format(run.name, *figures)
        if run.beside is not None:
            ratio = wall / statistics.median(by_name[run.beside].wall)
            above = (run.marked and ratio > MARK) or (run.most is not None and min(run.cpu) > run.most)
            missed += above
            line += f"   {ratio:.2f} of {run.beside}{'  above the mark' if above else ''}"
        print(line)
    marks = f"{MARK} or less of llm, and {1000 * MOST_CPU:.0f} ms for a letter of 4 KB"
    print(f"marks: {marks}; {'met' if not missed else f'missed by {missed}'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
