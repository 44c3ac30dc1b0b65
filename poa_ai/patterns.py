"""Patterns of rules and signals: whole words in any case, found in a normalised text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from poa_ai.findings import Span
from poa_ai.normalised import NormalisedText, normalise
from poa_ai.patternform import PatternForm, read_form
from poa_ai.patternsyntax import PatternError as PatternError

_OPENING = re.compile(
    r"(?P<group>\(\?(?:-i)?:)?(?P<char>\\d|\[[A-Za-z0-9-]+\])(?:\{(?P<least>\d+(?:,\d+)?)\})?(?![?*+{])"
)
_BRACKETS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


@dataclass(frozen=True)
class Pattern:
    """One pattern. It is compiled when a literal that every match must hold occurs in a text, not before.

    `keys` are words of which one is in every text with a match (see `Anchor.key`), () where none is sure.
    """

    source: str
    keys: tuple[str, ...]
    _form: PatternForm | str = field(repr=False, compare=False)

    @cached_property
    def form(self) -> PatternForm:
        """The form of the pattern; one that was kept in a file is read when it is first asked for."""
        return PatternForm.of_kept(self._form, self.source) if isinstance(self._form, str) else self._form

    def may_occur(self, text: NormalisedText) -> bool:
        """Whether the text holds the literals without which there is no match."""
        held = text.held
        # The index knows words of the first group, so the others tell more.
        for group in reversed(self.form.literals):
            for literal in group:
                if literal in held:
                    break
            else:
                return False
        return True

    def occurs(self, text: NormalisedText) -> bool:
        """Whether the pattern occurs in the text."""
        return self.may_occur(text) and self._regex.search(self._looked_at(text)) is not None

    def find(self, text: NormalisedText) -> Iterator[Span]:
        """Where the pattern occurs, as spans of `text.source`, from left to right and without overlap."""
        return self.spans(text) if self.may_occur(text) else iter(())

    def spans(self, text: NormalisedText) -> Iterator[Span]:
        """What `find` gives, for a text that was found to hold the literals."""
        for match in self._regex.finditer(self._looked_at(text)):
            yield text.span(*match.span())

    def _looked_at(self, text: NormalisedText) -> str:
        return text.text if self.form.cased else text.folded

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        # No edge of the match stands inside a word; one beside what is no letter or digit needs nothing.
        whole = _from_first_character(self.form.regex) or rf"(?!\B\w)(?:{self.form.regex})"
        return re.compile(rf"{whole}(?!\B\w)", re.IGNORECASE if self.form.cased else 0)


def _from_first_character(regex: str) -> str | None:
    """The regex held to a word's begin behind its first character, so that a search leaps to such ones.

    None where it does not begin with one character or class, the same for every match.
    """
    opening = _OPENING.match(regex)
    if opening is None or (opening["least"] or "1").startswith("0"):
        return None
    depth, first = 0, opening["group"] is not None
    for token in _BRACKETS.finditer(regex):
        if token.group() == "|" and depth <= first:
            return None
        depth += {"(": 1, ")": -1}.get(token.group(), 0)
        if first and depth == 0 and token.group() == ")":
            first = False
            if regex[token.end() : token.end() + 1] in ("?", "{"):
                return None
    group, char = opening["group"] or "", opening["char"]
    fewer = ",".join(str(int(count) - 1) for count in (opening["least"] or "1").split(","))
    others = f"{char}{{{fewer}}}" if opening["least"] else ""
    return rf"{group}{char}(?<!\w\w){others}{regex[opening.end() :]}"


def compile_pattern(source: str) -> Pattern:
    """The pattern that `source` writes. Raises PatternError for what the pattern language does not allow."""
    return Pattern(source, *read_form(source))


def occurs(patterns: Iterable[Pattern], text: NormalisedText | str) -> bool:
    """Whether any of the patterns occurs in the text."""
    normalised = normalise(text) if isinstance(text, str) else text
    return any(pattern.occurs(normalised) for pattern in patterns)
