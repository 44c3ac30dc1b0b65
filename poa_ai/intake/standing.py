"""What the notice does (closes the account, removes listings, warns, answers an appeal); where to reply."""

from __future__ import annotations

from collections.abc import Sequence

from poa_ai.findings import Span
from poa_ai.intake.heard import Heard
from poa_ai.intake.passages import Passage
from poa_ai.intake.wording import hears, wording
from poa_ai.lazypattern import lazy_pattern
from poa_ai.values import Kind, Value
from poa_ai.wordfamilies import Family

_OWNERS_ADDRESS = ("notice-retraction@", "patent-evaluation@", "notice-dispute@")
"""Addresses to which rights owners write, not sellers."""


OPENING = 4
"""Paragraphs at the beginning in which an answer to an appeal says that it is one."""

_CLAUSE_END = lazy_pattern(r"[,;:()]")
_MAY = lazy_pattern(r"\b(?:may|might|could|would|can|will|risk|avoid|prevent|before|unless|warning)\b")


def read_scope(passages: Sequence[Passage]) -> Heard | None:
    """The scope; None where no passage tells. An answer to an appeal comes first, then what has been done."""
    for scope in ("reply", "account", "listing", "warning"):
        family = wording()["reply" if scope == "reply" else f"scope.{scope}"]
        for passage in passages:
            if scope == "reply" and passage.paragraph > OPENING:
                break
            if family.heard(passage.normalised):
                span = _place(family, passage)
                if scope == "warning" or not _conditional(passage, scope, span):
                    return Heard("/notice/scope", scope, span)
        if scope == "account" and (closed := _closed(passages)) is not None:
            return closed
    return None


def _closed(passages: Sequence[Passage]) -> Heard | None:
    """What was closed, by a word for it and a noun in one sentence; an account weighs more than a listing."""
    found: dict[str, Span] = {}
    for index, passage in enumerate(passages):
        if wording()["closed"].place(passage.normalised) is None:
            continue
        place = _place(wording()["closed"], passage)
        if _conditional(passage, "closed", place):
            continue
        told = passages[index - 1] if index and passage.text.startswith(("It ", "They ")) else passage
        scope = next((scope for scope in ("account", "listing") if hears(f"noun.{scope}", told.plain)), None)
        if scope is not None:
            found.setdefault(scope, place)
    closed = next((scope for scope in ("account", "listing") if scope in found), None)
    return None if closed is None else Heard("/notice/scope", closed, found[closed])


def _conditional(passage: Passage, scope: str, span: Span) -> bool:
    """Whether the passage speaks of what may come, or of what a later answer would be."""
    text = passage.text.lower()
    if passage.is_aside:
        return True
    if scope == "reply":
        return " once " in text or " when we " in text or text.startswith(("if ", "after ", "once "))
    before = _CLAUSE_END.split(text[: span.start - passage.span.start])[-1]
    return text.startswith(("if ", "once ", "unless ")) or _MAY.search(before) is not None


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
