"""An object of a JSON file that knows where it stands, and hands out its values by key and type."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from poa_ai.errors import InputError, Problem
from poa_ai.jsontext import escape_pointer

_TYPES = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}
Item = TypeVar("Item", str, int, bool, list[Any], dict[str, Any])
Word = TypeVar("Word", bound=Enum)


LARGEST = 1e15
"""A number beyond it, either way, is no score and no cost."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A JSON object. `pointer` is its place in the file at `path`; a key that nobody asks for is ignored."""

    values: Mapping[str, Any]
    path: str
    pointer: str = ""

    def fail(self, key: str, message: str, hint: str = "") -> InputError:
        """The error to raise: file, place, what is wrong and what would be right, on one line."""
        return InputError(str(Problem(self.path, self.place(key), message, hint)))

    def place(self, key: str) -> str:
        """The JSON pointer of a key; that of the object for ""."""
        return f"{self.pointer}/{escape_pointer(key)}" if key else self.pointer or "/"

    def get(self, key: str, kind: type[Item]) -> Item:
        """The value of a key that must be there and of that type."""
        if key not in self.values:
            raise self.fail("", f"the key '{key}' is missing", "results are written whole; write them again")
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(key, f"expected {_TYPES[kind]}, got {shown(value)}")
        return value

    def count(self, key: str) -> int:
        """A whole number from 0."""
        number = self.get(key, int)
        if number < 0:
            raise self.fail(key, f"expected a number from 0, got {number}")
        return number

    def number(self, key: str) -> float:
        """Any finite number."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(key, f"expected a number, got {shown(value)}")
        if abs(value) > LARGEST:
            raise self.fail(key, f"expected a number up to {LARGEST:g}, got {shown(value)}")
        return float(value)

    def has(self, key: str) -> bool:
        """Whether the key, which must be there, holds something else than null."""
        if key not in self.values:
            raise self.fail("", f"the key '{key}' is missing", "results are written whole; write them again")
        return self.values[key] is not None

    def word(self, key: str, words: type[Word]) -> Word:
        """One of the words of an enumeration."""
        given = self.get(key, str)
        for word in words:
            if word.value == given:
                return word
        known = ", ".join(str(word.value) for word in words)
        raise self.fail(key, f"expected one of {known}, got {shown(given)}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.get(key, list)
        for index, value in enumerate(values):
            if not isinstance(value, str):
                raise self.fail(key, f"expected a list of texts, got {shown(value)} at {index}")
        return tuple(values)

    def entries(self, key: str) -> Iterator[Entry]:
        """The objects of a list."""
        for index, value in enumerate(self.get(key, list)):
            yield self._inner(value, f"{self.place(key)}/{index}")

    def named(self, key: str) -> Iterator[tuple[str, Entry]]:
        """The objects of an object, with their names."""
        inside = self._inner(self.get(key, dict), self.place(key))
        return ((name, self._inner(value, inside.place(name))) for name, value in inside.values.items())

    def entry(self, key: str) -> Entry:
        """The object under a key."""
        return self._inner(self.get(key, dict), self.place(key))

    def _inner(self, value: Any, pointer: str) -> Entry:
        inner = Entry(value, self.path, pointer)
        if not isinstance(value, dict):
            raise inner.fail("", f"expected an object, got {shown(value)}")
        return inner


def shown(value: Any) -> str:
    """A JSON value as an error shows it: short."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."
