"""OpenAI, and every server that speaks its chat completions."""

import asyncio
import os
from typing import TYPE_CHECKING, Any

from poa_ai.chatmodel import ModelOptions, RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError
from poa_ai.llm.capabilities import Capabilities
from poa_ai.llm.failures import model_error, reply_problem, unusable

if TYPE_CHECKING:
    from openai import AsyncOpenAI


class OpenAIChat:
    """Chat completions, one call for a prompt, without retries of its own.

    The key is read from OPENAI_API_KEY alone. Raises ModelError where neither a key nor a server is given.
    The client is made at the first call and lives until `close`.
    """

    def __init__(self, options: ModelOptions) -> None:
        self._options = options
        self._client: AsyncOpenAI | None = None
        self._takes = Capabilities()
        self._key = os.environ.get("OPENAI_API_KEY", "").strip()
        self._own_server = options.base_url or os.environ.get("OPENAI_BASE_URL") or None
        if not self._key and not self._own_server:
            raise ModelError(
                "OPENAI_API_KEY is not set; set it, or name a server of your own with --base-url, "
                "or use --compose to write the letter without a model"
            )

    @property
    def name(self) -> str:
        """Provider and model."""
        return f"openai:{self._options.model}"

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer. Raises ModelError for every failure, with a reason in plain words and no key in it."""
        try:
            async with asyncio.timeout(self._options.timeout):
                completion = await self._create(prompt)
            return self._reply(completion)
        except ModelError:
            raise
        except Exception as reason:
            # Not chained: what a server answers to a bad key quotes a part of it.
            raise model_error(reason, self._options) from None

    async def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _create(self, prompt: RenderedPrompt) -> Any:
        """One call, and one more for each thing that the server does not take."""
        while True:
            request = self._takes.fit(self._request(prompt))
            try:
                return await self._connected().chat.completions.create(**request)
            except Exception as reason:
                if not self._takes.learn(reason, request):
                    raise

    def _request(self, prompt: RenderedPrompt) -> dict[str, Any]:
        options = self._options
        # Servers of others know the older name only; OpenAI's newer models know the newer one only.
        limit = "max_tokens" if self._own_server else "max_completion_tokens"
        request: dict[str, Any] = {
            "model": options.model,
            "messages": [{"role": message.role, "content": message.content} for message in prompt.messages],
            "temperature": options.temperature,
            limit: prompt.max_output_tokens,
        }
        if options.seed is not None:
            request["seed"] = options.seed
        if prompt.schema:
            schema = {"name": "reply", "strict": True, "schema": prompt.schema}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        return request

    def _connected(self) -> "AsyncOpenAI":
        if self._client is None:
            from openai import AsyncOpenAI  # takes most of a second

            self._client = AsyncOpenAI(
                api_key=self._key or "none",
                base_url=self._own_server,
                timeout=self._options.timeout,
                max_retries=0,
            )
        return self._client

    def _reply(self, completion: Any) -> Reply:
        """The reply in a completion, of which nothing is taken for granted: HTML comes as a plain string."""
        choices = getattr(completion, "choices", None)
        if not isinstance(choices, list):
            raise unusable("the server answered something else than a chat completion; check the base URL")
        if not choices or getattr(choices[0], "message", None) is None:
            raise unusable("the server answered without a message")
        choice = choices[0]
        text = choice.message.content
        refused = bool(getattr(choice.message, "refusal", None))
        if problem := reply_problem(text, choice.finish_reason, refused=refused):
            raise unusable(problem)
        model = (
            completion.model
            if isinstance(completion.model, str) and completion.model
            else self._options.model
        )
        return Reply(str(text), model, choice.finish_reason, _usage(completion), self._takes.notes)


def _usage(completion: Any) -> Usage:
    usage = getattr(completion, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    counts = (
        getattr(usage, "prompt_tokens", None),
        getattr(usage, "completion_tokens", None),
        getattr(details, "cached_tokens", None),
    )
    return Usage(*(count if isinstance(count, int) else 0 for count in counts))
