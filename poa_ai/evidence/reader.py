"""Our end of the process that opens the seller's files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from poa_ai.evidence.page import Document, Page

SECONDS = 120.0
"""So long one page may take; then the process is ended."""
MAX_BYTES = 100_000_000
"""Larger files are not opened."""
_START = "import sys; sys.path.append(sys.argv[1]); from poa_ai.evidence.worker import main; main()"

Progress = Callable[[int], None]
"""Told the number of each page that was read."""


class DocumentReader:
    """Reads and marks files in a process of their own, which is begun anew when a file breaks it.

    Use it in a `with` statement. `seconds` is the time for one page.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._reads_pictures = False

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, path: Path, progress: Progress = lambda _: None) -> Document:
        """The document in a file; one that can't be read has a `fault`."""
        if (fault := _fault(path)) is not None:
            return Document(fault=fault)
        pages: list[Page] = []

        def keep(answer: dict[str, Any]) -> None:
            pages.append(Page.from_json(answer["page"]))
            progress(len(pages))

        end = self._ask({"task": "read", "path": str(path)}, keep)
        if "fault" in end:
            return Document(tuple(pages), len(pages), fault=end["fault"])
        notes = list(end["end"]["notes"])
        if not self._reads_pictures and any(page.confidence is not None for page in pages):
            notes.append("pictures were not read: install the extra for it, pip install 'poa-ai[ocr]'")
        total = int(end["end"]["pages"])
        if total > len(pages):
            notes.append(f"only the first {len(pages)} of {total} pages were read")
        return Document(tuple(pages), total, tuple(notes))

    def mark(self, path: Path, to: Path, marks: Sequence[dict[str, Any]]) -> str | None:
        """Write a marked copy; returns why it could not be, or None."""
        end = self._ask({"task": "mark", "path": str(path), "to": str(to), "marks": list(marks)}, _ignore)
        return end.get("fault")

    def _ask(self, request: dict[str, Any], page: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request | {"pictures": self._reads_pictures}) + "\n")
            process.stdin.flush()
            while True:
                answer = self._line(process)
                if "page" not in answer:
                    return answer
                page(answer)
        except (OSError, ValueError):
            self._end()
            return {"fault": "can't be read: opening it took too long, too much memory, or broke the program"}
        except BaseException:
            self._end()
            raise

    def _line(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        """The next answer.

        Raises ValueError when the process ended, or was ended because it took too long.
        """
        assert process.stdout is not None
        timer = Timer(self._seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            answer = json.loads(process.stdout.readline())
        finally:
            timer.cancel()
        if not isinstance(answer, dict):
            raise ValueError("no answer")  # noqa: TRY004 - means the same as broken JSON
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            root = Path(__file__).parents[2]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(root)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            self._reads_pictures = bool(self._line(self._process)["pictures"])
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was still to be written has no reader any more
                    stream.close()
        self._process = None


def _ignore(_answer: dict[str, Any]) -> None:
    """Marking tells of no pages."""


def _fault(path: Path) -> str | None:
    try:
        if not path.exists():
            return "is not there"
        if not path.is_file():
            return "is no file"
        size = path.stat().st_size
    except (OSError, ValueError):
        return "can't be opened"
    if size == 0:
        return "is empty"
    return f"is larger than {MAX_BYTES // 1_000_000} MB; save it smaller" if size > MAX_BYTES else None
