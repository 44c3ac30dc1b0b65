"""The folder of copies: originals byte for byte, marked ones beside them, nothing written over a source."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from poa_ai.errors import UsageError

ORIGINALS, MARKED = "originals", "marked"
_CHUNK = 1 << 20


class CaseFolder:
    """The folder that `evidence` writes. Raises UsageError where it can't be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written: set[str] = set()
        try:
            for name in (ORIGINALS, MARKED):
                (path / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"--out {path}: can't be written ({error.strerror or error})") from None

    def keep(self, id: str, source: Path) -> tuple[str, str]:
        """Copy a file byte for byte; returns its place below the folder and the SHA-256 (hex) of both.

        Raises OSError where the source can't be read or the copy differs from it.
        """
        place = f"{ORIGINALS}/{safe_name(id, source.name)}"
        with self.writing(place, source) as temporary:
            digest = hashlib.sha256()
            with source.open("rb") as reading, temporary.open("wb") as writing:
                while chunk := reading.read(_CHUNK):
                    digest.update(chunk)
                    writing.write(chunk)
            if _checksum(temporary) != digest.hexdigest():
                raise OSError("the copy differs from the original")
        return place, digest.hexdigest()

    @contextmanager
    def writing(self, place: str, source: Path) -> Iterator[Path]:
        """A file to be written, moved to `place` at the end if it is still there.

        Raises UsageError where that place is the source itself.
        """
        target = self.path / place
        if target.exists() and os.path.samefile(target, source):
            raise UsageError(f"--out {self.path}: {source} lies in it; give another folder")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".poa-ai-", suffix=target.suffix)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            if temporary.exists():
                temporary.chmod(0o644)
                os.replace(temporary, target)
                self._written.add(place)
        finally:
            temporary.unlink(missing_ok=True)

    @property
    def left_over(self) -> tuple[str, ...]:
        """Copies of an earlier run that this one did not write."""
        there = (
            f"{name}/{file.name}"
            for name in (ORIGINALS, MARKED)
            for file in sorted((self.path / name).iterdir())
        )
        return tuple(place for place in there if place not in self._written)


def safe_name(id: str, name: str) -> str:
    """A plain file name with the exhibit's id before it.

    It has no path, no blank, no leading dot and at most 122 characters.
    """
    stem, dot, ending = name.rpartition(".")
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", stem or ending).strip("-")[:80] or "document"
    suffix = re.sub(r"[^A-Za-z0-9]+", "", ending)[:8].lower() if dot and stem else ""
    return f"{id.lstrip('.')}-{plain}" + (f".{suffix}" if suffix else "")


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
