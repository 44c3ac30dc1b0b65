"""People and what they are: a role beside a name must be the one that the facts give the person."""

import re
from collections.abc import Iterator
from functools import lru_cache

from poa_ai.findings import Finding, Severity, Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.validation.binding import Bound
from poa_ai.validation.factsheet import FactSheet, keys_of_words
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.tokens import NAME, Token, word_key
from poa_ai.validation.wording import load_neutral_words

_ROLES = (
    "manager|director|supervisor|lead|leader|clerk|assistant|counsel|officer|inspector|planner|editor|buyer"
    "|coordinator|technician|copywriter|controller|accountant|engineer|foreman|packer|agent|owner|head|trainer"
    "|specialist|analyst|representative|photographer|designer|auditor|consultant|lawyer|partner"
)
_ROLE = rf"(?P<role>(?:[a-z]+(?:-[a-z]+)?\s){{0,2}}(?:{_ROLES})(?:\sof\s[a-z]+)?)"
_BEHIND = lazy_pattern(rf"(?:,\s|\s\()(?:our\s|the\s|an?\s)?{_ROLE}(?=[\s,.;:)]|$)")
_AHEAD = lazy_pattern(rf"(?<![^\W_]){_ROLE},?\s$")
_REACH = 60  # characters before a name in which its role stands


def check_roles(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error for each role beside a person's name that no statement gives that person."""
    passage, neutral = bound.passage, load_neutral_words()
    for token in passage.tokens:
        if token.kind != NAME or " " not in token.key or sheet.sorts.get(token.key) not in (None, "person"):
            continue
        known = _words_with(sheet, token)
        match, at = _role_beside(bound, token)
        if match is None or not known or not any(word_key(role) in known for role in _ROLES.split("|")):
            continue
        words = [word for word in re.split(r"[\s-]", match["role"]) if not neutral.hold(word)]
        wrong = [word for word in words if word_key(word) and word_key(word) not in known]
        noun = match["role"].split(" of ")[0].split()[-1]
        if wrong and (noun in wrong or match.re is not _AHEAD or len(words) > 1):
            span = Span(at + match.start("role"), at + match.end("role"))
            message = f'No fact calls {passage.said(token)} "{match["role"]}".'
            hint = "Give each person the role that the facts give."
            yield Finding("grounding.misplaced", Severity.ERROR, message, hint, SOURCE, span, match["role"])


def _words_with(sheet: FactSheet, person: Token) -> frozenset[str]:
    """The keys of all words of the statements that hold the person."""
    held = sheet.holding.get(f"{NAME}:{person.key}", ())
    return _keys(tuple(sheet.entries[entry].statement.text for entry in held))


@lru_cache(maxsize=512)
def _keys(texts: tuple[str, ...]) -> frozenset[str]:
    return keys_of_words(texts)


def _role_beside(bound: Bound, person: Token) -> tuple[re.Match[str] | None, int]:
    """The role behind or before a name, and where the text that it was found in begins."""
    text, start = bound.passage.text, bound.passage.span.start
    behind = _BEHIND.match(text, person.span.end - start)
    if behind is not None:
        return behind, start
    first = max(0, person.span.start - start - _REACH)
    return _AHEAD.search(text[first : person.span.start - start]), start + first
