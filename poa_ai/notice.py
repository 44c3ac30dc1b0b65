"""Amazon's message: what it asks for. What the seller states comes first, the text fills what is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from poa_ai.normalised import NormalisedText, normalise
from poa_ai.patterns import compile_pattern, occurs
from poa_ai.values import Kind, extract_values

if TYPE_CHECKING:
    from poa_ai.facts import NoticeFacts, NoticeRequest

_NO_PLAN = tuple(
    compile_pattern(pattern)
    for pattern in (
        r"(?:do|does|did) not (?:need|have|require you) to (?:submit|send|provide|write) (?:us )?"
        r"(?:a|an|any) (?:plan of action|appeal)",
        r"(?:no|without a) plan of action (?:is )?(?:needed|required|necessary)",
        r"please do not (?:submit|send|provide) (?:us )?(?:a|any) plan of action",
    )
)
_PLAN = tuple(
    compile_pattern(pattern)
    for pattern in (
        r"plan of action",
        r"root causes? of",
        r"(?:steps|actions) (?:that )?you (?:have )?(?:taken|took) to (?:resolve|prevent|correct)",
        r"greater detail on the root causes?",
    )
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What is known of Amazon's message; None and empty stand for unknown.

    `asks_for_plan` is False only where the seller or the text says so in plain words.
    """

    received: date | None = None
    scope: str | None = None
    text: str = ""
    asks_for_plan: bool | None = None
    respond_within_days: int | None = None
    requests: tuple[NoticeRequest, ...] = ()
    asins: tuple[str, ...] = ()

    @property
    def normalised(self) -> NormalisedText:
        """The text as patterns are matched on it."""
        return normalise(self.text)


def parse_notice(given: NoticeFacts) -> Notice:
    """The notice as the facts state it, completed from its text where that is plain. Never raises."""
    text = given.text or ""
    found = (value.normal for value in extract_values(text) if value.kind is Kind.ASIN)
    requested = (asin for request in given.requests for asin in request.asins)
    return Notice(
        received=given.received,
        scope=given.scope,
        text=text,
        asks_for_plan=_asks_for_plan(text) if given.asks_for_plan is None else given.asks_for_plan,
        respond_within_days=given.respond_within_days,
        requests=given.requests,
        asins=tuple(dict.fromkeys((*requested, *found))),
    )


def _asks_for_plan(text: str) -> bool | None:
    normalised = normalise(text)
    for patterns, answer in ((_NO_PLAN, False), (_PLAN, True)):
        if occurs(patterns, normalised):
            return answer
    return None
