"""Its issue.toml has a key that nobody knows."""

from collections.abc import Iterable
from importlib.resources import files

from poa_ai.plugin import IssueType, hookimpl, load_issue_type


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """Raises an error that names file and line."""
    return [load_issue_type(files(__package__) / "issue.toml", "poa_ai_broken/issue.toml")]
