"""What a draft leaves behind: the letter as a document, its provenance, and report.json (schema 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poa_ai.attesting import Attestation
from poa_ai.document import Author, Document, Section, Statement
from poa_ai.findings import Finding
from poa_ai.render.formats import FORMATS
from poa_ai.version import __version__

if TYPE_CHECKING:
    from poa_ai.drafting import DraftingResult

REVIEW_RULE = "structure.review"
"""The rule that notes of a review carry."""
SCHEMA = 1
"""Version of report.json; a key may be added within one version, never renamed."""


@dataclass(frozen=True, slots=True)
class DraftResult:
    """A drafted letter. `findings` are those of the finished text, `gaps` what the facts lack.

    `drafting` tells about the model; None where none was asked.
    """

    document: Document
    attestation: Attestation
    gaps: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    drafting: DraftingResult | None = None

    @property
    def gap_draft(self) -> bool:
        """Whether required facts are missing, so that the letter is not ready to send."""
        return self.document.gap_draft

    @property
    def made_by(self) -> str:
        """ "model" where at least one statement is a model's, else "composed"."""
        statements = (s for section in self.document.sections for s in section.draft.statements)
        return str(Author.MODEL if any(s.by is Author.MODEL for s in statements) else Author.COMPOSED)

    @property
    def exit_code(self) -> int:
        """1 where error findings remain, gaps included; else 0."""
        return int(any(finding.is_error for finding in (*self.gaps, *self.findings)))

    def text(self, format: str = "md") -> str:
        """The letter in one of the formats of `poa_ai.render.formats`. Raises KeyError for another."""
        return FORMATS[format](self.document)

    def report(self) -> dict[str, Any]:
        """report.json: who wrote each statement and why, what was withheld, what was found."""
        drafting = self.drafting
        return {
            "schema": SCHEMA,
            "poa_ai": __version__,
            "made_by": self.made_by,
            "gap_draft": self.gap_draft,
            "sections": [_section(section) for section in self.document.sections],
            "withheld": [{"id": w.id, "text": w.text, "rule": w.rule} for w in self.attestation.withheld],
            "prompts": []
            if drafting is None
            else [{"id": r.id, "sha256": r.sha256} for r in drafting.prompts],
            "model": None if drafting is None else drafting.model,
            "usage": None if drafting is None else _usage(drafting),
            "model_notes": [] if drafting is None else list(drafting.notes),
            "failures": {} if drafting is None else dict(drafting.failures),
            "edits": [
                {"rule": e.rule, "action": e.action, "before": e.before, "after": e.after}
                for e in self.attestation.edits
            ],
            "findings": [finding.to_json() for finding in (*self.gaps, *self.findings)],
        }


def _section(section: Section) -> dict[str, Any]:
    plan = section.draft.plan
    statements = [
        _statement(f"{section.id}.{number}", statement)
        for number, statement in enumerate(section.draft.statements, 1)
    ]
    return {
        "cause": section.id,
        "issue": plan.cause.issue.id,
        "heading": section.heading,
        "statements": statements,
    }


def _statement(id: str, statement: Statement) -> dict[str, Any]:
    return {
        "id": id,
        "part": str(statement.part),
        "text": statement.cited_text,
        "by": str(statement.by),
        "facts": list(statement.facts),
        "exhibits": list(statement.exhibits),
        "why": statement.why or None,
        "rejected": [{"text": r.text, "reasons": list(r.reasons)} for r in statement.rejected],
    }


def _usage(drafting: DraftingResult) -> dict[str, Any]:
    spent, price = drafting.spending, drafting.price
    return {
        "prompt": spent.usage.prompt,
        "completion": spent.usage.completion,
        "cached": spent.usage.cached,
        "calls": spent.calls,
        "estimated_prompt": spent.estimated or None,
        "cost_usd": None if spent.cost is None else round(spent.cost, 6),
        "cost_unsure_usd": round(spent.unsure, 6),
        "price": None if price is None else price.to_json(),
    }
