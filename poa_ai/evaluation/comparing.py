"""Comparing two runs: pair the cases, measure each scorer, and say what may be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from poa_ai.evaluation.comparison import Comparison, Flip, PassAll, Verdict
from poa_ai.evaluation.effects import change_of, effects_of
from poa_ai.evaluation.power import least_flips
from poa_ai.evaluation.reasons import reasons_for, verdict_of
from poa_ai.evaluation.repeats import Pair, pairs_of
from poa_ai.evaluation.results import Results, ScorerInfo, State
from poa_ai.evaluation.scorer import Better

LEAST_ALPHA = 1e-300
"""A smaller one is taken for this: it divides without becoming 0."""
LEAST_POWER = 1e-9
"""So is a power nearer to 0, or to 1, than this."""

Paired = Mapping[ScorerInfo, Sequence[Pair]]


def compare(
    before: Results, after: Results, *, alpha: float = 0.05, margin: float = 0.1, power: float = 0.8
) -> Comparison:
    """Say whether `after` is better, worse or the same.

    The case is the unit; repeats are reduced first. A case counts for a scorer where both runs hold a value,
    with as many repeats of the one as of the other. BETTER and WORSE are wrong with a chance of at most
    `alpha` together, over all scorers (Holm); so is SAME, which allows a mean change of `margin` either way.
    `power` is that of `Effect.detectable`. `alpha` and `power` lie between 0 and 1, `margin` above 0;
    ValueError else. Runs without a case in common give NOT ENOUGH DATA.
    """
    for name, value in (("alpha", alpha), ("power", power)):
        if not 0 < value < 1:
            raise ValueError(f"{name} is {value}; it must lie between 0 and 1")
    if not margin > 0:
        raise ValueError(f"margin is {margin}; it must be above 0")
    alpha, power = max(alpha, LEAST_ALPHA), min(max(power, LEAST_POWER), 1 - LEAST_POWER)
    paired = _paired(before, after)
    changes = [change_of(scorer, pairs) for scorer, pairs in paired.items() if pairs]
    effects = effects_of(changes, alpha=alpha, power=power)
    verdict, least = verdict_of(effects, alpha, margin), least_flips(alpha)
    reasons = tuple(reasons_for(verdict, effects, changes, alpha=alpha, margin=margin, least=least))
    if effects and _is_one_run(before, after):
        verdict, reasons = Verdict.SAME, ("The prompts are the same, and so is every answer to them.",)
    cases = {pair.before.trials[0].key for pairs in paired.values() for pair in pairs}
    unpaired = _cases(before) ^ _cases(after)
    return Comparison(
        verdict=verdict,
        reasons=(*reasons, *_remarks(before, after, paired, len(unpaired))),
        before=before,
        after=after,
        effects=effects,
        flips=tuple(_flips(paired)),
        pass_all=tuple(_pass_all(paired)),
        cases=len(cases),
        least_flips=least,
        alpha=alpha,
        margin=margin,
        power=power,
        unpaired=tuple("/".join(key) for key in sorted(unpaired)),
        changed_prompts=_changed_prompts(before, after),
    )


def _is_one_run(before: Results, after: Results) -> bool:
    """Whether nothing at all differs, so that there is nothing to infer."""
    trials = [{(*trial.key, trial.repeat): trial for trial in run.cases} for run in (before, after)]
    told = all(trial.letter for run in trials for trial in run.values())
    return told and trials[0] == trials[1] and not _changed_prompts(before, after)


def _paired(before: Results, after: Results) -> Paired:
    """The pairs of every scorer that both runs name, as the later run describes it."""
    names = {scorer.name for scorer in before.scorers}
    shared = {scorer.name: scorer for scorer in after.scorers if scorer.name in names}
    return {scorer: pairs_of(before, after, name) for name, scorer in shared.items()}


def _flips(paired: Paired) -> Iterator[Flip]:
    """Cases whose majority changed: those that became worse first."""
    for better in (False, True):
        for scorer, pairs in _judged(paired):
            for pair in pairs:
                if pair.vote == (1 if better else -1):
                    yield Flip(scorer.name, better, pair.before.shown, pair.after.shown)


def _pass_all(paired: Paired) -> Iterator[PassAll]:
    """pass^k of each scorer, for each k, over the cases that were tried as often in both runs."""
    for scorer, pairs in _judged(paired):
        for k in range(1, max((len(pair.before.trials) for pair in pairs), default=0) + 1):
            tried = [pair for pair in pairs if len(pair.before.trials) >= k]
            before, after = (
                sum(run.all_pass(k) for run in runs) / len(tried)
                for runs in zip(*((pair.before, pair.after) for pair in tried), strict=True)
            )
            yield PassAll(scorer.name, k, before, after)


def _judged(paired: Paired) -> Iterator[tuple[ScorerInfo, Sequence[Pair]]]:
    """Scorers that have a better way, with the pairs whose every trial passed or did not."""
    for scorer, pairs in paired.items():
        if scorer.better is not Better.NEITHER:
            yield scorer, [pair for pair in pairs if pair.judged]


def _remarks(before: Results, after: Results, paired: Paired, unpaired: int) -> Iterator[str]:
    """What else a reader must know, whatever the verdict."""
    if not any(paired.values()):
        yield "No case was scored in both runs by the same scorer."
    if unpaired:
        cases = "1 case was" if unpaired == 1 else f"{unpaired} cases were"
        yield f"{cases} scored in one run alone and counted for nothing."
    if any(paired.values()):
        for scorer, pairs in paired.items():
            if not pairs and scorer.better is not Better.NEITHER:
                yield f"{scorer.name} has no case with a value in both runs, so it decided nothing."
    alone = {scorer.name for scorer in before.scorers} ^ {scorer.name for scorer in after.scorers}
    if alone:
        yield f"In one run alone, so not compared: {', '.join(sorted(alone))}."
    if before.model != after.model:
        yield f"The models differ too: {before.model or 'none'} before, {after.model or 'none'} after."


def _cases(results: Results) -> set[tuple[str, str]]:
    return {trial.key for trial in results.cases if trial.state is State.SCORED}


def _changed_prompts(before: Results, after: Results) -> tuple[str, ...]:
    """Ids whose hash differs, or that one run alone has."""
    pairs = {(prompt.id, prompt.sha256) for prompt in before.prompts}
    changed = pairs ^ {(prompt.id, prompt.sha256) for prompt in after.prompts}
    return tuple(sorted({prompt for prompt, _ in changed}))
