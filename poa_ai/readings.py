"""Readings: places in a text where a pattern found a value, with the value's canonical form."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple


class Reading(NamedTuple):
    """A value between two characters of a text, end exclusive."""

    start: int
    end: int
    normal: str


Reader = Callable[[str], Iterable[Reading]]
"""Finds every value of one kind, in any order, none overlapping another."""


def reader(pattern: str, normal: Callable[[re.Match[str]], str | None]) -> Reader:
    """A reader of the pattern's matches, in any case; where `normal` answers None there is no value."""

    def read(text: str) -> Iterator[Reading]:
        for match in _compiled(pattern).finditer(text):
            form = normal(match)
            if form is not None:
                yield Reading(match.start(), match.end(), form)

    return read


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled at first use: these patterns take longer to compile than most commands take to start."""
    return re.compile(pattern, re.IGNORECASE)


def blanked(text: str, readings: Iterable[Reading]) -> str:
    """The text with NUL in place of each reading, so that no later pattern matches there; lengths stay."""
    pieces: list[str] = []
    at = 0
    for start, end, _ in sorted(readings):
        pieces += (text[at:start], "\0" * (end - start))
        at = end
    return "".join((*pieces, text[at:])) if pieces else text
