"""Reading the words of a picture, offline: the models come with the library."""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from poa_ai.evidence.layout import PlacedWord, arranged
from poa_ai.evidence.page import Page, Quad

if TYPE_CHECKING:
    from PIL.Image import Image

WELL = 0.85
"""A picture that is read with less confidence may stand on its head; then it reaches some 0.74."""
Place = Callable[[float, float], tuple[float, float]]
"""Brings a pixel of a picture to the space in which the page's words are told."""


def can_read_pictures() -> bool:
    """Whether the extra that reads pictures is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word in a picture that is held upright, with the corners there, and how surely it is read."""

    text: str
    sure: float
    corners: tuple[tuple[float, float], ...]


class PictureReader:
    """Holds the models, some 0.3 GB; made once in a process, at the first picture."""

    def __init__(self) -> None:
        self._engine: Any = importlib.import_module("rapidocr").RapidOCR(
            params={"Global.log_level": "critical"}
        )

    def read(self, picture: Image, number: int, place: Place) -> Page:
        """The page in a picture in RGB. One that lies on its side or head is turned until it can be read."""
        seen, turn = self._seen(picture), 0
        sideways = _sideways(seen)
        if seen and (sideways or fmean(word.sure for word in seen) < WELL):
            for other in (90, 270) if sideways else (180,):
                turned = self._seen(picture.rotate(other, expand=True))
                if _read(turned) > _read(seen):
                    seen, turn = turned, other

        def placed_at(x: float, y: float) -> tuple[float, float]:
            return place(*_before_turn(x, y, turn, picture.width, picture.height))

        lean = _lean(seen)
        words = [_placed(word, lean, placed_at) for word in seen]
        sure = fmean(word.sure for word in seen) if seen else 0.0
        return arranged(number, words, round(sure, 3))

    def _seen(self, picture: Image) -> list[_Seen]:
        import numpy

        pixels = numpy.asarray(picture)[:, :, ::-1]  # the models were made with blue first
        # The model that turns single lines would hide that the whole page stands on its head.
        found = self._engine(pixels, return_word_box=True, use_cls=False)
        return list(_words(found.word_results or ()))


def _read(seen: Sequence[_Seen]) -> float:
    """How much was read, less what is doubtful."""
    return sum(word.sure**2 * len(word.text) for word in seen)


def _before_turn(x: float, y: float, turn: int, width: int, height: int) -> tuple[float, float]:
    """A pixel of the turned picture (counterclockwise) in the picture as it was."""
    if turn == 90:
        return width - y, x
    if turn == 180:
        return width - x, height - y
    return (y, height - x) if turn == 270 else (x, y)


def _words(lines: Sequence[Any]) -> Iterator[_Seen]:
    for line in lines:
        for text, sure, corners in line:
            if corners is not None and text.strip():
                yield _Seen(
                    "".join(text.split()), float(sure), tuple((float(x), float(y)) for x, y in corners)
                )


def _sideways(seen: Sequence[_Seen]) -> bool:
    """Whether most longer words are taller than wide, which words are when the paper lies on its side."""
    long = [word for word in seen if len(word.text) >= 4]
    tall = 0
    for word in long:
        xs, ys = zip(*word.corners, strict=True)
        tall += max(ys) - min(ys) > max(xs) - min(xs)
    return tall > len(long) / 2


def _lean(seen: Sequence[_Seen]) -> float:
    """The angle (radians) by which the lines of the picture lean."""
    angles = [
        math.atan2(word.corners[1][1] - word.corners[0][1], word.corners[1][0] - word.corners[0][0])
        for word in seen
        if len(word.text) >= 3
    ]
    return median(angles) if angles else 0.0


def _placed(word: _Seen, lean: float, place: Place) -> PlacedWord:
    quad: Quad = tuple(value for corner in word.corners for value in place(*corner))  # type: ignore[assignment]
    cos, sin = math.cos(-lean), math.sin(-lean)
    straight = [(x * cos - y * sin, x * sin + y * cos) for x, y in word.corners]
    left, right = fmean(x for x, _ in straight[::3]), fmean(x for x, _ in straight[1:3])
    top, bottom = fmean(y for _, y in straight[:2]), fmean(y for _, y in straight[2:])
    return PlacedWord(word.text, quad, min(left, right), min(top, bottom), max(left, right), max(top, bottom))
