"""The issue types that statements of a notice are like, though no signal of theirs is heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from poa_ai.findings import Span
from poa_ai.intake.groundweights import ground_weights
from poa_ai.intake.passages import Passage

ALONE = 0.85
"""How like its statements it must be where nothing else tells what the notice is about."""
LEADING = 0.4
"""How like the one that is most like must be where none is as like as ALONE."""
BESIDE = 0.95
"""How like they must be where signals of another issue type are heard."""
ANOTHER = 0.45
"""The same where the notice says that it has more than one ground."""
WITH_SIGNAL = 0.7
"""How like they must be where a plain signal of the same issue type is heard, too weak alone."""
UNLIKE = 0.05
"""An issue type by signals whose statements are less like it than this falls before one that is TOLD."""
TOLD = 0.9
"""How like its statements an issue type must be to be surely told."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the statements on an issue type a place of the notice is, from 0 to 1."""

    share: float
    span: Span


def likely_issues(passages: Sequence[Passage]) -> dict[str, Likeness]:
    """For each issue type the place that is most like it: a passage, or two of a paragraph. Linear time."""
    best: dict[str, Likeness] = {}
    weights = ground_weights()
    for span, text in _places(passages):
        for issue, share in weights.likeness(text).items():
            if issue not in best or share > best[issue].share:
                best[issue] = Likeness(share, span)
    return best


def _places(passages: Sequence[Passage]) -> Iterator[tuple[Span, str]]:
    for passage in passages:
        yield passage.span, passage.text
    for first, second in pairwise(passages):
        if first.paragraph == second.paragraph:
            yield Span(first.span.start, second.span.end), f"{first.text} {second.text}"
