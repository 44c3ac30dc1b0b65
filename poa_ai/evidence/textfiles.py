"""Reading mail, word processor files and tables: text without places on a paper."""

import csv
import io
from pathlib import Path

from poa_ai.evidence.page import Page
from poa_ai.filetext.mail import read_mail
from poa_ai.filetext.plainfile import decoded
from poa_ai.filetext.webpage import page_text
from poa_ai.filetext.wordfile import word_text

MAX_BYTES = 20_000_000
"""More than this of a file is not read."""
MAX_ROWS = 50_000
PAGE_CHARACTERS = 100_000


def read_text_file(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages of a file by its ending, .docx, .eml, .csv, .tsv, .html, .txt or .md, and notes on them.

    Raises ValueError, with the reason for a person.
    """
    ending = path.suffix.lower()
    notes: tuple[str, ...] = ()
    if ending == ".docx":
        try:
            text, notes = word_text(path.read_bytes())
        except ValueError as error:
            raise ValueError(f"{error}; save it anew, or as PDF") from None
    elif ending == ".eml":
        mail = read_mail(path.read_bytes()[:MAX_BYTES])
        text, notes = "\n".join((*map(": ".join, mail.headers.items()), mail.text)), mail.notes
    else:
        text = decoded(path.read_bytes()[:MAX_BYTES])
        if ending in (".csv", ".tsv"):
            text = _table(text)
        elif ending in (".html", ".htm"):
            text, notes = page_text(text)
    return _pages(text), notes


def _pages(text: str) -> tuple[Page, ...]:
    starts = range(0, len(text), PAGE_CHARACTERS)
    return tuple(Page(n, text[at : at + PAGE_CHARACTERS]) for n, at in enumerate(starts, 1)) or (Page(1, ""),)


def _table(text: str) -> str:
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:5_000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    lines = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), dialect)):
            if number >= MAX_ROWS:
                break
            lines.append("\t".join(" ".join(cell.split()) for cell in row))
    except csv.Error:
        raise ValueError("is no table that can be read; export it anew") from None
    return "\n".join(lines)
