"""The model of a run, opened from settings and flags. Imported when a model is named, and not before."""

import argparse
from pathlib import Path

from poa_ai.chatmodel import ChatModel
from poa_ai.commands.options import tell
from poa_ai.errors import InputError, ModelError, UsageError
from poa_ai.llm.prices import price_of
from poa_ai.llm.providers import open_model
from poa_ai.llm.recorded import Replayed
from poa_ai.llm.recording import Parameters, Recording
from poa_ai.llm.session import Session
from poa_ai.pipeline import ModelRun
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.settings import Settings

REPLIES = "replies.jsonl"
"""The recording that a draft keeps in its folder, so that the next one goes on from there."""


def open_run(settings: Settings, registry: Registry, parsed: argparse.Namespace) -> ModelRun | None:
    """How the model is asked; None where it can't be opened, which is told, and the letter is composed.

    Raises ModelError instead with --strict, UsageError for --max-cost without a price, and InputError for a
    recording that can't be read.
    """
    store = PromptStore.of(registry.prompt_folders(), settings.prompts)
    if parsed.replay is not None:
        return ModelRun(_replay(parsed.replay, settings.model), store, settings.timeout, parsed.review)
    price = settings.price or price_of(settings.model or "", settings.base_url)
    if parsed.max_cost is not None and price is None:
        raise UsageError(
            f"--max-cost: no price is known for {settings.model}; write a table [price] with input, output, "
            "as_of and source (USD for a million tokens) into poa-ai.toml"
        )
    try:
        model = _model(settings, registry)
    except ModelError as error:
        if parsed.strict:
            raise
        tell(f"{error}; the letter is composed from the facts instead", parsed)
        return None
    parameters = Parameters(model.name, settings.temperature, settings.seed)
    session = Session.of(
        model,
        price=price,
        limit=parsed.max_cost,
        recording=_recording(parsed),
        fresh=parsed.fresh,
        parameters=parameters,
    )
    return ModelRun(session, store, settings.timeout, parsed.review)


def _model(settings: Settings, registry: Registry) -> ChatModel:
    return open_model(
        settings.model or "",
        registry.chat_models(),
        base_url=settings.base_url,
        timeout=settings.call_timeout or settings.timeout,
        temperature=settings.temperature,
        seed=settings.seed,
    )


def _replay(path: Path, model: str | None) -> Session:
    recording = Recording.open(path)
    if not len(recording):
        raise InputError(f"--replay {path}: there is no recording, or nothing in it")
    return Session.of(Replayed(recording, model))


def _recording(parsed: argparse.Namespace) -> Recording | None:
    path = parsed.record or (parsed.out / REPLIES if parsed.out is not None else None)
    if path is None:
        return None
    return Recording.open(path)
