"""What poa-ai itself brings as a plugin: the shared prompts and the OpenAI provider."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from poa_ai.plugin import hookimpl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.chatmodel import ChatModelFactory, ModelOptions


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts that all issue types include."""
    return {"shared": files("poa_ai_prompts") / "shared"}


@hookimpl
def poa_ai_chat_models() -> Mapping[str, ChatModelFactory]:
    """OpenAI and every server that speaks its protocol."""
    return {"openai": _openai}


def _openai(options: ModelOptions) -> Any:
    # Imported when a model is named, and not before: openai takes most of a second.
    from poa_ai.llm.openai_chat import OpenAIChat

    return OpenAIChat(options)
