"""A passage with words in place of its values, so that wording can say which value it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern

_INNER_STOP = lazy_pattern(r"(?<=\w)\.(?=\w)")
_CONTRACTIONS = (
    (lazy_pattern(r"\bcan['’]t\b", re.IGNORECASE), "cannot"),
    (lazy_pattern(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (lazy_pattern(r"n['’]t\b", re.IGNORECASE), " not"),
    (lazy_pattern(r"['’]ll\b", re.IGNORECASE), " will"),
    (lazy_pattern(r"['’]re\b", re.IGNORECASE), " are"),
    (lazy_pattern(r"['’]ve\b", re.IGNORECASE), " have"),
    (lazy_pattern(r"\b(i|we|you|they|that|it)['’]d\b", re.IGNORECASE), r"\1 would"),
)
_BRACES = lazy_pattern(r"\{[^{}]*\}")
_CLAUSE = lazy_pattern(
    r"[,;:()–—]|\s-\s"
    r"|(?<![\w'])(?:if|unless|once|when|after which|because|but|while|otherwise|although|however|so"
    r"|and (?=we |our |your |you |the |funds|any |it |they |then |may |will ))",
    re.IGNORECASE,
)


def spelt_out(text: str) -> str:
    """The text with its contractions written out: "we'll" is "we will"."""
    if "'" in text or "’" in text:
        for pattern, words in _CONTRACTIONS:
            text = pattern.sub(words, text)
    return text


def marked(text: str, start: int, values: Sequence[Span], at: int, name: str) -> str:
    """The text with "that" + name for the value `at` and "other" + name for the rest.

    `values` are places in a whole of which the text begins at `start`, from left to right. A full stop inside
    a word (Amazon.com) ends no sentence and is taken out.
    """
    pieces: list[str] = []
    done = 0
    for index, span in enumerate(values):
        first, last = span.start - start, span.end - start
        if first >= done and last <= len(text):
            pieces += (text[done:first], f" {'that' if index == at else 'other'}{name} ")
            done = last
    return " ".join(_INNER_STOP.sub(" ", spelt_out("".join((*pieces, text[done:])))).split())


def clause(text: str, word: str) -> str:
    """The clause of a marked text that holds the word; the whole text where it does not occur."""
    place = text.find(word)
    if place < 0:
        return text
    begin, end = 0, len(text)
    for match in _CLAUSE.finditer(text):
        if match.end() <= place:
            begin = match.start() if match.group()[:1].isalpha() else match.end()
        elif match.start() > place:
            end = match.start()
            break
    return text[begin:end].strip()


def plain_marked(example: str, name: str = "") -> str:
    """An example of a family of wording, its value in braces marked."""
    kinds = (("%", "rate"), ("day", "span"), ("hour", "span"), ("week", "span"))

    def word(match: re.Match[str]) -> str:
        held = match.group().lower()
        return f"that{name or next((kind for sign, kind in kinds if sign in held), 'day')}"

    return _BRACES.sub(word, example)
