"""What a PDF would do on its own if a viewer let it: scripts, actions, embedded files. Nothing is done.

It is for a process of its own: both libraries may take time and memory on a file that was made for that.
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

MAX_NODES = 2_000
"""So many pages, and branches of the tree of pages, are looked at."""
MAX_NOTES = 200
"""So many links and fields of one page are looked at."""
_MAY_ACT = re.compile(rb"/(?:OpenAction|AA|A|FileAttachment|ObjStm)(?![A-Za-z])|/[A-Za-z]{0,20}#[0-9A-Fa-f]")
"""What stands in every file that acts: the names themselves, spelt out or not, or objects that are packed."""
_HARMLESS = frozenset({"/GoTo", "/URI", "/Named"})
"""Actions that only show another place, or that a person has to click."""


def told_actions(pdf: Any, data: bytes) -> tuple[str, ...]:
    """A line for each kind, of a file that is open in pypdfium2; `data` is the same file.

    What pypdf can't make out is left to what pypdfium2 tells.
    """
    raw: Any = importlib.import_module("pypdfium2.raw")
    found: set[str] = set()
    if _MAY_ACT.search(data):
        with suppress(Exception):  # the file is as hostile as it likes
            found.update(_actions(data))
    if raw.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0:
        found.add("script")
    files = max(raw.FPDFDoc_GetAttachmentCount(pdf.raw), int("file" in found))
    lines = {
        "open": "it asks for an action when it is opened, which was not carried out",
        "bound": "it binds actions to its pages or fields, which were not carried out",
        "script": "it holds scripts, which were not run",
    }
    told = [line for kind, line in lines.items() if kind in found]
    if files:
        told.append(f"it holds {files} embedded file{'s' if files > 1 else ''}, which nobody will look at")
    return tuple(told)


def _actions(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader  # takes longer to import than most files to read

    root = _dictionary(PdfReader(io.BytesIO(data)).trailer["/Root"])
    opening = _dictionary(root.get("/OpenAction"))  # a mere place to show is no dictionary
    if _acts(opening):
        yield "open"
        yield from _script(opening)
    yield from _bound(root)
    for page in _pages(_dictionary(root.get("/Pages"))):
        yield from _bound(page)
        notes = _object(page.get("/Annots"))
        for note in map(_dictionary, notes[:MAX_NOTES] if isinstance(notes, list) else ()):
            yield from _bound(note)
            yield from _of_note(note)


def _of_note(note: dict[str, Any]) -> Iterator[str]:
    if note.get("/Subtype") == "/FileAttachment":
        yield "file"
    action = _dictionary(note.get("/A"))
    if _acts(action):
        yield "bound"
        yield from _script(action)


def _bound(owner: dict[str, Any]) -> Iterator[str]:
    if actions := _dictionary(owner.get("/AA")):
        yield "bound"
        for action in actions.values():
            yield from _script(_dictionary(action))


def _acts(action: dict[str, Any]) -> bool:
    return action.get("/S") is not None and action["/S"] not in _HARMLESS


def _script(action: dict[str, Any]) -> Iterator[str]:
    if action.get("/S") == "/JavaScript":
        yield "script"


def _pages(top: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The pages below a branch, in no order, without recursion: a branch may hold itself."""
    waiting = [top]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        kids = _object(node.get("/Kids"))
        if isinstance(kids, list):
            waiting += map(_dictionary, kids[:MAX_NODES])
        else:
            yield node


def _dictionary(value: Any) -> dict[str, Any]:
    found = _object(value)
    return found if isinstance(found, dict) else {}


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
