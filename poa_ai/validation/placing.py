"""Every value, name and exhibit of a sentence: held by the facts, following from them, and in its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from poa_ai.findings import Finding, Severity
from poa_ai.validation.binding import Bound, Fit
from poa_ai.validation.derivation import Arithmetic, derive
from poa_ai.validation.factsheet import FactSheet, Slot
from poa_ai.validation.grounding import NAMES, SOURCE
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
_TIMES = re.compile(r"\s(?:times|things|reasons|points|causes|steps|thirds|parts)\b")


def check_values(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error for each value that no fact holds, and for each that stands in the place of another."""
    for at, token in enumerate(bound.passage.tokens):
        if token.kind != WORD and not _needs_no_fact(bound, token):
            yield from _check(sheet, bound, at)


def _needs_no_fact(bound: Bound, token: Token) -> bool:
    said = bound.passage.said(token).lower()
    return said in ("one", "amazon", "one day") or (
        token.kind == Kind.NUMBER and bool(_TIMES.match(_behind(bound, token)))
    )


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
    derived = 0.0 if own and twice else _follows(sheet, bound, at, own)
    if derived and (rival is None or min(rival.score - _DERIVED, gain) < derived):
        return
    if rival is not None and (own or derived):
        yield in_place_of(sheet, bound, at, rival)
    elif not own and token.kind != EXHIBIT:
        yield _unheld(bound, at, sheet)


def _follows(sheet: FactSheet, bound: Bound, at: int, own: Sequence[str]) -> float:
    """By how much another slot must fit better than a value that arithmetic gives; 0 where it gives none.

    What follows from values that stand near is surer than what follows from the facts alone.
    """
    token, said = bound.passage.tokens[at], bound.passage.said(bound.passage.tokens[at])
    here = [other for place, other in enumerate(bound.passage.tokens) if place != at]
    text = bound.passage.text
    allowed = Arithmetic(bool(_SUM.search(text)), bool(_REST.search(text)))
    if derive(token, said, [*here, *bound.passage.around], replace(allowed, subtracts=True)):
        return _SURELY if own else _NEARLY_ALWAYS
    if _told_apart(sheet, bound, token, said):
        return _SURELY
    counted = token.kind == Kind.PERCENT and sum(_is_count(sheet, other) for other in here) > 1
    if own or counted:
        return 0.0
    return _SURELY if derive(token, said, _operands(sheet, bound, here), allowed) else 0.0


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


def _is_count(sheet: FactSheet, token: Token) -> bool:
    """Whether a number counts something in the facts, and is not merely part of a product's title."""
    return any(
        slot.key == token.key and sheet.entries[slot.entry].statement.id != "products"
        for slot in (sheet.slots.get(Kind.NUMBER, ()) if token.kind == Kind.NUMBER else ())
    )


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
        if _rivals(bound, at, own, fit)
    ]
    rival = max(rivals, key=lambda fit: fit.score, default=None)
    return rival, -1.0 if rival is None else rival.score - best


def _rivals(bound: Bound, at: int, own: Sequence[str], fit: Fit) -> bool:
    """Whether the slot holds another value, of the same sort, that the block does not state elsewhere."""
    token, key = bound.passage.tokens[at], fit.slot.key
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
    said = bound.passage.said(token)
    name = NAMES.get(token.kind, token.kind)
    hint = f"Add the {name} to the facts, or leave it out." if near is None else says(sheet, near.slot)
    return Finding(
        f"grounding.{token.kind}", Severity.ERROR, f'No fact holds the {name} "{said[:80]}".', hint, SOURCE,
        token.span, said,
    )  # fmt: skip
