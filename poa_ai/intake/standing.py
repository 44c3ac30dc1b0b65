"""What the notice does (closes the account, removes listings, warns, answers an appeal); where to reply."""

from __future__ import annotations

import re
from collections.abc import Sequence

from poa_ai.findings import Span
from poa_ai.intake.heard import Heard
from poa_ai.intake.marking import spelt_out
from poa_ai.intake.passages import Passage
from poa_ai.intake.wording import hears, wording
from poa_ai.lazypattern import lazy_pattern
from poa_ai.normalised import normalise
from poa_ai.values import Kind, Value
from poa_ai.wordfamilies import Family

_OWNERS_ADDRESS = ("notice-retraction@", "patent-evaluation@", "notice-dispute@")
"""Addresses to which rights owners write, not sellers."""


OPENING = 5
"""Paragraphs at the beginning in which an answer to an appeal says that it is one."""

_CLAUSE_END = lazy_pattern(r"[,;:()]|\s(?:and|but|since|because) ")
_MAY = lazy_pattern(
    r"\b(?:may|might|could|would|can|will(?! (?:remain|stay|continue))|shall"
    r"|risk|avoid|prevent|before|unless|warning|scheduled|going to"
    r"|considering|lead to|result in|prior to|not to|forced|plan to|intend to|subject to)\b(?!')",
    re.IGNORECASE,
)
_CONDITION = lazy_pattern(
    r"(?:if|once|unless|should|when|failing|without|to avoid|to prevent)\b", re.IGNORECASE
)
_NOT = lazy_pattern(r"\b(?:not|no|never|nor|nothing)\b(?: \w+){0,3} ?$", re.IGNORECASE)
_MONEY = lazy_pattern(
    r"\b(?:funds?|sums?|money|moneys|amounts?|balances?|disbursements?|payments?|pay-?outs?|proceeds)\b",
    re.IGNORECASE,
)
_UNDONE = lazy_pattern(
    r"\b(?:not|never) (?:yet |been ){0,2}"
    r"(?:remov|deactiv|suspend|withdr|restrict|hid|revok|terminat|stop|clos|block)",
    re.IGNORECASE,
)
_ADVICE = lazy_pattern(
    r"(?:\W*\d{0,2}[.)]?\s*)(?:set|check|confirm|close|delete|remove|switch|put|make|keep|review|use|mark|turn"
    r"|consider|do not|edit|update|inspect|look|test|quarantine|stop|pause)\b",
    re.IGNORECASE,
)
_PART_OF_ACCOUNT = lazy_pattern(
    r"\b(?:from|in|on|through|via|with|against|by) (?:your|the) (?:\w+ )?account\b"
    r"|\baccount(?:'s)? (?:health|balance|information|settings|specialist|manager|page|dashboard)",
    re.IGNORECASE,
)
_OWN = lazy_pattern(r"\b(?:your?|yours|b0\w{8}|following|below|these|this)\b", re.IGNORECASE)


def read_scope(passages: Sequence[Passage]) -> Heard | None:
    """The scope; None where no passage tells. An answer to an appeal comes first, then what has been done."""
    opening = [passage for passage in passages if passage.paragraph <= OPENING]
    return (
        _first("reply", "reply", [p for p in opening if not _hypothetical(p)])
        or _closed(passages)
        or _reopened(passages)
        or _first("scope.warning", "warning", passages)
        or _first("reply.faint", "reply", [p for p in opening if not _hypothetical(p)])
    )


def _first(family: str, scope: str, passages: Sequence[Passage]) -> Heard | None:
    found = next((passage for passage in passages if hears(family, passage.plain)), None)
    return None if found is None else Heard("/notice/scope", scope, _place(wording()[family], found))


def _hypothetical(passage: Passage) -> bool:
    """Whether the passage speaks of what a later answer would be."""
    text = passage.text.lower()
    return (
        passage.is_aside
        or " once " in text
        or " when we " in text
        or " will review" in text
        or text.startswith(("if ", "after you", "once ", "when "))
    )


def _reopened(passages: Sequence[Passage]) -> Heard | None:
    """What is to be opened again was closed."""
    for passage in passages:
        if hears("reopen", passage.plain):
            place = _place(wording()["reopen"], passage)
            words = normalise(passage.text[place.start - passage.span.start :])
            scope = "account" if hears("noun.account", words) else "listing"
            return Heard("/notice/scope", scope, place)
    return None


def _closed(passages: Sequence[Passage]) -> Heard | None:
    """What was closed, by a word for it and a noun in one sentence; an account weighs more than a listing."""
    found: dict[str, Span] = {}
    for index, passage in enumerate(passages):
        place = _done(passage)
        if place is None:
            continue
        told = passages[index - 1] if index and passage.text.startswith(("It ", "They ")) else passage
        found.setdefault(_noun(told, place if told is passage else told.span), place)
    closed = next((scope for scope in ("account", "listing") if scope in found), None)
    return None if closed is None else Heard("/notice/scope", closed, found[closed])


def _done(passage: Passage) -> Span | None:
    """Where it says that something was closed; None where it tells what may come, or gives advice."""
    text = passage.text
    if _ADVICE.match(text) or (passage.is_aside and not _OWN.search(text)):
        return None
    for pattern in wording()["closed"].match:
        for span in pattern.find(passage.normalised):
            clause = _CLAUSE_END.split(text[: span.start])[-1]
            if _UNDONE.search(text, span.start, span.end):
                continue
            if not any(p.search(clause) for p in (_MAY, _NOT, _MONEY)) and not _CONDITION.match(text):
                return Span(passage.span.start + span.start, passage.span.start + span.end)
    return None


def _noun(passage: Passage, place: Span) -> str:
    """What it closes: "account", else "listing". What stands in the clause of the word comes first."""
    text = passage.text
    first, last = place.start - passage.span.start, place.end - passage.span.start
    begin = max((m.end() for m in _CLAUSE_END.finditer(text[:first])), default=0)
    end = next((m.start() for m in _CLAUSE_END.finditer(text, last)), len(text))
    for part in (text[begin:end], text):
        words = normalise(spelt_out(_PART_OF_ACCOUNT.sub(" ", part)))
        if hears("noun.some", words) and "account" not in part.lower():
            return "listing"
        scope = next((scope for scope in ("account", "listing") if hears(f"noun.{scope}", words)), None)
        if scope is not None:
            return scope
    return "listing"


def _place(family: Family, passage: Passage) -> Span:
    """Where the family is heard in the notice; the whole passage where it is not heard."""
    span = family.place(passage.normalised)
    start = passage.span.start
    return passage.span if span is None else Span(start + span.start, start + span.end)


def read_submission(passages: Sequence[Passage], values: Sequence[Value]) -> Heard | None:
    """Where to send the answer: an address or a page, from a passage that asks for something."""
    for passage in passages:
        if not passage.is_request and "appeal" not in passage.text.lower():
            continue
        for value in values:
            inside = passage.span.start <= value.span.start < passage.span.end
            if inside and value.kind is Kind.EMAIL and not value.normal.startswith(_OWNERS_ADDRESS):
                return Heard("/notice/submit_to", value.normal, value.span)
        if hears("submit", passage.normalised):
            span = _place(wording()["submit"], passage)
            start = passage.span.start
            return Heard("/notice/submit_to", passage.text[span.start - start : span.end - start], span)
    return None
