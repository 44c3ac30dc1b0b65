"""Arithmetic that a sentence may do: which values it may reckon with, and how sure what follows is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from poa_ai.validation.binding import Bound, Fit
from poa_ai.validation.derivation import Arithmetic, derive
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.needless import ahead, behind
from poa_ai.validation.ratios import ratios_of
from poa_ai.validation.tokens import WORD, Token
from poa_ai.values import Kind

_APART = re.compile(
    r"\s(?:later|earlier|after|before|beforehand|previously|ago|from|since|in\sall|long|apart)\b"
)
SURELY, NEARLY_ALWAYS = 0.3, 0.6
"""By so much another slot must fit better where arithmetic gives the value."""
_TOLD = 5
"""So many statements, the likest, are taken as what a sentence tells."""
_COMPARED = 12
"""So many values of a sentence are combined with one."""
_SUM = re.compile(
    r"\b(?:of\swhich|of\sthese|total|together|altogether|in all|sum|both|combined|overall|whole)\b",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:remain\w*|rest|others?|left\w*|not|no|none|without|difference|less|more|fewer|sav\w+|increase\w*|still|gap|short\w*|exceed\w*|excess|surplus"
    r"|further|thinner|thicker|shorter|longer|cheaper|neither|un\w{4,})\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\s(?:above|over|below|under|beyond|more|less|higher|lower|up|down|cheaper|longer|shorter|fewer)\b",
    re.IGNORECASE,
)
"""A percentage with this behind it, or "by" before it, tells by how much two values differ."""
_ROUNDED: tuple[tuple[re.Pattern[str], float, float], ...] = (
    (re.compile(r"\b(?:more\sthan|over|above|at\sleast)\s(?:an?\s)?$", re.IGNORECASE), 1.0, 1.35),
    (re.compile(r"\b(?:less\sthan|fewer\sthan|under|below)\s(?:an?\s)?$", re.IGNORECASE), 0.7, 1.0),
    (re.compile(r"\b(?:almost|nearly)\s(?:an?\s)?$", re.IGNORECASE), 0.85, 1.0),
    (re.compile(r"\b(?:about|around|roughly|approximately|some)\s(?:an?\s)?$", re.IGNORECASE), 0.9, 1.1),
)
"""Words that say that a value is rounded, and between how many times it the exact one may lie."""
_TARGET = re.compile(
    r"\b(?:targets?|limit|threshold|maximum|require[sd]?|required\sis|allow(?:s|ed)?)\b[^.;(]*$",
    re.IGNORECASE,
)
_TWO = 2
"""A statement that gives so many counts, and no more, may be meant by their sum."""


def follows(sheet: FactSheet, bound: Bound, at: int, own: Sequence[str], rival: Fit | None) -> float:
    """By how much another slot must fit better than a value that arithmetic gives; 0 where it gives none.

    What follows from values that stand near is surer than what follows from the facts alone.
    """
    token, said = bound.passage.tokens[at], bound.passage.said(bound.passage.tokens[at])
    here = [other for place, other in enumerate(bound.passage.tokens) if place != at]
    if token.kind == Kind.DATE and not any(other.kind == Kind.DURATION for other in here):
        return 0.0  # a day is reckoned from a window that the sentence names
    if token.kind == Kind.PERCENT and _TARGET.search(ahead(bound, token, 30)):
        return 0.0  # a target is given, not reckoned
    allowed = _allowed(bound, token)
    around = bound.passage.around
    if token.kind == Kind.DATE:
        around = tuple(other for other in around if other.kind == Kind.DATE)
    shared = token.kind == Kind.PERCENT and (bool(bound.shares()) or _is_told_share(sheet, bound, here))
    if _from_beside(token, said, here, () if shared else around, allowed):
        told = own and not _REST.match(behind(bound, token).lstrip())
        return SURELY if told else NEARLY_ALWAYS
    if _told_apart(sheet, bound, token, said):
        return SURELY
    if own or shared:
        return 0.0
    following = next(filter(None, _from_facts(sheet, bound, token, here, allowed)), "")
    of_rival = rival is not None and rival.slot.key in following.partition(" = ")[0].split()
    return 0.0 if not following else NEARLY_ALWAYS if of_rival else SURELY


def _from_beside(
    token: Token, said: str, here: Sequence[Token], around: Sequence[Token], allowed: Arithmetic
) -> str:
    """How the value follows from the sentence, or from that and its block."""
    alike = sum(other.kind == token.kind for other in here)
    within = replace(allowed, adds=allowed.adds or token.kind != Kind.NUMBER, subtracts=True)
    # "33 clean, 5 corrected": a whole in two parts, told before.
    beside = replace(allowed, subtracts=allowed.subtracts or (token.kind == Kind.NUMBER and alike == 1))
    found = derive(token, said, here, within) or derive(
        token, said, here, replace(beside, compares=False), around
    )
    if found or token.kind in (Kind.PERCENT, Kind.SHARE):
        return found
    if not allowed.adds and token.kind != Kind.DURATION and not (allowed.subtracts and not alike):
        allowed = replace(allowed, subtracts=False)
    return derive(token, said, [*here, *around], replace(allowed, compares=False))


def _is_told_share(sheet: FactSheet, bound: Bound, here: Sequence[Token]) -> bool:
    """Whether a statement that is told holds two of the counts as part and whole: that share is meant."""
    counts = {other.key for other in here if other.kind == Kind.NUMBER}
    told = (sheet.entries[entry] for entry in bound.likest(_TOLD))
    return any({part.key, whole.key} <= counts for entry in told for part, whole in ratios_of(entry))


def _allowed(bound: Bound, token: Token) -> Arithmetic:
    """The arithmetic that the words of the sentence speak of."""
    text, before = bound.passage.text, ahead(bound, token, 16)
    low, high = next((range for words, *range in _ROUNDED if words.search(before)), (0.97, 1.03))
    compares = bool(_MORE.match(behind(bound, token)) or before.endswith(" by "))
    words = [t for t in bound.passage.tokens if t.kind == WORD and t.span.start > token.span.start]
    thing = words[0].key if words else ""
    return Arithmetic(bool(_SUM.search(text)), bool(_REST.search(text)), compares, low, high, thing)


def _from_facts(
    sheet: FactSheet, bound: Bound, token: Token, here: Sequence[Token], allowed: Arithmetic
) -> Iterator[str]:
    """How the value follows from one of the likest statements, or from that and the sentence."""
    said = bound.passage.said(token)
    allowed = replace(allowed, compares=False)
    likest = bound.likest(_TOLD if token.kind != Kind.SHARE else 2 * _TOLD)
    told = [sheet.entries[entry].tokens for entry in likest]
    for tokens in told:
        counts = sum(other.kind == Kind.NUMBER for other in tokens)
        yield derive(token, said, tokens, replace(allowed, adds=allowed.adds or counts == _TWO))
    for tokens in told:
        yield derive(token, said, here, allowed, tokens)
    if token.kind in (Kind.NUMBER, Kind.AMOUNT):
        yield derive(
            token, said, [other for tokens in told for other in tokens], replace(allowed, subtracts=False)
        )


def borne_out(bound: Bound, at: int) -> bool:
    """Whether a percentage of the sentence is that of this number and another of it: "34.3 % of the 35"."""
    tokens = bound.passage.tokens
    if tokens[at].kind != Kind.NUMBER:
        return False
    numbers = [t for t in tokens if t.kind == Kind.NUMBER and t.key != tokens[at].key][:_COMPARED]
    percents = [t for t in tokens if t.kind == Kind.PERCENT][:_COMPARED]
    return any(
        derive(percent, bound.passage.said(percent), [tokens[at], other])
        for percent in percents
        for other in numbers
    )


def _told_apart(sheet: FactSheet, bound: Bound, token: Token, said: str) -> bool:
    """Whether a time between two dates or hours is told: "two days later", one of them in the sentence."""
    if token.kind != Kind.DURATION or not _APART.match(behind(bound, token)):
        return False
    allowed = _allowed(bound, token)
    here = [other for other in bound.passage.tokens if _is_time(other)]
    told = [sheet.entries[entry] for entry in bound.likest(_TOLD)]
    since = frozenset(t.key for t in bound.passage.tokens if t.kind == WORD and t.span.start > token.span.end)
    part = bound.passage.part if here else None
    told += [
        entry
        for place, entry in enumerate(sheet.entries)
        if bound.is_at_home(place)
        and (entry.statement.id == "notice" or since & entry.keys or (part and entry.statement.part == part))
    ]
    times = [other for entry in told for other in entry.tokens if _is_time(other)]
    times += [other for other in bound.passage.around if _is_time(other)]
    return bool(derive(token, said, here, allowed, times) if here else derive(token, said, times, allowed))


def _is_time(token: Token) -> bool:
    return token.kind == Kind.DATE or (token.kind == Kind.NUMBER and ":" in token.key)
