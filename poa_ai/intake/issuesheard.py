"""Which issue types a notice is about: what it says of this seller counts, what it says to all does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from poa_ai.facts import Facts
from poa_ai.findings import Span
from poa_ai.intake.groundtexts import GroundTexts, asides_of, ground_texts
from poa_ai.intake.groundweights import OTHER
from poa_ai.intake.likelygrounds import ALONE, ANOTHER, BESIDE, LEADING, TOLD, UNLIKE, WITH_SIGNAL, Likeness
from poa_ai.intake.passages import Passage
from poa_ai.intake.rates import Rate
from poa_ai.intake.sidesections import headed, unrelated
from poa_ai.issue import IssueType
from poa_ai.matching import THRESHOLD, IssueMatch, Matcher, meets
from poa_ai.normalised import normalise
from poa_ai.notice import Notice

ANY_SIGNAL = 1.0
"""The score of one plain signal."""
A_NAME = 0.5
"""The score of a bare name: enough in a place that names the grounds."""


@dataclass(frozen=True, slots=True)
class IssueHeard:
    """An issue type, how strongly it is heard, and where. `sure` False: in asides alone, beside others.

    `likely` tells that its words only are like those of statements on the issue, and not very like.
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
    aside = [*asides_of(passages), *unrelated(passages)]

    def names_issue(heading: str) -> bool:
        return any(_heard(heading, issue, matcher, A_NAME) for issue in issues)

    beside_headings = [*aside, *headed(passages, names_issue)]
    missed = _missed(rates)
    texts = ground_texts(text, passages, rates, issues, beside_headings)
    found = _hear(texts, missed, issues, matcher)
    if not found:
        texts = ground_texts(text, passages, rates, issues, aside)
        found = _hear(texts, missed, issues, matcher) or _hear_faintly(texts, issues, matcher)
    return tuple(sorted(found, key=lambda heard: heard.span))


def _hear(
    texts: GroundTexts, missed: Sequence[Rate], issues: Sequence[IssueType], matcher: Matcher
) -> list[IssueHeard]:
    """The issue types by signals, and by what statements are like."""
    found = [heard for issue in issues if (heard := _by_signals(texts, missed, issue, matcher)) is not None]
    found = _borne_out(found, texts.likely)
    return found + _likely(texts, found, issues, matcher)


def _hear_faintly(texts: GroundTexts, issues: Sequence[IssueType], matcher: Matcher) -> list[IssueHeard]:
    # One plain word of what happened is enough where nothing speaks for another type.
    papers = texts.told_beside_papers
    faint = [heard for issue in issues if (heard := _heard(papers, issue, matcher, ANY_SIGNAL)) is not None]
    if len(faint) == 1:
        return faint
    # All of it may be worded as a rule ("Sellers must keep their rate under 1%. Yours is not.").
    whole = [heard for issue in issues if (heard := _heard(texts.said, issue, matcher)) is not None]
    return [IssueHeard(heard.issue, heard.score, heard.span, len(whole) == 1) for heard in whole]


def _by_signals(
    texts: GroundTexts, missed: Sequence[Rate], issue: IssueType, matcher: Matcher
) -> IssueHeard | None:
    heard = _heard(texts.told, issue, matcher)
    if heard is not None and _heard(texts.told_beside_papers, issue, matcher, ANY_SIGNAL):
        return heard
    named = texts.named if issue.metrics else texts.maybe_named
    return _heard(named, issue, matcher, A_NAME) or _off_target(missed, issue)


def _borne_out(found: list[IssueHeard], likely: Mapping[str, Likeness]) -> list[IssueHeard]:
    """Those found, without one that no statement is like where another is surely told."""
    shares = [likely[heard.issue.id].share if heard.issue.id in likely else 1.0 for heard in found]
    sure = max(shares, default=0.0) >= TOLD
    return [heard for heard, share in zip(found, shares, strict=True) if share >= UNLIKE or not sure]


def _likely(
    texts: GroundTexts, found: Sequence[IssueHeard], issues: Sequence[IssueType], matcher: Matcher
) -> list[IssueHeard]:
    """Issue types by what statements of the notice are like, besides those found."""
    heard = {each.issue.id for each in found}
    papers = texts.told_beside_papers
    like = {issue.id: texts.likely[issue.id].share for issue in issues if issue.id in texts.likely}
    other = texts.likely[OTHER].share if OTHER in texts.likely else 0.0
    enough = max(other, min(ALONE, max([LEADING, *like.values()])))
    if heard:
        enough = ANOTHER if texts.several and len(heard) == 1 else BESIDE
    return [
        IssueHeard(issue, THRESHOLD * share, texts.likely[issue.id].span, likely=share < TOLD)
        for issue in issues
        if issue.id not in heard and (share := like.get(issue.id, 0.0)) >= min(WITH_SIGNAL, enough)
        if share >= enough or _heard(papers, issue, matcher, ANY_SIGNAL)
    ]


def _missed(rates: Sequence[Rate]) -> list[Rate]:
    """The measured rates that are told of this account."""
    return [
        rate
        for rate in rates
        if rate.use == "measured" and not (rate.passage.is_aside or rate.passage.denied_parts)
    ]


def _off_target(rates: Sequence[Rate], issue: IssueType) -> IssueHeard | None:
    """An issue type by a rate that misses its target, the first that does."""
    for rate in rates:
        kind = issue.metric(rate.name)
        if kind is not None and not meets(rate.percent, kind.comparison, kind.target):
            return IssueHeard(issue, THRESHOLD, rate.span)
    return None


def _heard(text: str, issue: IssueType, matcher: Matcher, threshold: float = THRESHOLD) -> IssueHeard | None:
    notice = Notice(text=text)
    match = matcher(Facts(schema_version=1), notice, issue) or IssueMatch(issue, 0.0)
    if match.score < threshold:
        return None
    normalised = normalise(text)
    spans = (
        (-signal.weight, span)
        for signal in issue.signals
        for span in [next((s for p in signal.match for s in p.find(normalised)), None)]
        if span is not None
    )
    _, span = min(spans, default=(0.0, Span(0, 0)))
    return IssueHeard(issue, match.score, span)
