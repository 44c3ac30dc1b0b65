"""Every value, name and exhibit of a sentence: held by the facts, following from them, and in its place."""

import re
from collections.abc import Iterator, Sequence

from poa_ai.findings import Finding, Severity
from poa_ai.validation.binding import Bound, Fit
from poa_ai.validation.derivation import exact
from poa_ai.validation.factsheet import FactSheet, Slot
from poa_ai.validation.following import SURELY, borne_out, follows
from poa_ai.validation.grounding import NAMES, SOURCE
from poa_ai.validation.needless import COMMON, FEW, behind, needs_no_fact
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
_ANCHORED, _CLEARER = 1.5, 0.7
"""What a value is said of must weigh so much, by rarity, to hold it in its place; more than for another."""
_POINTS = re.compile(r"\dpoints?$|\spoints?$", re.IGNORECASE)
"""What is given in points is a difference, whatever else is as much."""


def check_values(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error for each value that no fact holds, and for each that stands in the place of another."""
    for at, token in enumerate(bound.passage.tokens):
        if token.kind != WORD and not needs_no_fact(bound, token):
            yield from _check(sheet, bound, at)


def check_held(sheet: FactSheet, passage: Passage) -> Iterator[Finding]:
    """An error for each value that no fact holds, wherever it may stand; nothing is derived."""
    for token in passage.tokens:
        said = passage.said(token)
        if token.kind not in (WORD, EXHIBIT) and said.lower() not in COMMON and not sheet.held(token, said):
            yield _unknown(token, said, None)


def _check(sheet: FactSheet, bound: Bound, at: int) -> Iterator[Finding]:
    token, said = bound.passage.tokens[at], bound.passage.said(bound.passage.tokens[at])
    own = () if _POINTS.search(said) else sheet.held(token, said)
    rival, gain = _rival(bound, at, own)
    if own and gain <= _CLEARLY.get(token.kind, _BY):
        return
    if said.lower() in FEW and gain < 0.5:
        return
    if token.kind == Kind.DURATION and not own and re.match(r"\s(?:a|per)\s", behind(bound, token)):
        return  # "three days a week": how many, not how long
    twice = bound.keys.count(bound.keys[at]) > 1
    if own and rival is not None and bound.is_tied(at, rival.slot):
        return
    if own and gain < SURELY and borne_out(bound, at):
        return
    if own and rival is not None and _is_anchored(bound, at, own, rival, gain):
        return
    derived = 0.0 if own and twice else follows(sheet, bound, at, own, rival)
    if derived and (rival is None or min(rival.score - _DERIVED, gain) < derived):
        return
    if rival is not None and (own or derived):
        yield in_place_of(sheet, bound, at, rival)
    elif not own and token.kind != EXHIBIT:
        yield _unheld(bound, at, sheet)


def _is_anchored(bound: Bound, at: int, own: Sequence[str], rival: Fit, gain: float) -> bool:
    """Whether the value is said of what the facts say it of, and more than the rival would be."""
    kind = bound.passage.tokens[at].kind
    weight = max(bound.anchored(at, f"{kind}:{key}")[0] for key in own)
    apart = weight - bound.anchored(at, f"{kind}:{rival.slot.key}")[0]
    if gain >= SURELY and kind == NAME:
        return False
    return weight > _ANCHORED and apart > (_CLEARER if gain < SURELY else 2 * _CLEARER)


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
