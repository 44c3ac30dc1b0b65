"""Text from a PDF, read in a process of its own so that no file can take memory or time without end."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from poa_ai.errors import UsageError
from poa_ai.intake.noticetext import NoticeText, notice_text, unreadable

MAX_WAIT = 40
"""Seconds of the clock for one file."""
_START = "import sys; sys.path.append(sys.argv[1]); from poa_ai.intake.pdfpages import main; main()"


def read_pdf(data: bytes, name: str) -> NoticeText:
    """The text of the pages. Raises FactsError where there is none to read, UsageError without pypdfium2."""
    if any(find_spec(library) is None for library in ("pypdfium2", "PIL")):
        raise UsageError(f"{name}: reading a PDF needs the extra 'evidence': pip install 'poa-ai[evidence]'")
    answer = _asked(data)
    if answer is None:
        raise unreadable(name, "takes too much time or memory to read", "save the message as text")
    if answer.get("error") == "password":
        raise unreadable(name, "is locked by a password", "save it without one, or as text")
    if "pages" not in answer:
        raise unreadable(name, "is a broken PDF", "save the message as text")
    pages, count = answer["pages"], answer["count"]
    notes = [f"only the first {len(pages)} of {count} pages were read"] if count > len(pages) else []
    if hidden := " ".join(answer["hidden"].split()):
        notes.append(f'text that a reader does not see was left out: "{hidden}"')
    return notice_text("\n\n".join(pages), name, notes=(*notes, *answer["notes"]))


def _asked(data: bytes) -> dict[str, Any] | None:
    # -P: nothing that happens to lie in the working folder is imported.
    command = [sys.executable, "-P", "-c", _START, str(Path(__file__).parents[2])]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_WAIT, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
