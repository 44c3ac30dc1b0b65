"""The chapters of the page that list all cases: of two runs, or of one."""

from __future__ import annotations

from collections.abc import Sequence

from poa_ai.evaluation.comparison import Comparison
from poa_ai.evaluation.reporting.figures import figure
from poa_ai.evaluation.reporting.markup import table, text
from poa_ai.evaluation.reporting.pairing import by_case, trials_by_case
from poa_ai.evaluation.results import CaseResult, Results, State
from poa_ai.evaluation.scorer import Better


def cases_beside(found: Comparison) -> str:
    """Every case with each of its scores before and after."""
    scorers = [effect.scorer for effect in found.effects]
    before, after = (
        {scorer.name: by_case(run, scorer.name) for scorer in scorers} for run in (found.before, found.after)
    )
    old, new = trials_by_case(found.before), trials_by_case(found.after)
    rows = []
    for key in sorted({*old, *new}):
        cells = [
            _cell(before[scorer.name].get(key), after[scorer.name].get(key), scorer.better)
            for scorer in scorers
        ]
        rows.append((case_name(old.get(key) or new[key]), *cells))
    return table("All cases", ("Case", *(text(scorer.name) for scorer in scorers)), rows)


def _cell(before: float | None, after: float | None, better: Better) -> str:
    told = ["\u2013" if value is None else figure(value) for value in (before, after)]
    if before is None or after is None or told[0] == told[1]:
        return told[0] if told[0] == told[1] else " \u2192 ".join(told)
    both = " \u2192 ".join(told)
    if better is Better.NEITHER:
        return both
    good = (after > before) is (better is Better.HIGHER)
    return f'<b class="better">\u25b2 {both}</b>' if good else f'<b class="worse">\u25bc {both}</b>'


def cases_alone(run: Results) -> str:
    """Every case with its state and each of its scores."""
    means = {scorer.name: by_case(run, scorer.name) for scorer in run.scorers}
    rows = []
    for key, trials in sorted(trials_by_case(run).items()):
        cells = (means[scorer.name].get(key) for scorer in run.scorers)
        shown = ("\u2013" if value is None else figure(value) for value in cells)
        rows.append((case_name(trials), _state(trials), *shown))
    return table("All cases", ("Case", "State", *(text(scorer.name) for scorer in run.scorers)), rows)


def case_name(trials: Sequence[CaseResult]) -> str:
    """Suite and case, and whether the case came from a seed."""
    made = " <small>(generated)</small>" if trials[0].generated else ""
    return text("/".join(trials[0].key)) + made


def _state(trials: Sequence[CaseResult]) -> str:
    states = dict.fromkeys(trial.state for trial in trials)
    kinds = {State.SCORED: "", State.STALE: "open", State.FAILED: "worse"}
    return ", ".join(
        f'<b class="{kinds[state]}">{state}</b>' if kinds[state] else str(state) for state in states
    )
