"""What the letter will hold, decided before a word is written: one section for each root cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from poa_ai.case import Case, CaseCause
from poa_ai.errors import PluginError
from poa_ai.values import extract_values

MAX_TITLE = 120
"""Characters of a statement's first clause that may stand as the title of a section."""


class Part(StrEnum):
    """The questions that each section answers, in order (Seller Central, Create a plan of action)."""

    ROOT_CAUSE = "root_cause"
    CORRECTIVE_ACTIONS = "corrective_actions"
    PREVENTIVE_MEASURES = "preventive_measures"

    @property
    def heading(self) -> str:
        """The heading that the part has in the letter."""
        return _HEADINGS[self]


_HEADINGS = {
    Part.ROOT_CAUSE: "Root cause",
    Part.CORRECTIVE_ACTIONS: "Corrective actions taken",
    Part.PREVENTIVE_MEASURES: "Preventive measures",
}


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """One section to be written: its cause, its heading without number, and the prompt that asks for it."""

    cause: CaseCause
    heading: str
    prompt: str

    @property
    def id(self) -> str:
        """The id of the root cause."""
        return self.cause.id


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of the letter, in order.

    Raises PluginError unless the sections are exactly the causes of the case, in their order, each
    with a heading.
    """

    case: Case
    sections: tuple[SectionPlan, ...]

    def __post_init__(self) -> None:
        """Hold the promise that the rest of the program relies on."""
        wanted = [cause.id for cause in self.case.causes]
        planned = [section.id for section in self.sections]
        if planned != wanted:
            raise PluginError(
                f"the outline must have one section for each root cause, in order: "
                f"wanted {', '.join(wanted) or 'none'}, planned {', '.join(planned) or 'none'}"
            )
        for section in self.sections:
            if not section.heading.strip():
                raise PluginError(f"the section of {section.id} has no heading")


def plan_sections(causes: Sequence[CaseCause]) -> tuple[SectionPlan, ...]:
    """The default plan: a section for each cause, headed by its issue type and title."""
    return tuple(
        SectionPlan(cause, f"{cause.issue.title}: {cause_title(cause)}", f"{cause.issue.id}/section")
        for cause in causes
    )


def cause_title(cause: CaseCause) -> str:
    """The cause's title, else its kind's, else the first clause of its statement, else a plain word."""
    if title := (cause.cause.title or "").strip().rstrip(".:"):
        return title
    if cause.kind is not None:
        return cause.kind.title
    clause = cause.cause.statement.strip().partition(". ")[0].partition("; ")[0].partition(", ")[0]
    return _shortened(clause.rstrip(".")) or "root cause"


def _shortened(text: str) -> str:
    """At most `MAX_TITLE` characters in whole words, and no value that the whole text does not state."""
    if len(text) <= MAX_TITLE:
        return text
    held = {(value.kind, value.normal) for value in extract_values(text)}
    words = text[:MAX_TITLE].split()[:-1]
    while words and not {(v.kind, v.normal) for v in extract_values(" ".join(words))} <= held:
        words.pop()
    return " ".join(words)
