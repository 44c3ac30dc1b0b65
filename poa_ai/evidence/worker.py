"""The process that opens the seller's files, apart from ours: what breaks it breaks nothing else.

It reads one request a line from standard input and answers in lines of JSON: `{"page": ...}` for each page,
and at last `{"end": ...}` or `{"fault": "..."}`. A parent that waits too long for a line ends it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poa_ai.evidence.ocr import PictureReader, can_read_pictures
from poa_ai.evidence.page import Page

MAX_PAGES = 300
"""Pages of one document that are read."""
MAX_CHARACTERS = 3_000_000
"""Text of one document that is read, in characters."""
MEMORY, MEMORY_FOR_PICTURES = 1_500_000_000, 3_000_000_000
"""Bytes of address space that the process may take; more once it reads pictures, which takes half of it."""
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".jfif", ".pjpeg", ".gif", ".tif", ".tiff", ".webp", ".bmp"})
TEXTS = frozenset({".docx", ".eml", ".csv", ".tsv", ".txt", ".md", ".html", ".htm"})


class Worker:
    """Answers requests; the models for pictures are loaded at the first picture."""

    def __init__(self) -> None:
        self._pictures: PictureReader | None = None

    def answers(self, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The lines that answer one request."""
        path = Path(request["path"])
        try:
            if request["task"] == "mark":
                from poa_ai.evidence.markfile import mark_file

                mark_file(path, Path(request["to"]), request["marks"])
                yield {"end": {}}
            else:
                yield from self._read(path, request["pictures"])
        except ValueError as error:
            yield {"fault": str(error)}
        except (MemoryError, RecursionError):
            yield {"fault": "takes more memory than is given to one file; save it smaller"}
        except Exception as error:  # a library met a file that nobody foresaw
            yield {"fault": f"can't be read ({type(error).__name__})"}

    def _read(self, path: Path, pictures: bool) -> Iterator[dict[str, Any]]:
        ending = path.suffix.lower()
        if ending == ".pdf":
            yield from self._read_pdf(path, pictures)
        elif ending in IMAGES:
            from poa_ai.evidence.image import open_frames, read_frame

            number = 0
            for number, frame in enumerate(open_frames(path), 1):
                yield _told(read_frame(frame, number, self._reader() if pictures else None))
            yield {"end": {"pages": number, "notes": []}}
        elif ending in TEXTS:
            from poa_ai.evidence.textfiles import PAGE_CHARACTERS, read_text_file

            pages, notes = read_text_file(path)
            yield from (_told(page) for page in pages if page.number * PAGE_CHARACTERS <= MAX_CHARACTERS)
            yield {"end": {"pages": len(pages), "notes": notes}}
        else:
            raise ValueError(
                f"is of a kind that is not read ('{ending}'); give a PDF, an image, .docx, .eml or .csv"
            )

    def _read_pdf(self, path: Path, pictures: bool) -> Iterator[dict[str, Any]]:
        from poa_ai.evidence.pdf import PdfFile

        pdf = PdfFile(path)
        notes = list(pdf.notes())
        marked = length = 0
        for index in range(min(len(pdf), MAX_PAGES)):
            page, bears_marks = pdf.page(index, self._picture if pictures else None)
            marked += bears_marks
            yield _told(page)
            length += len(page.text)
            if length > MAX_CHARACTERS:
                break
        if marked:
            notes.append("it already bears marks or comments; send it as it came from whoever issued it")
        yield {"end": {"pages": len(pdf), "notes": notes}}

    def _picture(self, *given: Any) -> Page:
        return self._reader().read(*given)

    def _reader(self) -> PictureReader:
        if self._pictures is None:
            _limit_memory(MEMORY_FOR_PICTURES)
            self._pictures = PictureReader()
        return self._pictures


def _told(page: Page) -> dict[str, Any]:
    return {"page": page.to_json()}


def main() -> None:
    """Answer requests until standard input ends."""
    _limit_memory(MEMORY)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # libraries write there as they like
        os.dup2(quiet, stream)
    worker = Worker()
    answers.write(json.dumps({"pictures": can_read_pictures()}) + "\n")
    answers.flush()
    for line in sys.stdin:
        for answer in worker.answers(json.loads(line)):
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, MEMORY_FOR_PICTURES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
