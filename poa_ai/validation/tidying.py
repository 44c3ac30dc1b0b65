"""Punctuation, joints and capitals of a sentence put right after a cut."""

import re

from poa_ai.lazypattern import lazy_pattern

_SPACES = lazy_pattern(r"[ \t]{2,}")
_EMPTY_MARKS = lazy_pattern(r"\([ \t]*\)|\[[ \t]*\](?!\()|(?<!\w)\"[ \t]*\"(?!\w)|“[ \t]*”")
_LINE_START = lazy_pattern(r"(?<=\n)[ \t]+(?=\S)")
_AFTER_BRACKET = lazy_pattern(r"(?<=[(\[“])[\s,;:]+")
_SPACE_BEFORE_POINT = lazy_pattern(r"[ \t]+(?=[,;.!?](?:\s|$))")
_POINTS = lazy_pattern(r"([,;:])[ \t]*(?:[,;][ \t]*)+")
_POINT_BEFORE_END = lazy_pattern(r"[ \t]*[,;:–—-]+[ \t]*(?=[.!?]+[\"'”’)*_]*$)")
_OPENING = lazy_pattern(r"^([*_\"“(]*)[\s,;:.!?–—-]+(?=\S)")
_OPENING_WORDS = lazy_pattern(
    r"^([*_\"“(]*)(?:and|but|so|or|yet|then|however|therefore|also|thus)\b,?\s+", re.IGNORECASE
)
_CLOSING_WORDS = lazy_pattern(
    r",?\s+(?:and|but|or|so|because|that|to|while|as|which)(?=[.!?]*[\"'”’)*_]*$)", re.IGNORECASE
)
_AFTER_LABEL = lazy_pattern(r"(?<=[a-z*_]: )(?:and|but|so|or|yet|then)\b,?\s+", re.IGNORECASE)
_ALL_OF_TWO = lazy_pattern(
    r"^([^,]*),( (?:and|or) (?!(?:we|i|it|they|he|she|the|our|this|that|no|\d)\b))([^,]*)$"
)
_END = lazy_pattern(r"[.!?…]+[\"'”’)*_]*$")

_MISJOINED = lazy_pattern(
    r"\b(?:and|or|but|nor) (?:and|or|but|nor)\b|\b(?:an?|the|our|my|of|with|very|and|or|nor)[,;.!?:]"
    r"|\b(?:the|an?|our|my) (?:the|an?|and|or|but|was|were|is|are|has|have|had|of|that|which)\b"
    r"|\b(?:we|i|they) (?:and|or|but|nor)\b|^\W*(?:we|i|they|he|she),|, ?[,;:]|[,;:] ?[.!?](?:\s|$)",
    re.IGNORECASE,
)
_POINTLESS = lazy_pattern(
    r"^\W*(?:this|it|that|these|there) (?:is|was|are|were|has been)(?: all| only| just| simply| so)?\W*$",
    re.IGNORECASE,
)
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def tidied(text: str, original: str) -> str:
    """Punctuation, joints and the first capital put right after a cut; white space inside stays as it is."""
    text = _EMPTY_MARKS.sub("", text.strip())
    text = _SPACES.sub(" ", text)
    if not _AFTER_BRACKET.search(original):
        text = _AFTER_BRACKET.sub("", text)
    if "\n" in text and not _LINE_START.search(original):
        text = _LINE_START.sub("", text)
    text = _SPACE_BEFORE_POINT.sub("", text)
    text = _POINTS.sub(r"\1 ", text)
    text = _POINT_BEFORE_END.sub("", text)
    text = _OPENING.sub(r"\1", text)
    if not _OPENING_WORDS.match(original):
        text = _OPENING_WORDS.sub(r"\1", text)
    if ": " in text:
        text = _AFTER_LABEL.sub("", text)
    text = _CLOSING_WORDS.sub("", text).strip()
    if original.count(",") > text.count(",") == 1:  # a list of three that is one of two now
        text = _ALL_OF_TWO.sub(r"\1\2\3", text)
    end = _END.search(original.rstrip())
    if end and text and not _END.search(text):
        text = text.rstrip(",;:–—- ") + "."
    elif end and "!" in end.group() and text[-12:] != original.rstrip()[-12:]:  # what it called out is gone
        text = text.replace("!", ".") if text.count("!") == 1 else text
    elif original.rstrip().endswith(":") and text and text[-1].isalnum():
        text += ":"
    return _capitalised(text, original)


def well_formed(text: str, original: str) -> bool:
    """Whether no joint, article or bracket of the text hangs loose that did not so in the original."""
    if (
        any(text.count(a) - text.count(b) != original.count(a) - original.count(b) for a, b in _PAIRS)
        or text.count('"') % 2 != original.count('"') % 2
    ):
        return False
    if _POINTLESS.match(text):
        return False
    loose = _MISJOINED.search(text)
    return loose is None or loose.group().lower() in original.lower()


def _capitalised(text: str, original: str) -> str:
    first = re.search(r"[^\W_]", text)
    begun = re.search(r"[^\W_]", original)
    if not first or not begun or (begun.group().islower() and text[:12] == original[:12]):
        return text
    word = re.match(r"\w+", text[first.start() :])
    if word and not word.group().islower():
        return text
    return text[: first.start()] + first.group().upper() + text[first.end() :]
