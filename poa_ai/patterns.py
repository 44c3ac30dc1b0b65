"""Patterns of rules and signals: whole words in any case, found in a normalised text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from poa_ai.findings import Span
from poa_ai.normalised import NormalisedText, longest_word, normalise
from poa_ai.patternsyntax import PatternError as PatternError
from poa_ai.patternsyntax import Syntax, read_syntax

_BEHIND = 40
"""How many characters after a match a look-ahead may see."""

_NEVER = (1 << 60, 1 << 60)


@dataclass(frozen=True)
class Pattern:
    """One pattern. It is compiled when a literal that every match must hold occurs in a text, not before."""

    source: str
    syntax: Syntax

    def may_occur(self, words: str) -> bool:
        """Whether `NormalisedText.words` hold a part of each literal; where not, `find` need not be asked."""
        for probes in self._probes:
            for probe in probes:
                if probe in words:
                    break
            else:
                return False
        return True

    @cached_property
    def _probes(self) -> tuple[tuple[str, ...], ...]:
        # The group that is least likely to occur comes first.
        groups = [tuple(dict.fromkeys(map(longest_word, literals))) for literals in self.syntax.anchors]
        return tuple(sorted(groups, key=lambda group: -min(map(len, group))))

    def find(self, text: NormalisedText) -> Iterator[Span]:
        """Where the pattern occurs, as spans of `text.source`, from left to right and without overlap."""
        haystack = text.text if self.syntax.cased else text.folded
        done = 0
        for start, end in self._windows(text):
            for match in self._regex.finditer(haystack, max(start, done), end):
                done = match.end()
                yield text.span(*match.span())

    def _windows(self, text: NormalisedText) -> Iterator[tuple[int, int]]:
        """The stretches of text, from left to right, in which a match can lie: around the rarest anchor."""
        if not self.syntax.anchors:
            yield 0, len(text.folded)
            return
        present: list[tuple[int, list[str]]] = []
        for literals in self.syntax.anchors:
            counts = [(literal, count) for literal in literals if (count := text.count(literal))]
            if not counts:
                return
            present.append((sum(count for _, count in counts), [literal for literal, _ in counts]))
        rarest, *others = [literals for _, literals in sorted(present)]
        reach = self.syntax.high
        start, end = 0, -_NEVER[0]
        for at, after in [*sorted(place for literal in rarest for place in text.places(literal)), _NEVER]:
            if at - reach > end:
                if end >= 0 and all(any(text.has(each, start, end) for each in other) for other in others):
                    yield start, end
                start = max(0, at - reach)
            end = max(end, after + reach + _BEHIND)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        # A word at either edge of the match must be whole; an edge that is no letter or digit needs nothing.
        whole = rf"(?:(?<!\w)|(?!\w))(?:{self.syntax.regex})(?:(?!\w)|(?<!\w))"
        return re.compile(whole, re.IGNORECASE if self.syntax.cased else 0)


def compile_pattern(source: str) -> Pattern:
    """The pattern that `source` writes. Raises PatternError for what the pattern language does not allow."""
    return Pattern(source, read_syntax(source))


def occurs(patterns: Iterable[Pattern], text: NormalisedText | str) -> bool:
    """Whether any of the patterns occurs in the text."""
    normalised = normalise(text) if isinstance(text, str) else text
    return any(True for pattern in patterns for _ in pattern.find(normalised))
