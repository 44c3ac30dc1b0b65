"""A chat model that never sees personal data."""

from dataclasses import replace

from poa_ai.chatmodel import ChatModel, RenderedPrompt, Reply
from poa_ai.masking import Mask


class MaskedChat:
    """Masks each prompt and restores the answer."""

    def __init__(self, model: ChatModel, mask: Mask) -> None:
        self._model = model
        self._mask = mask

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._model.name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer with the real values. Raises ModelError."""
        masked = self._mask.hide(prompt.messages)
        reply = await self._model.complete(replace(prompt, messages=masked.messages))
        return replace(reply, text=masked.restored(reply.text))

    async def close(self) -> None:
        """Give back connections."""
        await self._model.close()
