"""What a check reports: findings, with the place in the text as it was given and, where safe, a fix."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs; only errors change the exit code."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters (code points) in the text as given."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding: put `text` in place of `span`. `action` is the rule's action."""

    action: str
    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
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
    or of the checklist item that was not met. `line` and `column` count from 1.
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

    @property
    def category(self) -> str:
        """The part of the rule id before the first dot."""
        return self.rule.partition(".")[0]

    @property
    def is_error(self) -> bool:
        """Whether the finding alone makes a command end with exit code 1."""
        return self.severity is Severity.ERROR

    def located(self, text: str, path: str | None = None) -> "Finding":
        """The same finding with path, line and column worked out from `text`, which its span indexes."""
        if self.span is None:
            return replace(self, path=path)
        line, column = line_and_column(text, self.span.start)
        quoted = self.text or text[self.span.start : self.span.end]
        return replace(self, path=path, line=line, column=column, text=quoted)

    def shifted(self, by: int) -> "Finding":
        """The same finding for a text in which this one's text starts at character `by`."""
        if self.span is None:
            return self
        span = Span(self.span.start + by, self.span.end + by)
        fix = self.fix and replace(self.fix, span=Span(self.fix.span.start + by, self.fix.span.end + by))
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


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character; a line ends at \\n, \\r\\n or a lone \\r."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    return line, len(before) - (before.rfind("\n") + 1) + 1
