"""poa-ai as a library: two calls, the same steps as the commands.

What a call does not need is not imported: a letter alone is checked without the facts' side of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from poa_ai.chatmodel import ChatModel
    from poa_ai.facts import Facts
    from poa_ai.findings import Finding
    from poa_ai.letter import Letter
    from poa_ai.letterfile import LetterFile
    from poa_ai.pipeline import ModelRun, PreparedCase
    from poa_ai.registry import Registry
    from poa_ai.report import DraftResult
    from poa_ai.validation.rule import RuleSet

    Model: TypeAlias = str | ChatModel | BaseChatModel


def draft(
    facts: Facts | Mapping[str, Any] | Path | str,
    *,
    model: Model | None = None,
    registry: Registry | None = None,
    strict: bool = False,
    review: bool = False,
    timeout: float = 600.0,
    previous: str | None = None,
) -> DraftResult:
    """The letter for facts given as a path, as the parsed JSON of a facts file, or as `Facts`.

    `model` is a name such as "openai:gpt-4.1-mini", a langchain-core chat model, or a ChatModel; without
    one the letter is composed from the facts alone. `timeout` is in seconds, for all its calls together;
    `review` lets it name weaknesses of each section, as notes. `previous` is the text of a letter that was
    sent before: what of it still holds stays. Inside an event loop use `adraft`.

    Raises FactsError with every problem, WrongArtefactError where the notice wants no plan, IssueMatchError
    where no issue type fits, and ModelError for a model that can't be opened; with `strict` also for one
    that does not answer.
    """
    from poa_ai.pipeline import draft as run_pipeline
    from poa_ai.rulebook import load_rulebook

    registry = registry or _installed()
    run = None if model is None else _model_run(model, registry, timeout, review)
    return run_pipeline(
        _facts(facts), registry, load_rulebook(registry), run, strict=strict, earlier=previous
    )


async def adraft(
    facts: Facts | Mapping[str, Any] | Path | str,
    *,
    model: Model | None = None,
    registry: Registry | None = None,
    strict: bool = False,
    review: bool = False,
    timeout: float = 600.0,
    previous: str | None = None,
) -> DraftResult:
    """The same inside an event loop. Cancelled, it cancels its calls and closes its connections."""
    from poa_ai.pipeline import adraft as run_pipeline
    from poa_ai.rulebook import load_rulebook

    registry = registry or _installed()
    run = None if model is None else _model_run(model, registry, timeout, review)
    return await run_pipeline(
        _facts(facts), registry, load_rulebook(registry), run, strict=strict, earlier=previous
    )


def _model_run(model: Model, registry: Registry, timeout: float, review: bool) -> ModelRun:
    from poa_ai.llm.prices import price_of
    from poa_ai.llm.providers import adapted, open_model
    from poa_ai.llm.session import Session
    from poa_ai.pipeline import ModelRun
    from poa_ai.promptstore import PromptStore

    if isinstance(model, str):
        chat, price = open_model(model, registry.chat_models(), timeout=timeout), price_of(model)
    else:
        chat, price = adapted(model, timeout=timeout), None
    store = PromptStore.of(registry.prompt_folders(), None)
    return ModelRun(Session.of(chat, price=price), store, timeout, review)


def check(
    letter: str | Path | Letter,
    facts: Facts | Mapping[str, Any] | Path | str | None = None,
    *,
    rules: RuleSet | None = None,
    select: str | Iterable[str] = (),
    allow: Mapping[str, str] | None = None,
    registry: Registry | None = None,
) -> tuple[Finding, ...]:
    """Findings on a letter, whoever wrote it, each with its place, in the order of the text.

    `letter` is its text, the path of a file as a `Path`, or a letter as read. Without `facts` only language
    and structure are judged. `rules` replace the language rules that are installed. `select` is a rule id or
    category to look for, or several; empty means all. `allow` gives for rules and categories the reason why
    their findings may stand; these are left out, as are those that a comment in the letter allows.
    poa-ai.toml is not read.

    Raises UsageError for a name in `select` or `allow` that no rule bears, or without a reason, LetterError
    for a file that can't be read, and what `draft` raises for the facts.
    """
    from poa_ai.allowance import Allowance
    from poa_ai.lettercheck import LetterChecker
    from poa_ai.rulebook import load_rulebook

    select, allow = frozenset([select] if isinstance(select, str) else select), allow or {}
    prepared = None
    if rules is None or facts is not None:
        registry = registry or _installed()
        rules = load_rulebook(registry) if rules is None else rules
        prepared = None if facts is None else _prepared(facts, registry, rules)
    if select or allow:
        _refuse_unknown(rules, (*select, *allow), allow)
    allowances = [Allowance(name, reason) for name, reason in allow.items()]
    return LetterChecker(rules, prepared, allowances, select).check(_letter_file(letter)).findings


def _letter_file(letter: str | Path | Letter) -> LetterFile:
    from poa_ai.letterfile import LetterFile, read_letters

    if isinstance(letter, Path):
        (read,) = read_letters([str(letter)])
        return read
    return LetterFile("", letter if isinstance(letter, str) else letter.text)


def _refuse_unknown(rules: RuleSet, names: Iterable[str], allow: Mapping[str, str]) -> None:
    from poa_ai.errors import UsageError
    from poa_ai.rulecatalogue import catalogue, selected
    from poa_ai.validation.suppression import RULE

    selected(catalogue(rules), names, "check")
    for name, reason in allow.items():
        if not reason.strip() or name == RULE:
            told = "can't be allowed" if name == RULE else "is allowed without a reason; say why"
            raise UsageError(f"check: '{name}' {told}")


def _prepared(
    facts: Facts | Mapping[str, Any] | Path | str, registry: Registry, rules: RuleSet
) -> PreparedCase:
    from poa_ai.pipeline import prepare

    return prepare(_facts(facts), registry, rules)


def _installed() -> Registry:
    from poa_ai.registry import Registry

    return Registry.installed()


def _facts(facts: Facts | Mapping[str, Any] | Path | str) -> Facts:
    from poa_ai.facts import Facts
    from poa_ai.factsfile import facts_from_json, load_facts

    if isinstance(facts, Facts):
        return facts
    return facts_from_json(dict(facts)) if isinstance(facts, Mapping) else load_facts(facts)
