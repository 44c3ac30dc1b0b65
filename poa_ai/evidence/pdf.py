"""Reading a PDF: its text with the place of every word, and pictures of the pages that hold none."""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poa_ai.evidence.layout import PlacedWord, arranged
from poa_ai.evidence.page import Page, Quad
from poa_ai.pdfactions import told_actions

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 200 / 72
"""Pictures are made at 200 dots an inch, at which print of 8 points is still read."""
MAX_PIXELS = 12_000_000
"""A page that would be larger is drawn smaller."""
MAX_CHARACTERS = 60_000
FEW = 12
"""A page with fewer characters of text and anything drawn on it is taken for a picture."""
_PARTING = frozenset(":;,()|=<>\"'[]")
_MARKS = frozenset({3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15})  # annotations that a person draws or types

PictureReader = Callable[["Image", int, Callable[[float, float], tuple[float, float]]], Page]
"""Reads the words of a picture of page `number`; the last argument brings pixels to the page's own space."""


class PdfFile:
    """An open PDF. Raises ValueError, with the reason for a person, where it can't be opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        pypdfium2: Any = importlib.import_module("pypdfium2")
        self._raw: Any = pypdfium2.raw
        try:
            self._pdf: Any = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise ValueError(
                "is protected by a password; save a copy without one"
                if locked
                else "is broken or is no PDF; fetch it anew from whoever sent it"
            ) from None

    def __len__(self) -> int:
        return len(self._pdf)

    def notes(self) -> tuple[str, ...]:
        """What a reviewer's program may refuse: scripts, actions, embedded files."""
        return told_actions(self._pdf, self._path.read_bytes())

    def page(self, index: int, read_picture: PictureReader | None) -> tuple[Page, bool]:
        """One page, and whether it bears marks that somebody made.

        Without `read_picture` a scan has no text.
        """
        page = self._pdf[index]
        try:
            placed = self._placed(page)
            marked = self._marked(page)
            drawn = self._raw.FPDFPage_CountObjects(page.raw) > 0
            if sum(len(word.text) for word in placed) >= FEW or not drawn or read_picture is None:
                confidence = 0.0 if drawn and not placed else None
                return arranged(index + 1, placed, confidence), marked
            return self._from_picture(page, index + 1, read_picture), marked
        finally:
            page.close()

    def _from_picture(self, page: Any, number: int, read_picture: PictureReader) -> Page:
        width, height = page.get_size()
        scale = min(SCALE, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale)
        posconv = bitmap.get_posconv(page)
        corner, right, below = (
            posconv.to_page(x, y) for x, y in ((0, 0), (bitmap.width, 0), (0, bitmap.height))
        )

        def to_page(x: float, y: float) -> tuple[float, float]:
            # The library's own conversion knows whole pixels only.
            across, down = x / bitmap.width, y / bitmap.height
            a, b = (
                corner[i] + (right[i] - corner[i]) * across + (below[i] - corner[i]) * down for i in (0, 1)
            )
            return a, b

        return read_picture(bitmap.to_pil().convert("RGB"), number, to_page)

    def _marked(self, page: Any) -> bool:
        for index in range(min(self._raw.FPDFPage_GetAnnotCount(page.raw), 200)):
            note = self._raw.FPDFPage_GetAnnot(page.raw, index)
            kind = self._raw.FPDFAnnot_GetSubtype(note)
            self._raw.FPDFPage_CloseAnnot(note)
            if kind in _MARKS:
                return True
        return False

    def _placed(self, page: Any) -> list[PlacedWord]:
        text = page.get_textpage()
        try:
            return list(_words(self._characters(text), page.get_rotation()))
        finally:
            text.close()

    def _characters(self, text: Any) -> Iterator[tuple[str, _Box]]:
        box = self._raw.FS_RECTF()
        code = self._raw.FPDFText_GetUnicode
        place = self._raw.FPDFText_GetLooseCharBox
        for index in range(min(text.count_chars(), MAX_CHARACTERS)):
            character = chr(code(text.raw, index))
            place(text.raw, index, ctypes.byref(box))
            yield character, (box.left, box.bottom, box.right, box.top)


_Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's own space."""


def _words(characters: Iterator[tuple[str, _Box]], turn: int) -> Iterator[PlacedWord]:
    letters: list[str] = []
    whole: _Box | None = None
    glued = False
    for character, box in characters:
        if character.isspace() or not character.isprintable() or box[2] <= box[0] or box[3] <= box[1]:
            if letters and whole:
                yield _placed_word("".join(letters), whole, turn, glued)
            letters, whole, glued = [], None, False
            continue
        apart = whole is not None and _apart(whole, box)
        if whole is not None and (apart or _parted(letters[-1], character)):
            yield _placed_word("".join(letters), whole, turn, glued)
            letters, whole, glued = [], None, not apart
        letters.append(character)
        whole = box if whole is None else _around(whole, box)
    if letters and whole:
        yield _placed_word("".join(letters), whole, turn, glued)


def _parted(before: str, character: str) -> bool:
    return (before in _PARTING) != (character in _PARTING)


def _around(one: _Box, other: _Box) -> _Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _apart(word: _Box, box: _Box) -> bool:
    """Whether a character stands elsewhere than right behind or, in turned text, below or above the word."""
    size = max(min(box[2] - box[0], box[3] - box[1]), 1.0)
    across = max(box[0] - word[2], word[0] - box[2])
    along = max(box[1] - word[3], word[1] - box[3])
    return across > size or along > size


def _placed_word(text: str, box: _Box, turn: int, glued: bool) -> PlacedWord:
    left, bottom, right, top = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    quarter = turn // 90 % 4
    # What is top left on the page as shown is another corner of the page as stored.
    corners = corners[-quarter:] + corners[:-quarter] if quarter else corners
    quad: Quad = tuple(value for corner in corners for value in corner)  # type: ignore[assignment]  # 4 pairs
    shown = [_shown(x, y, quarter) for x, y in corners]
    (x0, x1), (y0, y1) = sorted({x for x, _ in shown}), sorted({y for _, y in shown})
    return PlacedWord(text, quad, x0, y0, x1, y1, glued)


def _shown(x: float, y: float, quarter: int) -> tuple[float, float]:
    """A point of the page as it is shown after quarter turns clockwise, y downwards, origin anywhere."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[quarter]
