"""Patterns of rules and signals: whole words in any case, found in a normalised text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from poa_ai.findings import Span
from poa_ai.normalised import NormalisedText, normalise
from poa_ai.patternform import PatternForm, read_form
from poa_ai.patternsyntax import PatternError as PatternError


@dataclass(frozen=True)
class Pattern:
    """One pattern. It is compiled when a literal that every match must hold occurs in a text, not before."""

    source: str
    form: PatternForm

    def may_occur(self, text: NormalisedText) -> bool:
        """Whether the text holds the literals without which there is no match."""
        folded = text.folded
        for literals in self.form.literals:
            for literal in literals:
                if literal in folded or (literal in text.text and literal != literal.lower()):
                    break
            else:
                return False
        return True

    def find(self, text: NormalisedText) -> Iterator[Span]:
        """Where the pattern occurs, as spans of `text.source`, from left to right and without overlap."""
        if self.may_occur(text):
            for match in self._regex.finditer(text.text if self.form.cased else text.folded):
                yield text.span(*match.span())

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        # A word at either edge of the match must be whole; an edge that is no letter or digit needs nothing.
        whole = rf"(?:(?<!\w)|(?!\w))(?:{self.form.regex})(?:(?!\w)|(?<!\w))"
        return re.compile(whole, re.IGNORECASE if self.form.cased else 0)


def compile_pattern(source: str) -> Pattern:
    """The pattern that `source` writes. Raises PatternError for what the pattern language does not allow."""
    return Pattern(source, read_form(source))


def occurs(patterns: Iterable[Pattern], text: NormalisedText | str) -> bool:
    """Whether any of the patterns occurs in the text."""
    normalised = normalise(text) if isinstance(text, str) else text
    return any(True for pattern in patterns for _ in pattern.find(normalised))
