"""What each hook may return, None apart; anything else makes its plugin broken."""

import importlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
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
    "poa_ai_scorers": ("poa_ai.evaluation.scorer", "Scorer"),
}
_MAX_TITLE = 120
_SCORER = re.compile(r"[a-z0-9_-]{1,64}/[a-z0-9-]{1,64}")


def checked_answer(hook: str, answer: Any) -> Any:
    """The answer as a list, a dict or an IssueMatch, whichever the hook is for.

    An iterator is used up here, so that an error in it still belongs to its plugin. Raises PluginError
    where the answer is something else.
    """
    if hook in _VALUES:
        if isinstance(answer, Iterable) and not isinstance(answer, str | bytes | Mapping):
            values = list(answer)
            if all(_fits(value, *_VALUES[hook]) for value in values):
                _FURTHER.get(hook, _accept)(values)
                return values
        raise PluginError(f"{hook} must return {_VALUES[hook][1]} values")
    if hook in _MAPPINGS:
        if isinstance(answer, Mapping):
            found = dict(answer)
            if all(isinstance(name, str) and _fits(value, *_MAPPINGS[hook]) for name, value in found.items()):
                _FURTHER.get(hook, _accept)(found)
                return found
        raise PluginError(f"{hook} must return a mapping of names to {_MAPPINGS[hook][1]} values")
    if not _fits(answer, "poa_ai.matching", "IssueMatch"):
        raise PluginError(f"{hook} must return an IssueMatch")
    if not (_fits(answer.issue, "poa_ai.issue", "IssueType") and _is_number(answer.score)):
        raise PluginError(f"{hook} must return an IssueMatch of an IssueType, with a number as its score")
    return answer


def _check_findings(findings: Iterable[Any]) -> None:
    severity = importlib.import_module("poa_ai.findings").Severity
    for finding in findings:
        texts = (finding.rule, finding.message, finding.hint, finding.source, finding.text)
        if not all(isinstance(text, str) for text in texts):
            raise PluginError(
                "poa_ai_review: rule, message, hint, source and text of a Finding must be texts"
            )
        if not isinstance(finding.severity, severity):
            raise PluginError("poa_ai_review: the severity of a Finding must be a Severity")
        if not (finding.section is None or isinstance(finding.section, str)):
            raise PluginError(
                "poa_ai_review: the section of a Finding must be the id of a root cause, or None"
            )


def _check_scorers(scorers: Mapping[str, Any]) -> None:
    better = importlib.import_module("poa_ai.evaluation.scorer").Better
    for name, scorer in scorers.items():
        if not _SCORER.fullmatch(name):
            wanted = "an issue type or the plugin's name, then '/' and lower-case words with -"
            raise PluginError(f"poa_ai_scorers: '{name[:80]}' must be {wanted}")
        if scorer.name != name:
            raise PluginError(f"poa_ai_scorers: the scorer '{name}' must have that name itself")
        title = scorer.title if isinstance(scorer.title, str) else ""
        if not (title.strip() and title.isprintable() and len(title) <= _MAX_TITLE):
            raise PluginError(f"poa_ai_scorers: '{name}' needs a title of {_MAX_TITLE} characters at most")
        if not (isinstance(scorer.better, better) and isinstance(scorer.before, bool)):
            raise PluginError(f"poa_ai_scorers: '{name}' needs a Better, and 'before' as True or False")
        if not callable(scorer.score):
            raise PluginError(f"poa_ai_scorers: '{name}' needs a function as its score")


def _accept(_: object) -> None:
    """What has the right type is right."""


_FURTHER: Mapping[str, Callable[[Any], None]] = {
    "poa_ai_review": _check_findings,
    "poa_ai_scorers": _check_scorers,
}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _fits(value: object, module: str, name: str) -> bool:
    # A class is imported when a hook answers with it, so that listing plugins stays light. A path is what
    # most data files are, and what "Traversable" is imported from takes longer than all else here.
    if name == "Traversable" and isinstance(value, Path):
        return True
    return isinstance(value, getattr(importlib.import_module(module), name))
