"""Opening the model that the user named."""

import difflib
from collections.abc import Mapping
from typing import Any

from poa_ai.chatmodel import ChatModel, ChatModelFactory, ModelOptions
from poa_ai.errors import PluginError, PoaError, UsageError
from poa_ai.llm.tracing import drop_tracing


def open_model(
    spec: str,
    factories: Mapping[str, ChatModelFactory],
    *,
    base_url: str | None = None,
    timeout: float = 120.0,
    temperature: float = 0.0,
    seed: int | None = 7,
) -> ChatModel:
    """The model that `spec` names, "PROVIDER:NAME"; `timeout` is in seconds for one call.

    Raises UsageError for a spec of another form or an unknown provider, PluginError where the provider's
    factory fails or returns no model, and what the factory raises of ours (ModelError without a key).
    """
    provider, _, model = (part.strip() for part in spec.partition(":"))
    if not provider or not model:
        raise UsageError(f"'{spec[:80]}' names no model; write PROVIDER:NAME, for example openai:gpt-4o-mini")
    if provider not in factories:
        near = difflib.get_close_matches(provider, factories, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(factories)) or 'none'}"
        raise UsageError(f"no plugin offers models of '{provider[:80]}'; {hint}")
    drop_tracing()
    options = ModelOptions(model, base_url, timeout, temperature, seed)
    try:
        made = factories[provider](options)
    except PoaError:
        raise
    except Exception as reason:
        raise PluginError(
            f"the provider '{provider}' can't open '{model}': {type(reason).__name__}: {reason}"
        ) from reason
    return _adapted(made, options, f"{provider}:{model}")


def adapted(made: Any, *, timeout: float = 120.0) -> ChatModel:
    """A model that somebody made, as a ChatModel: one of that protocol, or a langchain-core chat model.

    `timeout` is in seconds for one call. Raises PluginError for anything else.
    """
    name = str(getattr(made, "model_name", None) or getattr(made, "model", None) or type(made).__name__)
    return _adapted(made, ModelOptions(name, timeout=timeout), f"{type(made).__name__}:{name}")


def _adapted(made: Any, options: ModelOptions, name: str) -> ChatModel:
    if all(hasattr(made, member) for member in ("name", "complete", "close")):
        own: ChatModel = made
        return own
    if hasattr(made, "ainvoke"):
        from langchain_core.language_models import BaseChatModel  # whoever made one has imported it already

        if isinstance(made, BaseChatModel):
            from poa_ai.llm.langchain_chat import LangChainChat

            return LangChainChat(made, options, name)
    raise PluginError(f"the provider of '{name}' returned {type(made).__name__}, which is no chat model")
