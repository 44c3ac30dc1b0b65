"""Strict reading of our TOML files: an unknown key, a missing one or a wrong type names file and line."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from poa_ai.errors import DataFileError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

MAX_BYTES = 1_000_000
"""A data file larger than this is refused unread."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Table:
    """A TOML table that knows where it stands and hands out its values by key and type.

    `error` is the class of DataFileError to raise. `line` counts from 1.
    """

    values: Mapping[str, Any]
    path: str
    line: int
    error: type[DataFileError]
    label: str = ""
    source: str = ""

    def fail(self, message: str, key: str = "") -> DataFileError:
        """The error to raise: file, line, which entry, what is wrong and what would be right."""
        line = _line_of_key(self.source, self.line, key) if key else self.line
        label = f"{self.label}: " if self.label else ""
        return self.error(f"{self.path}:{line}: {label}{message}")

    def only(self, allowed: Iterable[str]) -> Table:
        """This table, once every key is an allowed one."""
        allowed = sorted(allowed)
        for key in self.values:
            if key not in allowed:
                import difflib

                near = difflib.get_close_matches(key, allowed, 1)
                known = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(allowed)}"
                raise self.fail(f"unknown key '{key}'; {known}", key)
        return self

    def get(self, key: str, kind: type[Item], default: Item | None = None) -> Item:
        """The value under `key`, which must be of type `kind`; required where there is no default."""
        if key not in self.values:
            if default is not None:
                return default
            raise self.fail(f"'{key}' is missing")
        value = self.values[key]
        if kind is float and type(value) is int:
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(f"'{key}' must be {_type_name(kind)}, not {_type_name(type(value))}", key)
        if isinstance(value, str) and not value.strip():
            raise self.fail(f"'{key}' is empty", key)
        return value

    def strings(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of non-empty strings under `key`; empty where it is absent and not required."""
        values = self.get(key, list, None if required else [])
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.fail(f"'{key}' must be a list of non-empty strings", key)
        if required and not values:
            raise self.fail(f"'{key}' is empty", key)
        return tuple(values)

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """A string that is one of `choices`."""
        value = self.get(key, str, default)
        if value not in choices:
            raise self.fail(f"'{key}' is '{value}'; it must be one of: {', '.join(choices)}", key)
        return value

    def table(self, key: str) -> Table | None:
        """The sub-table under `key`, None where it is absent."""
        if key not in self.values:
            return None
        value = self.get(key, dict)
        line = _line_of_header(self.source, key, 0, self.line) or self.line
        return Table(value, self.path, line, self.error, f"{self.label}[{key}]", self.source)

    def tables(self, key: str, header: str = "") -> tuple[Table, ...]:
        """The array of tables under `key`; `header` is its full dotted name where it is nested."""
        entries = self.get(key, list, [])
        found = []
        for index, value in enumerate(entries):
            if not isinstance(value, dict):
                raise self.fail(f"'{key}' must be a list of tables, written [[{header or key}]]", key)
            line = _line_of_header(self.source, header or key, index, self.line) or self.line
            name = value.get("id") or value.get("key") or value.get("name") or index + 1
            found.append(
                Table(value, self.path, line, self.error, f"[[{header or key}]] {name}", self.source)
            )
        return tuple(found)


def read_toml(file: Traversable, path: str, error: type[DataFileError]) -> Table:
    """The root table of a TOML file. Raises `error` for a file that can't be read or parsed."""
    return parse_toml(read_data(file, path, error), path, error)


def read_data(file: Traversable, path: str, error: type[DataFileError]) -> bytes:
    """The bytes of a data file. Raises `error` where they can't be read."""
    try:
        return file.read_bytes()
    except OSError as reason:
        raise error(f"{path}: can't be read ({reason.strerror or type(reason).__name__})") from None


def parse_toml(data: bytes, path: str, error: type[DataFileError]) -> Table:
    """The root table of TOML text, given as bytes. Raises `error` naming the line where known."""
    if len(data) > MAX_BYTES:
        raise error(f"{path}: larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        raise error(f"{path}: not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as reason:
        raise error(f"{path}: not TOML: {reason}") from None
    return Table(values, path, 1, error, "", text)


def _line_of_header(source: str, header: str, index: int, start: int) -> int | None:
    # A nested array counts anew below each of its parents, hence the search from the parent's line.
    lines = _lines_of_header(source, header)
    at = bisect_left(lines, start) + index
    return lines[at] if at < len(lines) else None


@lru_cache(maxsize=64)
def _lines_of_header(source: str, header: str) -> tuple[int, ...]:
    pattern = re.compile(rf"[ \t]*\[\[?\s*{re.escape(header)}\s*\]\]?")
    return tuple(number for number, line in enumerate(source.splitlines(), 1) if pattern.match(line))


def _line_of_key(source: str, start: int, key: str) -> int:
    lines = source.splitlines()
    for number in range(start, len(lines) + 1):
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", lines[number - 1]):
            return number
        if (
            number > start
            and re.match(r"\s*\[", lines[number - 1])
            and re.search(rf"\b{re.escape(key)}\b", lines[number - 1])
        ):
            return number
    return start


def _type_name(kind: type) -> str:
    names = {
        str: "a string",
        list: "a list",
        dict: "a table",
        bool: "true or false",
        int: "a whole number",
        float: "a number",
    }
    return names.get(kind, kind.__name__)
