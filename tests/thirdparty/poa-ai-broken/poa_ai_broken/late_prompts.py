"""Returns a list where a mapping of folders is wanted."""

from typing import Any

from poa_ai.plugin import hookimpl


@hookimpl
def poa_ai_prompt_folders() -> Any:
    """The fault."""
    return ["prompts"]
