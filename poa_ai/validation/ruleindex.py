"""Which rules can find anything in a sentence, told by its words alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from poa_ai.normalised import NormalisedText
from poa_ai.patterns import Pattern

Owner = TypeVar("Owner")

MAX_KEY = 6
"""A key that may begin a longer word is looked up by this many letters at most."""


@dataclass(frozen=True, slots=True)
class RuleIndex(Generic[Owner]):
    """The patterns of some rules by the words that a text must hold for them to occur.

    `patterns` are numbered in the order of the rules. `whole` has the numbers under whole words, `starts`
    with what a word begins with under its first letters; those of `always` can't be told from words.
    """

    patterns: tuple[tuple[Owner, Pattern], ...]
    whole: dict[str, list[int]]
    starts: dict[str, list[tuple[str, int]]]
    always: tuple[int, ...]

    @classmethod
    def of(cls, patterns: Iterable[tuple[Owner, Pattern]]) -> "RuleIndex[Owner]":
        """The index of patterns, each with the rule that owns it."""
        patterns = tuple(patterns)
        whole: dict[str, list[int]] = {}
        starts: dict[str, list[tuple[str, int]]] = {}
        for number, (_, pattern) in enumerate(patterns):
            for key in pattern.form.keys:
                if key.endswith(" "):
                    whole.setdefault(key[:-1], []).append(number)
                else:
                    starts.setdefault(key[:MAX_KEY], []).append((key, number))
        always = tuple(number for number, (_, pattern) in enumerate(patterns) if not pattern.form.keys)
        return cls(patterns, whole, starts, always)

    def of_word(self, word: str) -> tuple[int, ...]:
        """The numbers of the patterns that may occur where the word does."""
        numbers = list(self.whole.get(word, ()))
        for length in range(1, min(len(word), MAX_KEY) + 1):
            begun = self.starts.get(word[:length], ())
            numbers += [number for key, number in begun if word.startswith(key)]
        return tuple(numbers)

    def candidates(self, text: NormalisedText, known: dict[str, tuple[int, ...]]) -> Sequence[int]:
        """The numbers of the patterns that may occur in the text, in order; `known` keeps words looked up."""
        numbers = set(self.always)
        for word in text.words:
            found = known.get(word)
            if found is None:
                found = known[word] = self.of_word(word)
            if found:
                numbers.update(found)
        return sorted(number for number in numbers if self.patterns[number][1].may_occur(text))
