"""Learns what `intake` hears issue types by, in a checkout: the weights of words, and those of cues.

`python -m poa_ai.testing.cuelearning` takes what it learns from out of `evals/notices`, and some minutes. The
cues of a notice are seen with weights of words that were learned from other notices, so that they look as
they will in one that nobody has seen. A notice is about an issue type as much as the passage that speaks most
for it, and which passage that is follows from the weights: they are found in turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from poa_ai.intake import groundcues, groundweights
from poa_ai.intake.groundcues import CUES, CueWeights, see_cues, write_cue_weights
from poa_ai.intake.groundweights import GroundWeights, read_weights
from poa_ai.intake.noticetext import tidy
from poa_ai.intake.passages import split_passages
from poa_ai.intake.passagesigns import PassageSigns, see_signs
from poa_ai.intake.quotes import without_quotes
from poa_ai.intake.rates import metric_names, read_rates
from poa_ai.intake.timespans import read_timespans
from poa_ai.registry import Registry
from poa_ai.testing.groundlearning import Ground, all_notices, learn, learned_from, read_grounds
from poa_ai.testing.noticescore import LabelledNotice
from poa_ai.values import extract_values

FOLDS = 5
"""Parts of the notices; the cues of each are seen with words learned from the others."""
TURNS = 6
"""Of finding the telling passages and the weights."""
STEP = 0.6
"""Of the way from the weights of one turn to those of the next."""
PENALTY = 1e-4
"""On half the sum of squared weights of cues brought to one scale."""

Cues = NDArray[np.float64]
"""Of a notice: a plane for each passage, in it a row for each issue type, in that a column for each cue."""


def unseen_cues(
    grounds: Sequence[Ground], notices: Sequence[LabelledNotice], registry: Registry
) -> list[Cues]:
    """The cues of each notice, seen with weights of words that it had no part in."""
    seen: dict[int, Cues] = {}
    for fold in range(FOLDS):
        others = [notice for at, notice in enumerate(notices) if at % FOLDS != fold]
        weights = read_weights(learn(grounds, others))
        for at in range(fold, len(notices), FOLDS):
            seen[at] = _cues(notices[at], weights, registry)
    return [seen[at] for at in range(len(notices))]


def _cues(notice: LabelledNotice, weights: GroundWeights, registry: Registry) -> Cues:
    issues = [issue.id for issue in registry.issue_types]
    rows = see_cues(_signs(notice, registry), issues, weights)
    return np.array([[cues[issue] for issue in issues] for cues in rows])


def _signs(notice: LabelledNotice, registry: Registry) -> tuple[PassageSigns, ...]:
    text, issues = without_quotes(tidy(notice.text)), registry.issue_types
    passages, values = split_passages(text), extract_values(text)
    times = tuple(read_timespans(text, passages, values))
    rates = tuple(read_rates(passages, values, times, metric_names(issues)))
    return see_signs(text, passages, rates, issues, registry.match_issue)


def weigh_cues(cues: Sequence[Cues], about: Sequence[NDArray[np.float64]], key: str) -> CueWeights:
    """The weights. `about` has a row for each notice: 1 for each issue type it is about, -1 for others."""
    flat = np.concatenate([each.reshape(-1, len(CUES)) for each in cues])
    scale = flat.std(axis=0) + 1e-6
    wanted = np.concatenate(about)
    weights = np.zeros(len(CUES) + 1)
    weights[: len(CUES)] = [float(cue in ("topic", "beside", "told", "signal_told")) for cue in CUES]
    for _ in range(TURNS):
        best = np.concatenate([_telling(each / scale, weights[:-1]) for each in cues])
        weights += STEP * (_fit(np.hstack((best, np.ones((len(best), 1)))), wanted, weights) - weights)
    return CueWeights(key, float(weights[-1]), tuple(map(float, weights[:-1] / scale)))


def _telling(cues: Cues, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each issue type the cues of the passage that speaks most for it."""
    at = (cues @ weights).argmax(axis=0)
    return np.asarray(np.take_along_axis(cues, at[None, :, None], 0)[0])


def _fit(
    table: NDArray[np.float64], wanted: NDArray[np.float64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = wanted * (table @ at)
        slopes = -wanted / (1 + np.exp(np.clip(margins, -50, 50))) / len(wanted)
        penalty = PENALTY * np.append(at[:-1], 0)
        return float(np.logaddexp(0, -margins).mean() + penalty @ at / 2), table.T @ slopes + penalty

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def told_issues(notices: Sequence[LabelledNotice], registry: Registry) -> Iterator[NDArray[np.float64]]:
    """For each notice 1 for each issue type that it is about, -1 for the others."""
    for notice in notices:
        about = notice.expected["issues"]
        yield np.array([1.0 if issue.id in about else -1.0 for issue in registry.issue_types])


if __name__ == "__main__":
    folder = Path("evals") / "notices"
    grounds, notices = read_grounds(folder / "grounds"), all_notices(folder)
    registry = Registry.installed()
    cues = unseen_cues(grounds, notices, registry)
    weighed = weigh_cues(cues, list(told_issues(notices, registry)), learned_from(grounds, notices))
    intake = Path(groundweights.__file__).parent
    (intake / groundweights.FILE).write_text(learn(grounds, notices), encoding="utf-8")
    (intake / groundcues.FILE).write_text(write_cue_weights(weighed), encoding="utf-8")
