"""Which issue types a notice is about: what it says of this seller counts, what it says to all does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.facts import Facts
from poa_ai.findings import Span
from poa_ai.intake.grounds import leads_grounds, named_grounds, tells_none
from poa_ai.intake.likelygrounds import ALONE, BESIDE, likely_issues
from poa_ai.intake.passages import Passage
from poa_ai.intake.rates import Rate
from poa_ai.intake.sidesections import headed, unrelated
from poa_ai.issue import IssueType
from poa_ai.lazypattern import lazy_pattern
from poa_ai.matching import THRESHOLD, IssueMatch, Matcher, meets
from poa_ai.normalised import normalise
from poa_ai.notice import Notice

ANY_SIGNAL = 1.0
"""The score of one plain signal."""
A_NAME = 0.5
"""The score of a bare name: enough in a place that names the grounds."""

_SAYS = lazy_pattern(
    r"\b(?:you|your|we|our|is|are|was|were|has|have|been|not|may|must|please|reported|received|removed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class IssueHeard:
    """An issue type, how strongly it is heard, and where. `sure` False: in asides alone, beside others."""

    issue: IssueType
    score: float
    span: Span
    sure: bool = True


def hear_issues(
    text: str,
    passages: Sequence[Passage],
    rates: Sequence[Rate],
    issues: Sequence[IssueType],
    matcher: Matcher,
) -> tuple[IssueHeard, ...]:
    """The issue types, in the order in which the notice names them."""
    aside = [*_asides(passages), *unrelated(passages)]

    def names_issue(heading: str) -> bool:
        return any(_heard(heading, issue, matcher, A_NAME) for issue in issues)

    headed_too = {passage.span: passage for passage in (*aside, *headed(passages, names_issue))}
    found = _hear(text, passages, rates, issues, matcher, list(headed_too.values()))
    if not found and len(headed_too) > len(aside):
        found = _hear(text, passages, rates, issues, matcher, aside)
    return tuple(sorted(found, key=lambda heard: heard.span))


def _hear(
    text: str,
    passages: Sequence[Passage],
    rates: Sequence[Rate],
    issues: Sequence[IssueType],
    matcher: Matcher,
    asides: Sequence[Passage],
) -> list[IssueHeard]:
    """The issue types that the passages other than asides tell of."""
    healthy = _healthy(rates, issues)
    denied = [*(part for passage in passages for part in passage.denied_parts), *(p.span for p in healthy)]
    denied += [passage.span for passage in passages if tells_none(passage)]
    grounds = _without(text, [*denied, *(passage.span for passage in asides)])
    # A paper that is asked for (an owner's letter, an invoice) says little of why: something else must, too.
    asked = [p for p in passages if p.is_request and p.names_document and not leads_grounds(p.lead)]
    papers = _without(grounds, [passage.span for passage in asked])
    places = list(named_grounds(passages, asides))
    surely = _only(text, [span for span, sure in places if sure])
    maybe = _only(text, [span for span, _ in places])
    missed = _missed(rates)
    found = [
        heard
        for issue in issues
        if (
            ((heard := _heard(grounds, issue, matcher)) and _heard(papers, issue, matcher, ANY_SIGNAL))
            or (heard := _heard(surely if issue.metrics else maybe, issue, matcher, A_NAME))
            or (heard := _off_target(missed, issue))
        )
    ]
    told = [
        p for p in passages if p not in asides and p not in asked and not (p.denied_parts or tells_none(p))
    ]
    found += _likely([p for p in told if p not in healthy], issues, found)
    if not found:
        # One plain word of what happened is enough where nothing speaks for another type.
        faint = [
            heard for issue in issues if (heard := _heard(papers, issue, matcher, ANY_SIGNAL)) is not None
        ]
        found = faint if len(faint) == 1 else []
    if not found:
        # All of it may be worded as a rule ("Sellers must keep their rate under 1%. Yours is not.").
        said = _without(text, denied)
        whole = [heard for issue in issues if (heard := _heard(said, issue, matcher)) is not None]
        found = [IssueHeard(heard.issue, heard.score, heard.span, len(whole) == 1) for heard in whole]
    return found


def _likely(
    passages: Sequence[Passage], issues: Sequence[IssueType], found: Sequence[IssueHeard]
) -> list[IssueHeard]:
    """Issue types by what statements of the notice are like, besides those found."""
    heard = {each.issue.id for each in found}
    least = BESIDE if heard else ALONE
    likely = likely_issues(passages)
    return [
        IssueHeard(issue, THRESHOLD * like.share, like.span)
        for issue in issues
        if issue.id not in heard and (like := likely.get(issue.id)) is not None and like.share >= least
    ]


def _healthy(rates: Sequence[Rate], issues: Sequence[IssueType]) -> list[Passage]:
    """The passages whose measured rates all meet their targets: they tell that the rate is not the matter."""
    kinds = {kind.name: kind for issue in issues for kind in issue.metrics}
    met: dict[int, bool] = {}
    passages: dict[int, Passage] = {}
    for rate in rates:
        kind = kinds.get(rate.name)
        if rate.use == "measured" and kind is not None:
            key = id(rate.passage)
            met[key] = met.get(key, True) and meets(rate.percent, kind.comparison, kind.target)
            passages[key] = rate.passage
    return [passages[key] for key, all_met in met.items() if all_met]


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


def _only(text: str, spans: Sequence[Span]) -> str:
    """The text, as long as it was, with spaces in place of all but the spans, and a full stop behind each."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            pieces += (" " * (start - done), text[start:end])
            done = end
            if text[done : done + 1] and not text[done].isalnum():
                pieces.append(".")
                done += 1
    return "".join((*pieces, " " * (len(text) - done)))


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text, as long as it was, with full stops and spaces in place of the spans."""
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end > done:
            pieces += (text[done : max(start, done)], ".", " " * (end - max(start, done) - 1))
            done = end
    return "".join((*pieces, text[done:]))


def _asides(passages: Sequence[Passage]) -> list[Passage]:
    """What is said to all sellers, and what follows a pointer to it in the same paragraph without a verb."""
    found: list[Passage] = []
    for passage in passages:
        follows = bool(found) and found[-1].paragraph == passage.paragraph
        if passage.is_aside or (follows and not _SAYS.search(passage.text)):
            found.append(passage)
    return found


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
