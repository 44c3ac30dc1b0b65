"""The words of a PDF's page that a person sees: what has no contrast, or no size, is no word of the notice.

Used in the process of `pdfpages`: the page is drawn, and each word looked up in the picture. So white on
white is hidden, white on a dark bar is not, and the text behind a scan is seen where the scan shows it.
"""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Iterator
from typing import Any, NamedTuple

SCALE = 1.5
"""Pixels to a point: so print of 5 points is still told from the paper."""
MAX_PIXELS = 3_000_000
"""A page that would be larger is drawn smaller."""
CONTRAST = 32
"""Least difference of shade, of 255, within a word that a person sees."""
SMALLEST = 2.5
"""Height of a line, in points, below which nobody reads it."""
_WHITE = 235

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class _Word(NamedTuple):
    text: str
    box: _Box | None
    first: int


def seen_words(page: Any) -> tuple[str, str]:
    """The text of an open page as a person sees it, and what was left out of it.

    Lines end as in the file. Where nothing is hidden the text is the library's own.
    """
    raw: Any = importlib.import_module("pypdfium2.raw")
    text = page.get_textpage()
    picture = _Picture(page)
    pieces: list[str] = []
    hidden: list[str] = []
    for word in _words(text, raw):
        if word.box is None or picture.shows(word.box, _is_white(text, word.first, raw)):
            pieces.append(word.text)
        else:
            hidden.append(word.text)
    return ("".join(pieces), " ".join(hidden)) if hidden else (text.get_text_bounded(), "")


def _words(text: Any, raw: Any) -> Iterator[_Word]:
    """Words and what stands between them, in the file's order."""
    place = raw.FS_RECTF()
    letters: list[str] = []
    box: _Box | None = None
    first = 0
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if letter.isspace() or not letter.isprintable():
            if letters:
                yield _Word("".join(letters), box, first)
                letters, box = [], None
            yield _Word(letter if letter.isspace() else "", None, index)
            continue
        raw.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(place))
        here = (place.left, place.bottom, place.right, place.top)
        first = first if letters else index
        letters.append(letter)
        box = here if box is None else _around(box, here)
    if letters:
        yield _Word("".join(letters), box, first)


def _around(one: _Box, other: _Box) -> _Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _is_white(text: Any, index: int, raw: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(text.raw, index, *map(ctypes.byref, parts)):
        return False
    return all(part.value >= _WHITE for part in parts[:3])


class _Picture:
    """A page as it is drawn."""

    def __init__(self, page: Any) -> None:
        width, height = page.get_size()
        scale = min(SCALE, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale)
        self._place = bitmap.get_posconv(page)
        self._drawn = bitmap.to_pil().convert("RGB")

    def shows(self, box: _Box, white: bool) -> bool:
        """Whether something is to be seen in a box; for white letters, on a paper that is not."""
        left, bottom, right, top = box
        if min(right - left, top - bottom) < SMALLEST:
            return False
        corners = [self._place.to_bitmap(x, y) for x, y in ((left, top), (right, bottom))]
        (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*corners, strict=True))
        inside = (max(0, x0), max(0, y0), min(self._drawn.width, x1 + 1), min(self._drawn.height, y1 + 1))
        if inside[0] >= inside[2] or inside[1] >= inside[3]:
            return False  # off the page
        part = self._drawn.crop(inside)
        if max(high - low for low, high in part.getextrema()) < CONTRAST:
            return False
        return not (white and _mostly_white(part))


def _mostly_white(part: Any) -> bool:
    light = sum(part.convert("L").histogram()[_WHITE:])
    return bool(2 * light > part.width * part.height)
