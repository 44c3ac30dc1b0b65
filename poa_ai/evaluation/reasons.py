"""Reasons: the verdict, and the plain sentences that a prompt author reads first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import stdev

from poa_ai.evaluation.comparison import Effect, Verdict
from poa_ai.evaluation.effects import MCNEMAR, Change
from poa_ai.evaluation.power import cases_for_margin


def verdict_of(effects: Sequence[Effect], alpha: float, margin: float) -> Verdict:
    """WORSE where a scorer that decides is, whatever the others are; SAME only where every interval fits."""
    deciding = [effect for effect in effects if effect.decides]
    sure = [effect for effect in deciding if effect.adjusted <= alpha]
    if any(_fell(effect) for effect in sure):
        return Verdict.WORSE
    if sure:
        return Verdict.BETTER
    if deciding and all(_within(effect, margin) for effect in deciding):
        return Verdict.SAME
    return Verdict.NOT_ENOUGH_DATA


def reasons_for(
    verdict: Verdict,
    effects: Sequence[Effect],
    changes: Sequence[Change],
    *,
    alpha: float,
    margin: float,
    least: int,
) -> Iterator[str]:
    """Sentences for this verdict. `changes` are those of `effects`, `least` the flips that can be seen."""
    deciding = [effect for effect in effects if effect.decides]
    if verdict in (Verdict.BETTER, Verdict.WORSE):
        sure = [effect for effect in deciding if effect.adjusted <= alpha]
        yield from map(_sentence, sorted(sure, key=lambda effect: (not _fell(effect), effect.adjusted)))
    elif verdict is Verdict.SAME:
        yield (
            f"No mean changed by more than {margin:g} either way, at {100 * (1 - alpha):.4g}% confidence "
            f"({_count(min(effect.cases for effect in deciding))})."
        )
    elif deciding:
        yield "Nothing changed beyond chance."
        nearest = min(deciding, key=lambda effect: effect.p)
        if nearest.p < 1:
            yield f"Nearest: {_sentence(nearest)}"
        yield from _too_few(deciding, changes, alpha, margin)
        yield _least_flips(deciding, least)
    elif effects:
        yield "No scorer that both runs hold can decide: none says which way is better."


def _too_few(
    deciding: Sequence[Effect], changes: Sequence[Change], alpha: float, margin: float
) -> Iterator[str]:
    """Why it is not SAME: the widest interval, and how many cases would narrow it."""
    wide = [effect for effect in deciding if not _within(effect, margin)]
    widest = max(wide, key=lambda effect: max(-effect.low, effect.high))
    yield (
        f"Nor can {_count(widest.cases)} show that nothing did: the mean change of {widest.scorer.name} may "
        f"be anything from {widest.low:+.2f} to {widest.high:+.2f}; the margin is {margin:g}."
    )
    names = {effect.scorer.name for effect in wide}
    needed = [
        cases_for_margin(alpha, margin, sum(seen) / len(seen), stdev(seen) if len(seen) > 1 else 0.0)
        for seen in (change.differences for change in changes if change.scorer.name in names)
    ]
    counts = [count for count in needed if count is not None]
    if len(counts) == len(needed):
        yield f"About {max(counts)} cases would be needed for that, if they come out like these."


def _least_flips(deciding: Sequence[Effect], least: int) -> str:
    cases = max(effect.cases for effect in deciding)
    more = "; more, where several scorers change" if len(deciding) > 1 else ""
    if least > cases:
        return f"At least {least} cases must flip one way to be seen, more than the suite has ({cases})."
    return f"At least {least} of {_count(cases)} must flip one way, and none the other, to be seen{more}."


def _sentence(effect: Effect) -> str:
    """What happened to a scorer, in one sentence."""
    digits = next((few for few in (2, 3, 4) if f"{effect.before:.{few}f}" != f"{effect.after:.{few}f}"), 2)
    before, after = (f"{mean:.{digits}f}" for mean in (effect.before, effect.after))
    moved = "fell" if effect.after < effect.before else "rose"
    means = f"{moved} from {before} to {after}" if before != after else f"stayed at {after}"
    verb = "flipped to" if effect.test == MCNEMAR else "got"
    counts = [(effect.to_worse, "worse"), (effect.to_better, "better")]
    (most, one), (fewest, other) = counts if _fell(effect) else counts[::-1]
    to = "to " if effect.test == MCNEMAR else ""
    cases = f"{_count(most)} {verb} {one}, {fewest or 'none'} {to}{other}"
    return f"{effect.scorer.name} {means}: {cases} ({_chances(effect)})."


def _fell(effect: Effect) -> bool:
    """Whether the test points to worse: by its flips, which a mean over repeats need not follow."""
    return effect.to_worse > effect.to_better if effect.test == MCNEMAR else effect.change < 0


def _within(effect: Effect, margin: float) -> bool:
    return -margin <= effect.low and effect.high <= margin


def _chances(effect: Effect) -> str:
    p, adjusted = ("< 0.001" if p < 0.001 else f"= {p:.2g}" for p in (effect.p, effect.adjusted))
    return f"p {p}, adjusted {adjusted.removeprefix('= ')}"


def _count(cases: int) -> str:
    return f"{cases} case" if cases == 1 else f"{cases} cases"
