"""The replay ring: recorded answers, no key, no network, no model library."""

import argparse
import asyncio
from collections.abc import Sequence

from poa_ai.commands.evalsetup import EvalRun
from poa_ai.evaluation.asking import replayed
from poa_ai.evaluation.judge import require_version
from poa_ai.evaluation.results import Results, Ring
from poa_ai.evaluation.running import Task, gather, run_tasks


def replay(opened: EvalRun, tasks: Sequence[Task], parsed: argparse.Namespace, label: str) -> Results:
    """The run from what is recorded; a trial without an answer is stale. Raises InputError for a recording
    that can't be read.
    """
    models = {suite.id: replayed(opened.recordings, suite, parsed.model) for suite in opened.suites}
    judge = getattr(parsed, "judge", None)
    judges = None
    if judge is not None:
        require_version(judge)
        judges = {suite.id: replayed(opened.recordings, suite, judge) for suite in opened.suites}
    cases = asyncio.run(run_tasks(tasks, opened.setup, models, at_once=1, judges=judges))
    names = dict.fromkeys(model.name for model in models.values())
    return gather(label, Ring.REPLAY, ", ".join(names), tasks, cases, opened.setup, judge=judge)
