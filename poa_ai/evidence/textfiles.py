"""Reading mail, word processor files and tables: text without places on a paper."""

import csv
import io
import zipfile
from collections.abc import Iterator
from email import policy
from email.message import Message
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from poa_ai.evidence.page import Page

MAX_BYTES = 20_000_000
"""More than this is not unpacked."""
MAX_PARTS = 200
"""Parts of a mail that are looked at."""
MAX_ROWS = 50_000
PAGE_CHARACTERS = 100_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_text_file(path: Path) -> tuple[Page, ...]:
    """The pages of a file by its ending: .docx, .eml, .csv, .tsv, .html, .txt or .md.

    Raises ValueError, with the reason for a person.
    """
    ending = path.suffix.lower()
    if ending == ".docx":
        return _pages(_docx(path))
    data = path.read_bytes()[:MAX_BYTES]
    if ending == ".eml":
        return _pages(_mail(data))
    text = _decoded(data)
    if ending in (".csv", ".tsv"):
        return _pages(_table(text))
    return _pages(_without_tags(text) if ending in (".html", ".htm") else text)


def _pages(text: str) -> tuple[Page, ...]:
    starts = range(0, len(text), PAGE_CHARACTERS)
    return tuple(Page(n, text[at : at + PAGE_CHARACTERS]) for n, at in enumerate(starts, 1)) or (Page(1, ""),)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _docx(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as member:
            data = member.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        raise ValueError("is broken or is no .docx file; save it anew") from None
    if len(data) > MAX_BYTES:
        raise ValueError("unpacks to more than 20 MB; save it smaller, or as PDF")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("declares entities, which no word processor writes; save it anew")
    try:
        return "".join(_docx_text(ElementTree.fromstring(data)))
    except (ElementTree.ParseError, RecursionError):
        raise ValueError("is broken; save it anew") from None


def _docx_text(root: ElementTree.Element) -> Iterator[str]:
    for node in root.iter():
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        elif node.tag in (f"{_WORD}p", f"{_WORD}br"):
            yield "\n"
        elif node.tag in (f"{_WORD}tab", f"{_WORD}tc"):
            yield "\t"


def _mail(data: bytes) -> str:
    mail = BytesParser(policy=policy.default).parsebytes(data)
    lines = [f"{name}: {mail[name]}" for name in ("From", "To", "Date", "Subject") if mail[name]]
    for number, part in enumerate(mail.walk()):
        if number >= MAX_PARTS:
            break
        if part.get_filename() or part.get_content_maintype() != "text":
            continue
        body = _body(part)
        lines.append(_without_tags(body) if part.get_content_subtype() == "html" else body)
    return "\n".join(lines)


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return _decoded(payload) if isinstance(payload, bytes) else ""


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


class _Visible(HTMLParser):
    """Collects what a reader would see of a page, roughly."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - given by the base
        if tag in ("script", "style", "head"):
            self._hidden += 1
        elif tag in ("p", "div", "tr", "br", "li", "h1", "h2", "h3"):
            self.text.append("\n")
        elif tag in ("td", "th"):
            self.text.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "head"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(" ".join(data.split()))


def _without_tags(text: str) -> str:
    parser = _Visible()
    parser.feed(text)
    parser.close()
    return "".join(parser.text)
