"""What looking for a pattern needs, apart from how the pattern was written."""

import json
from typing import NamedTuple

from poa_ai.patternsyntax import read_syntax


class PatternForm(NamedTuple):
    """What looking for a pattern needs: its `regex`, and what every text with a match holds.

    Of each group of `literals` one is in such a text (see `NormalisedText.held`). `cased` and `figures` as in
    Syntax.
    """

    regex: str
    cased: bool
    figures: bool
    literals: tuple[tuple[str, ...], ...]

    @classmethod
    def of_kept(cls, line: str, source: str) -> "PatternForm":
        """The form that `kept` wrote of the pattern `source`."""
        regex, cased, figures, literals = json.loads(line)
        return cls(regex or source, cased, figures, tuple(map(tuple, literals)))

    def kept(self, source: str) -> str:
        """The form of the pattern `source` as one line of a file."""
        regex = "" if self.regex == source else self.regex
        return json.dumps([regex, *self[1:]])


def read_form(source: str) -> tuple[tuple[str, ...], PatternForm]:
    """The keys and the form of a pattern. Raises PatternError as `read_syntax` does.

    The keys are words of which one is in every text with a match (see `Anchor.key`), () where none is sure.
    """
    syntax = read_syntax(source)
    groups = syntax.anchors
    keys = tuple(dict.fromkeys(anchor.key for anchor in groups[0])) if groups else ()
    literals = tuple(tuple(dict.fromkeys(anchor.literal for anchor in group)) for group in groups)
    return keys if all(keys) else (), PatternForm(syntax.regex, syntax.cased, syntax.figures, literals)
