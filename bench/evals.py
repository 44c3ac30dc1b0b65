"""What an eval run costs beside the floor and beside other harnesses, and what it does when calls fail.

    python bench/evals.py [--lab DIR] [--runs 3] [--only NAME]

200 cases, 20 at a time, 200 ms for each call: no harness can need less than 2.0 s. `poa-ai` runs the suite
`overhead`, which drafts, checks and scores a letter for each case; the others send one prompt and look for
two words. Harnesses that are not in the lab are left out: DIR/venv-pydantic-evals, DIR/venv-inspect-ai,
DIR/npm-promptfoo. Each is run --runs times and the quickest is shown.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASES, AT_ONCE, LATENCY = 200, 20, 200
Command = tuple[list[str], dict[str, str]]


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """A server of its own, for as long as the block lasts."""
    command = [sys.executable, str(ROOT / "bench" / "evalserver.py"), "--latency", str(LATENCY), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def stats(server: str) -> dict[str, int]:
    """What the server has counted."""
    with urllib.request.urlopen(f"{server}/stats") as answer:  # on the loopback interface
        found: dict[str, int] = json.load(answer)
    return found


def timed(command: Command, folder: Path) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and exit code of a command with its children."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = subprocess.run(
        command[0],
        env={**os.environ, **command[1]},
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu, ran.returncode


def ours(server: str, folder: Path, *more: str) -> Command:
    """`poa-ai eval run` over the suite that measures the harness."""
    command = [sys.executable, "-m", "poa_ai", "eval", "run", "overhead", "--quiet", "-j", str(AT_ONCE)]
    command += [
        "--evals",
        str(ROOT / "evals"),
        "--base-url",
        f"{server}/v1",
        "--out",
        str(folder / "ours.json"),
    ]
    return [*command, *more], {"OPENAI_API_KEY": "x", "XDG_CACHE_HOME": str(folder / "cache")}


def bare(server: str, folder: Path, python: str = sys.executable) -> Command:
    """The openai client and a semaphore: no harness at all."""
    script = folder / "bare.py"
    script.write_text(
        f"""import asyncio
from openai import AsyncOpenAI
async def main():
    client, turns = AsyncOpenAI(api_key="x", base_url="{server}/v1"), asyncio.Semaphore({AT_ONCE})
    async def one(i):
        async with turns:
            said = [{{"role": "user", "content": f"case {{i}}"}}]
            await client.chat.completions.create(model="m", messages=said)
    await asyncio.gather(*map(one, range({CASES})))
asyncio.run(main())
"""
    )
    return [python, str(script)], {}


def pydantic_evals(server: str, folder: Path, lab: Path) -> Command:
    """pydantic-evals with the openai client."""
    script = folder / "pe.py"
    script.write_text(
        f"""import asyncio
from openai import AsyncOpenAI
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Contains
client = AsyncOpenAI(api_key="x", base_url="{server}/v1")
async def task(text):
    reply = await client.chat.completions.create(model="m", messages=[{{"role": "user", "content": text}}])
    return reply.choices[0].message.content
cases = [Case(name=str(i), inputs=f"case {{i}}") for i in range({CASES})]
data = Dataset(name="d", cases=cases, evaluators=[Contains(value="Corrective action")])
asyncio.run(data.evaluate(task, max_concurrency={AT_ONCE}, progress=False))
"""
    )
    return [str(lab / "venv-pydantic-evals" / "bin" / "python"), str(script)], {}


def inspect_ai(server: str, folder: Path, lab: Path) -> Command:
    """inspect_ai's command line."""
    (folder / "task.py").write_text(
        f"""from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import includes
from inspect_ai.solver import generate
@task
def t():
    samples = [Sample(id=i, input=f"case {{i}}", target="Corrective action") for i in range({CASES})]
    return Task(dataset=MemoryDataset(samples), solver=generate(), scorer=includes())
"""
    )
    command = [str(lab / "venv-inspect-ai" / "bin" / "inspect"), "eval", "task.py", "--model", "openai/m"]
    command += ["--model-base-url", f"{server}/v1", "-M", "responses_api=false", "--display", "none"]
    command += [
        "--max-connections",
        str(AT_ONCE),
        "--max-samples",
        str(AT_ONCE),
        "--log-dir",
        str(folder / "logs"),
    ]
    return command, {"OPENAI_API_KEY": "x", "HOME": str(folder)}


def promptfoo(server: str, folder: Path, lab: Path) -> Command:
    """promptfoo's command line, without its cache."""
    provider = {"id": "openai:chat:m", "config": {"apiBaseUrl": f"{server}/v1", "apiKey": "x"}}
    check = [{"type": "contains", "value": "Corrective action"}]
    tests = [{"vars": {"i": i}, "assert": check} for i in range(CASES)]
    (folder / "pf.json").write_text(
        json.dumps({"prompts": ["case {{i}}"], "providers": [provider], "tests": tests})
    )
    command = [
        "node",
        str(lab / "npm-promptfoo" / "node_modules" / ".bin" / "promptfoo"),
        "eval",
        "-c",
        "pf.json",
    ]
    command += ["-j", str(AT_ONCE), "--no-cache", "--no-progress-bar", "--no-table", "--no-share"]
    quiet = {f"PROMPTFOO_DISABLE_{name}": "1" for name in ("TELEMETRY", "UPDATE", "REMOTE_GENERATION")}
    return command, {**quiet, "PROMPTFOO_CONFIG_DIR": str(folder / "pf"), "OPENAI_API_KEY": "x"}


def row(name: str, make: Callable[[str, Path], Command], runs: int, *faults: str) -> None:
    """Run it, and print the quickest of several."""
    shown = []
    for _ in range(runs):
        with serving(*faults) as server, tempfile.TemporaryDirectory() as folder:
            wall, cpu, code = timed(make(server, Path(folder)), Path(folder))
            seen = stats(server)
        shown.append((wall, cpu, seen["calls"], seen["connections"], seen["peak"], code))
    wall, cpu, calls, connections, peak, code = min(shown)
    print(f"| {name} | {wall:.2f} | {cpu:.2f} | {calls} | {connections} | {peak} | {code} |", flush=True)


def rerun() -> None:
    """The same run a second time: nothing is asked."""
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        timed(ours(server, place), place)
        asked = stats(server)["calls"]
        wall, cpu, code = min(timed(ours(server, place), place) for _ in range(3))
        asked = stats(server)["calls"] - asked
    print(f"| poa-ai, again from the cache | {wall:.2f} | {cpu:.2f} | {asked} | - | - | {code} |", flush=True)


def resumed() -> None:
    """Killed at half and run again: how many calls were made twice, and whether the results are equal."""
    with serving() as server, tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole, killed = Path(one), Path(other)
        timed(ours(server, whole, "--no-cache"), whole)
        asked = stats(server)["calls"]
        command, env = ours(server, killed, "--no-cache")
        with subprocess.Popen(command, env={**os.environ, **env}, stdout=subprocess.DEVNULL) as run:
            while stats(server)["calls"] < asked + CASES // 2:
                time.sleep(0.02)
            os.kill(run.pid, signal.SIGKILL)
        timed((command, env), killed)
        twice = stats(server)["calls"] - asked - CASES
        equal = (whole / "ours.json").read_bytes() == (killed / "ours.json").read_bytes()
    print(f"killed at half and resumed: {twice} calls twice; results equal: {equal}")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", type=Path, default=Path(os.environ.get("BENCH_LAB", "lab")))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="", help="a part of the name of what is run")
    options = parser.parse_args()
    lab = options.lab.resolve()
    print("| Harness | Wall (s) | CPU (s) | Calls | Connections | At once | Exit |\n|" + " --- |" * 7)
    peers = {
        "openai client, no harness": (bare, None),
        "pydantic-evals": (pydantic_evals, lab / "venv-pydantic-evals"),
        "inspect_ai": (inspect_ai, lab / "venv-inspect-ai"),
        "promptfoo": (promptfoo, lab / "npm-promptfoo"),
    }
    for name, (make, place) in peers.items():
        if options.only in name and (place is None or place.is_dir()):
            row(
                name,
                (lambda s, f, m=make: m(s, f)) if place is None else (lambda s, f, m=make: m(s, f, lab)),
                options.runs,
            )
    if options.only in "poa-ai":
        row("poa-ai", lambda s, f: ours(s, f, "--no-cache"), options.runs)
        rerun()
        for fault in ("429", "500", "drop"):
            name = f"poa-ai, every 10th call {fault}"
            row(name, lambda s, f: ours(s, f, "--no-cache"), options.runs, "--every", "10", "--fault", fault)
        resumed()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
