"""Comparisons: "more than 20" is only said of a number where the facts compare it in that way too."""

import re
from collections.abc import Iterator

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.binding import Bound, Fit
from poa_ai.validation.factsheet import FactSheet, Statement
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.tokens import Token
from poa_ai.values import Kind

_COMPARED = (Kind.NUMBER, Kind.AMOUNT, Kind.PERCENT, Kind.DURATION, Kind.MEASURE, Kind.SHARE)
_BEFORE = re.compile(
    r"(?:(?P<le>no more than|not more than|at most|up to|a maximum of|maximum of|limited to|capped at)"
    r"|(?P<ge>no fewer than|no less than|not less than|not fewer than|at least|a minimum of|minimum of)"
    r"|(?P<gt>more than|over|above|exceeding|in excess of|greater than|longer than|older than)"
    r"|(?P<lt>fewer than|less than|under|below|lower than|shorter than))"
    r"\s(?:the\s|our\s|these\s|those\s|all\s|an?\s)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s(?:\w+\s){0,2}?(?:or|and)\s(?:(?P<ge>more|above|over|longer|higher)|(?P<le>less|fewer|below|under))\b",
    re.IGNORECASE,
)
_TARGETED = re.compile(
    r"\b(?:target|limit|threshold|maximum)\s(?:is|was|of|at|:)?\s*(?:\w+\s){0,2}$", re.IGNORECASE
)
"""A comparison that belongs to the target itself: "the target is above 1%"."""
_DENIED = re.compile(r"\b(?:no|none|not|never|nobody|nothing|neither|without)\b[^.;]{0,60}$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:within|inside|no later than|by|until)\s(?:the\s)?$", re.IGNORECASE)
"""A fact that sets a limit in these words says "at most"."""
_UNDER = re.compile(
    r"\s(?:\w+\s)?(?:invoices?|contracts?|agreements?|licen[cs]es?|titles?|names?|brands?|accounts?|headings?)\b",
    re.IGNORECASE,
)
_UPPER = re.compile(
    r"\b(?:limit\w*|target|maximum|cap\w*|threshold|required?|longest|largest|highest|most|latest)\b", re.I
)
_LOWER = re.compile(
    r"\b(?:target|minimum|threshold|required?|shortest|smallest|lowest|least|earliest)\b", re.I
)
_DENIAL = {"gt": "le", "lt": "ge", "ge": "lt", "le": "gt", "": ""}
_AGREES = {"le": {"le", "lt"}, "lt": {"lt", "le"}, "ge": {"ge", "gt"}, "gt": {"gt", "ge"}}
_SAME = 0.3
"""Slots that fit by so much less than the best may be meant as well."""
_REACH = 40  # characters before a value in which its comparison begins


def check_comparisons(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error for each comparison with a value of the facts that no fact makes."""
    passage = bound.passage
    for at, token in enumerate(passage.tokens):
        place = token.span.start - passage.span.start
        stated = (
            _stated(passage.text, place, token.span.end - passage.span.start)
            if token.kind in _COMPARED
            else ""
        )
        if not stated or _is_other(passage.text, place, token):
            continue
        told = _told(sheet, bound, at)
        targeted = _TARGETED.search(passage.text, max(0, place - _REACH), place) is not None
        if told and not any(_bears_out(sheet, fit, stated, targeted=targeted) for fit in told):
            before = _BEFORE.search(passage.text, max(0, place - _REACH), place)
            said = passage.text[before.start() if before else place : token.span.end - passage.span.start]
            statement = sheet.entries[told[0].slot.entry].statement
            yield _finding(said, statement, Span(token.span.end - len(said), token.span.end))


def _told(sheet: FactSheet, bound: Bound, at: int) -> list[Fit]:
    """The slots that may be meant, the best first."""
    token = bound.passage.tokens[at]
    own = sheet.held(token, bound.passage.said(token))
    fits = [fit for fit in bound.fits(at) if fit.slot.key in own]
    fits.sort(key=lambda fit: -fit.score)
    return [fit for fit in fits if fit.score > fits[0].score - _SAME]


def _bears_out(sheet: FactSheet, fit: Fit, stated: str, *, targeted: bool) -> bool:
    entry = sheet.entries[fit.slot.entry]
    text = entry.statement.text
    if stated == "gt" and not targeted and _UPPER.search(text):
        return True  # "above the target of 4 %" says where the rate stood
    if (stated in ("le", "lt") and _UPPER.search(text)) or (stated == "ge" and _LOWER.search(text)):
        return True
    if stated == "le" and any(
        _WITHIN.search(text, max(0, token.span.start - _REACH), token.span.start)
        for token in entry.tokens
        if token.kind == fit.slot.kind and token.key == fit.slot.key
    ):
        return True
    compared = {
        _stated(text, token.span.start, token.span.end)
        for token in entry.tokens
        if token.kind == fit.slot.kind and token.key == fit.slot.key
    }
    return bool(compared & _AGREES[stated])


def _stated(text: str, start: int, end: int) -> str:
    """How the value between two characters is compared: "gt", "ge", "lt", "le", or "" for not at all."""
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    found = before or _BEHIND.match(text, end)
    if found is None:
        return ""
    name = next((name for name, words in found.groupdict().items() if words), "")
    denied = before is not None and _DENIED.search(text, max(0, before.start() - 70), before.start())
    return _DENIAL[name] if denied else name


def _is_other(text: str, place: int, token: Token) -> bool:
    """ "over 60 days" is a window, "an invoice over $20" an amount, "under 3 titles" a place."""
    before = text[max(0, place - _REACH) : place].lower()
    if token.kind == Kind.DURATION:
        return before.endswith(("over ", "over the "))
    if token.kind == Kind.NUMBER and before.endswith(("under ", "under the ", "under these ")):
        listed = _UNDER.match(text, place + token.span.end - token.span.start)
        if listed is not None:
            return True
    return re.search(r"(?:\d|\)|invoice|order|contract|receipt|note)\s(?:over|under)\s$", before) is not None


def _finding(said: str, statement: Statement, span: Span) -> Finding:
    message = f'"{said[:80]}" is not what {statement.id} says.'
    hint = f'{statement.id} says: "{statement.text[:300]}"'
    return Finding("grounding.comparison", Severity.ERROR, message, hint, SOURCE, span, said)
