"""Forged or manipulated documents: what can help, and why nothing is drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poa_ai.plugin import IssueType

POA_AI_INTERFACE = "1.2"


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `forged_documents`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_forged_documents/issue.toml")]
