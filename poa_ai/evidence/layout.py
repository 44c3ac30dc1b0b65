"""Words in the order in which a person reads them: lines from top to bottom, cells from left to right."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from poa_ai.evidence.page import Page, Quad, Word

CELL_GAP = 0.9
"""Two words further apart than this, in heights of a line, stand in different cells."""
BLOCK_GAP = 0.6
"""Lines further apart than this, in heights of a line, belong to different blocks."""
MAX_CHARACTERS = 100_000
"""More text than this on one page is left out."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word before its line is known.

    The box is upright, with y growing downwards, as a person holds the page.
    `glued` tells that no space stands before it.
    """

    text: str
    quad: Quad
    left: float
    top: float
    right: float
    bottom: float
    glued: bool = False

    @property
    def middle(self) -> float:
        """Height of its centre."""
        return (self.top + self.bottom) / 2


def arranged(number: int, placed: Sequence[PlacedWord], confidence: float | None = None) -> Page:
    """The page that these words make. O(n log n)."""
    pieces: list[str] = []
    words: list[Word] = []
    length = 0
    bottom: float | None = None
    for line in _lines(placed):
        size = max(median(word.bottom - word.top for word in line), 0.1)
        if bottom is not None and line[0].top - bottom > BLOCK_GAP * size:
            pieces.append("\n")
            length += 1
        bottom = max(word.bottom for word in line)
        for before, word in zip([None, *line], line, strict=False):
            gap = "" if before is None else _gap(before, word, size)
            start = length + len(gap)
            length = start + len(word.text)
            if length > MAX_CHARACTERS:
                return Page(number, "".join(pieces), tuple(words), confidence)
            pieces += (gap, word.text)
            words.append(Word(start, length, word.quad, word.left, word.right))
        pieces.append("\n")
        length += 1
    return Page(number, "".join(pieces), tuple(words), confidence)


def _gap(before: PlacedWord, word: PlacedWord, size: float) -> str:
    apart = word.left - before.right
    if apart > CELL_GAP * size:
        return "\t"
    return "" if word.glued and apart < 0.2 * size else " "


def _lines(placed: Sequence[PlacedWord]) -> list[list[PlacedWord]]:
    if not placed:
        return []
    ordered = sorted(placed, key=lambda word: word.middle)
    lines = [[ordered[0]]]
    for before, word in pairwise(ordered):
        height = min(before.bottom - before.top, word.bottom - word.top)
        first = lines[-1][0]
        near = word.middle - before.middle <= 0.35 * height and word.middle - first.middle <= 0.8 * height
        if near:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]
