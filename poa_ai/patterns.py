"""Patterns of rules and signals: whole words in any case, found in a normalised text, placed in its source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from poa_ai.findings import Span
from poa_ai.normalised import NormalisedText, normalise
from poa_ai.patternsyntax import PatternError as PatternError
from poa_ai.patternsyntax import Syntax, read_syntax

_BEHIND = 40
"""How many characters after a match a look-ahead may see."""


@dataclass(frozen=True)
class Pattern:
    """One pattern. It is compiled when a literal that every match must hold occurs in a text, not before."""

    source: str
    syntax: Syntax

    def find(self, text: NormalisedText) -> Iterator[Span]:
        """Where the pattern occurs, as spans of `text.source`, from left to right and without overlap."""
        haystack = text.text if self.syntax.cased else text.folded
        done = 0
        for start, end in self._windows(text, haystack):
            for match in self._regex.finditer(haystack, max(start, done), end):
                done = match.end()
                yield text.span(*match.span())

    def _windows(self, text: NormalisedText, haystack: str) -> Iterator[tuple[int, int]]:
        """The stretches of the haystack, from left to right, in which a match can lie: around the rarest anchor."""
        rarest: list[str] | None = None
        fewest = len(haystack)
        for literals in self.syntax.anchors:
            counts = {literal: text.count(literal, cased=self.syntax.cased) for literal in literals}
            total = sum(counts.values())
            if not total:
                return
            if total <= fewest:
                fewest, rarest = total, [literal for literal, count in counts.items() if count]
        if rarest is None:
            yield 0, len(haystack)
            return
        reach = self.syntax.high
        start = end = -1
        for at, after in sorted(_places(haystack, rarest)):
            if end >= 0 and at - reach > end:
                yield start, end
                end = -1
            start = max(0, at - reach) if end < 0 else start
            end = max(end, after + reach + _BEHIND)
        if end >= 0:
            yield start, end

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        # A word at either edge of the match must be whole; an edge that is no letter or digit needs nothing.
        whole = rf"(?:(?<!\w)|(?!\w))(?:{self.syntax.regex})(?:(?!\w)|(?<!\w))"
        return re.compile(whole, re.IGNORECASE if self.syntax.cased else 0)


def _places(haystack: str, literals: Iterable[str]) -> Iterator[tuple[int, int]]:
    for literal in literals:
        at = haystack.find(literal)
        while at >= 0:
            yield at, at + len(literal)
            at = haystack.find(literal, at + 1)


def compile_pattern(source: str) -> Pattern:
    """The pattern that `source` writes. Raises PatternError for what the pattern language does not allow."""
    return Pattern(source, read_syntax(source))


def occurs(patterns: Iterable[Pattern], text: NormalisedText | str) -> bool:
    """Whether any of the patterns occurs in the text."""
    normalised = normalise(text) if isinstance(text, str) else text
    return any(True for pattern in patterns for _ in pattern.find(normalised))
