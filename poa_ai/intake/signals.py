"""The issue types of a notice by their signals alone, for those that nothing was learned about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poa_ai.facts import Facts
from poa_ai.findings import Span
from poa_ai.intake.groundtexts import GroundTexts, asides_of, ground_texts
from poa_ai.intake.passages import Passage
from poa_ai.intake.passagesigns import PassageSigns
from poa_ai.intake.sidesections import unrelated
from poa_ai.issue import IssueType
from poa_ai.matching import THRESHOLD, Matcher
from poa_ai.normalised import normalise
from poa_ai.notice import Notice

ANY_SIGNAL = 1.0
"""The score of one plain signal."""
A_NAME = 0.5
"""The score of a bare name: enough in a place that names the grounds."""


def signalled_issues(
    text: str,
    passages: Sequence[Passage],
    signs: Sequence[PassageSigns],
    issues: Sequence[IssueType],
    matcher: Matcher,
) -> Iterator[tuple[IssueType, Span]]:
    """Those of the issue types that are told of this seller, each with the place that tells it."""
    if not issues:
        return
    in_order = [passage for passage, sign in zip(passages, signs, strict=True) if sign.in_order]
    texts = ground_texts(text, passages, in_order, [*asides_of(passages), *unrelated(passages)])
    for issue in issues:
        missed = next((sign.span for sign in signs if issue.id in sign.off_target), None)
        told = _told(texts, issue, matcher)
        if told is not None:
            yield issue, strongest_signal(told, issue) or Span(0, 0)
        elif missed is not None:
            yield issue, missed


def _told(texts: GroundTexts, issue: IssueType, matcher: Matcher) -> str | None:
    """The words in which it is told; None where it is not."""

    def heard(text: str, threshold: float) -> bool:
        match = matcher(Facts(schema_version=1), Notice(text=text), issue)
        return match is not None and match.score >= threshold

    if heard(texts.told, THRESHOLD) and heard(texts.told_beside_papers, ANY_SIGNAL):
        return texts.told
    named = texts.named if issue.metrics else texts.maybe_named
    return named if heard(named, A_NAME) else None


def strongest_signal(text: str, issue: IssueType) -> Span | None:
    """Where the signal that weighs most is heard; None where a matcher hears what no signal tells."""
    normalised = normalise(text)
    spans = (
        (-signal.weight, span)
        for signal in issue.signals
        for span in [next((s for p in signal.match for s in p.find(normalised)), None)]
        if span is not None
    )
    return min(spans, default=(0.0, None))[1]
