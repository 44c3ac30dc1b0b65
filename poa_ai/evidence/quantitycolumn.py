"""Units of products in a table: the column below a heading such as "Qty", row by row."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from poa_ai.evidence.cells import Cell
from poa_ai.evidence.page import Page

_NUMBER = re.compile(
    r"(?:x\s?)?(\d{1,3}(?:[,. ]\d{3})+|\d{1,7})(?:[.,]0{1,3})?"
    r"\s?(?:pcs|pc|units?|ea|each|st(?:k|ück)?|x)?\.?",
    re.IGNORECASE,
)
_ROW_LINES = 2
"""The words of a row may stand so many lines below its units."""


class QuantityColumn(NamedTuple):
    """The column that holds units, from left to right."""

    left: float
    right: float


class Quantity(NamedTuple):
    """So many units of an ASIN, at a range of the page's text."""

    start: int
    end: int
    units: int
    asin: str


def read_quantities(
    page: Page,
    cells: Sequence[Cell],
    asins: Sequence[tuple[int, str]],
    names: Sequence[tuple[int, str]],
    heading: re.Pattern[str],
    column: QuantityColumn | None,
) -> tuple[list[Quantity], QuantityColumn | None]:
    """The units of a page, and the column for the next page.

    `asins` are the places of ASINs, `names` those of names of products with their ASINs, which count in rows
    that show no ASIN. `column` is that of the page before, for a table that goes on.
    """
    found: list[Quantity] = []
    counted: set[int] = set()
    for line, group in groupby(cells, key=lambda cell: cell.line):
        row = list(group)
        if (header := _header(page, row, heading)) is not None:
            column = header
            continue
        if column is None:
            continue
        in_row = _in_row(row, asins) or _in_row(row, names)
        if len(in_row) == 1:
            lines = _lines_upwards(cells, line)
            entry = next((unit for cell in lines if (unit := _units(page, cell, column)) is not None), None)
            if entry is not None and entry[0] not in counted:
                counted.add(entry[0])
                found.append(Quantity(*entry, in_row[0]))
    return found, column


def _in_row(row: Sequence[Cell], places: Sequence[tuple[int, str]]) -> list[str]:
    return list(dict.fromkeys(asin for at, asin in places if row[0].start <= at < row[-1].end))


def _lines_upwards(cells: Sequence[Cell], line: int) -> Iterator[Cell]:
    """The cells of a line, then of the lines above it that may belong to its row."""
    near = [cell for cell in cells if line - _ROW_LINES <= cell.line <= line]
    return iter(sorted(near, key=lambda cell: -cell.line))


def _header(page: Page, row: Sequence[Cell], heading: re.Pattern[str]) -> QuantityColumn | None:
    if len(row) < 2:
        return None
    for index, cell in enumerate(row):
        text = cell.text(page).strip(" .:#")
        match = heading.match(text)
        if match and len(text) - match.end() <= 12 and not re.search(r"\d", text):
            left = row[index - 1].right if index else cell.left - (cell.right - cell.left)
            right = row[index + 1].left if index + 1 < len(row) else cell.right + (cell.right - cell.left)
            return QuantityColumn((left + cell.left) / 2, (right + cell.right) / 2)
    return None


def _units(page: Page, cell: Cell, column: QuantityColumn) -> tuple[int, int, int] | None:
    if not column.left <= (cell.left + cell.right) / 2 <= column.right:
        return None
    match = _NUMBER.fullmatch(cell.text(page).strip())
    if match is None:
        return None
    return cell.start, cell.end, int(re.sub(r"\D", "", match[1]))
