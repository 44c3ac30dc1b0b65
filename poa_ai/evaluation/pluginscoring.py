"""Scorers of plugins: those that a suite names, each held to what a scorer promises.

A scorer that fails, or answers with something else than a score, leaves its trial unscored and is named
with its plugin; the run goes on.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from poa_ai.errors import SuiteError, one_line
from poa_ai.evaluation.scorer import Better, Score, Scorer, Scorers, Trial
from poa_ai.registry import Registry

MAX_WHY = 400
"""Characters of the explanation of a score; the rest is left out."""


def plugin_scorers(registry: Registry, names: Iterable[str]) -> Scorers:
    """The scorers of those names, in their order, guarded by `scored`.

    No plugin is asked for scorers where there are no names. Raises SuiteError for a name that no plugin
    brings.
    """
    wanted = tuple(dict.fromkeys(names))
    found = registry.scorers() if wanted else {}
    for name in wanted:
        if name not in found:
            near = difflib.get_close_matches(name, found, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(found)) or 'none'}"
            raise SuiteError(f"no plugin brings a scorer '{one_line(name[:80])}'; {hint}")
    return {
        name: replace(found[name], score=partial(scored, found[name], owner=registry.scorer_owner(name)))
        for name in wanted
    }


def scored(scorer: Scorer, trial: Trial, owner: str) -> Score:
    """What a scorer of the plugin `owner` says, within bounds; not scored where it breaks its promise."""
    try:
        answer: object = scorer.score(trial)
        fault = score_fault(answer, scorer)
        if fault is None and isinstance(answer, Score):
            value = None if answer.value is None else float(answer.value)
            return Score(value, answer.passed, _bounded(answer.why))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plugin may even call sys.exit; it must take no run down
        fault = f"it failed: {_told(error)}"
    return Score.nothing(_bounded(f"scorer {scorer.name} of the plugin {owner}: {fault}"))


def score_fault(answer: object, scorer: Scorer) -> str | None:
    """What is wrong with the answer of a scorer, in words its author can act on; None where nothing is.

    May raise what an object of the author's own making raises.
    """
    if not isinstance(answer, Score):
        return f"it answered with {type(answer).__name__}; it must be a Score"
    value, passed, why = answer.value, answer.passed, answer.why
    if not isinstance(why, str) or not why.strip():
        return "its score says nothing as 'why'; it must be a sentence"
    if passed is not None and not isinstance(passed, bool):
        return f"its 'passed' is {type(passed).__name__}; it must be True, False or None"
    if value is None:
        return None if passed is None else "its score has no value and yet 'passed'; use Score.nothing"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"its value is {type(value).__name__}; it must be a number or None"
    if not math.isfinite(value):
        return "its value is no finite number"
    if scorer.better is not Better.NEITHER and not 0 <= value <= 1:
        return f"its value is {value:.6g}; it must lie from 0 to 1"
    return None


def _told(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {str(error)[:MAX_WHY]}"
    except Exception:  # an error of a plugin's own making may fail at telling itself
        return type(error).__name__


def _bounded(why: str) -> str:
    return one_line(why[: 2 * MAX_WHY])[:MAX_WHY]
