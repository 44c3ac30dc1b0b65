"""How long poa-ai takes to start, beside `llm`, the command line nearest to it in build and purpose.

Each command is run in turn, so that both programs meet the same machine. Standard library only. Exit
code 1 where `--version`, `--help` or the list of plugins takes more than a quarter of llm's time. llm has
nothing to set beside `check` and `draft`; they are given as a share of its list of plugins, for scale.
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


@dataclass(slots=True)
class Run:
    """A command, what it is set beside, whether the mark holds for it, and the seconds of its runs."""

    name: str
    command: Sequence[str]
    beside: str | None = None
    marked: bool = True
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def once(self, folder: Path, environment: dict[str, str]) -> None:
        """Run it and note its time; a command that fails ends the benchmark."""
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(self.command, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
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
        runs = [
            Run("llm --version", [llm, "--version"]),
            Run("llm --help", [llm, "--help"]),
            Run("llm plugins", [llm, "plugins"]),
            Run("poa-ai --version", [poa_ai, "--version"], "llm --version"),
            Run("poa-ai --help", [poa_ai, "--help"], "llm --help"),
            Run("poa-ai plugins list", [poa_ai, "plugins", "list"], "llm plugins"),
            Run("poa-ai check", [poa_ai, "check", "--quiet", str(letter)], "llm plugins", marked=False),
            Run(
                "poa-ai draft --compose",
                [poa_ai, "draft", "--compose", "--quiet", str(FACTS)],
                "llm plugins",
                marked=False,
            ),
        ]
        _measure(runs, parsed.n, Path(scratch))
    return _print(runs)


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
            above = run.marked and ratio > MARK
            missed += above
            line += f"   {ratio:.2f} of {run.beside}{'  above the mark' if above else ''}"
        print(line)
    print(f"mark: {MARK} or less; {'met' if not missed else f'missed by {missed}'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
