"""Asking a chat model from a test that knows nothing of asyncio."""

import asyncio
from collections.abc import Sequence

from poa_ai.chatmodel import ChatModel, RenderedPrompt, Reply
from poa_ai.errors import ModelError

Answer = Reply | ModelError


def ask_all(model: ChatModel, prompts: Sequence[RenderedPrompt], seconds: float = 20.0) -> list[Answer]:
    """The answers to all prompts, asked at once, in their order; the model is closed afterwards.

    A ModelError stands in its place. Raises TimeoutError after so many seconds, and whatever else is raised.
    """
    return asyncio.run(_ask_all(model, prompts, seconds))


async def _ask_all(model: ChatModel, prompts: Sequence[RenderedPrompt], seconds: float) -> list[Answer]:
    async def ask(prompt: RenderedPrompt) -> Answer:
        try:
            return await model.complete(prompt)
        except ModelError as reason:
            return reason

    try:
        async with asyncio.timeout(seconds):
            return list(await asyncio.gather(*map(ask, prompts)))
    finally:
        await model.close()
