"""Values that need no fact: "the two stocks", "three invoices: ...", and what stands around a value."""

import re

from poa_ai.validation.binding import Bound
from poa_ai.validation.tokens import NAME, Token
from poa_ai.values import Kind

COMMON = frozenset(("one", "amazon", "one day"))
"""What may be said anywhere."""
FEW = frozenset("one two three".split())
"""Numbers that also tell which, not how many."""
_THE = re.compile(r"\b(?:the|these|those|our|its|other)\s$", re.IGNORECASE)
_WEEK = re.compile(r"\bmon(?:day|\.)?s?\s?(?:to|through|until|-|–)\s?fri(?:day|\b)", re.IGNORECASE)
_QUARTER = re.compile(r"q[1-4]")
_OF_DAYS = re.compile(r"\sof\s(?:these|those|the)\sdays\b")
_ZERO = (Kind.NUMBER, Kind.PERCENT)
_COLON = re.compile(r"^[^.;]*[:(]")
_LISTED, _SOON = frozenset("2 3 4 5 6 7 8 9 10 11 12".split()), 4
"""Counts of what a sentence may list behind them, the first of it within so many tokens."""
_TIMES = re.compile(r"\s(?:times|things|reasons|points|causes|steps|thirds|parts)\b")


def needs_no_fact(bound: Bound, token: Token) -> bool:
    """Whether what a token states needs no fact."""
    said = bound.passage.said(token).lower()
    if said in COMMON or _QUARTER.fullmatch(said):
        return True
    if token.kind != Kind.NUMBER:
        return False
    if bound.passage.said(token) in FEW and _THE.search(ahead(bound, token)):
        return True  # "the two stocks": which ones, not how many
    if token.key == "0" and (
        bound.says_no() or any("0" in bound.sheet.forms.get((kind, "0"), ()) for kind in _ZERO)
    ):
        return True
    if _OF_DAYS.match(behind(bound, token)) and (Kind.DURATION, f"{token.key} day") in bound.sheet.forms:
        return True
    if token.key == "5" and _WEEK.search(bound.passage.text):
        return True
    return bool(_TIMES.match(behind(bound, token))) or _lists(bound, token)


def _lists(bound: Bound, token: Token) -> bool:
    """Whether so many ids or dates follow at once: "three invoices: ..."."""
    if token.key not in _LISTED:
        return False
    following = [t for t in bound.passage.tokens if t.span.start > token.span.start]
    for kind in (Kind.DATE, Kind.INVOICE, Kind.ASIN, Kind.ORDER_ID, NAME):
        listed = [place for place, t in enumerate(following) if t.kind == kind]
        if len(listed) == int(token.key) and listed[0] < _SOON:
            return _COLON.search(behind(bound, token)) is not None
    return False


def ahead(bound: Bound, token: Token, reach: int = 12) -> str:
    """So many characters of the sentence that stand before a token."""
    start = token.span.start - bound.passage.span.start
    return bound.passage.text[max(0, start - reach) : start]


def behind(bound: Bound, token: Token) -> str:
    """The 30 characters of the sentence behind a token."""
    return bound.passage.text[token.span.end - bound.passage.span.start :][:30]
