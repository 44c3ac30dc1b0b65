"""Text from a Word file (.docx): word/document.xml alone, within bounds, hidden text left out, tabs kept."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

MAX_XML_BYTES = 10_000_000
"""Largest document.xml that is read, unpacked."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "


def word_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of the paragraphs, a line each, and notes on what was hidden.

    Raises ValueError, with the reason for a person, for what is no .docx, is locked or unpacks too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open("word/document.xml") as stream:
            xml = stream.read(MAX_XML_BYTES + 1)
    except KeyError:
        raise ValueError("is no Word file: it holds no word/document.xml") from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, ValueError, OSError):
        raise ValueError("is a broken or locked Word file") from None
    if len(xml) > MAX_XML_BYTES:
        raise ValueError(f"unpacks to more than {MAX_XML_BYTES:,} bytes")
    reader = _Reader()
    try:
        reader.read(xml)
    except (expat.ExpatError, ValueError):
        raise ValueError("is a broken Word file") from None
    notes = (f'hidden text was left out: "{"".join(reader.hidden)[:60]}"',) if reader.hidden else ()
    return "".join(reader.pieces), notes


class _Reader:
    """Collects the text of w:t; a run whose properties say vanish is hidden."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self._in_text = self._vanished = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, xml: bytes) -> None:
        """Read the document. Raises ExpatError or ValueError where it is none."""
        self._parser.Parse(xml, True)

    def _doctype(self, *_: object) -> None:
        raise ValueError("no Word file has a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "r":
            self._vanished = False
        elif name == "vanish":
            self._vanished = not any(value in ("0", "false", "off") for value in attributes.values())
        elif name == "t":
            self._in_text = True
        elif name in ("tab", "tc"):
            self.pieces.append("\t")
        elif name == "br":
            self.pieces.append("\n")
        elif name == "numPr":
            self.pieces.append("- ")

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name == "t":
            self._in_text = False
        elif name == "p":
            self.pieces.append("\n")

    def _data(self, data: str) -> None:
        if self._in_text:
            (self.hidden if self._vanished else self.pieces).append(data)


def _local(tag: str) -> str:
    for space in (_WORD, _STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return ""
