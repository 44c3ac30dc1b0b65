"""Readings: places in a text where a pattern found a value, with the value's canonical form."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple


class Reading(NamedTuple):
    """A value between two characters of a text, end exclusive."""

    start: int
    end: int
    normal: str


Reader = Callable[[str], Iterable[Reading]]
"""Finds every value of one kind, in any order, none overlapping another."""


@dataclass(frozen=True, slots=True)
class StartingReader:
    """A reader of values that begin at the places that `starts` finds in a text, and nowhere else."""

    pattern: str
    normal: Callable[[re.Match[str]], str | None]
    starts: Callable[[str], Sequence[int]]

    def __call__(self, text: str) -> list[Reading]:
        """The values of a text."""
        return self.at(text, self.starts(plain_case(text)))

    def at(self, text: str, starts: Iterable[int]) -> list[Reading]:
        """The values of a text whose places are known."""
        matches = matches_at(_compiled(self.pattern), plain_case(text), starts)
        return [Reading(*match.span(), form) for match in matches if (form := self.normal(match)) is not None]


_BEFORE, _BEHIND = 120, 60
"""So many characters around an anchor are read: more than any value takes that has one."""


def reader(
    pattern: str,
    normal: Callable[[re.Match[str]], str | None],
    anchor: str | None = None,
    starts: Callable[[str], Sequence[int]] | None = None,
) -> Reader:
    """A reader of the pattern's matches, in any case; where `normal` answers None there is no value.

    With an `anchor`, a quick pattern that every value holds, only the text around its matches is read. With
    `starts` a value may begin at the places that it finds in the text, and nowhere else.
    """

    if starts is not None:
        return StartingReader(pattern, normal, starts)

    def read(text: str) -> list[Reading]:
        compiled, text = _compiled(pattern), plain_case(text)
        if anchor is None:
            matches: Iterable[re.Match[str]] = compiled.finditer(text)
        else:
            matches = (match for span in _around(anchor, text) for match in compiled.finditer(text, *span))
        return [Reading(*match.span(), form) for match in matches if (form := normal(match)) is not None]

    return read


def plain_case(text: str) -> str:
    """The text with s and i for letters that patterns in any case take for them and `str.lower` does not."""
    return text if text.isascii() else text.translate(_CASELESS)


_CASELESS = str.maketrans("\u017f\u0130\u0131", "sIi")


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at one of the places, from left to right, none overlapping another."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)) is not None:
            end = match.end()
            yield match


def _around(anchor: str, text: str) -> Iterator[tuple[int, int]]:
    """The stretches around the anchors, those that touch joined; they begin and end with a word."""
    start = end = -1
    for match in _compiled(anchor).finditer(text):
        first, last = max(0, match.start() - _BEFORE), min(len(text), match.end() + _BEHIND)
        if first > end:
            if end >= 0:
                yield _whole(text, start, end)
            start = first
        end = last
    if end >= 0:
        yield _whole(text, start, end)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the words that it cuts, unless a word is longer than any value."""
    while 0 < start < end and not text[start - 1].isspace():
        start += 1
    while len(text) > end > start and not text[end].isspace():
        end -= 1
    return start, end


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled at first use: these patterns take longer to compile than most commands take to start."""
    return re.compile(pattern, re.IGNORECASE)


def blanked(text: str, readings: Sequence[Reading]) -> str:
    """The text with NUL in place of each reading, so that no later pattern matches there; lengths stay."""
    pieces: list[str] = []
    at = 0
    for start, end, _ in sorted(readings) if readings else ():
        pieces += (text[at:start], "\0" * (end - start))
        at = end
    return "".join((*pieces, text[at:])) if pieces else text
