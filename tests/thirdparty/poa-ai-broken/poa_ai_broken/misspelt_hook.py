"""Implements a hook that is not there: an s is missing."""

from collections.abc import Iterable

from poa_ai.plugin import IssueType, hookimpl


@hookimpl
def poa_ai_issue_type() -> Iterable[IssueType]:
    """Never called."""
    return []
