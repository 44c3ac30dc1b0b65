"""Returns one sentence where findings are wanted."""

from typing import Any

from poa_ai.plugin import Case, Document, hookimpl


@hookimpl
def poa_ai_review(case: Case, document: Document) -> Any:
    """The fault."""
    return "the letter is too long"
