"""Sentences of a letter, as spans: ids, abbreviations, list items and quotations stay whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.packagefiles import package_folder
from poa_ai.quotations import find_quotations

MEMO_CHARS = 2_000
"""What a longer text is split into is not kept."""

_MARK = r"(?:[-*+•‣◦·]|\d{1,3}[.)]|\(?[a-zA-Z\d]\))[ \t]+"

# Where one block of text ends and the next begins: a blank line, a line that opens a block or closes one. It
# begins with one class of characters, so that the search leaps from one of them to the next.
_BLOCK_END = lazy_pattern(
    r"[:\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029](?:"
    rf"(?<=\n)(?:[ \t]*\r?\n\s*|(?=[ \t]*(?:{_MARK}|\#{{1,6}}[ \t]|\||>)))"
    r"|(?<=:)(?:\n[ \t]*\r?\n\s*|[ \t]*\r?\n)"
    r"|(?<![:\n])[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*)"
)
_HEADING = lazy_pattern(r"[ \t]{0,3}#{1,6}[ \t][^\n]*\n|[ \t]*\|[^\n]*\n")

_STOP = lazy_pattern(r"[.!?…。！？](?<![.!?…。！？]{2})[.!?…。！？]*[\"'”’»)\]*_]{0,8}(?=\s)")
_UP_TO_WORD = lazy_pattern(r".*[\s(\[{\"“”‘'*_<>]", re.DOTALL)
_NEXT_WORD = lazy_pattern(r"[\s\"'“‘«(\[*_]{0,8}([^\s]{0,40})")
_ENUMERATOR = lazy_pattern(r"(?:(?:^[^\w\n]*|;\s)(?:\d{1,3}|[a-zA-Z])|:\s[(*_]{0,2}[1aA])$")
_PLAIN_WORD = lazy_pattern(r"[a-z]{3,}(?:['’-][a-z]+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    always: frozenset[str]
    numbered: frozenset[str]
    sometimes: frozenset[str]
    starters: frozenset[str]
    all: frozenset[str]


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences from left to right, without the space around them; no other character is left out.

    A blank line, a list item, a heading and a table row begin anew; a line end inside a paragraph does not. A
    quotation is never cut. A list marker belongs to the first sentence of its item.

    A short text is split once: those of a case are asked for again and again.
    """
    return _split(text) if len(text) > MEMO_CHARS else _memo(text)


def _split(text: str) -> tuple[Span, ...]:
    quotations = find_quotations(text)
    spans: list[Span] = []
    at = 0
    for start, end in _blocks(text):
        while at < len(quotations) and quotations[at].end <= start:
            at += 1
        inside, begun = at, start
        for stop in _stops(text, start, end):
            while inside < len(quotations) and quotations[inside].end < stop:
                inside += 1
            if inside < len(quotations) and quotations[inside].start < stop < quotations[inside].end:
                continue
            spans += _stripped(text, begun, stop)
            begun = stop
        spans += _stripped(text, begun, end)
    return tuple(spans)


_memo = lru_cache(maxsize=4_096)(_split)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BLOCK_END.finditer(text):
        if match.end() > start:
            yield from _after_headings(text, start, match.end())
            start = match.end()
    yield from _after_headings(text, start, len(text))


def _after_headings(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A heading and a table row end with their line."""
    while match := _HEADING.match(text, start, end):
        yield start, match.end()
        start = match.end()
    yield start, end


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Where in a block a sentence ends, the end of the block left out."""
    while end > start and text[end - 1].isspace():
        end -= 1
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, start, match):
            yield match.end()


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop.end() - stop.start() == 1 and _plainly_ends(text, start, stop.start()):
        return True
    following = _NEXT_WORD.match(text, stop.end())
    word = following[1] if following else ""
    lower = word[:1].islower()
    marks = stop.group()
    if "?" in marks or "？" in marks or "!!" in marks:
        return True
    if "!" in marks or "！" in marks:
        return not lower
    if marks[-1] not in ".…。" and lower:
        return False
    if len(marks.rstrip("\"'”’»)]*_")) > 1 or "。" in marks or "…" in marks:
        return not lower
    since = max(start, stop.start() - 60)
    return _full_stop_ends("x" * (since > start) + text[since : stop.start()], word)


def _plainly_ends(text: str, start: int, stop: int) -> bool:
    """Whether it is a full stop of the usual kind: a whole word before it, a space and a capital after it."""
    if text[stop] != "." or not text[stop + 2 : stop + 3].isupper():
        return False
    word = text[max(start, stop - 20) : stop].rpartition(" ")[2]
    usual = word.isalpha() if len(word) < 4 else word.isalnum()
    return usual and len(word) > 1 and word.lower() not in _abbreviations().all


def _full_stop_ends(before: str, following: str) -> bool:
    before = before.removesuffix("\n")
    found = _UP_TO_WORD.match(before)
    word = before[found.end() if found else 0 :][-40:].lower()
    known = _abbreviations()
    first = following.rstrip(",;:!?").lower()
    # What counts entries has three characters at most.
    counts = not (len(before) > 3 and before[-4:].isalnum()) and _ENUMERATOR.search(before)
    if counts or word in known.always:
        return False
    if word in known.numbered and (
        following[:1].isdigit() or following[:1] == "#" or _is_reference(following)
    ):
        return False
    if word in known.sometimes or (len(word) == 1 and word.isalpha()) or re.fullmatch(r"(?:\w\.)+\w", word):
        return first in known.starters and not following[:1].islower()
    if following[:1].islower():
        return bool(_PLAIN_WORD.fullmatch(word)) and word not in known.numbered
    return True


def _is_reference(word: str) -> bool:
    return any(char.isdigit() for char in word) and word[:1].isupper()


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


@cache
def _abbreviations() -> _Abbreviations:
    text = (package_folder("poa_ai") / "abbreviations.txt").read_text("utf-8")
    words = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    kinds = {
        name: frozenset(listed.split())
        for name, _, listed in (group.partition("]") for group in words.split("[")[1:])
    }
    short = kinds["always"] | kinds["numbered"] | kinds["sometimes"]
    return _Abbreviations(**kinds, all=short)
