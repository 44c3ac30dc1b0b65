"""`poa-ai eval run`: one run of suites, from recorded answers or a model."""

from __future__ import annotations

import argparse
import sys

from poa_ai.commands.evalreport import check_reports, show
from poa_ai.commands.evalsetup import EvalRun, open_eval
from poa_ai.commands.options import tell_broken
from poa_ai.errors import ModelError, UsageError
from poa_ai.evaluation.results import Results, Ring
from poa_ai.evaluation.running import tasks_of
from poa_ai.output import write_text


def run_run(parsed: argparse.Namespace) -> int:
    """Run, print the table, write what was asked for. The exit codes are those of `eval`."""
    from poa_ai.evaluation.resultfile import results_to_json

    check_reports(parsed)
    opened = open_eval(parsed, parsed.suites, prompts=parsed.prompts, ring=ring_of(parsed))
    tell_broken(opened.registry, parsed)
    results = run_ring(opened, parsed, label=_label(parsed))
    text = results_to_json(results) if parsed.json or parsed.out is not None else ""
    if parsed.out is not None:
        write_text(parsed.out, text)
    if parsed.json:
        sys.stdout.write(text)
    if results.ring is Ring.LIVE:
        from poa_ai.commands.evallive import drop_journal  # loaded by now

        drop_journal(opened, parsed, results)
    show(results, parsed, table=not parsed.json)
    return exit_code(results)


def run_ring(opened: EvalRun, parsed: argparse.Namespace, *, label: str) -> Results:
    """The results of one side. Raises SuiteError, and ModelError for a model that can't be opened."""
    tasks = tasks_of(opened.suites, getattr(parsed, "limit", None), getattr(parsed, "repeats", None))
    ring = ring_of(parsed)
    if ring is Ring.STATIC:
        from poa_ai.evaluation.static import run_static

        return run_static(label, tasks, opened.setup)
    if ring is Ring.REPLAY:
        from poa_ai.commands.evalreplay import replay

        return replay(opened, tasks, parsed, label)
    from poa_ai.commands.evallive import ask  # needs the model's side of the program

    return ask(opened, tasks, parsed, label)


def ring_of(parsed: argparse.Namespace) -> Ring:
    """The ring that flags ask for: a model is asked only where one of them says so.

    Raises UsageError for flags that contradict each other.
    """
    given = getattr(parsed, "ring", None)
    live = [
        flag
        for flag, value in (
            ("--model", parsed.model),
            ("--base-url", parsed.base_url),
            ("--record", getattr(parsed, "record", False)),
            ("--batch", getattr(parsed, "batch", False)),
        )
        if value
    ]
    if given == "static" and getattr(parsed, "judge", None):
        raise UsageError("eval run: --judge grades letters, and --ring static writes none")
    if given in {"static"} and live:
        raise UsageError(f"eval run: {live[0]} asks a model, and --ring {given} asks none")
    if given == "replay" and set(live) - {"--model"}:
        raise UsageError(f"eval run: {live[0]} asks a model, and --ring replay asks none")
    ring = Ring(given) if given else Ring.LIVE if live else Ring.REPLAY
    if ring is not Ring.LIVE:
        _refuse_for_replay(parsed)
    return ring


def _refuse_for_replay(parsed: argparse.Namespace) -> None:
    """Raises UsageError for a flag that has no effect where no model is asked."""
    asked = {
        "--max-cost": parsed.max_cost is not None,
        "--cache": parsed.cache is not None,
        "--no-cache": parsed.no_cache,
        "--fresh": parsed.fresh,
    }
    if idle := [flag for flag, value in asked.items() if value]:
        raise UsageError(f"eval: {idle[0]} is for live runs; name a model with --model or --base-url too")


def exit_code(results: Results) -> int:
    """0 where all is well, 5 where a model did not answer, else 1."""
    if results.failed:
        return ModelError.exit_code
    return 0 if results.passed else 1


def _label(parsed: argparse.Namespace) -> str:
    return str(parsed.prompts) if parsed.prompts is not None else "the prompts as they are"
