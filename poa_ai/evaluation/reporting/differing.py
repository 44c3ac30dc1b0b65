"""What differs between two texts, by lines, within bounds that hold whatever the texts are."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import NamedTuple

MAX_LINES = 400
"""Lines of a text that are compared."""
MAX_LINE = 2_000
"""Characters of a line that are shown."""


class Row(NamedTuple):
    """A line of both texts side by side. None where a text has none; equal lines are `same`."""

    before: int | None
    after: int | None
    same: bool


def lines_of(text: str) -> list[str]:
    """The first lines of a text, cut where they are too long. Only line feeds part lines."""
    return [line[:MAX_LINE] for line in text.rstrip("\n").split("\n", MAX_LINES)[:MAX_LINES]]


def rows(before: list[str], after: list[str]) -> Iterator[Row]:
    """The lines of two texts in pairs."""
    for tag, left, left_end, right, right_end in _matcher(before, after).get_opcodes():
        for step in range(max(left_end - left, right_end - right)):
            old = left + step if left + step < left_end else None
            new = right + step if right + step < right_end else None
            yield Row(old, new, tag == "equal")


def unified(before: str, after: str, context: int = 2) -> list[str]:
    """The lines that differ and some around, "-", "+" or " " before; "\u2026" where some are missing."""
    old, new = lines_of(before), lines_of(after)
    found: list[str] = []
    for group in _matcher(old, new).get_grouped_opcodes(context):
        if found or group[0][1] > 0:
            found.append("\u2026")
        for tag, left, left_end, right, right_end in group:
            if tag == "equal":
                found += [f" {line}" for line in old[left:left_end]]
                continue
            found += [f"-{line}" for line in old[left:left_end]]
            found += [f"+{line}" for line in new[right:right_end]]
    return found


def _matcher(before: list[str], after: list[str]) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, before, after)
