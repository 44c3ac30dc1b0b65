"""Draws from a seed that come out the same in every version of Python."""

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Draw:
    """Draws that are all settled by `text`.

    Python keeps the sequence of `random()` for a seed. What is made of it is done here, because the rest of
    the module may change.
    """

    def __init__(self, text: str) -> None:
        self._next = Random(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")).random

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends among them."""
        return least + int(self._next() * (most - least + 1))

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(self._next() * len(items))]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """So many of the items in any order; each once, before any comes again."""
        found: list[Item] = []
        while len(found) < count:
            left = list(items)
            while left and len(found) < count:
                found.append(left.pop(int(self._next() * len(left))))
        return found

    def code(self, length: int) -> str:
        """Capitals and digits that no text mistakes for each other."""
        return "".join(self.one("BCDFGHJKLMNPQRSTVWXYZ23456789") for _ in range(length))
