"""The letter as values: statements with their provenance, sections, exhibits. No formatting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from poa_ai.case import Case
from poa_ai.dates import day_text
from poa_ai.errors import InternalError
from poa_ai.outline import Outline, Part, SectionPlan

if TYPE_CHECKING:
    from poa_ai.facts import Evidence

_ABBREVIATED = re.compile(
    r"(?<!\w)(?:Inc|Ltd|Co|Corp|Bros|Dept|Jr|Sr|[ap]\.m|U\.S|U\.K|E\.U|K\.K|B\.V|N\.V|S\.A|S\.r\.l|S\.p\.A)\.$"
)
"""An abbreviation at the end of a statement: its full stop is no end of a sentence."""


class Author(StrEnum):
    """Who wrote a statement."""

    COMPOSED = "composed"
    MODEL = "model"
    EARLIER = "earlier"  # whoever wrote the letter that was sent before


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement of the model that was not used: its text, and the findings that speak against it."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or two of the letter, with the facts that they rest on and the exhibits that prove them.

    `why` tells why it is as it is: why a composed statement stands where a model was asked, or which ids
    code corrected. `rejected` are the model's statements that it replaces.
    """

    part: Part
    text: str
    facts: tuple[str, ...]
    exhibits: tuple[str, ...] = ()
    by: Author = Author.COMPOSED
    why: str = ""
    rejected: tuple[Rejected, ...] = ()

    @property
    def cited_text(self) -> str:
        """The text with its exhibits behind it: "We refunded 12 orders (E2)." """
        if not self.exhibits:
            return self.text
        body, end = (self.text[:-1], self.text[-1]) if self.text[-1:] in {".", "!", "?"} else (self.text, "")
        whole = self.text if _ABBREVIATED.search(self.text) else body
        return f"{whole} ({', '.join(self.exhibits)}){end}"


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """The statements of one section, in order of its parts. A part without any is a gap."""

    plan: SectionPlan
    statements: tuple[Statement, ...]

    def of(self, part: Part) -> tuple[Statement, ...]:
        """The statements of one part."""
        return tuple(statement for statement in self.statements if statement.part is part)


@dataclass(frozen=True, slots=True)
class Section:
    """A finished section. `number` counts from 1."""

    number: int
    draft: SectionDraft

    @property
    def id(self) -> str:
        """The id of the root cause."""
        return self.draft.plan.id

    @property
    def heading(self) -> str:
        """The heading with its number."""
        return f"{self.number}. {self.draft.plan.heading}"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A row of the table of evidence; "" where nothing is known."""

    id: str
    title: str
    dated: str
    shows: str
    asins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole letter. `header` are label and value, in order; a gap draft says at its top so."""

    header: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    exhibits: tuple[Exhibit, ...]
    gap_draft: bool


def assemble(outline: Outline, drafts: Sequence[SectionDraft], *, gap_draft: bool) -> Document:
    """The letter from its drafted sections. Raises InternalError unless they are those of the outline."""
    if [draft.plan.id for draft in drafts] != [plan.id for plan in outline.sections]:
        raise InternalError("the drafted sections are not those of the outline")
    sections = tuple(Section(number, draft) for number, draft in enumerate(drafts, 1))
    case = outline.case
    exhibits = tuple(_exhibit(evidence, sections) for evidence in case.facts.evidence)
    return Document(_header(case), sections, exhibits, gap_draft)


def _header(case: Case) -> tuple[tuple[str, str], ...]:
    seller, received = case.facts.seller, case.notice.received
    token = f"({seller.merchant_token})" if seller.name and seller.merchant_token else seller.merchant_token
    entries = (
        ("Account", " ".join(part for part in (seller.name, token) if part)),
        ("Notice received", day_text(received) if received else ""),
        ("Marketplace", seller.marketplace or ""),
    )
    return tuple((label, value) for label, value in entries if value)


def _exhibit(evidence: Evidence, sections: Sequence[Section]) -> Exhibit:
    places = []
    for section in sections:
        parts = [s.part for s in section.draft.statements if evidence.id in s.exhibits]
        if parts:
            told = ", ".join(part.heading.lower() for part in dict.fromkeys(parts))
            places.append(f"Section {section.number}: {told}")
    title = evidence.title or evidence.kind.replace("_", " ").capitalize()
    dated = day_text(evidence.dated) if evidence.dated else ""
    return Exhibit(evidence.id, title, dated, "; ".join(places), evidence.covers)
