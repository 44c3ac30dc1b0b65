"""What each hook may return, None apart; anything else makes its plugin broken."""

import importlib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from poa_ai.errors import PluginError

_VALUES = {
    "poa_ai_issue_types": ("poa_ai.issue", "IssueType"),
    "poa_ai_rule_files": ("importlib.resources.abc", "Traversable"),
    "poa_ai_plan_sections": ("poa_ai.outline", "SectionPlan"),
    "poa_ai_review": ("poa_ai.findings", "Finding"),
}
_MAPPINGS: dict[str, Any] = {"poa_ai_prompt_folders": Traversable, "poa_ai_chat_models": Callable}


def checked_answer(hook: str, answer: Any) -> Any:
    """The answer as a list, a dict or an IssueMatch, whichever the hook is for.

    An iterator is used up here, so that an error in it still belongs to its plugin. Raises PluginError
    where the answer is something else.
    """
    if hook in _VALUES:
        kind = _class(*_VALUES[hook])
        if isinstance(answer, Iterable) and not isinstance(answer, str | bytes | Mapping):
            values = list(answer)
            if all(isinstance(value, kind) for value in values):
                return values
        raise PluginError(f"{hook} must return {kind.__name__} values")
    if (kind := _MAPPINGS.get(hook)) is not None:
        if isinstance(answer, Mapping):
            found = dict(answer)
            if all(isinstance(name, str) and isinstance(value, kind) for name, value in found.items()):
                return found
        raise PluginError(f"{hook} must return a mapping of names to {kind.__name__} values")
    if not isinstance(answer, _class("poa_ai.matching", "IssueMatch")):
        raise PluginError(f"{hook} must return an IssueMatch")
    return answer


def _class(module: str, name: str) -> Any:
    # Imported when a hook answers with it, so that listing plugins stays light.
    return getattr(importlib.import_module(module), name)
