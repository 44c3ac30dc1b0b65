"""The calls that a batch needs, each asked again while its failure may pass."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from poa_ai.chatmodel import ModelOptions
from poa_ai.errors import ModelError, PoaError
from poa_ai.llm.batchfile import ENDPOINT, result_lines
from poa_ai.llm.batchstatus import BatchStatus, read_status
from poa_ai.llm.deadline import Deadline
from poa_ai.llm.failures import model_error
from poa_ai.llm.openai_chat import OpenAIServer
from poa_ai.llm.retrying import RetryPolicy

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_Got = TypeVar("_Got")
_NEWEST = 1_000
"""So many batches are looked through for one whose creation was not answered."""
_NO_BATCHES = "the server offers no batches; leave out --batch (HTTP {})"
_UNKNOWN = (
    "the server does not know a batch, or a file, that is under way; use the account that it was submitted "
    "with, or delete {} to ask for everything again (HTTP 404)"
)


class BatchClient:
    """A server's batches. All calls raise ModelError; what may pass is asked again before.

    `state` is the path that messages name. Nothing that the server wrote is in a message.
    """

    def __init__(
        self,
        server: OpenAIServer,
        options: ModelOptions,
        deadline: Deadline,
        policy: RetryPolicy,
        state: object,
    ) -> None:
        self._options = options
        self._deadline = deadline
        self._policy = policy
        self._unknown = _UNKNOWN.format(state)
        self._client: AsyncOpenAI = server.client(options.timeout)

    async def upload(self, data: bytes) -> str:
        """The id of the file that the bytes have become."""
        file = await self._patiently(
            lambda: self._client.files.create(file=("poa-ai.jsonl", data), purpose="batch"),
            {code: _NO_BATCHES.format(code) for code in (404, 405, 501)},
        )
        id = getattr(file, "id", None)
        if not isinstance(id, str) or not id:
            raise ModelError("the server answered something else than a file; check the base URL")
        return id

    async def create(self, input_file: str) -> str:
        """The id of a batch of that file.

        A call whose answer was lost may have made one: before it is made again, that is looked for.
        """
        tried = False

        async def create() -> str:
            nonlocal tried
            made = await self._find(input_file) if tried else None
            tried = True
            return (made or await self._create(input_file)).id

        return await self._patiently(create, {code: _NO_BATCHES.format(code) for code in (404, 405, 501)})

    async def find(self, input_file: str) -> str | None:
        """The id of the batch of that file; None where there is none."""
        found = await self._patiently(lambda: self._find(input_file))
        return None if found is None else found.id

    async def status(self, batch: str) -> BatchStatus:
        """Where a batch stands, asked once."""
        return await self._once(lambda: self._status(batch), {404: self._unknown})

    async def fetch(self, file: str, on_line: Callable[[bytes | None], Awaitable[None]]) -> None:
        """Hand over each line of a file as it comes; after a break, from the start again.

        None stands for a line that is too long.
        """

        async def fetch() -> None:
            async with self._client.files.with_streaming_response.content(file) as response:
                async for line in result_lines(response.iter_bytes()):
                    await on_line(line)

        await self._patiently(fetch, {404: self._unknown})

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _create(self, input_file: str) -> BatchStatus:
        async with asyncio.timeout(self._options.timeout):
            return read_status(
                await self._client.batches.create(
                    completion_window="24h",
                    endpoint=ENDPOINT,
                    input_file_id=input_file,
                    metadata={"made_by": "poa-ai"},
                )
            )

    async def _status(self, batch: str) -> BatchStatus:
        async with asyncio.timeout(self._options.timeout):
            return read_status(await self._client.batches.retrieve(batch))

    async def _find(self, input_file: str) -> BatchStatus | None:
        seen = 0
        async with asyncio.timeout(self._options.timeout):
            async for batch in self._client.batches.list(limit=100):
                seen += 1
                if (status := read_status(batch)).input_file == input_file:
                    return status
                if seen >= _NEWEST:
                    break
        return None

    async def _patiently(
        self, call: Callable[[], Awaitable[_Got]], told: dict[int, str] | None = None
    ) -> _Got:
        for attempt in range(1, self._policy.attempts):
            try:
                return await self._once(call, told)
            except ModelError as reason:
                if not reason.transient:
                    raise
                wait = self._policy.wait(attempt) if reason.retry_after is None else reason.retry_after
                if wait >= (left := self._deadline.left):
                    raise ModelError(f"{reason}; {wait:.0f} seconds to wait, {left:.0f} are left") from None
            await asyncio.sleep(wait)
        return await self._once(call, told)

    async def _once(self, call: Callable[[], Awaitable[_Got]], told: dict[int, str] | None = None) -> _Got:
        """What the call gives. `told` are the words for a status where the usual ones would mislead."""
        try:
            return await call()
        except PoaError:
            raise
        except Exception as reason:
            failure = _failure(reason, self._options, told or {})
        raise failure


def _failure(reason: Exception, options: ModelOptions, told: dict[int, str]) -> ModelError:
    status: Any = getattr(reason, "status_code", None)
    if status in told:
        return ModelError(told[status])
    if "RequestError" in {kind.__name__ for kind in type(reason).__mro__}:  # of httpx, within a stream
        return ModelError("the server can't be reached, or it dropped the connection", transient=True)
    return model_error(reason, options)
