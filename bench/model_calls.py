"""What drafting costs over the bare openai client, how sections run at once, what faults leave behind.

    python bench/model_calls.py [--drafts 100]

A server on this machine answers after a second, or fails as told. Every figure is of this run.
"""

import argparse
import asyncio
import copy
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from poa_ai import DraftResult, adraft, draft
from poa_ai.chatmodel import ModelOptions
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.registry import Registry
from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import Behaviour, LocalChatServer
from poa_ai.testing.factories import facts_json

LATENCY = 1.0
MARK = 1.15
"""How many times the time of one root cause eight may take."""
FAULTS: dict[str, Behaviour] = {
    "429, Retry-After: 0": server.status(429, retry_after="0"),
    "500": server.status(500),
    "dropped connection": server.drop,
}


def main() -> int:
    """Print the tables; 1 where a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drafts", type=int, default=100)
    options = parser.parse_args()
    os.environ["OPENAI_API_KEY"] = "none"
    draft(case(1), model=_model("http://127.0.0.1:9/v1"))  # imports are no part of it
    registry = Registry.installed()
    return max(concurrency(registry), faults(registry, options.drafts))


def case(causes: int) -> dict[str, Any]:
    """The complete case with so many root causes, each with facts of its own."""
    facts: dict[str, Any] = facts_json()
    (first,) = facts["root_causes"]
    for number in range(2, causes + 1):
        other = copy.deepcopy(first) | {"id": f"C{number}", "title": f"Untracked mail, warehouse {number}"}
        other["statement"] = f"Warehouse {number} sent orders under 20 USD by untracked letter mail."
        for entry in (*other["corrective_actions"], *other["preventive_measures"]):
            entry["id"] = f"{entry['id']}{number}0"
        other["facts"] = []
        facts["root_causes"].append(other)
    return facts


def concurrency(registry: Registry) -> int:
    """One and eight root causes at the same latency, beside the bare client with as many calls."""
    print(f"{'calls at ' + f'{LATENCY:g} s each':32}{'seconds':>10}{'connections':>14}")
    times = {}
    for causes in (1, 8):
        times[f"poa-ai, {causes} root causes"] = _timed(lambda causes=causes: _draft(registry, causes))
        times[f"openai alone, {causes} calls"] = _timed(lambda causes=causes: _bare(causes))
    for name, (seconds, connections) in times.items():
        print(f"{name:32}{seconds:10.3f}{connections:14}")
    one, eight = times["poa-ai, 1 root causes"][0], times["poa-ai, 8 root causes"][0]
    over = eight - times["openai alone, 8 calls"][0]
    print(f"eight take {eight / one:.2f} times the time of one (mark {MARK})")
    print(f"poa-ai takes {over * 1000:.0f} ms more for eight than openai alone\n")
    return int(eight / one > MARK)


def faults(registry: Registry, drafts: int) -> int:
    """Many drafts at once, every tenth call failing."""
    print(f"{'every 10th call':24}{'letters':>9}{'whole':>7}{'calls':>7}{'seconds':>9}")
    missed = 0
    for name, fault in FAULTS.items():
        with LocalChatServer(server.every(10, fault)) as local:
            began = time.perf_counter()
            results = asyncio.run(_many(registry, drafts, local.base_url))
            seconds = time.perf_counter() - began
            whole = sum(result.drafting is not None and not result.drafting.failures for result in results)
            print(f"{name:24}{len(results):9}{whole:7}{len(local.requests):7}{seconds:9.2f}")
            missed |= len(results) < drafts or whole < drafts
    return int(missed)


async def _many(registry: Registry, drafts: int, base_url: str) -> list[DraftResult]:
    turns = asyncio.Semaphore(10)

    async def one() -> DraftResult:
        async with turns:
            return await adraft(case(1), model=_model(base_url), registry=registry)

    return await asyncio.gather(*(one() for _ in range(drafts)))


def _timed(run: Callable[[], int]) -> tuple[float, int]:
    times, connections = [], 0
    for _ in range(3):
        began = time.perf_counter()
        connections = run()
        times.append(time.perf_counter() - began)
    return statistics.median(times), connections


def _draft(registry: Registry, causes: int) -> int:
    with LocalChatServer(server.slow(LATENCY)) as local:
        result = draft(case(causes), model=_model(local.base_url), registry=registry)
        assert result.made_by == "model"
        assert len(local.requests) == causes
        return local.connections


def _bare(calls: int) -> int:
    from openai import AsyncOpenAI

    async def run(base_url: str) -> None:
        async with AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0) as client:
            message = {"role": "user", "content": "<<<facts\nC1: Late.\nfacts>>>"}
            ask = client.chat.completions.create
            await asyncio.gather(*(ask(model="m", messages=[message]) for _ in range(calls)))  # type: ignore[arg-type]  # a plain message

    with LocalChatServer(server.slow(LATENCY)) as local:
        asyncio.run(run(local.base_url))
        return local.connections


def _model(base_url: str) -> OpenAIChat:
    return OpenAIChat(ModelOptions("m", base_url))


if __name__ == "__main__":
    raise SystemExit(main())
