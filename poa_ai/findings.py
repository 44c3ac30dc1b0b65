"""What a check reports: findings, with the place in the text as it was given and, where safe, a fix."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from poa_ai.lineindex import LineIndex


class Severity(StrEnum):
    """How much a finding weighs; only errors change the exit code."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(NamedTuple):
    """Half-open range of characters (code points) in the text as given."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class Fix(NamedTuple):
    """What mends a finding: put `text` in place of `span`. `action` is the rule's action."""

    action: str
    span: Span
    text: str = ""


class Edit(NamedTuple):
    """One change that rewriting made: which rule, which action, and the sentence before and after."""

    rule: str
    action: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    `rule` is `category.name`. `span` is None where the finding is about what is not there.
    `section` is the id of the root cause concerned. `item` is the id of the fact concerned,
    or of the checklist item that was not met. `line` and `column` count from 1, and so do those of the
    character behind the end.
    """

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    source: str = ""
    span: Span | None = None
    text: str = ""
    section: str | None = None
    item: str | None = None
    fix: Fix | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    @property
    def category(self) -> str:
        """The part of the rule id before the first dot."""
        return self.rule.partition(".")[0]

    @property
    def is_error(self) -> bool:
        """Whether the finding alone makes a command end with exit code 1."""
        return self.severity is Severity.ERROR

    def located(self, text: str | LineIndex, path: str | None = None) -> "Finding":
        """The same finding with path, lines and columns worked out from the text that its span indexes.

        An index serves many findings on one text (see `locate`).
        """
        span = self.span
        if span is None:
            return replace(self, path=path)
        lines = LineIndex.of(text) if isinstance(text, str) else text
        return Finding(
            self.rule,
            self.severity,
            self.message,
            self.hint,
            self.source,
            span,
            self.text or lines.text[span.start : span.end],
            self.section,
            self.item,
            self.fix,
            path,
            *lines.place(span.start),
            *lines.place(span.end),
        )

    def shifted(self, by: int) -> "Finding":
        """The same finding for a text in which this one's text starts at character `by`."""
        if self.span is None:
            return self
        span = Span(self.span.start + by, self.span.end + by)
        fix = self.fix and self.fix._replace(span=Span(self.fix.span.start + by, self.fix.span.end + by))
        return replace(self, span=span, fix=fix)

    def to_json(self) -> dict[str, Any]:
        """The finding in the shape of the contract (`check --format json`, report.json)."""
        fix = self.fix and {
            "action": self.fix.action,
            "start": self.fix.span.start,
            "end": self.fix.span.end,
            "with": self.fix.text,
        }
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.hint,
            "source": self.source,
            "path": self.path,
            "start": self.span and self.span.start,
            "end": self.span and self.span.end,
            "line": self.line,
            "column": self.column,
            "text": self.text,
            "section": self.section,
            "item": self.item,
            "fix": fix,
        }


def locate(findings: Iterable[Finding], text: str, path: str | None = None) -> tuple[Finding, ...]:
    """All findings on one text with their places, in time that grows with text and findings only."""
    lines = LineIndex.of(text)
    return tuple(finding.located(lines, path) for finding in findings)
