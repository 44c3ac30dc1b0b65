"""Foreign text made fit to stand in a prompt as data.

What the seller or Amazon wrote stands between the markers `<<<name` and `name>>>`. Text that could pass
for a marker, or that can't be seen, is taken out of it.
"""

import re
import unicodedata
from collections.abc import Iterable

_WIDE = {"\uff1c": "<", "\uff1e": ">"}
_BRACKETS = re.compile(r"[<‹〈⟨《⟪«≪❮❰﹤⋘>›〉⟩》⟫»≫❯❱﹥⋙](?:\s*[<‹〈⟨《⟪«≪❮❰﹤⋘>›〉⟩》⟫»≫❯❱﹥⋙])+")
_SPECIAL = re.compile(r"[^\n\t -~]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def as_data(text: str) -> str:
    """The text without invisible characters and without runs of angle brackets of any kind."""
    if text.isascii() and text.isprintable() and "<" not in text and ">" not in text:
        return text  # as nearly all are
    return _BRACKETS.sub(" ", _SPECIAL.sub(_shown, text))


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    return "" if unicodedata.category(character) in _UNSEEN else _WIDE.get(character, character)


def one_line(text: str) -> str:
    """The text with every run of white space as one blank, so that it can't start a line of its own."""
    return " ".join(text.split())


def quoted_lines(text: str, limit: int) -> str:
    """Up to `limit` characters of the text, each line begun with "| ", blank lines left out."""
    lines = [one_line(line) for line in text[:limit].splitlines()]
    cut = ["| [the rest is left out]"] if len(text) > limit else []
    return "\n".join([*(f"| {line}" for line in lines if line), *cut])


def listed(texts: Iterable[str]) -> str:
    """Each text as a line of a list; a line that says so where there are none."""
    return "\n".join(f"- {one_line(text)}" for text in texts) or "- (nothing further)"


def without_words(text: str, words: tuple[str, ...]) -> str:
    """The text with each of the words, in any case, as "[private]"."""
    known = sorted((re.escape(one_line(word)) for word in words if word.strip()), key=len, reverse=True)
    if not known:
        return text
    return re.sub("|".join(known).replace(r"\ ", r"\s+"), "[private]", text, flags=re.IGNORECASE)
