"""Amazon's message: what it asks for. What the seller states comes first, the text fills what is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from poa_ai.normalised import NormalisedText, normalise
from poa_ai.planasked import plan_asked
from poa_ai.values import Kind, values_up_to

if TYPE_CHECKING:
    from poa_ai.facts import NoticeFacts, NoticeRequest


@dataclass(frozen=True)
class Notice:
    """What is known of Amazon's message; None and empty stand for unknown.

    `asks_for_plan` is False only where the seller or the text says so in plain words.
    """

    received: date | None = None
    scope: str | None = None
    text: str = ""
    asks_for_plan: bool | None = None
    respond_within_days: int | None = None
    submit_to: str | None = None
    orders: tuple[str, ...] = ()
    requests: tuple[NoticeRequest, ...] = ()
    asins: tuple[str, ...] = ()

    @cached_property
    def normalised(self) -> NormalisedText:
        """The text as patterns are matched on it."""
        return normalise(self.text)


def parse_notice(given: NoticeFacts) -> Notice:
    """The notice as the facts state it, completed from its text where that is plain. Never raises."""
    text = given.text or ""
    found = (value.normal for value in values_up_to(Kind.ASIN, text) if value.kind is Kind.ASIN)
    requested = (asin for request in given.requests for asin in request.asins)
    return Notice(
        received=given.received,
        scope=given.scope,
        text=text,
        asks_for_plan=_asks_for_plan(text) if given.asks_for_plan is None else given.asks_for_plan,
        respond_within_days=given.respond_within_days,
        submit_to=given.submit_to,
        orders=given.orders,
        requests=given.requests,
        asins=tuple(dict.fromkeys((*requested, *found))),
    )


def _asks_for_plan(text: str) -> bool | None:
    said = plan_asked(text)
    return None if said is None else said.asked
