"""A document as read: pages of text, and where each word stands on the paper."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

Quad = tuple[float, float, float, float, float, float, float, float]
"""Corners of a word as x and y in turn: top left, top right, bottom right, bottom left as one reads it.

In a PDF they are points of the page's own space, in an image pixels from its top left.
"""


class Word(NamedTuple):
    """Half-open range of characters of the page's text, and where they stand.

    `left` and `right` tell the column: they are those of the page as a person holds it.
    """

    start: int
    end: int
    quad: Quad
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Lines end with a newline, an empty line parts blocks, a tab parts cells of a line.

    `words` are in the order of the text, and empty where the file knows no places (mail, table).
    `confidence` from 0 to 1 tells how surely a picture was read; None stands for real text.
    """

    number: int
    text: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None

    def quads(self, start: int, end: int) -> Iterator[Quad]:
        """Where a range of the text stands: one quad for each run of words in a cell."""
        run: list[Quad] = []
        last = start
        first = max(0, bisect_right(self.words, start, key=lambda word: word.start) - 1)
        for word in self.words[first:]:
            if word.start >= end:
                break
            if word.end <= start:
                continue
            if run and ("\n" in (gap := self.text[last : word.start]) or "\t" in gap):
                yield _joined(run)
                run = []
            run.append(_part(word, max(start, word.start), min(end, word.end)))
            last = word.end
        if run:
            yield _joined(run)

    def to_json(self) -> dict[str, Any]:
        """As it goes from the reading process to ours."""
        words = [
            [start, end, round(left, 2), round(right, 2), *(round(value, 2) for value in quad)]
            for start, end, quad, left, right in self.words
        ]
        return {"number": self.number, "text": self.text, "words": words, "confidence": self.confidence}

    @staticmethod
    def from_json(entry: dict[str, Any]) -> Page:
        """The page that `to_json` wrote."""
        words = tuple(
            Word(int(start), int(end), tuple(quad), left, right)
            for start, end, left, right, *quad in entry["words"]
        )
        return Page(entry["number"], entry["text"], words, entry["confidence"])


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a file. `fault` says in a few words why nothing was; None where it could be read.

    `total_pages` counts also the pages behind the last that is read. `notes` are for a person: scripts,
    embedded files, marks that the file already bears.
    """

    pages: tuple[Page, ...] = ()
    total_pages: int = 0
    notes: tuple[str, ...] = ()
    fault: str | None = None

    @property
    def text(self) -> str:
        """The text of all pages."""
        return "\n".join(page.text for page in self.pages)

    @property
    def by_ocr(self) -> bool:
        """Whether a page was read from a picture."""
        return any(page.confidence is not None for page in self.pages)


def _part(word: Word, start: int, end: int) -> Quad:
    if (start, end) == (word.start, word.end):
        return word.quad
    length = word.end - word.start
    return between(word.quad, (start - word.start) / length, (end - word.start) / length)


def between(quad: Quad, left: float, right: float) -> Quad:
    """The part of a quad between two shares (0 to 1) of its width."""
    x0, y0, x1, y1, x2, y2, x3, y3 = quad

    def top(share: float) -> tuple[float, float]:
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share

    def bottom(share: float) -> tuple[float, float]:
        return x3 + (x2 - x3) * share, y3 + (y2 - y3) * share

    return (*top(left), *top(right), *bottom(right), *bottom(left))


def _joined(run: list[Quad]) -> Quad:
    return (*run[0][:2], *run[-1][2:6], *run[0][6:])
