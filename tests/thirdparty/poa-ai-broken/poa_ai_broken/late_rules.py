"""Names a rule file by its path, and not as a file."""

from typing import Any

from poa_ai.plugin import hookimpl


@hookimpl
def poa_ai_rule_files() -> Any:
    """The fault."""
    return ["rules.toml"]
