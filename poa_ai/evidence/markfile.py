"""Marked copies: highlights laid over the pages of a PDF, boxes over a picture. The original is only read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfWriter

AUTHOR = "poa-ai"
MAX_PDF_PAGES = 2_000


def mark_file(path: Path, to: Path, marks: Sequence[dict[str, Any]]) -> None:
    """Write the copy `to` of a PDF or an image. A mark has a page (from 1), quads, a colour and a note.

    Raises ValueError, with the reason for a person, where the file can't be marked.
    """
    if path.suffix.lower() == ".pdf":
        _mark_pdf(path, to, marks)
    else:
        _mark_picture(path, to, marks)


def _mark_pdf(path: Path, to: Path, marks: Sequence[dict[str, Any]]) -> None:
    from pypdf import PdfWriter
    from pypdf.errors import PyPdfError

    try:
        # Written behind the original's own bytes, which so stand unchanged in the copy.
        writer = PdfWriter(str(path), incremental=True)
        if len(writer.pages) > MAX_PDF_PAGES:
            raise ValueError(f"has more than {MAX_PDF_PAGES} pages")
        for mark in marks:
            _highlight(writer, mark)
        with to.open("wb") as stream:
            writer.write(stream)
    except (PyPdfError, NotImplementedError, OSError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("its inner order does not allow marks to be added") from None


def _highlight(writer: PdfWriter, mark: dict[str, Any]) -> None:
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    quads = mark["quads"]
    red, green, blue = (round(part / 255, 3) for part in mark["colour"])
    xs = [x for quad in quads for x in quad[::2]]
    ys = [y for quad in quads for y in quad[1::2]]
    box = ArrayObject(FloatObject(round(value, 2)) for value in (min(xs), min(ys), max(xs), max(ys)))
    # Viewers want top left, top right, bottom left, bottom right, whatever the standard says.
    points = [value for q in quads for value in (*q[0:4], *q[6:8], *q[4:6])]
    page = writer.pages[mark["page"] - 1]
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): box,
            NameObject("/QuadPoints"): ArrayObject(FloatObject(round(value, 2)) for value in points),
            NameObject("/C"): ArrayObject(map(FloatObject, (red, green, blue))),
            NameObject("/F"): NumberObject(4),  # else it may not be printed
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/Contents"): TextStringObject(mark["note"]),
            NameObject("/AP"): DictionaryObject(
                {NameObject("/N"): _appearance(writer, quads, (red, green, blue), box)}
            ),
        }
    )
    if "/Annots" not in page:
        page[NameObject("/Annots")] = ArrayObject()
    page["/Annots"].get_object().append(writer._add_object(note))


def _appearance(writer: PdfWriter, quads: Any, colour: tuple[float, ...], box: Any) -> Any:
    """How the mark looks: the same in every viewer, and with the print below it still to be read."""
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    path = "{:.2f} {:.2f} m {:.2f} {:.2f} l {:.2f} {:.2f} l {:.2f} {:.2f} l h f\n"
    paths = "".join(path.format(*quad) for quad in quads)
    form = DecodedStreamObject()
    form.set_data(f"/G gs {colour[0]} {colour[1]} {colour[2]} rg\n{paths}".encode())
    blend = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    states = DictionaryObject({NameObject("/G"): blend})
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): box,
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
            NameObject("/Group"): DictionaryObject({NameObject("/S"): NameObject("/Transparency")}),
        }
    )
    return writer._add_object(form)


def _mark_picture(path: Path, to: Path, marks: Sequence[dict[str, Any]]) -> None:
    from PIL import Image, ImageChops, ImageDraw

    from poa_ai.evidence.image import open_frames

    frames = []
    for number, frame in enumerate(open_frames(path), 1):
        overlay = Image.new("RGB", frame.size, "white")
        pen = ImageDraw.Draw(overlay)
        for mark in marks:
            if mark["page"] == number:
                for quad in mark["quads"]:
                    pen.polygon(quad, fill=tuple(mark["colour"]))
        frames.append(ImageChops.multiply(frame, overlay))
    if not frames:
        raise ValueError("holds no picture")
    more = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    frames[0].save(to, "TIFF" if more else "PNG", **more)
