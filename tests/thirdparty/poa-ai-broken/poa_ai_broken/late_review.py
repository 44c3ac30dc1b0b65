"""Fails on the finished letter."""

from collections.abc import Iterable

from poa_ai.plugin import Case, Document, Finding, hookimpl


@hookimpl
def poa_ai_review(case: Case, document: Document) -> Iterable[Finding]:
    """The fault."""
    raise ZeroDivisionError(f"{len(document.sections)} sections over nothing")
