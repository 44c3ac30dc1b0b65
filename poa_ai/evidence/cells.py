"""The cells of a page, and which of them belong to the buyer."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from poa_ai.evidence.page import Page
from poa_ai.evidence.vocabulary import Vocabulary

BLOCK_LINES = 7
"""An address has no more lines than this."""
_CELL = re.compile(r"[^\t\n]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that stand together in a line: a range of the page's text, its line, and its column.

    Where a file knows no places, the column is the number of the cell in its line.
    """

    start: int
    end: int
    line: int
    left: float
    right: float

    def text(self, page: Page) -> str:
        """The words of the cell."""
        return page.text[self.start : self.end]


def cells_of(page: Page) -> tuple[Cell, ...]:
    """The cells in the order of the text."""
    starts = [word.start for word in page.words]
    cells = []
    line_start, line = 0, 0
    for number, text in enumerate(page.text.split("\n")):
        line = number
        for column, match in enumerate(_CELL.finditer(text)):
            start, end = line_start + match.start(), line_start + match.end()
            words = page.words[bisect_left(starts, start) : bisect_left(starts, end)]
            left = words[0].left if words else float(column)
            right = words[-1].right if words else column + 0.9
            cells.append(Cell(start, end, line, left, right))
        line_start += len(text) + 1
    return tuple(cells)


def buyer_cells(page: Page, cells: Sequence[Cell], vocabulary: Vocabulary) -> frozenset[Cell]:
    """The cells of the blocks that begin with a label such as "Bill to"."""
    labels = vocabulary.label("buyer")
    found: set[Cell] = set()
    for index, cell in enumerate(cells):
        match = labels.match(page.text, cell.start, cell.end)
        if match and re.match(r"\s?(?:[:(\n\t#]|$|[A-Z0-9])", page.text[match.end() : cell.end] or "\n"):
            found.add(cell)
            found.update(_below(page, cells, index, match.end(), vocabulary))
    return frozenset(found)


def _below(
    page: Page, cells: Sequence[Cell], index: int, label_end: int, vocabulary: Vocabulary
) -> Iterator[Cell]:
    label = cells[index]
    beside = [cell for cell in cells[index + 1 : index + 12] if cell.line == label.line]
    first = index == 0 or cells[index - 1].line != label.line
    left = -inf if first else label.left - (label.right - label.left) * 0.2 - 1
    alone = not page.text[label_end : label.end].strip(" :")
    if alone and beside and not _is_label(page, beside[0], vocabulary) and not _cell_under(cells, index):
        yield beside[0]
        beside = beside[1:]
    right = beside[0].left - 1 if beside else inf
    line = label.line
    for cell in cells[index + 1 :]:
        if cell.line > line + 1 or cell.line > label.line + BLOCK_LINES:
            return  # an empty line, or more than an address
        if cell.line > label.line and left <= cell.left < right:
            if _is_label(page, cell, vocabulary):
                return
            yield cell
        line = cell.line


def _cell_under(cells: Sequence[Cell], index: int) -> bool:
    label = cells[index]
    under = (cell for cell in cells[index + 1 : index + 24] if cell.line == label.line + 1)
    return any(cell.left < label.right and cell.right > label.left for cell in under)


def _is_label(page: Page, cell: Cell, vocabulary: Vocabulary) -> bool:
    return any(
        vocabulary.label(name).match(page.text, cell.start, cell.end)
        for name in ("supplier", "issue_date", "other_date", "quantity", "buyer")
    )
