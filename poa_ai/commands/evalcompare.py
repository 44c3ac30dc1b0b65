"""`poa-ai eval compare`: two sides, each a results file, the baseline, a prompt folder or a git revision."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from poa_ai.commands.evalreport import check_reports, show
from poa_ai.commands.evalrun import ring_of, run_ring
from poa_ai.commands.evalsetup import EvalRun, open_eval
from poa_ai.commands.options import tell_broken
from poa_ai.errors import ModelError, UsageError, one_line
from poa_ai.evaluation.baseline import BASELINE, load_baseline
from poa_ai.evaluation.comparison import Verdict
from poa_ai.evaluation.resultfile import load_results
from poa_ai.evaluation.results import Results, Ring
from poa_ai.evaluation.revisions import folder_at, folders_at

NOW = "the prompts as they are"
"""What a side is called that was not named."""


def run_compare(parsed: argparse.Namespace) -> int:
    """Make or read both sides, and print the verdict. 1 for WORSE and for a side that is not whole."""
    check_reports(parsed)
    for name in ("margin", "alpha"):
        if not 0 < getattr(parsed, name) < 1:
            raise UsageError(f"--{name}: {getattr(parsed, name):g} must lie between 0 and 1")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        before = _side(parsed.before, parsed, Path(scratch) / "before")
        wanted = list(before.suites) if Path(parsed.before).is_file() or parsed.before == BASELINE else None
        if before.ring is Ring.STATIC:
            parsed.ring = Ring.STATIC.value
        if parsed.timeout is not None and not Path(parsed.before).is_file():
            parsed.timeout = max(1.0, parsed.timeout - (time.monotonic() - began))
        if parsed.max_cost is not None and before.ring is Ring.LIVE:
            parsed.max_cost = max(0.0, parsed.max_cost - (before.cost or 0.0))
        after = _side(parsed.after, parsed, Path(scratch) / "after", suites=wanted)
    if not {case.key for case in before.cases} & {case.key for case in after.cases}:
        raise UsageError(f"eval compare: {before.label} and {after.label} have no case in common")
    if (code := _not_whole((before, after))) is not None:
        return code
    from poa_ai.evaluation.comparing import compare  # needs SciPy, which takes most of a second

    found = compare(before, after, alpha=parsed.alpha, margin=parsed.margin)
    show(found, parsed)
    undecided = found.verdict is Verdict.NOT_ENOUGH_DATA and parsed.strict
    return int(found.verdict is Verdict.WORSE or undecided)


def _side(
    name: str | None, parsed: argparse.Namespace, scratch: Path, suites: list[str] | None = None
) -> Results:
    """The results of one side, run where it is no file. `suites` are those of the other side."""
    if name == BASELINE:
        return load_baseline(parsed.evals, parsed.suite or ())
    if name is not None and Path(name).is_file():
        return _chosen(load_results(name), parsed.suite)
    chosen = parsed.suite or suites or ()
    prompts = Path(name) if name is not None and Path(name).is_dir() else parsed.prompts
    if name is None or Path(name).is_dir():
        opened = open_eval(parsed, chosen, prompts=prompts, ring=ring_of(parsed))
        tell_broken(opened.registry, parsed)
    else:
        opened = _at_revision(name, parsed, chosen, scratch)
    return run_ring(opened, parsed, label=name or NOW)


def _chosen(results: Results, suites: list[str] | None) -> Results:
    """Of the results those of these suites; all where none is named."""
    if suites is None:
        return results
    return replace(
        results,
        suites=tuple(suite for suite in results.suites if suite in suites),
        cases=tuple(case for case in results.cases if case.suite in suites),
    )


def _at_revision(
    revision: str,
    parsed: argparse.Namespace,
    chosen: list[str] | tuple[str, ...],
    scratch: Path,
) -> EvalRun:
    """The same run with prompts and recordings of the revision; suites and cases stay those of today."""
    opened = open_eval(parsed, chosen)
    in_use, home = opened.registry.prompt_folders(), parsed.evals
    folders = folders_at(revision, in_use, scratch / "prompts", home=home)
    recorded = folder_at(revision, opened.recordings[0], scratch / "evals", home=home)
    return replace(
        open_eval(parsed, chosen, folders=folders, prompts=parsed.prompts, ring=ring_of(parsed)),
        recordings=opened.recordings if recorded is None else (*opened.recordings, recorded),
    )


def _not_whole(sides: tuple[Results, ...]) -> int | None:
    """The exit code where a side has trials without an answer: such are never scored, nor compared.

    It is told even with --quiet, for nothing else tells it from a verdict.
    """
    for side in sides:
        if side.stale:
            names = ", ".join(dict.fromkeys(f"{case.suite}/{case.case}" for case in side.stale))
            _say(
                f"{side.label}: no recorded answer for {len(side.stale)} of {len(side.cases)} trials "
                f"({names}); record them with `poa-ai eval run --record`, with the prompts of that side"
            )
        if side.failed:
            _say(f"{side.label}: {len(side.failed)} trials failed: {side.failed[0].why}")
    if any(side.failed for side in sides):
        return ModelError.exit_code
    return 1 if any(side.stale for side in sides) else None


def _say(line: str) -> None:
    print(f"poa-ai: {one_line(line)}", file=sys.stderr)
