"""The live ring: a model is asked for what no recording holds, and every answer is kept at once."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from poa_ai.chatmodel import ChatModel
from poa_ai.commands.evalprogress import TrialProgress
from poa_ai.commands.evalsetup import EvalRun
from poa_ai.commands.options import tell
from poa_ai.discovery import OURS
from poa_ai.errors import UsageError
from poa_ai.evaluation.asking import Asking
from poa_ai.evaluation.judge import open_judge
from poa_ai.evaluation.kept import KeptRun
from poa_ai.evaluation.results import CaseResult, Results, Ring
from poa_ai.evaluation.running import Task, gather, run_tasks
from poa_ai.llm.metering import Meter
from poa_ai.llm.prices import Price, price_of
from poa_ai.llm.providers import open_model
from poa_ai.llm.recording import Parameters
from poa_ai.llm.tokens import TokenCounter

SECONDS, BATCH_SECONDS = 3600.0, 26 * 3600.0
"""How long all calls of a run may take together, unless --timeout says else; a batch is done in a day."""


def ask(opened: EvalRun, tasks: Sequence[Task], parsed: argparse.Namespace, label: str) -> Results:
    """The run with a model. Raises UsageError and ModelError where it can't be opened."""
    asking = _asking(opened, tasks, parsed)
    kept = _kept(opened, tasks, asking, parsed)
    known = [None if kept is None or parsed.fresh else kept.get(task) for task in tasks]
    if found := sum(result is not None for result in known):
        tell(f"{found} of {len(tasks)} trials are those of an equal run before; --fresh asks again", parsed)
    left = [task for task, found in zip(tasks, known, strict=True) if found is None]
    made = _made(opened, left, asking, parsed) if left else ()
    if kept is not None:
        kept.add(made)
    rest = iter(made)
    cases = tuple(found or next(rest) for found in known)
    return gather(
        label,
        Ring.LIVE,
        asking.model.name,
        tasks,
        cases,
        opened.setup,
        cost=asking.meter.spending.cost,
        judge=getattr(parsed, "judge", None),
    )


def _made(
    opened: EvalRun, tasks: Sequence[Task], asking: Asking, parsed: argparse.Namespace
) -> tuple[CaseResult, ...]:
    if getattr(parsed, "batch", False):
        from poa_ai.commands.evalbatch import ask_batch  # large runs alone

        return ask_batch(tasks, opened.setup, asking, parsed.base_url or opened.settings.base_url, parsed)
    progress = TrialProgress(len(tasks), asking.meter, quiet=parsed.quiet)
    try:
        return asyncio.run(_run(opened, tasks, asking, progress, _judge(opened, parsed)))
    except KeyboardInterrupt:
        lost = parsed.no_cache and getattr(parsed, "out", None) is None
        again = "" if lost else ", the same command goes on from there"
        tell(f"stopped; the answers are kept in {asking.folder}{again}", parsed)
        raise
    finally:
        progress.close()


def _kept(
    opened: EvalRun, tasks: Sequence[Task], asking: Asking, parsed: argparse.Namespace
) -> KeptRun | None:
    """The scores of earlier runs; None where all is to be asked anew, or foreign code has a say in them."""
    foreign = any(info.distribution != OURS for info in opened.registry.plugins if info.state == "ok")
    anew = parsed.no_cache or parsed.cache is not None or getattr(parsed, "record", False)
    if foreign or anew or getattr(parsed, "judge", None):
        return None
    server = parsed.base_url or opened.settings.base_url or ""
    return KeptRun(_cache_home() / "scores", tasks, opened.setup, asking.parameters, server)


async def _run(
    opened: EvalRun,
    tasks: Sequence[Task],
    asking: Asking,
    progress: TrialProgress,
    judge: ChatModel | None,
) -> tuple[CaseResult, ...]:
    patient = asking.patient()
    models = {suite.id: asking.recorded(patient, suite) for suite in opened.suites}
    judges = None
    if judge is not None:
        strict = asking.patient(judge)
        judges = {suite.id: asking.judging(strict, suite) for suite in opened.suites}
    try:
        return await run_tasks(
            tasks, opened.setup, models, at_once=asking.at_once, on_case=progress, judges=judges
        )
    finally:
        await asking.model.close()
        if judge is not None:
            await judge.close()


def _judge(opened: EvalRun, parsed: argparse.Namespace) -> ChatModel | None:
    spec = getattr(parsed, "judge", None)
    if spec is None:
        return None
    base_url = parsed.judge_url or parsed.base_url or opened.settings.base_url
    return open_judge(spec, opened.registry.chat_models(), base_url=base_url, timeout=600.0)


def _asking(opened: EvalRun, tasks: Sequence[Task], parsed: argparse.Namespace) -> Asking:
    suites = {task.suite.id: task.suite for task in tasks}.values()
    wanted = {(suite.model, suite.temperature, suite.seed) for suite in suites}
    if len(wanted) > 1 and not (parsed.model and len({w[1:] for w in wanted}) == 1):
        raise UsageError(
            "eval run: these suites are asked of different models or at other settings; run them apart"
        )
    model, temperature, seed = next(iter(wanted))
    spec, base_url = parsed.model or model, parsed.base_url or opened.settings.base_url
    price: Price | None = opened.settings.price or price_of(spec, base_url)
    batch = getattr(parsed, "batch", False)
    if batch and price is not None:
        from poa_ai.llm.batchprice import batch_price

        price = batch_price(price, base_url)
    if parsed.max_cost is not None and price is None:
        raise UsageError(
            f"--max-cost: no price is known for {spec}; write a table [price] with input, output, as_of and "
            "source (USD for a million tokens) into poa-ai.toml"
        )
    if parsed.max_cost is not None and getattr(parsed, "judge", None):
        raise UsageError(
            "--max-cost: a judge is another model at another price; run it apart, with --judge alone"
        )
    if batch and getattr(parsed, "judge", None):
        raise UsageError(
            "--judge: a judge is not asked by batches; run it on the same recordings without --batch"
        )
    if batch and parsed.fresh:
        raise UsageError("--fresh: a batch asks for what is not kept; with --batch use --no-cache")
    seconds = parsed.timeout or (BATCH_SECONDS if batch else SECONDS)
    chat = open_model(
        spec,
        opened.registry.chat_models(),
        base_url=base_url,
        timeout=opened.settings.call_timeout or min(seconds, 600.0),
        temperature=temperature,
        seed=seed,
    )
    return Asking(
        chat,
        Parameters(chat.name, temperature, seed),
        Meter(lambda: TokenCounter.of(spec.partition(":")[2]), price, parsed.max_cost),
        seconds,
        parsed.at_once,
        _folder(opened, parsed),
        parsed.fresh,
    )


def _folder(opened: EvalRun, parsed: argparse.Namespace) -> Path:
    """Where answers are kept: with the suites, in the cache, or beside the results until they are there."""
    if getattr(parsed, "record", False):
        return opened.recordings[0]
    if parsed.cache is not None:
        return Path(parsed.cache)
    if parsed.no_cache:
        out = getattr(parsed, "out", None)
        return Path(f"{out}.answers") if out is not None else _cache_home() / f"run-{os.getpid()}"
    return _cache_home() / "answers"


def _cache_home() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "poa-ai"


def drop_journal(opened: EvalRun, parsed: argparse.Namespace, results: Results) -> None:
    """Without a cache answers are kept only until the results are whole, and written."""
    whole = not (results.stale or results.failed)
    if not parsed.no_cache or parsed.cache is not None or parsed.record or not whole:
        return
    folder = _folder(opened, parsed)
    for suite in opened.suites:
        (folder / f"{suite.id}.jsonl").unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
