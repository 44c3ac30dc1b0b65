"""Any langchain-core chat model as a model of ours."""

import asyncio
from typing import TYPE_CHECKING, Any

from poa_ai.chatmodel import ModelOptions, RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError, UnusableReplyError
from poa_ai.llm.failures import model_error, reply_problem
from poa_ai.llm.tracing import drop_tracing

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class LangChainChat:
    """Adapts a BaseChatModel. The shape of the reply is asked for by the prompt's words alone.

    `name` is how reports call the model: "provider:model".
    """

    def __init__(self, model: "BaseChatModel", options: ModelOptions, name: str) -> None:
        drop_tracing()
        self._model = model
        self._options = options
        self._name = name

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer. Raises ModelError for whatever the model raises, and for an answer that is none."""
        messages = [(message.role, message.content) for message in prompt.messages]
        try:
            async with asyncio.timeout(self._options.timeout):
                answer = await self._model.ainvoke(messages)
            return self._reply(answer)
        except ModelError:
            raise
        except Exception as reason:
            raise model_error(reason, self._options) from None

    async def close(self) -> None:
        """Nothing: a langchain model owns its connections."""

    def _reply(self, answer: Any) -> Reply:
        text = str(answer.text)  # .content may be a list of blocks
        about: dict[str, Any] = answer.response_metadata
        finish = about.get("finish_reason") or about.get("stop_reason")
        refused = bool(answer.additional_kwargs.get("refusal"))
        if problem := reply_problem(text, finish, refused=refused):
            raise UnusableReplyError(problem)
        model = about.get("model_name") or about.get("model") or self._options.model
        return Reply(
            text, str(model), None if finish is None else str(finish), _usage(answer.usage_metadata or {})
        )


def _usage(counts: Any) -> Usage:
    cached = (counts.get("input_token_details") or {}).get("cache_read") or 0
    return Usage(counts.get("input_tokens") or 0, counts.get("output_tokens") or 0, cached)
