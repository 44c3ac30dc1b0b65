"""Tables as Amazon hands them out: tab-delimited, or comma-separated where Seller Central made the file."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from poa_ai.accounthealth.reportfile import read_report
from poa_ai.errors import InputError

MAX_ROWS = 200_000
"""Rows that are read; a longer table is cut there and told."""
MAX_CELL = 4_000
"""Characters of a cell that are read."""
_NOT_WORD = re.compile(r"[^a-z0-9]+")

Row = Mapping[str, str]
"""Cells by the folded names of their columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read, less the `broken` rows that have more or fewer cells than the header."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    broken: int
    is_cut: bool

    def notes(self, path: Path) -> Iterator[str]:
        """What was not read, for the person at the terminal."""
        if self.broken:
            yield f"{path}: {self.broken} rows have not the columns of the header and were left out"
        if self.is_cut:
            yield f"{path}: only the first {MAX_ROWS:,} rows were read"


def read_table(path: Path, required: Sequence[str], kind: str) -> Table:
    """The table in a file. Raises InputError for a file that is none, or lacks one of the `required` columns.

    A column is named in lower case with underscores: "Return Reason" is "return_reason".
    """
    text = _decoded(read_report(path), path)
    first, _, _ = text.partition("\n")
    rows = _rows(text, first)
    try:
        columns = tuple(_folded(name) for name in next(rows, []))
        if missing := [name for name in required if name not in columns]:
            listed = ", ".join(name for name in columns[:12] if name) or "none"
            raise InputError(
                f"{path}: no {kind}: the column '{missing[0].replace('_', ' ')}' is missing; "
                f"found: {listed[:200]}"
            )
        kept: list[Row] = []
        broken, is_cut = 0, False
        for cells in rows:
            if len(kept) == MAX_ROWS:
                is_cut = True
                break
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                broken += 1
                continue
            kept.append({name: cell[:MAX_CELL].strip() for name, cell in zip(columns, cells, strict=True)})
    except csv.Error as error:
        raise InputError(f"{path}: no table: {error}") from None
    return Table(columns, tuple(kept), broken, is_cut)


def _rows(text: str, first: str) -> Iterator[list[str]]:
    if "\t" in first:
        # Amazon quotes nothing in these: a quotation mark is one that the buyer wrote.
        return (line.split("\t") for line in text.splitlines())
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _folded(name: str) -> str:
    return _NOT_WORD.sub("_", name.casefold()).strip("_")


def _decoded(data: bytes, path: Path) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise InputError(f"{path}: binary data, not a table; download the report as a text file")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
