"""Which rules can find anything in a sentence, told by its words alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from poa_ai.normalised import NormalisedText
from poa_ai.patterns import Pattern
from poa_ai.validation.wordshape import BEYOND_ASCII, CAPITALS, shapes_of

Owner = TypeVar("Owner")

FIGURES = "figures"
"""The shape of a word in which a digit stands."""

MAX_KNOWN = 50_000
"""So many words are kept with what was found of them."""

MAX_KEY = 6
"""A key that may begin a longer word is looked up by this many letters at most."""


@dataclass(frozen=True, slots=True)
class RuleIndex(Generic[Owner]):
    """The patterns of some rules by the words that a text must hold for them to occur.

    `patterns` are numbered in the order of the rules. `whole` has the numbers under whole words and marks (in
    capitals where only such count), `starts` with what a word begins with under its first letters, `shapes`
    under the shape of a word; those of `always` can't be told from words. `_needs` has, for each number asked
    for so far, groups of literals of which one stands in every text in which the pattern occurs; equal groups
    are one object.
    """

    patterns: tuple[tuple[Owner, Pattern], ...]
    whole: dict[str, list[int]]
    starts: dict[str, list[tuple[str, int]]]
    shapes: dict[str, list[int]]
    always: tuple[int, ...]
    _needs: dict[int, list[tuple[str, ...]]] = field(default_factory=dict, repr=False, compare=False)
    _groups: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, patterns: Iterable[tuple[Owner, Pattern, str]]) -> "RuleIndex[Owner]":
        """The index of patterns, each with the rule that owns it and the shape it asks for, "" for any."""
        patterns = tuple(patterns)
        whole: dict[str, list[int]] = {}
        starts: dict[str, list[tuple[str, int]]] = {}
        shapes: dict[str, list[int]] = {}
        always = []
        for number, (_, pattern, shape) in enumerate(patterns):
            keys = pattern.keys
            if shape and not (shape == CAPITALS and _in_capitals(pattern)):
                shapes.setdefault(shape, []).append(number)
            elif shape:
                for key in keys:
                    whole.setdefault(key[:-1].upper(), []).append(number)
            elif not keys:
                always.append(number)
            else:
                for key in keys:
                    word = key.rstrip()
                    if not word.isalpha() and any(map(str.isdigit, word)):
                        shapes.setdefault(FIGURES, []).append(number)
                    elif word != key or not (word[0].isalnum() or word[0] == "_"):
                        whole.setdefault(word, []).append(number)
                    else:
                        starts.setdefault(key[:MAX_KEY], []).append((key, number))
        return cls(
            tuple((owner, pattern) for owner, pattern, _ in patterns),
            whole,
            starts,
            shapes,
            tuple(always),
        )

    def of_word(self, word: str) -> tuple[int, ...]:
        """The numbers of the patterns that may occur where the word does, which has its capitals."""
        folded = word.lower()
        numbers = [*self.whole.get(folded, ()), *(self.whole.get(word, ()) if word != folded else ())]
        for length in range(1, min(len(folded), MAX_KEY) + 1):
            begun = self.starts.get(folded[:length], ())
            numbers += [number for key, number in begun if folded.startswith(key)]
        for shape in (*shapes_of(word), *((FIGURES,) if any(map(str.isdigit, word)) else ())):
            numbers += self.shapes.get(shape, ())
        return tuple(numbers)

    def candidates(self, text: NormalisedText, among: frozenset[int]) -> list[int]:
        """The numbers of the patterns that may occur in the text or one with other figures, in order.

        Others than those `among` which they are looked for are not named.
        """
        numbers = set(self.always).union(*map(self._met, text.words))
        if not text.source.isascii():
            numbers.update(self.shapes.get(BEYOND_ASCII, ()))
        held = text.held
        known: dict[int, bool] = {}
        kept = []
        for number in sorted(numbers & among):
            for group in self._needs.get(number) or self._needs_of(number):
                there = known.get(id(group))
                if there is None:
                    there = known[id(group)] = any(map(held.__contains__, group))
                if not there:
                    break
            else:
                kept.append(number)
        return kept

    def _needs_of(self, number: int) -> list[tuple[str, ...]]:
        literals = self.patterns[number][1].form.literals
        needs = [self._groups.setdefault(group, group) for group in reversed(literals)]
        self._needs[number] = needs
        return needs

    def _met(self, word: str) -> tuple[int, ...]:
        """What `of_word` gives, kept in mind."""
        found = self._known.get(word)
        if found is None:
            found = self.of_word(word)
            if len(self._known) < MAX_KNOWN:
                self._known[word] = found
        return found


def _in_capitals(pattern: Pattern) -> bool:
    """Whether every match holds a key as a whole word of capitals."""
    if not all(len(key) > 2 and key.endswith(" ") and key[:-1].isalpha() for key in pattern.keys):
        return False
    form = pattern.form
    return form.cased and all(map(str.isupper, form.literals[0] if pattern.keys else ("",)))
