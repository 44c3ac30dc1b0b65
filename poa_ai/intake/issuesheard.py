"""Which issue types a notice is about: what it says of this seller counts, what it says to all does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.intake.groundcues import cue_weights, see_cues
from poa_ai.intake.groundweights import ground_weights
from poa_ai.intake.passages import Passage
from poa_ai.intake.passagesigns import PassageSigns, see_signs
from poa_ai.intake.rates import Rate
from poa_ai.intake.signals import signalled_issues, strongest_signal
from poa_ai.issue import IssueType
from poa_ai.matching import THRESHOLD, Matcher

ALONE = -0.7
"""Log-odds that are enough for the most likely issue type where none is as likely as not."""
PERHAPS = -3.0
"""Log-odds of those that are asked about where none has enough."""
SURELY = 1.5
"""Log-odds from which on it is not asked whether the notice is about it."""


@dataclass(frozen=True, slots=True)
class IssueHeard:
    """An issue type, how strongly it is heard, and where. `sure` False: too weakly to be taken.

    `likely` tells that it is taken, and asked about.
    """

    issue: IssueType
    score: float
    span: Span
    sure: bool = True
    likely: bool = False


def hear_issues(
    text: str,
    passages: Sequence[Passage],
    rates: Sequence[Rate],
    issues: Sequence[IssueType],
    matcher: Matcher,
) -> tuple[IssueHeard, ...]:
    """The issue types, in the order in which the notice names them."""
    known = [issue for issue in issues if issue.id in ground_weights().starts]
    signs = see_signs(text, passages, rates, issues, matcher)
    found = list(_by_cues(signs, known))
    others = [issue for issue in issues if issue not in known]
    signalled = [
        IssueHeard(issue, THRESHOLD, span)
        for issue, span in signalled_issues(text, passages, signs, others, matcher)
    ]
    found = [*signalled, *(heard for heard in found if heard.sure or not signalled)]
    return tuple(sorted(found, key=lambda heard: heard.span))


def _by_cues(signs: Sequence[PassageSigns], issues: Sequence[IssueType]) -> Iterator[IssueHeard]:
    """The issue types that learned weights know, each by the passage that speaks most for it."""
    weighed = cue_weights()
    signs = [sign for sign in signs if not sign.silent]
    best: dict[str, tuple[float, PassageSigns]] = {}
    for sign, cues in zip(
        signs, see_cues(signs, [issue.id for issue in issues], ground_weights()), strict=True
    ):
        for id, seen in cues.items():
            score = weighed.score(seen)
            if id not in best or score > best[id][0]:
                best[id] = score, sign
    top = max((score for score, _ in best.values()), default=PERHAPS)
    enough = min(0.0, max(top, ALONE))
    sure = top >= enough
    for issue in issues:
        if issue.id in best and best[issue.id][0] >= (enough if sure else PERHAPS):
            score, sign = best[issue.id]
            yield IssueHeard(issue, score, _place(sign, issue), sure, sure and score < SURELY)


def _place(sign: PassageSigns, issue: IssueType) -> Span:
    """Where in the passage the strongest signal is; the passage where it holds none."""
    at = strongest_signal(sign.text, issue) if issue.id in sign.signals else None
    return sign.span if at is None else Span(sign.span.start + at.start, sign.span.start + at.end)
