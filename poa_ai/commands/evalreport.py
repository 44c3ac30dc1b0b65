"""Writing what a run or a comparison found: a table on stdout, reports in files."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from poa_ai.commands.options import tell
from poa_ai.errors import UsageError
from poa_ai.output import write_text

if TYPE_CHECKING:
    from poa_ai.evaluation.comparison import Comparison
    from poa_ai.evaluation.results import Results

FORMS = {".html": "page", ".md": "markdown", ".xml": "junit", ".txt": "terminal"}
"""The form of a report by the ending of its file."""


def check_reports(parsed: argparse.Namespace) -> None:
    """Raises UsageError for a report of an unknown form, before anything is run."""
    for path in parsed.report:
        if path.suffix.lower() not in FORMS:
            raise UsageError(f"--report {path}: the ending tells the form; it must be {', '.join(FORMS)}")
    out = getattr(parsed, "out", None)
    for path in [*parsed.report, *([] if out is None else [out])]:
        if path.is_dir() or not _writable(path.absolute().parent):
            raise UsageError(f"{path}: can't be written; name a file in a folder that can")


def _writable(folder: Path) -> bool:
    """Whether a file can be made there, or the folder itself."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def show(subject: Results | Comparison, parsed: argparse.Namespace, *, table: bool = True) -> None:
    """The table on stdout, unless JSON stands there, and the reports that were asked for."""
    from poa_ai.evaluation.reporting import render

    for path in parsed.report:
        write_text(path, render(FORMS[path.suffix.lower()], subject))
        tell(f"report written to {path}", parsed)
    if table:
        sys.stdout.write(render("terminal", subject) + _opinion(subject))


def _opinion(subject: Results | Comparison) -> str:
    """What a judge's grades are worth, where there are any."""
    from poa_ai.evaluation.agreement import agreement
    from poa_ai.evaluation.judge import NAME
    from poa_ai.evaluation.results import Results

    if not isinstance(subject, Results) or all(scorer.name != NAME for scorer in subject.scorers):
        return ""
    return "\n" + "\n".join(agreement(subject, NAME).lines) + "\n"
