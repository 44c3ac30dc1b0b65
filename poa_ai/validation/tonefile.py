"""The files of learned weights: tables with tabs, whose sorted lines are read where words need them."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from poa_ai.validation.tonewords import stem_of, stems_of_word


@dataclass(frozen=True, slots=True)
class WeightLines:
    """The weights of features as sorted lines: a stem, then the rest of each feature and its weight."""

    lines: list[str]
    _read: set[str] = field(default_factory=set, compare=False)

    def read_for(self, word: str) -> Iterator[tuple[str, int]]:
        """The features of a word, of its letters and of the pairs that it begins, less those read before."""
        for stem in stems_of_word(word):
            if stem not in self._read and (row := _row(self.lines, stem)):
                self._read.add(stem)
                for rest, weight in zip(row[::2], row[1::2], strict=True):
                    yield stem + rest, int(weight)


def parse_weights(text: str) -> tuple[WeightLines, dict[str, float]]:
    """The weights in the text of a file, and the numbers that it begins with."""
    head, *lines = text.removesuffix("\n").split("\n")
    return WeightLines(lines), json.loads(head)


def format_weights(weights: Mapping[str, int], numbers: Mapping[str, float]) -> str:
    """The text of the file: a line with the numbers, then one for each stem."""
    rows: dict[str, list[str]] = {}
    for feature in sorted(weights):
        stem = stem_of(feature)
        rows.setdefault(stem, [stem]).extend((feature[len(stem) :], str(weights[feature])))
    return _table(json.dumps(dict(numbers)), rows.values())


class Kinds(NamedTuple):
    """Categories, and sorted lines: a word, then for each category how much it speaks for that."""

    names: tuple[str, ...]
    lines: list[str]

    @classmethod
    def parse(cls, text: str) -> "Kinds":
        """The categories in the text of a file."""
        head, *lines = text.removesuffix("\n").split("\n")
        return cls(tuple(head.split("\t")), lines)

    def category(self, words: Iterable[str]) -> str:
        """The category that the words of an offending sentence speak for."""
        rows = filter(None, (_row(self.lines, word) for word in set(words)))
        sums = [sum(map(int, weights)) for weights in zip([0] * len(self.names), *rows, strict=True)]
        return self.names[sums.index(max(sums))]


def format_kinds(kinds: Mapping[str, Mapping[str, int]]) -> str:
    """The text of the file for the weights of words by category: the categories, then the words."""
    names = sorted(kinds)
    words = {word for weights in kinds.values() for word in weights}
    rows = ([word, *(str(kinds[name].get(word, 0)) for name in names)] for word in words)
    return _table("\t".join(names), rows)


def _table(head: str, rows: Iterable[list[str]]) -> str:
    return "\n".join([head, *sorted(map("\t".join, rows))]) + "\n"


def _row(lines: list[str], name: str) -> list[str]:
    """What stands behind a name at the begin of one of the sorted lines; nothing where no line has it."""
    begun = f"{name}\t"
    at = bisect_left(lines, begun)
    if at == len(lines) or not lines[at].startswith(begun):
        return []
    return lines[at][len(begun) :].split("\t")
