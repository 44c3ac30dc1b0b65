"""Which rules can find anything in a sentence, told by its words alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from poa_ai.normalised import NormalisedText
from poa_ai.patterns import Pattern
from poa_ai.validation.wordshape import BEYOND_ASCII, shapes_of

Owner = TypeVar("Owner")

MAX_KNOWN = 50_000
"""So many words are kept with what was found of them."""

MAX_KEY = 6
"""A key that may begin a longer word is looked up by this many letters at most."""


@dataclass(frozen=True, slots=True)
class RuleIndex(Generic[Owner]):
    """The patterns of some rules by the words that a text must hold for them to occur.

    `patterns` are numbered in the order of the rules. `whole` has the numbers under whole words, `starts`
    with what a word begins with under its first letters, `shapes` under the shape of a word; those of
    `always` can't be told from words.
    """

    patterns: tuple[tuple[Owner, Pattern], ...]
    whole: dict[str, list[int]]
    starts: dict[str, list[tuple[str, int]]]
    shapes: dict[str, list[int]]
    always: tuple[int, ...]
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, patterns: Iterable[tuple[Owner, Pattern, str]]) -> "RuleIndex[Owner]":
        """The index of patterns, each with the rule that owns it and the shape it asks for, "" for any."""
        patterns = tuple(patterns)
        index = cls(tuple((owner, pattern) for owner, pattern, _ in patterns), {}, {}, {}, ())
        always = []
        for number, (_, pattern, shape) in enumerate(patterns):
            if shape:
                index.shapes.setdefault(shape, []).append(number)
            keys = () if shape or any(map(_has_digit, pattern.form.keys)) else pattern.form.keys
            if not shape and not keys:
                always.append(number)
            for key in keys:
                if key.endswith(" "):
                    index.whole.setdefault(key[:-1], []).append(number)
                else:
                    index.starts.setdefault(key[:MAX_KEY], []).append((key, number))
        return cls(index.patterns, index.whole, index.starts, index.shapes, tuple(always))

    def of_word(self, word: str) -> tuple[int, ...]:
        """The numbers of the patterns that may occur where the word does, which has its capitals."""
        folded = word.lower()
        numbers = list(self.whole.get(folded, ()))
        for length in range(1, min(len(folded), MAX_KEY) + 1):
            begun = self.starts.get(folded[:length], ())
            numbers += [number for key, number in begun if folded.startswith(key)]
        for shape in shapes_of(word):
            numbers += self.shapes.get(shape, ())
        return tuple(numbers)

    def candidates(self, text: NormalisedText) -> Sequence[int]:
        """The numbers of the patterns that may occur in the text or one with other figures, in order."""
        numbers = set(self.always)
        if not text.source.isascii():
            numbers.update(self.shapes.get(BEYOND_ASCII, ()))
        for word in text.words:
            found = self._known.get(word)
            if found is None:
                found = self.of_word(word)
                if len(self._known) < MAX_KNOWN:
                    self._known[word] = found
            if found:
                numbers.update(found)
        patterns = self.patterns
        return sorted(n for n in numbers if patterns[n][1].form.figures or patterns[n][1].may_occur(text))


def _has_digit(key: str) -> bool:
    return not key.rstrip().isalpha() and any(map(str.isdigit, key))
