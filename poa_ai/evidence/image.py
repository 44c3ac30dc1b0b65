"""Reading photographs and scans in image files."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from poa_ai.evidence.ocr import PictureReader
from poa_ai.evidence.page import Page

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 60_000_000
"""A larger picture is not opened: a small file can claim to hold billions of pixels."""
MAX_FRAMES = 40
FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP")
"""Formats that are opened; the library knows more, and some of them run other programs."""


def open_frames(path: Path) -> Iterator[Image]:
    """The pictures of a file, upright as the camera held them, in RGB.

    Raises ValueError, with the reason for a person, where it can't be opened.
    """
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as file:
                for number, frame in enumerate(ImageSequence.Iterator(file)):
                    if number >= MAX_FRAMES:
                        break
                    if frame.width * frame.height > MAX_PIXELS:
                        raise ValueError(
                            f"is larger than {MAX_PIXELS // 1_000_000} million pixels; save it smaller"
                        )
                    yield ImageOps.exif_transpose(frame).convert("RGB")
    except UnidentifiedImageError:
        raise ValueError("is broken or is no image; make it anew") from None
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError("is a broken or far too large image; make it anew") from None


def read_frame(picture: Image, number: int, reader: PictureReader | None) -> Page:
    """The words of one picture in its own pixels; none without a reader."""
    if reader is None:
        return Page(number, "", confidence=0.0)
    return reader.read(picture, number, lambda x, y: (x, y))
