"""Where a text says no, and to what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.validation.tokens import BREAK, NAME, WORD, Token
from poa_ai.values import Kind

NO = re.compile(
    r"\b(?:not|no|none|never|nobody|nothing|neither|nor|without|cannot|unable|lack(?:s|ed|ing)?)\b|n['’]t\b",
    re.IGNORECASE,
)
"""A word that says no."""


@dataclass(frozen=True, slots=True)
class Denial:
    """One "no". `core` are the keys of the words behind it in its clause, `keys` those before it as well.

    `back` where nothing stands behind it, and its words are those before it: "eight had none". `verb` is the
    key of what is denied: the word behind "was", else the first one behind the "no". `about` are the keys of
    the names and products of the clause.
    """

    core: frozenset[str]
    keys: frozenset[str]
    clause: int
    span: Span
    back: bool = False
    verb: str = ""
    about: frozenset[str] = frozenset()


_BEING = re.compile(r"\b(?:was|were|is|are|been|be)\s", re.IGNORECASE)


def read_denials(text: str, tokens: Sequence[Token], start: int = 0) -> list[Denial]:
    """The denials of a text that begins at character `start`, as its tokens count, in order."""
    found = []
    for match in NO.finditer(text):
        at = match.end() + start
        after = [token for token in tokens if token.span.start >= at]
        if not after or BREAK.search(text, match.end(), after[0].span.start - start):
            before = [token for token in tokens if token.span.end <= match.start() + start]
            said = frozenset(_key(t) for t in before if before[-1].clause == t.clause)
            if said:
                found.append(
                    Denial(said, said, before[-1].clause, Span(match.start() + start, at), back=True)
                )
            continue
        clause = after[0].clause
        words = [token for token in tokens if token.clause == clause and token.kind in (WORD, Kind.NUMBER)]
        core = frozenset(_key(token) for token in words if token.span.start >= at)
        said = frozenset(
            _key(t) for t in words if not NO.fullmatch(text[t.span.start - start : t.span.end - start])
        )
        keys = said if len(core) == 1 else core
        about = frozenset(_key(t) for t in tokens if t.clause == clause and t.kind in (NAME, Kind.ASIN))
        if core:
            last = max(token.span.start for token in words) - start
            being = _BEING.search(text, match.end(), last) if last > match.end() else None
            behind = at if being is None else being.end() + start
            verb = next((_key(token) for token in words if token.span.start >= behind), "")
            found.append(Denial(core, keys, clause, Span(match.start() + start, at), verb=verb, about=about))
    return found


def _key(token: Token) -> str:
    return token.key if token.kind == WORD else f"{token.kind}:{token.key}"
