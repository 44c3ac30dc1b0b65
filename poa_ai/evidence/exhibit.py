"""An exhibit that was looked at: its file, what it shows, what fails, and its copies."""

from __future__ import annotations

from dataclasses import dataclass

from poa_ai.evidence.checks import Check
from poa_ai.evidence.demands import Demands
from poa_ai.evidence.marking import Mark
from poa_ai.evidence.page import Document
from poa_ai.evidence.sightings import Sighting
from poa_ai.facts import Evidence


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What became of one entry of the facts' evidence.

    `checksum` is the SHA-256 (hex) of the file, "" where there is none. `original` and `marked` are the
    copies, as paths below the folder that was written; None where there is none. `submit` says which to send.
    `same_as` is the id of an exhibit before it that is the same document, in another file perhaps.
    """

    facts: Evidence
    document: Document
    demands: Demands
    sightings: tuple[Sighting, ...] = ()
    checks: tuple[Check, ...] = ()
    marks: tuple[Mark, ...] = ()
    checksum: str = ""
    original: str | None = None
    marked: str | None = None
    submit: str = ""
    same_as: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def number(self) -> str | None:
        """The number of the invoice or receipt, in capitals; None where none is found."""
        return next((s.value for s in self.sightings if s.kind == "document-number"), None)

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that must be mended before the case is sent."""
        return tuple(check for check in self.checks if check.failed)

    @property
    def counts(self) -> bool:
        """Whether it is a document of an accepted kind, read, and issued in time."""
        bad = {check.what for check in self.failures}
        dated = {field.named for field in self.demands.fields if field.shows == "issue-date"} | {"issue date"}
        return self.document.fault is None and not bad & {"readable", "accepted kind", *dated}
