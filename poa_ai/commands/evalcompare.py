"""`poa-ai eval compare`: two sides, each a results file, the baseline, a prompt folder or a git revision."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from poa_ai.commands.evalreport import check_reports, show
from poa_ai.commands.evalrun import ring_of, run_ring
from poa_ai.commands.evalsetup import EvalRun, open_eval
from poa_ai.commands.options import tell, tell_broken
from poa_ai.errors import ModelError, UsageError
from poa_ai.evaluation.baseline import BASELINE, load_baseline
from poa_ai.evaluation.comparison import Verdict
from poa_ai.evaluation.resultfile import load_results
from poa_ai.evaluation.results import Results
from poa_ai.evaluation.revisions import folders_at

NOW = "the prompts as they are"
"""What a side is called that was not named."""


def run_compare(parsed: argparse.Namespace) -> int:
    """Make or read both sides, and print the verdict. 1 for WORSE and for a side that is not whole."""
    check_reports(parsed)
    for name in ("margin", "alpha"):
        if not 0 < getattr(parsed, name) < 1:
            raise UsageError(f"--{name}: {getattr(parsed, name):g} must lie between 0 and 1")
    with tempfile.TemporaryDirectory() as scratch:
        before = _side(parsed.before, parsed, Path(scratch) / "before")
        wanted = list(before.suites) if Path(parsed.before).is_file() or parsed.before == BASELINE else None
        after = _side(parsed.after, parsed, Path(scratch) / "after", suites=wanted)
    if (code := _not_whole((before, after), parsed)) is not None:
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
        return load_results(name)
    chosen = parsed.suite or suites or ()
    prompts = Path(name) if name is not None and Path(name).is_dir() else parsed.prompts
    if name is None or Path(name).is_dir():
        opened = open_eval(parsed, chosen, prompts=prompts, ring=ring_of(parsed))
        tell_broken(opened.registry, parsed)
    else:
        opened = _at_revision(name, parsed, chosen, scratch)
    return run_ring(opened, parsed, label=name or NOW)


def _at_revision(
    revision: str,
    parsed: argparse.Namespace,
    chosen: list[str] | tuple[str, ...],
    scratch: Path,
) -> EvalRun:
    """The same run with prompts and recordings of the revision; suites and cases stay those of today."""
    opened = open_eval(parsed, chosen)
    folders = folders_at(revision, opened.registry.prompt_folders(), scratch / "prompts")
    if not folders:
        raise UsageError(
            f"'{revision}': no file and no folder, and the prompts in use lie in no git repository; "
            "to compare with a revision, install poa-ai from there: pip install -e ."
        )
    recorded = folders_at(revision, {"recordings": opened.recordings[0]}, scratch / "evals")
    return replace(
        open_eval(parsed, chosen, folders=folders, prompts=parsed.prompts, ring=ring_of(parsed)),
        recordings=(*opened.recordings, *recorded.values()),
    )


def _not_whole(sides: tuple[Results, ...], parsed: argparse.Namespace) -> int | None:
    """The exit code where a side has trials without an answer: such are never scored, nor compared."""
    for side in sides:
        if side.stale:
            names = ", ".join(dict.fromkeys(f"{case.suite}/{case.case}" for case in side.stale))
            tell(
                f"{side.label}: no recorded answer for {len(side.stale)} of {len(side.cases)} trials "
                f"({names}); record them with `poa-ai eval run --record`, with the prompts of that side",
                parsed,
            )
        if side.failed:
            tell(f"{side.label}: {len(side.failed)} trials failed: {side.failed[0].why}", parsed)
    if any(side.failed for side in sides):
        return ModelError.exit_code
    return 1 if any(side.stale for side in sides) else None
