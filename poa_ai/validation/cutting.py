"""Cutting words out of a sentence, with the joints and marks that are idle without them."""

import re
from collections.abc import Iterator, Sequence

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern

Cut = tuple[Span, str]
"""Words of a sentence and what stands in their place; "" for nothing."""

_JOINED = lazy_pattern(r"[\s,*_]*(?:(?:and|or|but)\b[\s,*_]*)?")
_SECOND_THAT = lazy_pattern(r"\b(?:and|or|but) (that )", re.IGNORECASE)
_OPENED = lazy_pattern(
    r",|^\W*(?:when|while|if|since|as|after|before|although|because|on|in|at)\b", re.IGNORECASE
)
_ADVERB_BEFORE = lazy_pattern(
    r"\b(?!early|only|family|supply|daily|weekly|monthly|yearly|hourly|reply|july|assembly|apply|italy|likely)"
    r"\w{3,20}ly(?P<joint>,? (?:and|but|yet)) ?$",
    re.IGNORECASE,
)
_ADVERB_AFTER = lazy_pattern(r"[ ,]{0,3}(?:and|but|yet) (?=\w{3,20}ly\b)")
_DEGREE = lazy_pattern(r"(?:^|, )\b((?:much|all|just|very|quite|so|too|most) )$", re.IGNORECASE)
_EMPHASIS = lazy_pattern(r"(?<![*_\w])(\*{1,3}|_{1,3})(?=[^\s*_])([^*_]{1,2000}?)(?<=\S)\1(?![*_\w])")
_LABEL = lazy_pattern(r":[*_]{0,3}[ \t]*$")
_ARTICLE = lazy_pattern(r"\b(an?)$", re.IGNORECASE)
_VOWEL = lazy_pattern(
    r"(?i:(?!one|once|eu)[aeio]|u(?!ni|s[aeu]|s\b|k\b|t[ei])|uni[nm]|hour|honest|heir)|[FHLMNRSX](?=[A-Z]{2})"
    r"|8|1[18](?=\D)"
)


def widened(sentence: str, cuts: Sequence[Cut]) -> Iterator[Cut]:
    """The cuts, with the joints between adverbs and the marks of emphasis that are idle without them."""
    merged: list[Cut] = []
    for span, text in sorted(cuts, key=lambda cut: (cut[0].start, -cut[0].end)):
        last = merged[-1] if merged else None
        if last and not last[1] and not text:
            gap = sentence[last[0].end : span.start]
            if span.start <= last[0].end or _JOINED.fullmatch(gap):
                merged[-1] = (Span(last[0].start, max(last[0].end, span.end)), "")
                continue
        merged.append((span, text))
    for span, text in merged:
        if text:
            yield span, text
            continue
        yield _wider(sentence, span), ""
        again = _SECOND_THAT.search(sentence, span.end) if _ends_in_that(sentence, span) else None
        if again:
            yield Span(*again.span(1)), ""
    if "*" in sentence or "_" in sentence:
        yield from _idle_marks(sentence, [span for span, text in merged if not text])


def _wider(sentence: str, span: Span) -> Span:
    start, end = span.start, span.end
    if degree := _DEGREE.search(sentence, 0, start):
        start = degree.start(1)
    if sentence[end - 1] == "," != sentence[start] and _ends_earlier_clause(sentence[:start].rstrip()):
        end -= 1
    if before := _ADVERB_BEFORE.search(sentence, max(0, start - 40), start):
        return Span(before.start("joint"), end)
    after = _ADVERB_AFTER.match(sentence, end)
    return Span(start, after.end() if after else end)


def _ends_in_that(sentence: str, span: Span) -> bool:
    return sentence[max(span.start, span.end - 4) : span.end].lower() == "that"


def _ends_earlier_clause(before: str) -> bool:
    """Whether a comma after words to be cut ends an earlier clause: "which was done honestly, was wrong"."""
    return bool(before) and before[-1] not in ",;:(" and _OPENED.search(before) is not None


def _idle_marks(sentence: str, gone: Sequence[Span]) -> Iterator[Cut]:
    """Marks of emphasis around nothing, and those whose partner goes."""
    for pair in _EMPHASIS.finditer(sentence):
        width = len(pair[1])
        marks = Span(pair.start(), pair.start() + width), Span(pair.end() - width, pair.end())
        inner = cut_out(
            pair[2],
            [
                (Span(max(0, cut.start - pair.start(2)), cut.end - pair.start(2)), "")
                for cut in gone
                if cut.overlaps(Span(*pair.span(2)))
            ],
        )
        if not inner.strip(" \t,;:.!?–—-") or any(mark.overlaps(cut) for mark in marks for cut in gone):
            yield from ((mark, "") for mark in marks)


def cut_out(sentence: str, cuts: Sequence[Cut]) -> str:
    """The sentence with spans replaced; of two that overlap the first and longest one counts."""
    pieces, done = [""], 0
    for span, text in sorted(cuts, key=lambda cut: (cut[0].start, -cut[0].end)):
        if span.start < done:
            done = max(done, span.end)
            continue
        pieces.append(sentence[done : span.start])
        pieces.append(
            "" if _ends_twice(pieces[-1], text) else _in_case_of(sentence[span.start : span.end], text)
        )
        done = span.end
        if not text:
            before = "".join(pieces)
            if sentence[span.start].isupper() and _LABEL.search(before):
                sentence = sentence[:done] + _capital(sentence[done:])
            if sentence[span.start : span.end].endswith(","):  # it was put in between two commas
                before = before.rstrip(", ") + " "
            pieces = [_with_article(before, sentence[done:])]
    return "".join([*pieces, sentence[done:]])


def _capital(text: str) -> str:
    bare = text.lstrip(" \t,*_")
    return text[: len(text) - len(bare)] + bare[:1].upper() + bare[1:]


def _ends_twice(before: str, text: str) -> bool:
    return text == "." and before.rstrip()[-1:] in (".", "!", "?", "…")


def _in_case_of(found: str, text: str) -> str:
    """A replacement begins with a capital where what it replaces did."""
    return text[:1].upper() + text[1:] if found[:1].isupper() and not found[1:2].isupper() else text


def _with_article(before: str, after: str) -> str:
    """What stands before a cut, with "a" or "an" as the word after the cut wants it."""
    found = _ARTICLE.search(before.rstrip()[-3:])
    following = after.lstrip(" \t*_\"“'")
    if not found or not following[:1].isalnum() or found.group() == "AN":
        return before
    article = "an" if _VOWEL.match(following) else "a"
    article = article.capitalize() if found.group()[0].isupper() else article
    bare = before.rstrip()
    return bare[: len(bare) - len(found.group())] + article + before[len(bare) :]
