"""The small protocol between drafting and any language model: a rendered prompt in, a reply out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

CUT_SHORT = frozenset({"length", "max_tokens", "MAX_TOKENS"})
"""How providers call an answer that ended at its limit of tokens."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt. `role` is "system", "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class PromptRef:
    """Which prompt it was: its id, and the SHA-256 (hex) of its text and of its includes."""

    id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RenderedPrompt:
    """What is sent. `schema` is the JSON Schema of the reply, `max_output_tokens` its upper limit.

    `repeat` counts from 0 where the same is asked several times; it is added to the seed.
    """

    messages: tuple[Message, ...]
    ref: PromptRef
    schema: Mapping[str, Any]
    max_output_tokens: int
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a call was charged for. `cached` are those of `prompt` that came from a cache."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """The sum of two calls."""
        return Usage(
            self.prompt + other.prompt, self.completion + other.completion, self.cached + other.cached
        )


NO_USAGE = Usage()
"""Where a provider counts no tokens."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `finish_reason` is the provider's word; None where it gave none.

    `cut_short` tells that the text ends at its limit of tokens. `notes` say what of the request the provider
    does not take, and what was done instead.
    """

    text: str
    model: str
    finish_reason: str | None
    usage: Usage = NO_USAGE
    notes: tuple[str, ...] = ()

    @property
    def cut_short(self) -> bool:
        """Whether the limit of tokens ended the text."""
        return self.finish_reason in CUT_SHORT


class ChatModel(Protocol):
    """A language model that answers one prompt at a time; several may be asked at once."""

    @property
    def name(self) -> str:
        """Provider and model, as reports name them: "openai:gpt-4o-mini"."""

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer. Raises ModelError, whose message a seller can act on."""

    async def close(self) -> None:
        """Give back connections."""


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Settings of a call. `base_url` None is the provider's own; `timeout` is in seconds, per call."""

    model: str
    base_url: str | None = None
    timeout: float = 120.0
    temperature: float = 0.0
    seed: int | None = 7


ChatModelFactory = Callable[[ModelOptions], Any]
"""Makes a ChatModel, or any langchain-core chat model, which is then adapted."""
