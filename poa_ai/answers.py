"""What each hook may return, None apart; anything else makes its plugin broken."""

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from poa_ai.errors import PluginError

_VALUES = {
    "poa_ai_issue_types": ("poa_ai.issue", "IssueType"),
    "poa_ai_rule_files": ("importlib.resources.abc", "Traversable"),
    "poa_ai_plan_sections": ("poa_ai.outline", "SectionPlan"),
    "poa_ai_review": ("poa_ai.findings", "Finding"),
}
_MAPPINGS = {
    "poa_ai_prompt_folders": ("importlib.resources.abc", "Traversable"),
    "poa_ai_chat_models": ("collections.abc", "Callable"),
}


def checked_answer(hook: str, answer: Any) -> Any:
    """The answer as a list, a dict or an IssueMatch, whichever the hook is for.

    An iterator is used up here, so that an error in it still belongs to its plugin. Raises PluginError
    where the answer is something else.
    """
    if hook in _VALUES:
        if isinstance(answer, Iterable) and not isinstance(answer, str | bytes | Mapping):
            values = list(answer)
            if all(_fits(value, *_VALUES[hook]) for value in values):
                return values
        raise PluginError(f"{hook} must return {_VALUES[hook][1]} values")
    if hook in _MAPPINGS:
        if isinstance(answer, Mapping):
            found = dict(answer)
            if all(isinstance(name, str) and _fits(value, *_MAPPINGS[hook]) for name, value in found.items()):
                return found
        raise PluginError(f"{hook} must return a mapping of names to {_MAPPINGS[hook][1]} values")
    if not _fits(answer, "poa_ai.matching", "IssueMatch"):
        raise PluginError(f"{hook} must return an IssueMatch")
    return answer


def _fits(value: object, module: str, name: str) -> bool:
    # A class is imported when a hook answers with it, so that listing plugins stays light. A path is what
    # most data files are, and what "Traversable" is imported from takes longer than all else here.
    if name == "Traversable" and isinstance(value, Path):
        return True
    return isinstance(value, getattr(importlib.import_module(module), name))
