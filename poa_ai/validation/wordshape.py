"""The shapes of words that rules ask for."""

import re

CAPITALS, BEYOND_ASCII = "capitals", "beyond-ascii"
SHAPES = (CAPITALS, "mixed-case", BEYOND_ASCII)
"""Two or more letters, all capital; a small letter followed by a capital; any character beyond ASCII."""

_MIXED = re.compile("[a-z][A-Z]")


def shapes_of(word: str) -> tuple[str, ...]:
    """The shapes that a word has."""
    if word.islower() or len(word) < 2:
        return ()
    if word.isupper() and word.isalpha():
        return (CAPITALS,)
    return ("mixed-case",) if _MIXED.search(word) else ()
