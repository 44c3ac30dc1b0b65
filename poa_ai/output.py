"""Writing a letter's files: all or none, and never over a letter that somebody has edited."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from poa_ai.errors import UsageError

REPORT = "report.json"


def write_files(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Write the files of a draft into a folder, which is made where it is not there.

    Each is written beside its place and then moved there, so that a reader sees the old file or the new
    one. A file that was edited since its draft is kept under another name; those names are returned.
    Raises UsageError where the folder can't be written.
    """
    staged: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            staged[name] = _staged(folder, text)
        kept = tuple(filter(None, (_keep_edited(folder, name) for name in texts if name != REPORT)))
        for name, temporary in staged.items():
            os.replace(temporary, folder / name)
    except OSError as error:
        raise UsageError(f"--out {folder}: can't be written ({error.strerror or error})") from None
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
    return kept


def fingerprint(text: str) -> str:
    """The SHA-256 (hex) by which a later draft knows whether a file was edited."""
    return hashlib.sha256(text.encode()).hexdigest()


def _staged(folder: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".poa-ai-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _keep_edited(folder: Path, name: str) -> str | None:
    file = folder / name
    if not file.is_file():
        return None
    try:
        written = json.loads((folder / REPORT).read_text(encoding="utf-8"))["files"][name]
    except (OSError, ValueError, KeyError, TypeError):
        written = None
    if written == hashlib.sha256(file.read_bytes()).hexdigest():
        return None
    number = 1
    while (other := folder / f"{file.stem}.edited-{number}{file.suffix}").exists():
        number += 1
    os.replace(file, other)
    return other.name


def write_text(path: Path, text: str) -> None:
    """One file, written beside its place and then moved there. Raises UsageError where it can't be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = _staged(path.parent, text)
        try:
            os.replace(staged, path)
        finally:
            staged.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: can't be written ({error.strerror or error})") from None
