"""The chapters of the page about one run: its scores, what was not scored, what did not pass, all cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poa_ai.evaluation.reporting.figures import figure
from poa_ai.evaluation.reporting.lettersbeside import Side, alone
from poa_ai.evaluation.reporting.markup import folded, listed, text
from poa_ai.evaluation.reporting.pairing import by_why, not_passed, suite_scores, written
from poa_ai.evaluation.reporting.plots import score_plot
from poa_ai.evaluation.results import CaseResult, Results
from poa_ai.evaluation.scorer import Better

LETTER_ROOM = 1_200_000
"""Characters of HTML for letters; behind that, cases are named without them."""
_SCALE = (
    '<div class="effect axis" aria-hidden="true"><div class="scale"><span>0</span><span>1</span></div></div>'
)
_KEY = (
    "Dots are cases, larger where several score alike. The bar is their mean; "
    "a dashed line is a threshold that was missed."
)


def scores(run: Results) -> str:
    """A plot for each scorer of each suite."""
    suites = "".join(_suite(run, suite) for suite in run.suites)
    return suites + (f'<p class="key">{_KEY}</p>' if suites else "")


def _suite(run: Results, suite: str) -> str:
    titles = {scorer.name: scorer for scorer in run.scorers}
    missed = {miss.scorer: miss.asked for miss in run.missed if miss.suite == suite}
    rows = []
    for score in suite_scores(run, suite):
        scorer, asked = titles[score.scorer], missed.get(score.scorer)
        unbounded = scorer.better is Better.NEITHER
        plot = "<div></div>" if unbounded else score_plot(score.values, score.mean, asked)
        told = f"<b>{figure(score.mean)}</b>"
        if asked is not None:
            told = f'<b class="worse">\u2717 {figure(score.mean)}</b>, asked {figure(asked)}'
        passed = f"{score.passed} of {score.judged} passed" if score.judged else ""
        better = "; lower is better" if scorer.better is Better.LOWER else ""
        rows.append(
            f'<div class="effect"><div><h3>{text(score.scorer)}</h3><p>{text(scorer.title)}{better}</p></div>'
            f'{plot}<div class="told">{told}<br><small>{passed}</small></div></div>\n'
        )
    return f'<h3>{text(suite)}</h3><div class="effects">{_SCALE}{"".join(rows)}</div>\n' if rows else ""


def unscored(trials: Sequence[CaseResult]) -> str:
    """The cases of trials without an answer, by why there is none."""
    told = (
        f"{text(why)}: {', '.join(f'<code>{text(name)}</code>' for name in names)}"
        for why, names in by_why(trials).items()
    )
    return listed(told) if trials else ""


def fallen(run: Results) -> Iterator[str]:
    """A part for each case that did not pass, with its letter."""
    room = LETTER_ROOM
    for key, trial in not_passed(run).items():
        failed = {name: score for name, score in trial.scores.items() if score.passed is False}
        names = ", ".join(map(text, failed))
        body = _letter(trial) if room > 0 else "<p>The letter is in the results file.</p>"
        room -= len(body)
        told = listed(f"<code>{text(name)}</code> {text(score.why)}" for name, score in failed.items())
        head = f"<code>{text('/'.join(key))}</code> <span>not passed in {names}</span>"
        yield folded(head, told + body)


def _letter(trial: CaseResult) -> str:
    raw = alone(Side.plain("", written(trial)))
    return f"<h3>What the model wrote</h3>\n{raw}<h3>The letter</h3>\n{alone(Side.letter('', trial))}"
