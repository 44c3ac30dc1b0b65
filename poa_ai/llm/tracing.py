"""Keeping prompts from being traced to a third party behind the user's back."""

import os

_PREFIXES = ("LANGSMITH_", "LANGCHAIN_")


def drop_tracing() -> tuple[str, ...]:
    """Take LangSmith's variables out of the environment, and name them.

    With them set, langchain sends each prompt to LangSmith. POA_AI_TRACING=1 leaves them. Must run before
    langchain is imported.
    """
    if os.environ.get("POA_AI_TRACING") == "1":
        return ()
    names = tuple(sorted(name for name in os.environ if name.upper().startswith(_PREFIXES)))
    for name in names:
        del os.environ[name]
    return names
