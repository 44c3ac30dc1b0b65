"""Run as a program: the text of a PDF's pages, from standard input to standard output, as JSON.

It has a process of its own, with bounds on memory and time: a PDF of a few kilobytes may unpack to gigabytes,
and the library that reads it is not written in Python.
"""

import importlib
import json
import sys
from typing import Any

MAX_PAGES = 60
MAX_CHARS = 400_000
MAX_MEMORY = 1_500_000_000
"""Bytes of address space."""
MAX_SECONDS = 10
"""CPU seconds."""


def main() -> None:
    """Print {"pages": [text, ...], "count": pages in all} or {"error": "password" | "broken"}."""
    _bound()
    pypdfium2: Any = importlib.import_module("pypdfium2")
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        count, pages, length = len(document), list[str](), 0
        for index in range(min(count, MAX_PAGES)):
            pages.append(document[index].get_textpage().get_text_bounded()[:MAX_CHARS])
            length += len(pages[-1])
            if length > MAX_CHARS:
                break
        answer = {"pages": pages, "count": count}
    except (pypdfium2.PdfiumError, MemoryError, ValueError) as error:
        answer = {"error": "password" if "assword" in str(error) else "broken"}
    json.dump(answer, sys.stdout)


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the caller's clock bounds it there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
