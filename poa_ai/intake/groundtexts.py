"""The words of a notice that tell its grounds, apart from what is said to all sellers, denied or in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.intake.grounds import leads_grounds, named_grounds
from poa_ai.intake.passages import Passage
from poa_ai.intake.rates import Rate
from poa_ai.issue import IssueType
from poa_ai.lazypattern import lazy_pattern
from poa_ai.matching import meets

_SAYS = lazy_pattern(
    r"\b(?:you|your|we|our|is|are|was|were|has|have|been|not|may|must|please|reported|received|removed)\b",
    re.IGNORECASE,
)


_INNER_STOP = lazy_pattern(r"(?<=[A-Za-z])\.(?=[a-z])")
"""A full stop that ends no sentence: Amazon.fr."""


@dataclass(frozen=True, slots=True)
class GroundTexts:
    """The notice with spaces in place of what doesn't count, so that places stay as they are.

    `told` is without asides and denials, `told_beside_papers` without the papers asked for, too. `named` and
    `maybe_named` are the places where a bare name tells a ground, surely and perhaps.
    """

    told: str
    told_beside_papers: str
    named: str
    maybe_named: str


def ground_texts(
    text: str,
    passages: Sequence[Passage],
    healthy: Sequence[Passage],
    asides: Sequence[Passage],
) -> GroundTexts:
    """The words that count where asides and what is in order (`healthy`) don't."""
    text = without_inner_stops(text)
    denied = [*(part for passage in passages for part in passage.denied_parts), *(p.span for p in healthy)]
    told = _without(text, [*denied, *(passage.span for passage in asides)])
    # A paper that is asked for (an owner's letter, an invoice) says little of why: something else must, too.
    asked = [passage for passage in passages if asks_for_paper(passage)]
    places = list(named_grounds(passages, asides))
    return GroundTexts(
        told,
        _without(told, [passage.span for passage in asked]),
        _only(text, [span for span, sure in places if sure]),
        _only(text, [span for span, _ in places]),
    )


def without_inner_stops(text: str) -> str:
    """The text, as long as it was, without full stops that end no sentence."""
    return _INNER_STOP.sub(" ", text)


def asides_of(passages: Sequence[Passage]) -> list[Passage]:
    """What is said to all sellers, and what follows a pointer to it in the same paragraph without a verb."""
    found: list[Passage] = []
    for passage in passages:
        follows = bool(found) and found[-1].paragraph == passage.paragraph
        if passage.is_aside or (follows and not _SAYS.search(passage.text)):
            found.append(passage)
    return found


def asks_for_paper(passage: Passage) -> bool:
    """Whether it asks for a paper; one that grounds lead in tells of it instead."""
    return passage.is_request and passage.names_document and not leads_grounds(passage.lead)


def healthy_passages(rates: Sequence[Rate], issues: Sequence[IssueType]) -> list[Passage]:
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
