"""Give hostile letters to `poa-ai check` and measure each run: python bench/hostile.py.

Prints a table: CPU time, peak memory and exit code for a plain check, with --fix, and with --facts. Exit code
1 where a run is slower or larger than the limits, ends in a crash, or refuses a letter in more than one line.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from poa_ai.testing.hostiletexts import hostile_texts

MAX_SECONDS = 10.0
MAX_MEGABYTES = 500.0
FACTS = Path(__file__).parent.parent / "evals" / "cases" / "combined-odr-late-shipment" / "facts.json"
MODES = {"check": [], "--fix": ["--fix"], "--facts": ["--facts", str(FACTS)]}


def measured(command: list[str], folder: Path) -> tuple[float, float, int, str]:
    """CPU seconds, peak megabytes, exit code (-1 where the time ran out) and standard error of a command."""
    errors = folder / "errors.txt"
    with errors.open("wb") as stream:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stream)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - begun
            if pid:
                break
            if seconds > 4 * MAX_SECONDS:
                process.kill()
                os.wait4(process.pid, 0)
                process.returncode = -9
                return seconds, 0.0, -1, ""
            time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime  # the clock would count what else the machine does
    return seconds, usage.ru_maxrss / 1024, process.returncode, errors.read_text("utf-8", "replace")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes of each letter")
    parser.add_argument("--only", default="", help="letters whose name holds these words")
    parser.add_argument("--mode", choices=sorted(MODES), action="append")
    parsed = parser.parse_args()
    texts = hostile_texts(parsed.size) | {"10 MB line": b"sorry " * 1_700_000}
    bad = 0
    print(f"{'Letter':24}{'Mode':10}{'CPU s':>9}{'MB':>7}{'Code':>6}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, data in texts.items():
            if parsed.only not in title:
                continue
            file = folder / "letter.md"
            file.write_bytes(data)
            for mode in parsed.mode or MODES:
                command = [sys.executable, "-m", "poa_ai", "check", str(file), *MODES[mode]]
                seconds, megabytes, code, errors = measured(command, folder)
                fine = seconds <= MAX_SECONDS and megabytes <= MAX_MEGABYTES and code in (0, 1, 3)
                fine &= code != 3 or errors.count("\n") == 1
                bad += not fine
                note = "" if fine else f"  !! {errors[-200:].strip()!r}"
                print(f"{title:24}{mode:10}{seconds:9.2f}{megabytes:7.0f}{code:6}{note}", flush=True)
    print(f"{bad} beyond {MAX_SECONDS:.0f} s or {MAX_MEGABYTES:.0f} MB, crashed, or unclear", flush=True)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
