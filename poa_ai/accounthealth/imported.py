"""What a report gives: entries for a facts file without ids, what it leaves open, and what was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Entry = dict[str, Any]
"""An object as it stands in a facts file."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What buyers gave as a reason: a fact for the seller to confirm, and the kind of cause it may show.

    `kinds` maps an issue type to the kind of cause there; `statement` tells what the buyers said.
    """

    text: str
    statement: str
    kinds: Mapping[str, str]
    source: str
    asin: str = ""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that the report does not settle; `metric` names the metric that it is about, "" for none."""

    text: str
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What one report gives. `facts` are proposed, never asserted; `issues` are those that it speaks for.

    `notes` are for the person at the terminal and go into no file.
    """

    metrics: tuple[Entry, ...] = ()
    facts: tuple[Entry, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    issues: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    marketplace: str | None = None


@dataclass(slots=True)
class Gathering:
    """The same while a report is being read."""

    metrics: list[Entry] = field(default_factory=list)
    facts: list[Entry] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    questions: list[OpenQuestion] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    marketplace: str | None = None

    def ask(self, text: str, metric: str = "") -> None:
        """Leave something open."""
        self.questions.append(OpenQuestion(text, metric))

    def done(self) -> Imported:
        """What was gathered."""
        return Imported(
            tuple(self.metrics),
            tuple(self.facts),
            tuple(self.candidates),
            tuple(self.questions),
            tuple(dict.fromkeys(self.issues)),
            tuple(self.notes),
            self.marketplace,
        )
