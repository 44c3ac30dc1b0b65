"""How often `poa-ai eval compare` errs, sees what it says it can see, and bounds the mean change.

python bench/eval_statistics.py          1,000 comparisons of each design
python bench/eval_statistics.py --quick  100 of each, with bounds as much wider as their noise is

Exits with 1 where a figure breaks its bound. Everything is drawn from a fixed seed.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import fisher_exact

from poa_ai.evaluation.comparing import compare
from poa_ai.evaluation.comparison import Verdict
from poa_ai.evaluation.interval import mean_interval
from poa_ai.evaluation.power import flips_seen, shift_seen
from poa_ai.evaluation.significance import NOTHING, holm, mcnemar, sign_flip, testable
from poa_ai.testing.evalruns import run_of

ALPHA, MARGIN, POWER, SEED = 0.05, 0.1, 0.8, 20261123
CHECKED = 10
"""How many comparisons of each design also go through `compare`, whose verdict must be the same."""

Array = NDArray[np.float64]
p_of_flips = cache(mcnemar)


@dataclass(frozen=True)
class Design:
    """Runs without a difference in the mean.

    `kind` is "yes-no", "ties" (quarters) or "skew" (most values near 1). `effects` of the prompt on single
    cases: "none"; "balanced", as often for the better as for the worse; "uneven", many small gains and few
    large losses in a suite that stays the same; "uneven, cases drawn", in a suite drawn anew each time.
    `identical` repeats of a case all give what the first gave. `told` is not held to the bound.
    """

    cases: int
    repeats: int
    scorers: int = 1
    kind: str = "yes-no"
    effects: str = "none"
    identical: bool = False
    told: bool = False


NULLS = (
    Design(12, 1),
    Design(12, 5),
    Design(30, 3),
    Design(66, 5),
    Design(66, 1, effects="balanced"),
    Design(66, 5, effects="balanced"),
    Design(30, 1, effects="uneven"),
    Design(12, 3, identical=True),
    Design(66, 5, identical=True),
    Design(12, 1, kind="ties"),
    Design(30, 3, kind="ties"),
    Design(66, 5, kind="ties", identical=True),
    Design(12, 1, kind="skew"),
    Design(30, 3, kind="skew", effects="balanced"),
    Design(30, 3, kind="skew", effects="uneven"),
    Design(66, 5, kind="skew", identical=True),
    Design(12, 3, 8),
    Design(66, 3, 8, effects="balanced"),
    Design(66, 5, 8, identical=True),
    Design(30, 3, 8, kind="ties"),
    Design(30, 5, kind="yes-no", effects="uneven", told=True),
    Design(12, 5, kind="skew", effects="uneven, cases drawn", told=True),
    Design(66, 5, kind="skew", effects="uneven, cases drawn", told=True),
)


def trials(design: Design, runs: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Values of both runs by comparison, scorer, case and repeat. Scorers hang together, as do repeats of a
    case by its difficulty.
    """
    shape = (runs, design.scorers, design.cases)
    rate = 0.5 + 0.45 * rng.beta(2, 1, (runs, 1, design.cases)) * np.ones(shape)
    before, after = rate.copy(), rate.copy()
    if design.effects == "balanced":
        lowered = rng.random(shape) < 0.5
        before[lowered] -= 0.4
        after[~lowered] -= 0.4
    elif design.effects != "none":
        drawn = design.effects.endswith("drawn")
        loses = (
            rng.random(shape) if drawn else np.arange(design.cases) / design.cases * np.ones(shape)
        ) < 0.1
        before[...] = 0.9
        after[...] = np.where(loses, 0.9 - 9 * 0.06, 0.9 + 0.06)
    return _values(design, before, rng), _values(design, after, rng)


def _values(design: Design, rate: Array, rng: np.random.Generator) -> Array:
    """Values whose mean is `rate`, in the shape of the kind."""
    parts = 4 if design.kind == "ties" else 1
    shape = (*rate.shape, 1 if design.identical else design.repeats, parts)
    shared = rng.random((shape[0], 1, *shape[2:])) * np.ones(shape)
    chance = np.where(rng.random(shape) < 0.7, shared, rng.random(shape))
    wide = rate[..., None, None]
    values = chance ** ((1 - wide) / wide) if design.kind == "skew" else (chance < wide).astype(float)
    mean: Array = values.mean(axis=-1)
    return np.repeat(mean, design.repeats, axis=-1) if design.identical else mean


def verdicts(design: Design, before: Array, after: Array) -> list[bool]:
    """For each comparison whether it says BETTER or WORSE, tested as `compare` does."""
    if design.kind == "yes-no":
        changed = (after.mean(axis=-1) > 0.5).astype(int) - (before.mean(axis=-1) > 0.5)
        better, worse = ((changed == way).sum(axis=-1).tolist() for way in (1, -1))
        chances = [list(map(p_of_flips, *pair)) for pair in zip(better, worse, strict=True)]
        moved = (changed != 0).sum(axis=-1).tolist()
    else:
        differences = after.mean(axis=-1) - before.mean(axis=-1)
        chances = [[sign_flip(one) for one in comparison.tolist()] for comparison in differences]
        moved = (abs(differences) > NOTHING).sum(axis=-1).tolist()
    return [_significant(*each) for each in zip(chances, moved, strict=True)]


def _significant(chances: list[float], moved: list[int]) -> bool:
    asked = testable(moved, ALPHA)
    return bool(asked) and min(holm([chances[place] for place in asked])) <= ALPHA


def agrees(before: Array, after: Array, said: bool) -> bool:
    """Whether `compare` comes to the same on one comparison."""
    runs = (run_of({f"s{n}": table for n, table in enumerate(run.tolist())}) for run in (before, after))
    return (compare(*runs, alpha=ALPHA).verdict in (Verdict.BETTER, Verdict.WORSE)) == said


def naive(before: Array, after: Array, rng: np.random.Generator) -> tuple[str, str]:
    """How often tests of the first scorer err that take every repeat for a case: Fisher's, a bootstrap."""
    count = before[0, 0].size
    first, second = (run[:, 0].reshape(len(run), -1).sum(axis=1).astype(int) for run in (before, after))
    tables = [((a, count - a), (b, count - b)) for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    fisher = sum(fisher_exact(table).pvalue <= ALPHA for table in tables)
    drawn = [rng.binomial(count, hits / count, (1_000, len(hits))) for hits in (first, second)]
    low, high = np.quantile(drawn[1] - drawn[0], (ALPHA / 2, 1 - ALPHA / 2), axis=0)
    return f"{fisher / len(first):.1%}", f"{((low > 0) | (high < 0)).mean():.1%}"


def null_rows(runs: int, rng: np.random.Generator) -> Iterator[tuple[list[str], bool]]:
    """Wrong verdicts where nothing differs in the mean."""
    most = bound(ALPHA, runs)
    for design in NULLS:
        before, after = trials(design, runs, rng)
        said = verdicts(design, before, after)
        same = all(agrees(*run) for run in zip(before[:CHECKED], after, said, strict=False))
        fisher, bootstrap = naive(before, after, rng) if design.kind == "yes-no" else ("", "")
        repeats = f"{design.repeats}{' identical' if design.identical else ''}"
        name = [str(design.cases), repeats, str(design.scorers), design.kind, design.effects]
        limit = "told" if design.told else str(most)
        yield (
            [*name, str(sum(said)), limit, fisher, bootstrap],
            same and (design.told or sum(said) <= most),
        )


def power_rows(runs: int, rng: np.random.Generator) -> Iterator[tuple[list[str], bool]]:
    """How many true changes of the size that is called detectable are found."""
    least = runs - bound(1 - POWER, runs)
    for cases, scorers in ((12, 1), (12, 8), (30, 8), (66, 1), (66, 8)):
        level = ALPHA / scorers
        share = flips_seen(cases, level, POWER)
        assert share is not None
        found = sum(p_of_flips(0, flips) <= level for flips in rng.binomial(cases, share, runs).tolist())
        yield [str(cases), str(scorers), "yes-no", f"{share:.2f}", str(found), str(least)], found >= least
        for kind in ("ties", "skew"):
            design = Design(cases, 1, kind=kind)
            noise, fresh = (
                b[:, 0, :, 0] - a[:, 0, :, 0] for a, b in (trials(design, runs, rng) for _ in "ab")
            )
            shifts = [shift_seen(one.tolist(), 1.0, level, POWER) or 0.0 for one in noise]
            changed = [(one + shift).tolist() for one, shift in zip(fresh, shifts, strict=True)]
            found = sum(sign_flip(one) <= level for one in changed)
            size = f"{float(np.mean(shifts)):.2f}"
            yield [str(cases), str(scorers), kind, size, str(found), str(least)], found >= least


CHANGES: tuple[tuple[str, tuple[float, ...], tuple[float, ...]], ...] = (
    ("2 % flip one way", (0, 1), (0.98, 0.02)),
    ("at the margin, one way", (0, -1), (0.9, 0.1)),
    ("5 % and 15 % flip", (-1, 0, 1), (0.05, 0.8, 0.15)),
    ("many small, few large", (0.05, -0.45), (0.9, 0.1)),
    ("rare and total", (0.02, -1), (0.98, 0.02)),
    ("thirds of all sizes", (-1, -1 / 3, 0, 1 / 3, 1), (0.1, 0.2, 0.3, 0.25, 0.15)),
    ("at the margin, both ways", (-1, 0, 1), (0.13, 0.84, 0.03)),
    ("at the margin, small", (0, 0.2), (0.5, 0.5)),
)
"""Distributions of per-case differences: a name, values, and their chances."""


def interval_rows(runs: int, rng: np.random.Generator) -> Iterator[tuple[list[str], bool]]:
    """How often the interval misses the true mean on each side, and how often it fits the margin."""
    bounds = cache(lambda values: mean_interval(values, 1.0, ALPHA))
    most, side = bound(ALPHA, runs), bound(ALPHA / 2, runs)
    for name, values, chances in CHANGES:
        mean = round(float(np.dot(values, chances)), 12) + 0.0
        beyond = abs(mean) > MARGIN - 1e-9
        for cases in (12, 36, 66, 200):
            drawn = rng.choice(values, p=chances, size=(runs, cases))
            found = [bounds(tuple(np.sort(one).tolist())) for one in drawn]
            above = sum(low > mean + 1e-9 for low, _ in found)
            below = sum(high < mean - 1e-9 for _, high in found)
            same = sum(max(-low, high) <= MARGIN for low, high in found)
            wide = f"{float(np.mean([high - low for low, high in found])):.2f}"
            row = [name, f"{mean:+.3f}", str(cases), str(above), str(below), str(side), str(same), wide]
            held = max(above, below) <= side and above + below <= most and not (beyond and same > most)
            yield row, held


def bound(rate: float, runs: int) -> int:
    """The most of so many that may err at this rate: its noise is passed in 7 of 1,000 runs."""
    return round(runs * rate - float(ndtri(0.007)) * (runs * rate * (1 - rate)) ** 0.5)


def show(title: str, columns: str, rows: Iterator[tuple[list[str], bool]]) -> bool:
    """Print a table as it comes; whether every row holds."""
    heads = columns.split("|")
    print(f"\n{title}\n\n| {' | '.join(heads)} | |\n|{' --- |' * (len(heads) + 1)}")
    held = True
    for cells, holds in rows:
        print(f"| {' | '.join(cells)} | {'' if holds else 'BROKEN'} |", flush=True)
        held = held and holds
    return held


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="100 comparisons of each design")
    runs = 100 if parser.parse_args(arguments).quick else 1_000
    rng = np.random.default_rng(SEED)
    print(f"{runs} comparisons of each design, alpha {ALPHA}, margin {MARGIN}, power {POWER}")
    held = [
        show(
            "No difference in the mean: wrong BETTER or WORSE",
            "Cases|Repeats|Scorers|Values|Effects|Wrong|At most|Fisher, pooled|Bootstrap, pooled",
            null_rows(runs, rng),
        ),
        show(
            "A change of the size that is called detectable: found",
            "Cases|Scorers|Values|Mean change|Found|At least",
            power_rows(runs, rng),
        ),
        show(
            "The interval of the mean change: misses, and SAME",
            "Changes|True mean|Cases|Too high|Too low|Each at most|SAME|Mean width",
            interval_rows(runs, rng),
        ),
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
