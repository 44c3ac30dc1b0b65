"""Raises when it is asked for its issue types, with a message of two lines."""

from collections.abc import Iterable

from poa_ai.plugin import IssueType, hookimpl


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The fault."""
    raise RuntimeError("the licence\nhas run out")
