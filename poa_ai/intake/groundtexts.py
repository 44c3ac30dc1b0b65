"""The words of a notice that tell its grounds, apart from what is said to all sellers, denied or in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.intake.grounds import leads_grounds, named_grounds, tells_none
from poa_ai.intake.likelygrounds import Likeness, likely_issues
from poa_ai.intake.passages import Passage
from poa_ai.intake.rates import Rate
from poa_ai.intake.wording import hears
from poa_ai.issue import IssueType
from poa_ai.lazypattern import lazy_pattern
from poa_ai.matching import meets

_SAYS = lazy_pattern(
    r"\b(?:you|your|we|our|is|are|was|were|has|have|been|not|may|must|please|reported|received|removed)\b",
    re.IGNORECASE,
)


_FORBIDS = lazy_pattern(r"\W*(?:please )?(?:do not|don't|no|not|never)\b", re.IGNORECASE)
_INNER_STOP = lazy_pattern(r"(?<=[A-Za-z])\.(?=[a-z])")
"""A full stop that ends no sentence: Amazon.fr."""
_ASIN = lazy_pattern(r"\bB0[A-Z0-9]{8}\b")


@dataclass(frozen=True, slots=True)
class GroundTexts:
    """The notice with spaces in place of what doesn't count, so that places stay as they are.

    `told` is without asides and denials, `told_beside_papers` without the papers asked for, too. `named` and
    `maybe_named` are the places where a bare name tells a ground, surely and perhaps. `said` is all but
    denials. `likely` is by the id of the issue type. `several`: it says that it has more than one ground.
    """

    told: str
    told_beside_papers: str
    named: str
    maybe_named: str
    said: str
    likely: Mapping[str, Likeness]
    several: bool


def ground_texts(
    text: str,
    passages: Sequence[Passage],
    rates: Sequence[Rate],
    issues: Sequence[IssueType],
    asides: Sequence[Passage],
) -> GroundTexts:
    """The words that count where `asides` don't."""
    text = _INNER_STOP.sub(" ", text)
    healthy = _healthy(rates, issues)
    denied = [*(part for passage in passages for part in passage.denied_parts), *(p.span for p in healthy)]
    denied += [passage.span for passage in passages if tells_none(passage)]
    told = _without(text, [*denied, *(passage.span for passage in asides)])
    # A paper that is asked for (an owner's letter, an invoice) says little of why: something else must, too.
    asked = [passage for passage in passages if _asks_for_paper(passage)]
    places = list(named_grounds(passages, asides))
    passed_over = {p.span for p in (*(p for p in asides if not _is_own(p)), *healthy)}
    return GroundTexts(
        told,
        _without(told, [passage.span for passage in asked]),
        _only(text, [span for span, sure in places if sure]),
        _only(text, [span for span, _ in places]),
        _without(text, denied),
        likely_issues([p for p in passages if p.span not in passed_over and _may_tell(p)]),
        any(hears("ground.several", p.plain) for p in passages if p.span not in passed_over),
    )


def asides_of(passages: Sequence[Passage]) -> list[Passage]:
    """What is said to all sellers, and what follows a pointer to it in the same paragraph without a verb."""
    found: list[Passage] = []
    for passage in passages:
        follows = bool(found) and found[-1].paragraph == passage.paragraph
        if passage.is_aside or (follows and not _SAYS.search(passage.text)):
            found.append(passage)
    return found


def _may_tell(passage: Passage) -> bool:
    """Whether it can tell a ground in words of its own: it asks for no paper and denies nothing."""
    asks = _asks_for_paper(passage) or _FORBIDS.match(passage.text)
    return not (asks or passage.denied_parts or tells_none(passage))


def _asks_for_paper(passage: Passage) -> bool:
    return passage.is_request and passage.names_document and not leads_grounds(passage.lead)


def _is_own(passage: Passage) -> bool:
    """Whether an aside is about this seller all the same: an item of a list, or one that names a product."""
    return passage.item or _ASIN.search(passage.text) is not None


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
