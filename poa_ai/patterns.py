"""Patterns of rules and signals: whole words, any case, found in a normalised text, placed in the text as given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from poa_ai.findings import Span
from poa_ai.normalised import NormalisedText
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
        for start, end in self._windows(text.folded):
            for match in self._regex.finditer(haystack, max(start, done), end):
                done = match.end()
                yield text.span(*match.span())

    def _windows(self, folded: str) -> Iterator[tuple[int, int]]:
        """The stretches of text, from left to right, in which a match can lie."""
        anchors = self.syntax.anchors
        if not anchors:
            yield 0, len(folded)
            return
        reach = self.syntax.high
        following = {anchor: folded.find(anchor) for anchor in anchors}
        start = end = -1
        while following := {anchor: at for anchor, at in following.items() if at >= 0}:
            anchor = min(following, key=lambda name: following[name])
            at = following[anchor]
            following[anchor] = folded.find(anchor, at + 1)
            if end >= 0 and at - reach > end:
                yield start, end
                end = -1
            start = max(0, at - reach) if end < 0 else start
            end = at + len(anchor) + reach + _BEHIND
        if end >= 0:
            yield start, end

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        # A word at either edge of the match must be whole; an edge that is no letter or digit needs nothing.
        whole = rf"(?:(?<!\w)|(?!\w))(?:{self.syntax.regex})(?:(?!\w)|(?<!\w))"
        return re.compile(whole, re.IGNORECASE if self.syntax.cased else 0)


def compile_pattern(source: str) -> Pattern:
    """The pattern that `source` writes. Raises PatternError for what the pattern language does not allow."""
    return Pattern(source, read_syntax(source))
