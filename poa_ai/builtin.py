"""What poa-ai itself brings as a plugin: the shared prompts, and the providers of models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poa_ai.plugin import hookimpl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.chatmodel import ChatModelFactory, ModelOptions


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts that all issue types include."""
    from importlib.resources import files

    return {"shared": files("poa_ai_prompts") / "shared"}


@hookimpl
def poa_ai_chat_models() -> Mapping[str, ChatModelFactory]:
    """OpenAI and every server that speaks its protocol; Anthropic and Ollama by their langchain packages."""
    return {"anthropic": _anthropic, "ollama": _ollama, "openai": _openai}


def _openai(options: ModelOptions) -> Any:
    # Imported when a model is named, and not before.
    from poa_ai.llm.openai_chat import OpenAIChat

    return OpenAIChat(options)


def _anthropic(options: ModelOptions) -> Any:
    from poa_ai.llm.langchain_providers import anthropic

    return anthropic(options)


def _ollama(options: ModelOptions) -> Any:
    from poa_ai.llm.langchain_providers import ollama

    return ollama(options)
