"""What speaks for an issue type in each passage of a notice, in numbers, and how they are weighed together.

A passage can be like the statements on an issue type, hold its signals, name it, or measure its rate; it can
stand where grounds stand, or among rules, tips and denials. `groundcues.toml` holds what each of these cues
counts, as `python -m poa_ai.testing.cuelearning` writes it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from poa_ai.intake.groundweights import GROUND, OTHER, GroundWeights
from poa_ai.intake.passagesigns import PassageSigns
from poa_ai.lazypattern import lazy_pattern
from poa_ai.packagefiles import package_folder

FILE = "groundcues.toml"
MOST = 8.0
"""Log-odds beyond this say no more."""
STRONGEST = 4.0
"""Signals that score more say no more."""
BEGINNING = 15
"""Passages after which it makes no difference how late another stands."""
CUES = (
    *("topic", "beside", "clause", "ground", "told", "other", "rival", "rival_here"),
    *("signal_told", "signal", "named", "off_target", "signal_of_another"),
    *("aside", "unrelated", "paper", "item", "led", "late", "several"),
    *("signal_headed", "signal_on_paper", "asin", "lead_topic", "lead_ground"),
)
"""`topic`: log-odds that the passage tells of the issue type; `beside`, `clause`: how much more it is with
the next passage of the paragraph, and in its best clause; `ground`: log-odds that it tells a ground at all;
`told`: `topic` times that share; `other`: log-odds of matters without a type; `rival`, `rival_here`: `topic`
less that of the best other type in the notice, and in the passage. `signal_told`: the score of its signals
times the share of `ground`; `signal`: whether one is heard; `named`: the score in a place that names grounds;
`off_target`: whether its rate misses the target; `signal_of_another`: the best score of another type in the
notice. `led`: the line above announces grounds; `late`: how far down it stands, from 0 to 1; `several`: the
notice says that it has more than one ground; `signal_on_paper`: the score where a paper is asked for and
nothing else holds a signal of another type."""

_CLAUSE_END = lazy_pattern(r"[,;()–—]|\b(?:and|as well as|but|or|while)\b|: ")
_SHORTEST = 12
"""Characters; a shorter clause tells of nothing."""
_ASIN = "B0"


@dataclass(frozen=True, slots=True)
class CueWeights:
    """What each cue counts, in the order of `CUES`, and the log-odds before any is seen."""

    learned_from: str
    start: float
    weights: tuple[float, ...]

    def score(self, cues: Sequence[float]) -> float:
        """The log-odds that a passage with these cues tells a ground of its notice."""
        return self.start + sum(weight * cue for weight, cue in zip(self.weights, cues, strict=True))


@cache
def cue_weights() -> CueWeights:
    """Those that come with poa-ai."""
    return read_cue_weights((package_folder("poa_ai") / "intake" / FILE).read_text("utf-8"))


def read_cue_weights(text: str) -> CueWeights:
    """The weights that a file holds. Raises ValueError where its cues are not those that are seen."""
    raw = tomllib.loads(text)
    if tuple(raw["weights"]) != CUES:
        raise ValueError(f"{FILE}: the cues are {', '.join(CUES)}, in this order")
    return CueWeights(raw["learned_from"], raw["start"], tuple(raw["weights"].values()))


def write_cue_weights(weights: CueWeights) -> str:
    """The text of the file."""
    told = [f"{cue} = {weight:.3f}\n" for cue, weight in zip(CUES, weights.weights, strict=True)]
    head = f'learned_from = "{weights.learned_from}"\nstart = {weights.start:.3f}\n\n[weights]\n'
    return head + "".join(told)


def see_cues(
    passages: Sequence[PassageSigns], issues: Sequence[str], weights: GroundWeights
) -> Iterator[Mapping[str, tuple[float, ...]]]:
    """For each passage the cues of each of the issue types, by its id; the weights must know them all.

    A passage that is silent has none.
    """
    passages = [signs for signs in passages if not signs.silent]
    odds = [_Odds.of(signs, weights) for signs in passages]
    joint = [*(_joint(a, b, weights) for a, b in pairwise(passages)), None]
    top = {issue: max((each.here[issue] for each in odds), default=-MOST) for issue in issues}
    strongest = {issue: max((_strength(s, issue) for s in passages), default=0.0) for issue in issues}
    loud = {id for signs in passages if not signs.paper for id, score in signs.signals.items() if score >= 1}
    several = float(any(signs.several for signs in passages))
    for at, (signs, seen) in enumerate(zip(passages, odds, strict=True)):
        pairs = [pair for pair in (joint[at - 1] if at else None, joint[at]) if pair is not None]
        yield {
            issue: (
                *_likeness(issue, seen, pairs),
                _bounded(seen.here[issue] - _best(top, issue)),
                _bounded(seen.here[issue] - _best(seen.here, issue, issues)),
                *_signals(issue, signs, seen),
                _best(strongest, issue, least=0.0),
                *_place(signs),
                min(at, BEGINNING) / BEGINNING,
                several,
                _strength(signs, issue) * signs.headed,
                _strength(signs, issue) * (signs.paper and loud <= {issue}),
                float(_ASIN in signs.text),
                seen.lead[issue] if seen.lead else 0.0,
                seen.lead[GROUND] if seen.lead else 0.0,
            )
            for issue in issues
        }


@dataclass(frozen=True, slots=True)
class _Odds:
    """The log-odds of a passage, of its clauses (one mapping each), and of the line that leads it in."""

    here: Mapping[str, float]
    clauses: tuple[Mapping[str, float], ...]
    lead: Mapping[str, float]

    @classmethod
    def of(cls, signs: PassageSigns, weights: GroundWeights) -> _Odds:
        pieces = [piece for piece in map(str.strip, _CLAUSE_END.split(signs.text)) if len(piece) > _SHORTEST]
        return cls(
            _odds(signs.text, weights),
            tuple(_odds(piece, weights) for piece in pieces) if len(pieces) > 1 and not signs.aside else (),
            _odds(signs.lead, weights) if signs.lead else {},
        )


def _joint(first: PassageSigns, second: PassageSigns, weights: GroundWeights) -> Mapping[str, float] | None:
    """The log-odds of two passages of a paragraph taken together; None where one leads in the other."""
    leads = first.text.rstrip().endswith(":") or first.paper or second.paper
    if leads or first.paragraph != second.paragraph:
        return None
    return _odds(f"{first.text} {second.text}", weights)


def _odds(text: str, weights: GroundWeights) -> Mapping[str, float]:
    return {issue: _bounded(value) for issue, value in weights.log_odds(text).items()}


def _likeness(issue: str, seen: _Odds, pairs: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
    topic, ground = seen.here[issue], seen.here[GROUND]
    beside = max([topic, *(pair[issue] for pair in pairs)])
    clause = max([topic, *(each[issue] for each in seen.clauses)])
    return topic, beside - topic, clause - topic, ground, topic * _share(ground), seen.here[OTHER]


def _signals(issue: str, signs: PassageSigns, seen: _Odds) -> tuple[float, ...]:
    score = signs.signals.get(issue, 0.0)
    told = _strength(signs, issue) * _share(seen.here[GROUND])
    return told, float(score >= 1), min(signs.named.get(issue, 0.0), 3.0), float(issue in signs.off_target)


def _place(signs: PassageSigns) -> tuple[float, ...]:
    kinds = (signs.aside, signs.unrelated, signs.paper, signs.item, signs.led)
    return tuple(map(float, kinds))


def _strength(signs: PassageSigns, issue: str) -> float:
    return min(signs.signals.get(issue, 0.0), STRONGEST)


def _best(
    values: Mapping[str, float], besides: str, among: Sequence[str] = (), least: float = -MOST
) -> float:
    rivals = (value for id, value in values.items() if id != besides and (not among or id in among))
    return max(rivals, default=least)


def _bounded(value: float) -> float:
    return max(-MOST, min(MOST, value))


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
