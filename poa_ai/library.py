"""poa-ai as a library: two calls, the same steps as the commands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poa_ai.chatmodel import ChatModel
from poa_ai.facts import Facts
from poa_ai.factsfile import facts_from_json, load_facts
from poa_ai.findings import Finding
from poa_ai.pipeline import ModelRun, prepare, review
from poa_ai.pipeline import draft as run_pipeline
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.report import DraftResult
from poa_ai.rulebook import load_rulebook
from poa_ai.validation.checking import check_letter


def draft(
    facts: Facts | Mapping[str, Any] | Path | str,
    *,
    model: ChatModel | None = None,
    registry: Registry | None = None,
    strict: bool = False,
) -> DraftResult:
    """The letter for facts given as a path, as the parsed JSON of a facts file, or as `Facts`.

    Without a `model` the letter is composed from the facts alone. Raises FactsError with every problem,
    WrongArtefactError where the notice wants no plan, IssueMatchError where no issue type fits.
    """
    registry = registry or Registry.installed()
    run = None if model is None else ModelRun(model, PromptStore.of(registry.prompt_folders(), None))
    return run_pipeline(_facts(facts), registry, load_rulebook(registry), run, strict=strict)


def check(
    letter: str,
    facts: Facts | Mapping[str, Any] | Path | str | None = None,
    *,
    registry: Registry | None = None,
) -> tuple[Finding, ...]:
    """Findings on a letter, whoever wrote it. Without `facts` only language and structure are judged."""
    registry = registry or Registry.installed()
    rules = load_rulebook(registry)
    if facts is None:
        return tuple(finding.located(letter) for finding in check_letter(letter, rules))
    prepared = prepare(_facts(facts), registry, rules)
    return tuple(finding.located(letter) for finding in review(letter, prepared, rules))


def _facts(facts: Facts | Mapping[str, Any] | Path | str) -> Facts:
    if isinstance(facts, Facts):
        return facts
    return facts_from_json(dict(facts)) if isinstance(facts, Mapping) else load_facts(facts)
