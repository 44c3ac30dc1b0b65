"""Reading letters to be checked: files, folders and standard input, within bounds."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from poa_ai.errors import LetterError

MAX_BYTES = 5_000_000
"""A letter larger than this is refused."""
SUFFIXES = (".md", ".txt", ".markdown")
"""What is taken for a letter in a folder."""


class LetterFile(NamedTuple):
    """A letter as it was read: characters are kept as they are, line ends included.

    `path` "-" is standard input, "" a text that was given in a call.
    """

    path: str
    text: str


def read_letters(paths: Iterable[str]) -> Iterator[LetterFile]:
    """The letters one by one, folders taken file by file in the order of their names; hidden ones rest.

    Raises LetterError for a path that is not there, is no text, or is too large, and for a folder without
    letters.
    """
    for path in paths:
        if path == "-":
            yield LetterFile(path, _text(path, sys.stdin.buffer.read(MAX_BYTES + 1)))
        elif Path(path).is_dir():
            for file in _letters_in(Path(path)):
                yield LetterFile(str(file), _text(str(file), _bytes(file)))
        else:
            yield LetterFile(path, _text(path, _bytes(Path(path))))


def _letters_in(folder: Path) -> list[Path]:
    found = [
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and file.is_file()
    ]
    if not found:
        raise LetterError(f"{folder}: holds no letter ({', '.join(SUFFIXES)})")
    return sorted(found)


def _bytes(file: Path) -> bytes:
    try:
        if not file.exists():
            raise LetterError(
                f"{file}: no such file; give a letter as Markdown or plain text, or - for standard input"
            )
        if not file.is_file():
            raise LetterError(f"{file}: is not a regular file")
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise LetterError(f"{file}: can't be read ({getattr(error, 'strerror', None) or error})") from None


def _text(path: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise LetterError(f"{path}: larger than {MAX_BYTES:,} bytes; a letter is a few pages")
    if b"\0" in data:
        raise LetterError(f"{path}: binary data, not a letter; save it as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LetterError(
            f"{path}: byte {error.start + 1} is not UTF-8; save the letter as UTF-8 text"
        ) from None
