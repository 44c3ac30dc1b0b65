"""What the passages of a notice show besides likeness to statements: signals, places, lists, denials."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from poa_ai.facts import Facts
from poa_ai.findings import Span
from poa_ai.intake.grounds import leads_grounds, named_grounds, tells_none
from poa_ai.intake.groundtexts import asides_of, asks_for_paper, healthy_passages, without_inner_stops
from poa_ai.intake.passages import Passage
from poa_ai.intake.rates import Rate
from poa_ai.intake.sidesections import headed, unrelated
from poa_ai.intake.wording import hears
from poa_ai.issue import IssueType
from poa_ai.lazypattern import lazy_pattern
from poa_ai.matching import Matcher, meets
from poa_ai.notice import Notice

_FORBIDS = lazy_pattern(r"\W*(?:please )?(?:do not|don't|never)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PassageSigns:
    """A passage without the parts that it denies, and what it shows.

    `lead` is the line that leads it in, "" for one under a heading alone. `signals` is the score of each
    issue type whose signals it holds, `named` the score in a place that names grounds. `off_target` are the
    issue types whose measured rate it tells and finds missed; `in_order`: it tells that rates are met, or of
    no case.
    """

    span: Span
    text: str
    lead: str = ""
    paragraph: int = 0
    signals: Mapping[str, float] = field(default_factory=dict)
    named: Mapping[str, float] = field(default_factory=dict)
    off_target: frozenset[str] = frozenset()
    aside: bool = False
    unrelated: bool = False
    headed: bool = False
    in_order: bool = False
    forbids: bool = False
    """It begins with "do not"."""
    paper: bool = False
    item: bool = False
    led: bool = False
    several: bool = False

    @property
    def silent(self) -> bool:
        """Whether it can tell no ground: something is in order, or the seller is told what not to do."""
        return self.in_order or self.forbids


def see_signs(
    text: str,
    passages: Sequence[Passage],
    rates: Sequence[Rate],
    issues: Sequence[IssueType],
    matcher: Matcher,
) -> tuple[PassageSigns, ...]:
    """The signs of each passage, in their order."""
    heard = [issue for issue in issues if _scores(text, [issue], matcher)]
    aside = {passage.span for passage in asides_of(passages)}
    other = {passage.span for passage in unrelated(passages)}
    names = [passage for passage in passages if passage.span in aside or passage.span in other]
    places = [span for span, sure in named_grounds(passages, names) if sure]
    under = {p.span for p in headed(passages, lambda heading: bool(_scores(heading, issues, matcher)))}
    healthy = {passage.span for passage in healthy_passages(rates, issues)}
    missed = _missed(rates, issues)
    return tuple(
        PassageSigns(
            span=passage.span,
            text=(told := undenied(passage)),
            lead=passage.lead if passage.item or passage.lead.endswith(":") else "",
            paragraph=passage.paragraph,
            signals=_scores(told, heard, matcher),
            named=_named(text, passage, places, heard, matcher),
            off_target=missed.get(passage.span, frozenset()),
            aside=passage.span in aside,
            unrelated=passage.span in other,
            headed=passage.span in under,
            in_order=passage.span in healthy or tells_none(passage),
            forbids=_FORBIDS.match(passage.text) is not None,
            paper=asks_for_paper(passage),
            item=passage.item,
            led=leads_grounds(passage.lead),
            several=hears("ground.several", passage.plain),
        )
        for passage in passages
    )


def undenied(passage: Passage) -> str:
    """The text of a passage, as long as it was, with spaces in place of the parts that it denies."""
    text, start = passage.text, passage.span.start
    for part in passage.denied_parts:
        text = text[: part.start - start] + " " * (part.end - part.start) + text[part.end - start :]
    return without_inner_stops(text)


def _scores(text: str, issues: Sequence[IssueType], matcher: Matcher) -> dict[str, float]:
    """The score of each issue type of which a signal is heard."""
    notice, nothing = Notice(text=text), Facts(schema_version=1)
    matches = ((issue.id, matcher(nothing, notice, issue)) for issue in issues)
    return {id: match.score for id, match in matches if match is not None and match.score > 0}


def _named(
    text: str, passage: Passage, places: Sequence[Span], issues: Sequence[IssueType], matcher: Matcher
) -> dict[str, float]:
    best: dict[str, float] = {}
    for place in places:
        if passage.span.start <= place.start and place.end <= passage.span.end:
            for id, score in _scores(text[place.start : place.end], issues, matcher).items():
                best[id] = max(score, best.get(id, 0.0))
    return best


def _missed(rates: Sequence[Rate], issues: Sequence[IssueType]) -> dict[Span, frozenset[str]]:
    """The issue types whose target a measured rate misses, by the passage that tells it of this account."""
    found: dict[Span, frozenset[str]] = {}
    for rate in rates:
        if rate.use != "measured" or rate.passage.is_aside or rate.passage.denied_parts:
            continue
        for issue in issues:
            kind = issue.metric(rate.name)
            if kind is not None and not meets(rate.percent, kind.comparison, kind.target):
                found[rate.passage.span] = found.get(rate.passage.span, frozenset()) | {issue.id}
    return found
