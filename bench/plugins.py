"""What installed plugins cost: 0, 50 and 300 of them, listing and drafting, beside `llm` with as many.

Each plugin is a distribution as pip leaves it: metadata, an entry point and a module with one hook. Run it
with the Python that poa-ai is installed in; llm is taken from $BENCH_LAB/venv-llm, where start_up.py puts it.
Exit code 1 where reading the metadata takes more than 0.3 ms a plugin, or listing or drafting costs more for
each plugin than llm's list does.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from start_up import FACTS, Run

COUNTS = (0, 50, 300)
MARK = 0.3
"""Milliseconds a plugin that reading its metadata may take."""
POA_AI_PLUGIN = (
    "from poa_ai.plugin import hookimpl\n\n\n@hookimpl\ndef poa_ai_review(case, document):\n    return None\n"
)
LLM_PLUGIN = "import llm\n\n\n@llm.hookimpl\ndef register_commands(cli):\n    pass\n"
METADATA = """\
import sys, time
from poa_ai.entrypoints import entry_points_in
def once():
    started = time.process_time()
    found = len(list(entry_points_in("poa_ai")))
    return time.process_time() - started, found
print(1000 * min(once() for _ in range(9))[0])
"""
"""Prints the CPU milliseconds, at best, that it takes to find all entry points."""


def main() -> int:
    """Make the plugins, run everything in turn, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=7, help="runs of each command (default 7)")
    parser.add_argument(
        "--lab",
        type=Path,
        default=os.environ.get("BENCH_LAB"),
        help="folder with venv-llm (default $BENCH_LAB)",
    )
    parsed = parser.parse_args()
    llm = parsed.lab / "venv-llm" / "bin" / "llm" if parsed.lab else None
    with tempfile.TemporaryDirectory() as scratch:
        runs, metadata = _measure(Path(scratch), llm if llm and llm.exists() else None, parsed.n)
    return _print(runs, metadata)


def _measure(
    scratch: Path, llm: Path | None, times: int
) -> tuple[Mapping[str, Sequence[Run]], Sequence[float]]:
    poa_ai = [sys.executable, "-P", "-m", "poa_ai"]
    commands: dict[str, list[str]] = {
        "poa-ai plugins list": [*poa_ai, "plugins", "list"],
        "poa-ai draft --compose": [*poa_ai, "draft", "--compose", "--quiet", str(FACTS)],
    }
    if llm is not None:
        commands["llm plugins"] = [str(llm), "plugins"]
    runs = {name: [Run(name, command) for _ in COUNTS] for name, command in commands.items()}
    environments = [_environment(scratch, count) for count in COUNTS]
    metadata: list[list[float]] = [[] for _ in COUNTS]
    for round_number in range(times + 1):
        for place, environment in enumerate(environments):
            for name in commands:
                runs[name][place].once(scratch, environment)
                if round_number == 0:  # the first run warms the file cache and writes the byte code
                    runs[name][place].wall.clear()
                    runs[name][place].cpu.clear()
            done = subprocess.run(
                [sys.executable, "-P", "-c", METADATA],
                env=environment,
                cwd=scratch,
                check=True,
                capture_output=True,
            )
            metadata[place].append(float(done.stdout))
    return runs, [min(figures) for figures in metadata]


def _environment(scratch: Path, count: int) -> dict[str, str]:
    """The variables of a run that finds `count` plugins of each program."""
    folder = scratch / f"plugins-{count}"
    folder.mkdir()
    for number in range(count):
        name = f"bench_plugin_{number}"
        (folder / f"{name}_poa_ai.py").write_text(POA_AI_PLUGIN)
        (folder / f"{name}_llm.py").write_text(LLM_PLUGIN)
        metadata = folder / f"{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(
            f"[poa_ai]\nbench{number} = {name}_poa_ai\n\n[llm]\nbench{number} = {name}_llm\n"
        )
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(folder), "LLM_USER_PATH": str(scratch / "llm")}


def _print(runs: Mapping[str, Sequence[Run]], metadata: Sequence[float]) -> int:
    print(f"{sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}; milliseconds")
    print(f"{'command':<26}{'plugins':>8}{'wall min':>10}{'median':>9}{'CPU min':>10}{'median':>9}")
    growth: dict[str, float] = {}
    for name, row in runs.items():
        for count, run in zip(COUNTS, row, strict=True):
            figures = [f(times) * 1000 for times in (run.wall, run.cpu) for f in (min, statistics.median)]
            print("{:<26}{:>8}{:>10.0f}{:>9.0f}{:>10.0f}{:>9.0f}".format(name, count, *figures))
        growth[name] = 1000 * (min(row[-1].cpu) - min(row[0].cpu)) / COUNTS[-1]
    each = (metadata[-1] - metadata[0]) / COUNTS[-1]
    print(f"reading the metadata: {each:.3f} ms of CPU a plugin (mark {MARK})")
    missed = each > MARK
    for name, milliseconds in growth.items():
        above = milliseconds > growth.get("llm plugins", milliseconds)
        missed |= above
        print(f"{name}: {milliseconds:.2f} ms of CPU a plugin{'  above llm' if above else ''}")
    if "llm plugins" not in growth:
        print("llm: not measured; --lab names the folder that start_up.py kept")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
