"""Unattested claims: sentences whose content stands in no fact, and single words that claim much."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from poa_ai.errors import DataFileError
from poa_ai.findings import Finding, Severity
from poa_ai.tomlfile import read_toml
from poa_ai.validation.binding import Bound
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.stemming import stem
from poa_ai.validation.tokens import WORD, Token, word_key
from poa_ai.validation.wording import load_neutral_words

_FEW = 8
_CLAIMS = ("document", "actor", "tool", "deed")
_PREFIXES = ("un", "re", "non", "mis", "in", "dis", "over", "under", "out")


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Keys of words that need no fact; stems of those that always do, each with what it names."""

    plain: frozenset[str]
    claiming: dict[str, str]


@cache
def load_claim_words() -> ClaimWords:
    """The packaged lists. Raises `DataFileError` where the file is damaged."""
    path = "poa_ai/validation/claim_words.toml"
    table = read_toml(files("poa_ai") / "validation" / "claim_words.toml", path, DataFileError)
    table.only(("plain", *_CLAIMS))
    claiming = {stem(word): group for group in _CLAIMS for word in table.get(group, str).split()}
    plain = {word_key(word) for word in table.get("plain", str).split()}
    return ClaimWords(frozenset(plain), claiming)


def unknown_words(sheet: FactSheet, bound: Bound) -> list[Token]:
    """The content words of a sentence that neither the facts hold nor a list of plain words."""
    return [token for token in content(bound) if not _is_known(sheet, bound.passage.said(token), token)]


def check_invention(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error where a sentence mostly says what no fact says; a warning where single words do."""
    unknown = unknown_words(sheet, bound)
    if not unknown:
        return
    claiming = [
        token for token in unknown if stem(bound.passage.said(token).lower()) in load_claim_words().claiming
    ]
    covered = _covered(sheet, bound)
    few = 0.4 if len(unknown) >= 2 else 0.2 if not bound.values else 0.0
    places = [bound.passage.tokens.index(token) for token in unknown[:_FEW]]
    run = any(two - one == 1 for one, two in pairwise(places))
    sure = bool(claiming) or run or len(unknown) >= 3 or (covered < few and len(bound.keys) > 2)
    words = ", ".join(
        f'"{word}"' for word in dict.fromkeys(bound.passage.said(t).lower()[:40] for t in unknown[:8])
    )
    nearest = next(iter(bound.likest(1)), None)
    hint = "Keep to what the facts say, or add it to the facts."
    if nearest is not None:
        statement = sheet.entries[nearest].statement
        hint = f'{hint} Nearest is {statement.id}: "{statement.text[:200]}"'
    first = (claiming or unknown)[0]
    severity, message = Severity.ERROR if sure else Severity.WARNING, f"No fact says {words}."
    said = bound.passage.said(first)
    yield Finding("grounding.unattested", severity, message, hint, SOURCE, first.span, said)


def content(bound: Bound) -> list[Token]:
    """The words of a sentence that are not on the list of neutral words."""
    return [
        token
        for token in bound.passage.tokens
        if token.kind == WORD and not _is_neutral(bound.passage.said(token))
    ]


@lru_cache(maxsize=8192)
def _is_neutral(said: str) -> bool:
    return load_neutral_words().hold(_APOSTROPHE.split(said.lower())[0])


_APOSTROPHE = re.compile(r"n?['’]")


def _is_known(sheet: FactSheet, said: str, token: Token) -> bool:
    word, lists = said.lower(), load_claim_words()
    if token.key in sheet.words or (token.key in lists.plain and stem(word) not in lists.claiming):
        return True
    return any(
        word.startswith(prefix)
        and len(word) > len(prefix) + 3
        and word_key(word[len(prefix) :]) in sheet.words
        for prefix in _PREFIXES
    )


def _covered(sheet: FactSheet, bound: Bound) -> float:
    """The share of the sentence, by rarity, that the statement likest to it holds; 0 to 1."""
    keys = set(bound.keys) - load_claim_words().plain
    rare = max(sheet.rarity.values(), default=1.0)
    whole = sum(sheet.rarity.get(key, rare) for key in keys) or 1.0
    return max(
        (
            sum(sheet.rarity[key] for key in keys & sheet.entries[entry].keys) / whole
            for entry in bound.likest(5)
        ),
        default=0.0,
    )
