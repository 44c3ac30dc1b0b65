"""Mending one sentence: cutting offending words out so that what is left reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.validation.carried import carried
from poa_ai.validation.clauses import clause_around, has_verb, reads_as_sentence

MAX_SENTENCE = 4000
"""A longer sentence is left as it is: nobody can say where its clauses end."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found in a sentence, as a span of it, and what the rule does to them."""

    span: Span
    action: str
    replacement: str = ""


_SPACES = re.compile(r"[ \t]{2,}")
_EMPTY_MARKS = re.compile(
    r"(?<![*_])(\*{1,3}|_{1,3})[ \t]*\1(?![*_])|\([ \t]*\)|\[[ \t]*\](?!\()|(?<!\w)\"[ \t]*\"(?!\w)"
)
_SPACE_BEFORE_POINT = re.compile(r"[ \t]+(?=[,;.!?](?:\s|$))")
_POINTS = re.compile(r"([,;:])[ \t]*(?:[,;:][ \t]*)+")
_POINT_BEFORE_END = re.compile(r"[ \t]*[,;:–—-]+[ \t]*(?=[.!?]+[\"'”’)*_]*$)")
_OPENING = re.compile(r"^([*_\"“(]*)[\s,;:.!?–—-]+(?=\S)")
_OPENING_WORDS = re.compile(
    r"^([*_\"“(]*)(?:and|but|so|or|yet|then|however|therefore|also|thus)\b,?\s+", re.IGNORECASE
)
_CLOSING_WORDS = re.compile(r",?\s+(?:and|but|or|so|because|that|to)(?=[.!?]*[\"'”’)*_]*$)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(an?)$", re.IGNORECASE)
_VOWEL = re.compile(
    r"(?i:(?!one|once|uni|use|usa|eu|us\b|ut)[aeio]|u(?!ni|s[aeu]|t[ei])|hour|honest|heir)|[FHLMNRSX](?=[A-Z]{2})"
)


def mend(sentence: str, hits: Sequence[Hit]) -> str | None:
    """The sentence without what the hits name; "" where nothing is worth keeping, None if it can't be mended.

    It can't be mended where a value outside the offending words would go (see `carried`).
    """
    hits = [hit for hit in hits if hit.action != "flag"]
    if not hits or len(sentence) > MAX_SENTENCE:
        return None
    keep = carried(sentence, (hit.span for hit in hits))
    gone = None if keep else ""
    if any(hit.action == "drop-sentence" for hit in hits):
        return gone
    cuts = []
    for hit in hits:
        span = clause_around(sentence, hit.span) if hit.action == "drop-clause" else hit.span
        if span is None:
            return gone
        cuts.append((span, hit.replacement))
    left = _tidied(_cut(sentence, cuts), sentence)
    if keep - carried(left) or carried(left) - carried(sentence):
        return gone
    rest = _cut(sentence, [(hit.span, "") for hit in hits])
    asks_verb = has_verb(rest) or any(hit.action == "drop-clause" for hit in hits)
    if not reads_as_sentence(left, verb=asks_verb):
        return gone
    return left


def _cut(sentence: str, cuts: Sequence[tuple[Span, str]]) -> str:
    """The sentence with spans replaced; of two that overlap the first and longest one counts."""
    pieces, done = [""], 0
    for span, text in sorted(cuts, key=lambda cut: (cut[0].start, -cut[0].end)):
        if span.start < done:
            done = max(done, span.end)
            continue
        pieces += sentence[done : span.start], _in_case_of(sentence[span.start : span.end], text)
        done = span.end
        if not text:
            before = "".join(pieces)
            if sentence[span.start : span.end].endswith(","):  # it was put in between two commas
                before = before.rstrip(", ") + " "
            pieces = [_with_article(before, sentence[done:])]
    return "".join([*pieces, sentence[done:]])


def _in_case_of(found: str, text: str) -> str:
    """A replacement begins with a capital where what it replaces did."""
    return text[:1].upper() + text[1:] if found[:1].isupper() and not found[1:2].isupper() else text


def _with_article(before: str, after: str) -> str:
    """What stands before a cut, with "a" or "an" as the word after the cut wants it."""
    found = _ARTICLE.search(before.rstrip())
    following = after.lstrip()
    if not found or not following[:1].isalpha():
        return before
    article = "an" if _VOWEL.match(following) else "a"
    if found.group().isupper() and len(found.group()) > 1:
        return before
    article = article.capitalize() if found.group()[0].isupper() else article
    return before.rstrip()[: found.start()] + article + before[len(before.rstrip()) :]


def _tidied(text: str, original: str) -> str:
    """Punctuation, joints and the first capital put right after a cut; white space inside stays as it is."""
    text = _EMPTY_MARKS.sub("", text.strip())
    text = _SPACES.sub(" ", text)
    text = _SPACE_BEFORE_POINT.sub("", text)
    text = _POINTS.sub(r"\1 ", text)
    text = _POINT_BEFORE_END.sub("", text)
    text = _OPENING.sub(r"\1", text)
    if not _OPENING_WORDS.match(original):
        text = _OPENING_WORDS.sub(r"\1", text)
    text = _CLOSING_WORDS.sub("", text).strip()
    end = re.search(r"[.!?]+[\"'”’)*_]*$", original.rstrip())
    if end and text and text[-1] not in ".!?" and not re.search(r"[.!?][\"'”’)*_]+$", text):
        text = text.rstrip(",;:–—- ") + "."
    return _capitalised(text, original)


def _capitalised(text: str, original: str) -> str:
    first = re.search(r"\w", text)
    begun = re.search(r"\w", original)
    if not first or not begun or (begun.group().islower() and text[:12] == original[:12]):
        return text
    word = re.match(r"\w+", text[first.start() :])
    if word and not word.group().islower():
        return text
    return text[: first.start()] + first.group().upper() + text[first.end() :]
