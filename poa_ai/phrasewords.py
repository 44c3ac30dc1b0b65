"""The word lists that composing leans on, and what they alone decide: capitals and full stops."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from poa_ai.errors import DataFileError
from poa_ai.tomlfile import read_toml

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
"""A word: letters, with hyphens and apostrophes inside."""

_PAGES = ("account health", "brand registry", "buy shipping", "seller central", "voice of the customer")


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of phrasing.toml, all in lower case."""

    past_verbs: frozenset[str]
    participles: frozenset[str]
    finite: frozenset[str]
    lowerable: frozenset[str]
    determiners: frozenset[str]
    openers: frozenset[str]
    roles: frozenset[str]
    cadence_adverbs: frozenset[str]
    cadence_openers: frozenset[str]


@cache
def load_words() -> Words:
    """The word lists. Raises DataFileError where the file does not hold exactly these."""
    names = [entry.name for entry in fields(Words)]
    table = read_toml(files("poa_ai") / "phrasing.toml", "poa_ai/phrasing.toml", DataFileError).only(names)
    return Words(**{name: frozenset(table.strings(name, required=True)) for name in names})


def as_sentence(text: str) -> str:
    """The text with a capital at its start, where that is a plain word, and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    first = WORD.match(text)
    if first and first.group().islower() and not re.match(r"[^\W\d_]+[\w.@/-]*[\d.@/]\w", text):
        text = text[0].upper() + text[1:]
    if text[-1] in ".!?" or (text[-1] in "\"'”’)" and text[-2:-1] in {".", "!", "?"}):
        return text
    return text.rstrip(",;:–—- ") + "."


def names_page(text: str) -> bool:
    """Whether the text begins with a page or programme of Amazon, which keeps its capitals."""
    return text.casefold().startswith(_PAGES)


def lower_first(text: str, words: Words, names: Iterable[str]) -> str:
    """The text with its first word in lower case, where that word surely is no name."""
    match = WORD.match(text)
    first = match.group() if match else ""
    if not first[:1].isupper():
        return text
    if names_page(text):
        return text
    lists = (words.lowerable, words.past_verbs, words.openers, words.participles)
    known = any(first.lower() in listed for listed in lists)
    if not known or any(text.casefold().startswith(name.casefold()) for name in names):
        return text
    # "REFUNDED 12 buyers" is a shout, "eBay" and "SKUs" are names.
    if first[1:].islower() or first == "A" or (first.isupper() and first.lower() in words.past_verbs):
        return first.lower() + text[len(first) :]
    return text


def tokens_of(text: str) -> list[str]:
    """The words of a text in lower case; one empty word where there is none."""
    return [word.casefold() for word in WORD.findall(text)] or [""]
