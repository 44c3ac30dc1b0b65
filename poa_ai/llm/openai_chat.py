"""OpenAI, and every server that speaks its chat completions."""

import asyncio
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from poa_ai.chatmodel import ModelOptions, RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError, SettingsError, UnusableReplyError
from poa_ai.llm.capabilities import Capabilities
from poa_ai.llm.failures import RequestFailedError, model_error, reply_problem
from poa_ai.llm.openai_http import OpenAIConnection
from poa_ai.serveraddress import require_address

if TYPE_CHECKING:
    from openai import AsyncOpenAI


@dataclass(frozen=True, slots=True)
class OpenAIServer:
    """Who is asked, and with which key. `base_url` None is OpenAI itself, `key` "" is no key."""

    key: str = field(repr=False)
    base_url: str | None

    @classmethod
    def of(cls, options: ModelOptions) -> Self:
        """With the key from OPENAI_API_KEY alone. Raises ModelError where there is neither key nor server."""
        key = os.environ.get("OPENAI_API_KEY", "").strip()
        base_url = options.base_url
        if base_url is None and (named := os.environ.get("OPENAI_BASE_URL")):
            base_url = require_address(named, "OPENAI_BASE_URL", SettingsError)
        if not key and not base_url:
            raise ModelError(
                "OPENAI_API_KEY is not set; set it, or name a server of your own with --base-url, "
                "or use --compose to write the letter without a model"
            )
        return cls(key, base_url)

    def client(self, timeout: float) -> "AsyncOpenAI":
        """The client of the package openai, for files and batches, without retries of its own.

        `timeout` is in seconds, for a read.
        """
        from openai import AsyncOpenAI  # takes half a second

        return AsyncOpenAI(api_key=self.key or "none", base_url=self.base_url, timeout=timeout, max_retries=0)

    def request(self, prompt: RenderedPrompt, options: ModelOptions) -> dict[str, Any]:
        """What a chat completion is asked for with."""
        # Servers of others know the older name only; OpenAI's newer models know the newer one only.
        limit = "max_tokens" if self.base_url else "max_completion_tokens"
        request: dict[str, Any] = {
            "model": options.model,
            "messages": [{"role": message.role, "content": message.content} for message in prompt.messages],
            "temperature": options.temperature,
            limit: prompt.max_output_tokens,
        }
        if options.seed is not None:
            request["seed"] = options.seed + prompt.repeat
        if prompt.schema:
            schema = {"name": "reply", "strict": True, "schema": prompt.schema}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        return request


class OpenAIChat:
    """Chat completions, one call for a prompt, without retries of its own.

    The key is read from OPENAI_API_KEY alone. Raises ModelError where neither a key nor a server is given.
    The connections are made at the first call and live until `close`.
    """

    def __init__(self, options: ModelOptions) -> None:
        self._options = options
        self._connection: OpenAIConnection | None = None
        self._takes = Capabilities()
        self._server = OpenAIServer.of(options)

    @property
    def name(self) -> str:
        """Provider and model."""
        return f"openai:{self._options.model}"

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer. Raises ModelError for every failure, with a reason in plain words and no key in it."""
        try:
            async with asyncio.timeout(self._options.timeout):
                completion = await self._ask(prompt)
            return reply_of(completion, self._options.model, self._takes.notes)
        except ModelError:
            raise
        except Exception as reason:
            failure = model_error(reason, self._options)
        # Out here nothing is chained to it: a request holds the key, and what a server answers may quote it.
        raise failure

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _ask(self, prompt: RenderedPrompt) -> Any:
        """One call, and one more for each thing that the server does not take."""
        while True:
            request = self._takes.fit(self._server.request(prompt, self._options))
            try:
                return await self._connected().ask(request)
            except RequestFailedError as reason:
                if not self._takes.learn(reason, request):
                    raise

    def _connected(self) -> OpenAIConnection:
        if self._connection is None:
            server = self._server
            self._connection = OpenAIConnection(server.base_url, server.key, self._options.timeout)
        return self._connection


def reply_of(completion: Any, asked: str, notes: tuple[str, ...] = ()) -> Reply:
    """The reply in a completion, of which nothing is taken for granted: None stands for HTML.

    `asked` is the model that was asked, for one that does not name itself. Raises ModelError where there is
    no reply in it.
    """
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list):
        raise ModelError(
            "the server answered something else than a chat completion; check the base URL", charged=True
        )
    message = getattr(choices[0], "message", None) if choices else None
    if message is None:
        raise ModelError("the server answered without a message", charged=True)
    text, ended = getattr(message, "content", None), getattr(choices[0], "finish_reason", None)
    finish_reason = ended if isinstance(ended, str) else None
    refused = bool(getattr(message, "refusal", None))
    if problem := reply_problem(text, finish_reason, refused=refused):
        raise UnusableReplyError(problem)
    model = getattr(completion, "model", None)
    named = model if isinstance(model, str) and model else asked
    return Reply(str(text), named, finish_reason, usage_of(completion), notes)


def usage_of(completion: Any) -> Usage:
    """The tokens that a completion says it was charged for; 0 where it does not say."""
    usage = getattr(completion, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    counts = (
        getattr(usage, "prompt_tokens", None),
        getattr(usage, "completion_tokens", None),
        getattr(details, "cached_tokens", None),
    )
    return Usage(*(count if isinstance(count, int) and count > 0 else 0 for count in counts))
