"""Mending one sentence: cutting offending words out so that what is left reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.quotations import find_quotations
from poa_ai.validation.carried import carried
from poa_ai.validation.clauses import clause_around, has_verb, reads_as_sentence, starts_clause
from poa_ai.validation.cutting import Cut, cut_out, widened
from poa_ai.validation.deeds import tells_deed
from poa_ai.validation.tidying import tidied, well_formed

_ENOUGH = 3
"""So many words beside a word to be deleted are worth a person's look, even where they do not read."""

MAX_SENTENCE = 2000
"""A longer sentence is left as it is: nobody can say where its clauses end."""

MAX_HITS = 20
"""A sentence in which more is found is left as it is too."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found in a sentence, as a span of it, and what the rule does to them."""

    span: Span
    action: str
    replacement: str = ""


_MARKER = lazy_pattern(
    r"[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+(?:\d{1,3}(?:\.\d{1,3}){0,3}[.):]?[ \t]+)?"
    r"|(?:[-*+•‣◦·]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))[ \t]+(?:\[[ xX]\][ \t]+)?)?"
)
_LETTERS = lazy_pattern(r"[^\W\d_]{3}")
_THIRD = lazy_pattern(r",? and\b", re.IGNORECASE)
_SPLICED = lazy_pattern(r"^([^,]*), ([^,]*)$")


def mend(sentence: str, hits: Sequence[Hit]) -> str | None:
    """The sentence without what the hits name; "" where nothing is worth keeping, None if it can't be mended.

    It can't be mended where a value (see `carried`) or a deed (see `tells_deed`) outside the offending words
    would go. A marker of a list or a heading at its head stays; a heading is mended as a title.
    """
    hits = [hit for hit in hits if hit.action != "flag"]
    if not 0 < len(hits) <= MAX_HITS or len(sentence) > MAX_SENTENCE:
        return None
    marker = _MARKER.match(sentence)
    begun = marker.end() if marker else 0
    if any(hit.span.start < begun for hit in hits):
        return None
    shifted = [
        Hit(Span(hit.span.start - begun, hit.span.end - begun), hit.action, hit.replacement) for hit in hits
    ]
    heading = "#" in sentence[:begun]
    left = _mended(sentence[begun:], tuple(shifted), title=heading)
    if left == "":
        return None if heading else ""
    return None if left is None else sentence[:begun] + left


def mend_title(title: str, hits: Sequence[Hit]) -> str | None:
    """The words of a heading without what the hits name; "" and None as for `mend`."""
    hits = [hit for hit in hits if hit.action != "flag"]
    return _mended(title, tuple(hits), title=True) if 0 < len(hits) <= MAX_HITS else None


@lru_cache(maxsize=1024)  # a letter that repeats itself is mended once
def _mended(sentence: str, hits: tuple[Hit, ...], *, title: bool) -> str | None:
    if any(_inside(hit.span, quotation) for quotation in find_quotations(sentence) for hit in hits):
        return None  # nobody's words are changed between quotation marks
    keep = carried(sentence, [hit.span for hit in hits])
    if any(hit.action == "drop-sentence" for hit in hits):
        return None if keep else ""
    rest = cut_out(sentence, [(hit.span, "") for hit in hits])
    gone = None if keep or tells_deed(rest) or _states(sentence, hits) else ""
    cuts = _cuts(sentence, hits)
    if cuts is None:
        return gone
    left = _unspliced(tidied(cut_out(sentence, cuts), sentence), sentence, cuts)
    found = carried(left)
    added = found - keep
    if keep - found or (added and added - carried(sentence)) or _deed_lost(sentence, hits, cuts):
        return gone
    if title:
        return left if _LETTERS.search(left) and well_formed(left, sentence) else gone
    drops = any(hit.action == "drop-clause" for hit in hits)
    if reads_as_sentence(left, sentence, verb=drops or has_verb(rest)) and well_formed(left, sentence):
        return left
    return gone if drops or len(left.split()) < _ENOUGH else None


def _cuts(sentence: str, hits: Sequence[Hit]) -> list[Cut] | None:
    """What to cut out; None where a clause can't be told from the sentence."""
    cuts: list[Cut] = []
    for hit in hits:
        if any(cut.start <= hit.span.start and hit.span.end <= cut.end for cut, _ in cuts):
            continue
        span = clause_around(sentence, hit.span) if hit.action == "drop-clause" else hit.span
        if span is None:
            return None
        cuts.append((span, hit.replacement))
    return list(widened(sentence, cuts))


def _states(sentence: str, hits: Sequence[Hit]) -> bool:
    """Whether offending words end in "that", and a fact follows them."""
    ends = [hit.span.end for hit in hits if sentence[: hit.span.end].endswith("that")]
    return any(tells_deed("that" + sentence[end:]) for end in ends)


def _inside(span: Span, quotation: Span) -> bool:
    return quotation.start < span.start and span.end < quotation.end


def _deed_lost(sentence: str, hits: Sequence[Hit], cuts: Sequence[Cut]) -> bool:
    """Whether a cut takes words with it that tell a deed, beside those that were found."""
    for span, _ in cuts:
        found = [
            (Span(hit.span.start - span.start, hit.span.end - span.start), "")
            for hit in hits
            if span.start <= hit.span.start and hit.span.end <= span.end
        ]
        if found != [(Span(0, span.end - span.start), "")] and tells_deed(
            cut_out(sentence[span.start : span.end], found)
        ):
            return True
    return False


def _unspliced(left: str, sentence: str, cuts: Sequence[Cut]) -> str:
    """The sentence with "and" between two clauses whose third, which had it, is gone."""
    gone = max((span for span, text in cuts if not text), default=None)
    if gone is None or not _THIRD.match(sentence, gone.start) or sentence[gone.end :].strip(' .!?"”)*_'):
        return left
    pair = _SPLICED.match(left)
    if pair and starts_clause(pair[1]) and has_verb(pair[1]) and starts_clause(pair[2]) and has_verb(pair[2]):
        return f"{pair[1]}, and {pair[2]}"
    return left
