"""Which batches are under way, on disk: so that a run that was stopped goes on and asks for nothing twice.

It holds ids and keys, and neither prompts nor answers nor a key of an account.
"""

import json
import os
import tempfile
from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from poa_ai.errors import InputError
from poa_ai.jsontext import JsonTextError, parse_json

SCHEMA = 1
"""Version of the file."""
MAX_BYTES = 100_000_000
"""A larger file is refused; a million keys are less."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An uploaded file, and the keys in it that have no result yet. `batch` None: perhaps none was made."""

    input_file: str
    batch: str | None
    keys: tuple[str, ...]


class BatchState:
    """The batches in a file. Each change is on disk when the method returns; without any there is no file.

    One run at a time may use a file. All methods that write raise InputError where that fails.
    """

    def __init__(self, path: Path, entries: Iterable[UnderWay] = ()) -> None:
        self.path = path
        self._entries = {entry.input_file: entry for entry in entries}

    @classmethod
    def open(cls, path: Path) -> Self:
        """What is in the file of that path. Raises InputError for one that is none, or of a later schema."""
        try:
            with path.open("rb") as file:
                value = parse_json(file.read(MAX_BYTES + 1), max_bytes=MAX_BYTES, max_depth=8)
            if value["poa_ai_batches"] != SCHEMA:
                raise ValueError
            return cls(path, map(_entry, value["under_way"]))
        except FileNotFoundError:
            return cls(path)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or 'can not be read'}") from None
        except JsonTextError as error:
            raise InputError(f"{path}: {error}") from None
        except (KeyError, TypeError, ValueError):
            raise InputError(f"{path}: this is no list of batches of schema {SCHEMA}") from None

    @property
    def entries(self) -> tuple[UnderWay, ...]:
        """The batches, in the order in which they were uploaded."""
        return tuple(self._entries.values())

    def put(self, entry: UnderWay) -> UnderWay:
        """Keep the entry, in the place of what was known of its file."""
        self._entries[entry.input_file] = entry
        self._write()
        return entry

    def settle(self, entry: UnderWay, keys: Container[str]) -> UnderWay:
        """These keys need no result any more; a batch that holds no others is forgotten."""
        left = UnderWay(entry.input_file, entry.batch, tuple(k for k in entry.keys if k not in keys))
        if left.keys:
            return left if left == entry else self.put(left)
        self.forget(entry)
        return left

    def forget(self, entry: UnderWay) -> None:
        """The entry is no more."""
        del self._entries[entry.input_file]
        self._write()

    def _write(self) -> None:
        try:
            if self._entries:
                self._replace()
            else:
                self.path.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(f"{self.path}: {error.strerror or 'can not be written'}") from None

    def _replace(self) -> None:
        text = json.dumps({"poa_ai_batches": SCHEMA, "under_way": [asdict(e) for e in self.entries]})
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".poa-ai-", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(text + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, self.path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise


def _entry(value: Any) -> UnderWay:
    input_file, batch, keys = value["input_file"], value["batch"], value["keys"]
    if not isinstance(input_file, str) or not (batch is None or isinstance(batch, str)):
        raise TypeError
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise TypeError
    return UnderWay(input_file, batch, tuple(keys))
