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
    under the shape of a word; those of `always` can't be told from words. `groups` are literals: `needs` are
    for each number those groups of which one stands in every text in which the pattern occurs.
    """

    patterns: tuple[tuple[Owner, Pattern], ...]
    whole: dict[str, list[int]]
    starts: dict[str, list[tuple[str, int]]]
    shapes: dict[str, list[int]]
    always: tuple[int, ...]
    needs: tuple[tuple[int, ...], ...]
    groups: tuple[tuple[str, ...], ...]
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, patterns: Iterable[tuple[Owner, Pattern, str]]) -> "RuleIndex[Owner]":
        """The index of patterns, each with the rule that owns it and the shape it asks for, "" for any."""
        patterns = tuple(patterns)
        whole: dict[str, list[int]] = {}
        starts: dict[str, list[tuple[str, int]]] = {}
        shapes: dict[str, list[int]] = {}
        groups: dict[tuple[str, ...], int] = {}
        always = []
        needs = []
        for number, (_, pattern, shape) in enumerate(patterns):
            keys = pattern.form.keys
            needs.append(
                tuple([groups.setdefault(group, len(groups)) for group in pattern.form.literals[::-1]])
            )
            if shape and not (shape == CAPITALS and _in_capitals(pattern)):
                shapes.setdefault(shape, []).append(number)
            elif shape:
                for key in keys:
                    whole.setdefault(key[:-1].upper(), []).append(number)
            elif not keys:
                always.append(number)
            else:
                for key in keys:
                    if _has_digit(key):
                        shapes.setdefault(FIGURES, []).append(number)
                    elif key.endswith(" ") or not (key[0].isalnum() or key[0] == "_"):
                        whole.setdefault(key.rstrip(), []).append(number)
                    else:
                        starts.setdefault(key[:MAX_KEY], []).append((key, number))
        return cls(
            tuple((owner, pattern) for owner, pattern, _ in patterns),
            whole,
            starts,
            shapes,
            tuple(always),
            tuple(needs),
            tuple(groups),
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
        held, groups = text.zeroed, self.groups
        known: dict[int, bool] = {}
        kept = []
        for number in sorted(numbers & among):
            for group in self.needs[number]:
                there = known.get(group)
                if there is None:
                    there = known[group] = any(map(held.__contains__, groups[group]))
                if not there:
                    break
            else:
                kept.append(number)
        return kept

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
    form = pattern.form
    whole = all(len(key) > 2 and key.endswith(" ") and key[:-1].isalpha() for key in form.keys)
    return whole and form.cased and all(map(str.isupper, form.literals[0] if form.keys else ("",)))


def _has_digit(key: str) -> bool:
    return not (key.isalpha() or key.rstrip().isalpha()) and any(map(str.isdigit, key))
