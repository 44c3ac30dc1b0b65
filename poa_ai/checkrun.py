"""What one run of `check` found, before it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from poa_ai.findings import Finding
from poa_ai.lineindex import LineIndex
from poa_ai.validation.rule import RuleSet

if TYPE_CHECKING:
    from poa_ai.validation.suppression import Allowed


class CheckedLetter(NamedTuple):
    """One file with its findings, each with its place, and those that may stand.

    `path` is as it was given; "-" is standard input. `lines` None: the file is no letter but the settings.
    """

    path: str
    findings: tuple[Finding, ...]
    allowed: tuple[Allowed, ...] = ()
    lines: LineIndex | None = None


class CheckRun(NamedTuple):
    """All files of a run, the language rules they were held against, and the folder it ran in."""

    letters: tuple[CheckedLetter, ...]
    rules: RuleSet
    folder: Path

    @property
    def findings(self) -> Iterator[Finding]:
        """The findings of all files, in order, without those that may stand."""
        return (finding for letter in self.letters for finding in letter.findings)

    @property
    def allowed(self) -> Iterator[Allowed]:
        """The findings of all files that may stand."""
        return (allowed for letter in self.letters for allowed in letter.allowed)

    @property
    def ok(self) -> bool:
        """Whether no error finding remains."""
        return not any(finding.is_error for finding in self.findings)
