"""Identity verification: documents about the person and the business, never prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poa_ai.plugin import IssueType

POA_AI_INTERFACE = "1.2"


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `verification`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_verification/issue.toml")]
