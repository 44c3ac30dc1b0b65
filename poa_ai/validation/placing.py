"""Every value, name and exhibit of a sentence: held by the facts, following from them, and in its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from poa_ai.findings import Finding, Severity
from poa_ai.validation.binding import Bound, Fit
from poa_ai.validation.derivation import Arithmetic, derive, exact
from poa_ai.validation.factsheet import FactSheet, Slot
from poa_ai.validation.grounding import NAMES, SOURCE
from poa_ai.validation.passages import Passage
from poa_ai.validation.sorts import sort_of
from poa_ai.validation.tokens import EXHIBIT, NAME, WORD, Token
from poa_ai.validation.verdicts import in_place_of, says
from poa_ai.values import Kind

_BY = 0.1
_CLEARLY = {EXHIBIT: 0.15, NAME: 0.15, Kind.DURATION: 0.1}
"""By so much another slot must fit better before a value counts as misplaced; else by `_BY`."""
_TOLD_ELSEWHERE = 0.18
"""What a slot loses whose value the section states elsewhere: it is not likely to be missing here."""
_UNLIKE = 0.7
"""What a slot loses that holds a value of another sort: a time for a count, a month for a day."""
_DERIVED = 0.75
"""What a value that follows by arithmetic counts as the fit of its own slot."""
_TOLD = 5
"""So many statements, the likest, are taken as what a sentence tells."""
_COMMON = frozenset(("one", "amazon", "one day"))
_COMPARED = 12
"""So many values of a sentence are combined with one."""
_FEW = frozenset("one two three".split())
_APART = re.compile(
    r"\s(?:later|earlier|after|before|beforehand|previously|ago|from|since|in\sall|long|apart)\b"
)
_SURELY, _NEARLY_ALWAYS = 0.3, 0.6
"""By so much another slot must fit better where arithmetic gives the value."""
_SUM = re.compile(r"\b(?:total|together|altogether|in all|sum|both|combined|overall|whole)\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:remain\w*|rest|others?|left\w*|not|no|none|without|difference|less|more|fewer|sav\w+|increase\w*|still"
    r"|further|thinner|thicker|shorter|longer|cheaper|neither|un\w{4,})\b",
    re.IGNORECASE,
)
_THE = re.compile(r"\b(?:the|these|those|our|its|other)\s$", re.IGNORECASE)
_WEEK = re.compile(r"\bmon(?:day|\.)?s?\s?(?:to|through|until|-|–)\s?fri(?:day|\b)", re.IGNORECASE)
_COLON = re.compile(r"^[^.;]*[:(]")
_LISTED, _SOON = frozenset("2 3 4 5 6 7 8 9 10 11 12".split()), 4
"""Counts of what a sentence may list behind them, the first of it within so many tokens."""
_TIMES = re.compile(r"\s(?:times|things|reasons|points|causes|steps|thirds|parts)\b")


def check_values(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error for each value that no fact holds, and for each that stands in the place of another."""
    for at, token in enumerate(bound.passage.tokens):
        if token.kind != WORD and not _needs_no_fact(bound, token):
            yield from _check(sheet, bound, at)


def check_held(sheet: FactSheet, passage: Passage) -> Iterator[Finding]:
    """An error for each value that no fact holds, wherever it may stand; nothing is derived."""
    for token in passage.tokens:
        said = passage.said(token)
        if token.kind not in (WORD, EXHIBIT) and said.lower() not in _COMMON and not sheet.held(token, said):
            yield _unknown(token, said, None)


def _needs_no_fact(bound: Bound, token: Token) -> bool:
    said = bound.passage.said(token).lower()
    if said in _COMMON:
        return True
    if token.kind != Kind.NUMBER:
        return False
    if bound.passage.said(token) in _FEW and _THE.search(_ahead(bound, token)):
        return True  # "the two stocks": which ones, not how many
    if said == "zero" and bound.says_no():
        return True
    if token.key == "5" and _WEEK.search(bound.passage.text):
        return True
    return bool(_TIMES.match(_behind(bound, token))) or _lists(bound, token)


def _lists(bound: Bound, token: Token) -> bool:
    """Whether so many ids or dates follow at once: "three invoices: ..."."""
    if token.key not in _LISTED:
        return False
    behind = [t for t in bound.passage.tokens if t.span.start > token.span.start]
    for kind in (Kind.DATE, Kind.INVOICE, Kind.ASIN, Kind.ORDER_ID, NAME):
        listed = [place for place, t in enumerate(behind) if t.kind == kind]
        if len(listed) == int(token.key) and listed[0] < _SOON:
            return _COLON.search(_behind(bound, token)) is not None
    return False


def _ahead(bound: Bound, token: Token) -> str:
    start = token.span.start - bound.passage.span.start
    return bound.passage.text[max(0, start - 12) : start]


def _behind(bound: Bound, token: Token) -> str:
    return bound.passage.text[token.span.end - bound.passage.span.start :][:30]


def _check(sheet: FactSheet, bound: Bound, at: int) -> Iterator[Finding]:
    token, said = bound.passage.tokens[at], bound.passage.said(bound.passage.tokens[at])
    own = sheet.held(token, said)
    rival, gain = _rival(bound, at, own)
    if own and gain <= _CLEARLY.get(token.kind, _BY):
        return
    if said.lower() in _FEW and gain < 0.5:
        return
    if token.kind == Kind.DURATION and not own and re.match(r"\s(?:a|per)\s", _behind(bound, token)):
        return  # "three days a week": how many, not how long
    twice = bound.keys.count(bound.keys[at]) > 1
    if own and rival is not None and bound.is_tied(at, rival.slot):
        return
    if own and gain < _SURELY and _borne_out(bound, at):
        return
    derived = 0.0 if own and twice else _follows(sheet, bound, at, own, rival)
    if derived and (rival is None or min(rival.score - _DERIVED, gain) < derived):
        return
    if rival is not None and (own or derived):
        yield in_place_of(sheet, bound, at, rival)
    elif not own and token.kind != EXHIBIT:
        yield _unheld(bound, at, sheet)


def _follows(sheet: FactSheet, bound: Bound, at: int, own: Sequence[str], rival: Fit | None) -> float:
    """By how much another slot must fit better than a value that arithmetic gives; 0 where it gives none.

    What follows from values that stand near is surer than what follows from the facts alone.
    """
    token, said = bound.passage.tokens[at], bound.passage.said(bound.passage.tokens[at])
    here = [other for place, other in enumerate(bound.passage.tokens) if place != at]
    if token.kind == Kind.DATE and not any(other.kind == Kind.DURATION for other in here):
        return 0.0  # a day is reckoned from a window that the sentence names
    text = bound.passage.text
    allowed = Arithmetic(bool(_SUM.search(text)), bool(_REST.search(text)))
    around = bound.passage.around
    if token.kind == Kind.DATE:
        around = tuple(other for other in around if other.kind == Kind.DATE)
    if derive(token, said, [*here, *around], replace(allowed, subtracts=True)):
        told = own and not _REST.match(_behind(bound, token).lstrip())
        return _SURELY if told else _NEARLY_ALWAYS
    if _told_apart(sheet, bound, token, said):
        return _SURELY
    counted = token.kind == Kind.PERCENT and bool(bound.shares())
    if own or counted or token.kind == Kind.SHARE:
        return 0.0
    following = derive(token, said, _operands(sheet, bound, here), allowed)
    of_rival = rival is not None and rival.slot.key in following.partition(" = ")[0].split()
    return 0.0 if not following else _NEARLY_ALWAYS if of_rival else _SURELY


def _borne_out(bound: Bound, at: int) -> bool:
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
    """Whether a time between two dates or hours is told: "two days later", from any date of the case."""
    if token.kind != Kind.DURATION or not _APART.match(_behind(bound, token)):
        return False
    section = bound.passage.section
    days = [other for other in bound.passage.tokens if other.kind == Kind.DATE]
    if days and token.key.endswith(" day"):
        return any(derive(token, said, [day, other]) for day in days for other in _times(sheet, section))
    return bool(derive(token, said, _times(sheet, section)))


def _times(sheet: FactSheet, section: str | None) -> list[Token]:
    """The dates and hours that the facts of a section hold, and those of no section."""
    return [
        other
        for entry in sheet.entries
        if section is None or not entry.statement.sections or section in entry.statement.sections
        for other in entry.tokens
        if other.kind == Kind.DATE or (other.kind == Kind.NUMBER and ":" in other.key)
    ]


def _operands(sheet: FactSheet, bound: Bound, here: Sequence[Token]) -> list[Token]:
    told = [token for entry in bound.likest(_TOLD) for token in sheet.entries[entry].tokens]
    return [*here, *bound.passage.around, *told]


def _rival(bound: Bound, at: int, own: Sequence[str]) -> tuple[Fit | None, float]:
    """The slot of another value that fits best, and by how much better it fits than the best own slot."""
    fits = bound.fits(at)
    told = bound.passage.elsewhere
    best = max((fit.score for fit in fits if fit.slot.key in own), default=_DERIVED)
    at_home = any(fit.slot.key in own and bound.is_at_home(fit.slot.entry) for fit in fits)
    token = bound.passage.tokens[at]
    rivals = [
        Fit(
            fit.slot,
            fit.score
            - _TOLD_ELSEWHERE * (at_home and f"{fit.slot.kind}:{fit.slot.key}" in told)
            - _UNLIKE * (sort_of(token.kind, token.key) != sort_of(token.kind, fit.slot.key)),
        )
        for fit in fits
        if fit.score > best and _rivals(bound, at, own, fit)
    ]
    rival = max(rivals, key=lambda fit: fit.score, default=None)
    return rival, -1.0 if rival is None else rival.score - best


def _rivals(bound: Bound, at: int, own: Sequence[str], fit: Fit) -> bool:
    """Whether the slot holds another value, of the same sort, that the block does not state elsewhere."""
    token, key = bound.passage.tokens[at], fit.slot.key
    if key == "0" and bound.says_no():
        return False
    if key in own or (key == "1" and token.kind == Kind.NUMBER) or _is_stated(bound, fit.slot):
        return False
    if token.kind == NAME:
        sorts = bound.sheet.sorts
        return sorts.get(key) == sorts.get(own[0] if own else token.key) != "seller" and not any(
            key in one or one in key for one in (token.key, *own)
        )
    if token.kind == Kind.DURATION and f"number:{key.partition(' ')[0]}" in bound.stated:
        return False
    if token.kind == Kind.MEASURE:
        return key.partition(" ")[2] == token.key.partition(" ")[2]
    if token.kind == Kind.DATE:
        return not any(form in one for form in key.split("|") for one in own)
    return True


def _is_stated(bound: Bound, slot: Slot) -> bool:
    """Whether the block states the value already, as often as the statement does."""
    key = f"{slot.kind}:{slot.key}"
    if key not in bound.stated:
        return False
    held = sum(
        token.kind == slot.kind and token.key == slot.key for token in bound.sheet.entries[slot.entry].tokens
    )
    return held < 2 or bound.keys.count(key) >= held


def _unheld(bound: Bound, at: int, sheet: FactSheet) -> Finding:
    token = bound.passage.tokens[at]
    fits = bound.fits(at)
    near = max(fits, key=lambda fit: fit.score, default=None)
    hint = None if near is None else says(sheet, near.slot)
    given = bound.shares() if token.kind == Kind.PERCENT else []
    for count, base in given[:1]:
        part, whole = exact(count.key), exact(base.key)
        if part is not None and whole:
            hint = f"{count.key} of {base.key} is {float(100 * part / whole):.2f}%. {hint or ''}".rstrip()
    return _unknown(token, bound.passage.said(token), hint)


def _unknown(token: Token, said: str, hint: str | None) -> Finding:
    name = NAMES.get(token.kind, token.kind)
    hint = hint or f"Add the {name} to the facts, or leave it out."
    return Finding(
        f"grounding.{token.kind}", Severity.ERROR, f'No fact holds the {name} "{said[:80]}".', hint, SOURCE,
        token.span, said,
    )  # fmt: skip
