"""Returns names where issue types are wanted."""

from typing import Any

from poa_ai.plugin import hookimpl


@hookimpl
def poa_ai_issue_types() -> Any:
    """The fault."""
    return ["odr"]
