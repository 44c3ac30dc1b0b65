"""Words that somebody else said: stretches of a text between quotation marks."""

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern

MAX_QUOTATION = 400
"""A longer stretch between quotation marks is no quotation: a mark is missing, or all of it is meant."""

_INSIDE = rf"(?:[^{{0}}\n]|\n(?![ \t]*\n)){{{{1,{MAX_QUOTATION}}}}}?"
# Each form begins with its mark and looks back over it, so that the search leaps from mark to mark.
_QUOTATION = lazy_pattern(
    rf'"(?<![\w"]")(?=[^\s"]){_INSIDE.format(chr(34))}"(?!\w)'
    rf"|“{_INSIDE.format('”“')}”"
    rf"|„{_INSIDE.format('“”„')}[“”]"
    rf"|«{_INSIDE.format('»«')}»"
    r"|‘(?<!\w‘)[^‘\n]{1,200}?’(?!\w)"
    r"|＂(?<!\w＂)[^＂\n]{1,400}＂"
)
_TYPOGRAPHIC = ("“", "„", "«", "‘", "＂")


def find_quotations(text: str) -> tuple[Span, ...]:
    """The quotations in a text with their marks, from left to right. None reaches over a blank line."""
    if '"' not in text and (text.isascii() or not any(mark in text for mark in _TYPOGRAPHIC)):
        return ()
    return tuple(Span(*match.span()) for match in _QUOTATION.finditer(text))
