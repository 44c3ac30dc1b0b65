"""What looking for a pattern needs, apart from how the pattern was written."""

from typing import NamedTuple

from poa_ai.patternsyntax import read_syntax


class PatternForm(NamedTuple):
    """What looking for a pattern needs: its `regex`, and what every text with a match holds.

    Of each group of `literals` one is in such a text, in lower case but where capitals matter. `keys` are
    words of which one is in it (see `Anchor.key`), () where none is sure. `cased` and `figures` as in Syntax.
    """

    regex: str
    cased: bool
    figures: bool
    literals: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]


def read_form(source: str) -> PatternForm:
    """The form of a pattern. Raises PatternError as `read_syntax` does."""
    syntax = read_syntax(source)
    groups = syntax.anchors
    keys = tuple(dict.fromkeys(anchor.key for anchor in groups[0])) if groups else ()
    literals = tuple(tuple(dict.fromkeys(anchor.text for anchor in group)) for group in groups)
    return PatternForm(syntax.regex, syntax.cased, syntax.figures, literals, keys if all(keys) else ())
