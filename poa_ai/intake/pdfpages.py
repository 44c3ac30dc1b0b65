"""The text of a PDF's pages, from standard input to standard output, as JSON.

It has a process of its own, with bounds on memory and time: a PDF of a few kilobytes may unpack to gigabytes,
and the library that reads it is not written in Python.
"""

import importlib
import json
import sys
from typing import Any

MAX_PAGES = 60
MAX_CHARS = 220_000
MAX_HIDDEN = 60
"""Characters of what nobody sees that are told."""
MAX_MEMORY = 1_500_000_000
"""Bytes of address space."""
MAX_SECONDS = 20
"""CPU seconds."""


def main() -> None:
    """Print {"pages": [text, ...], "count": pages in all, "hidden": its beginning, "notes": [line, ...]}.

    Or {"error": "password" | "broken"}.
    """
    _bound()
    pypdfium2: Any = importlib.import_module("pypdfium2")
    data = sys.stdin.buffer.read()
    try:
        answer = _read(pypdfium2.PdfDocument(data), data)
    except (pypdfium2.PdfiumError, MemoryError, ValueError) as error:
        answer = {"error": "password" if "assword" in str(error) else "broken"}
    json.dump(answer, sys.stdout)


def _read(document: Any, data: bytes) -> dict[str, Any]:
    from poa_ai.intake.seenwords import seen_words
    from poa_ai.pdfactions import told_actions

    count, pages, length, hidden = len(document), list[str](), 0, ""
    for index in range(min(count, MAX_PAGES)):
        page = document[index]
        seen, unseen = seen_words(page)
        page.close()
        pages.append(seen[:MAX_CHARS])
        hidden = hidden or unseen[:MAX_HIDDEN]
        length += len(pages[-1])
        if length > MAX_CHARS:
            break
    notes = told_actions(document, data)
    return {"pages": pages, "count": count, "hidden": hidden, "notes": notes}


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the caller's clock bounds it there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
