"""Where a notice names its grounds without a sentence: its subject, a heading, a label, an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from poa_ai.findings import Span
from poa_ai.intake.passages import Passage
from poa_ai.intake.wording import hears
from poa_ai.lazypattern import lazy_pattern

TITLE = 120
"""Characters of a first line that can be the subject of a notice."""
NAMED = 60
"""Characters of a label or heading that can name a ground."""
ITEM = 140
"""Characters of an item that can name one."""

_ITEM = r"(?:(?:[-*+•‣◦·–—»|>#]{1,3}|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]) *)?"
_LABEL = lazy_pattern(
    _ITEM
    + r"[*_\"]{0,3}(?:(?:main |our |your |policy |complaint |notice |account |listing |affected |primary )?"
    r"(?:subject|re|reasons?|causes?|grounds?|issues?|violations?|polic(?:y|ies)|complaints?|matter|concerns?"
    r"|topic|type|category|problems?|findings?|infringements?|case|allegations?|offen[cs]es?|breach(?:es)?"
    r"|metrics?(?: (?:off target|concerned|missed))?|why|regarding|about|title|description|what happened"
    r"|(?:de)?activation reason|enforcement)"
    r"(?: (?:type|category|code|violated|breached|concerned|reported|found|for [\w ]{1,30}|of [\w ]{1,30}"
    r"|(?:no\.? ?|#)?\d{1,2}|\(s\)|[A-C]))?)[*_\"]{0,3} ?[:|–—=.-]{1,30}",
    re.IGNORECASE,
)
_HEAD = lazy_pattern(_ITEM + r"[*_\"]{0,3}(?P<name>[A-Za-z][^:|\n.!?]{2,60}?)(?: ?[:|]| [-–—] | \()")
_SAYS = lazy_pattern(
    r"\b(?:you|your|we|our|is|are|was|were|has|have|had|been|must|may|can|will|should|please|reported)\b",
    re.IGNORECASE,
)
_BECAUSE = lazy_pattern(
    r"\b(?:due to|because of|owing to|as a result of|on account of|on the grounds? of|in violation of"
    r"|violates?|violated) (?P<name>[^.;:]{3,80})",
    re.IGNORECASE,
)
_OWN = lazy_pattern(
    r"\b(?:your|this|the|these|following|listings?|offers?|account|has been|was|were|is|are)\b", re.IGNORECASE
)
_MAY = lazy_pattern(r"\b(?:may|might|could|can|if|unless|not|never|sellers|any|would|must)\b", re.IGNORECASE)
_FINE = lazy_pattern(
    r"[:=] ?(?:0\b(?![.,]\d)|none\b|nil\b|ok\b|okay|fine\b|good\b|met\b|healthy|within|pass(?:ed)?\b"
    r"|on target|n/a|not (?:affected|concerned|applicable|violated|an issue|at issue)"
    r"|no (?:open |known )?(?:violations?|issues?|complaints?|cases?|reports?|findings?|action))|\b0$",
    re.IGNORECASE,
)


def named_grounds(passages: Sequence[Passage], asides: Sequence[Passage]) -> Iterator[tuple[Span, bool]]:
    """The places where a bare name tells what the notice is about, each with whether it says so by itself.

    A heading that only might be one (False) counts for names that no table of metrics lists. `asides` are the
    passages that speak of all sellers.
    """
    skipped = {passage.span for passage in asides}
    for index, passage in enumerate(passages):
        if passage.span in skipped or passage.denied_parts or tells_none(passage):
            continue
        start, text = passage.span.start, passage.text
        title = index == 0 and len(text) <= TITLE and not text.endswith((",", "?"))
        listed = _is_name(passage) and leads_grounds(passage.lead)
        if title or listed or _LABEL.match(text):
            yield passage.span, True
        elif (said := _told_inside(text)) is not None:
            yield Span(start + said.start, start + said.end), True
        elif (head := _HEAD.match(text)) and not hears("ground.not", head["name"]):
            yield Span(start + head.start("name"), start + head.end("name")), False


def _told_inside(text: str) -> Span | None:
    """The words of a sentence that name a ground: behind "because of", or on either side of a colon."""
    because = _BECAUSE.search(text)
    if because is not None and _OWN.search(text, 0, because.start()) and not _MAY.search(text):
        return Span(*because.span("name"))
    at = text.find(": ", 0, ITEM)
    return Span(0, min(len(text), at + ITEM)) if at > 0 and leads_grounds(text[: at + 1]) else None


def tells_none(passage: Passage) -> bool:
    """Whether it is a line of a list that tells of no case ("Safety complaints: 0"), or a link to reading."""
    none = len(passage.text) <= ITEM and _FINE.search(passage.text) is not None
    return none or (bool(passage.lead) and hears("heading.links", passage.lead))


def _is_name(passage: Passage) -> bool:
    """Whether it can be a bare name: an item, or a line without a verb."""
    return len(passage.text) <= ITEM and not _SAYS.search(passage.text)


def leads_grounds(lead: str) -> bool:
    """Whether a line leads in the grounds of a notice."""
    return bool(lead) and hears("ground.lead", lead) and not hears("ground.not", lead)
