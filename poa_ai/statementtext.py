"""A model's sentence as text of the letter: without Markdown, list marks and marks of ids."""

import re
from collections.abc import Collection

from poa_ai.phrasewords import as_sentence
from poa_ai.promptdata import as_data, one_line

_MARKER = re.compile(r"^(?:#{1,6}\s+|>\s*|[-+•–—]\s+|\(?\d{1,2}[.)]\s+)+")
_STYLE = re.compile(r"\*+|`+|(?<![^\W_])__|__(?![^\W_])")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]")
_LEADING = re.compile(r"^([^:]{1,60}):\s+")
_SAID_WITH_IDS = frozenset({"see", "exhibit", "exhibits", "fact", "facts", "evidence", "and", "id", "ids"})


def plain_statement(text: str, ids: Collection[str]) -> str:
    """One line of plain text that starts with a capital and ends like a sentence; "" where nothing is left.

    `ids` are those of facts and exhibits: "(E1)", "[F2, F3]" and a leading "C1:" are taken out, since code
    writes the exhibits.
    """
    line = one_line(_STYLE.sub("", as_data(text)))
    line = _MARKER.sub("", line)
    leading = _LEADING.match(line)
    if leading and _only_ids(leading[1], ids):
        line = line[leading.end() :]
    line = _BRACKETED.sub(lambda match: "" if _only_ids(match[1], ids) else match[0], line)
    line = one_line(line.strip('"“” '))
    return as_sentence(line) if re.search(r"[^\W\d_]", line) else ""


def _only_ids(text: str, ids: Collection[str]) -> bool:
    words = [word for word in re.split(r"[\s,;&:]+", text) if word]
    named = [word for word in words if word in ids or re.fullmatch(r"E\d{1,3}", word)]
    return bool(named) and all(word in named or word.casefold() in _SAID_WITH_IDS for word in words)
