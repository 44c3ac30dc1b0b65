"""The one retry policy of a command: how many calls at once, when to ask again, and when to stop.

The providers' own retries are off. A server that asks for patience is given it, and by all calls alike where
it refuses several in a row, as long as the deadline allows.
"""

import asyncio
import random
import time
from dataclasses import dataclass

from poa_ai.chatmodel import ChatModel, RenderedPrompt, Reply
from poa_ai.errors import ModelError
from poa_ai.llm.deadline import Deadline


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`attempts` counts the first one. `first_wait` is in seconds and doubles; `longest_wait` caps it.

    A server's own Retry-After is not capped; it must only end before the deadline.
    """

    attempts: int = 6
    first_wait: float = 0.25
    longest_wait: float = 20.0
    at_once: int = 16

    def wait(self, attempt: int) -> float:
        """Seconds before the attempt with that number (from 1), spread so that calls do not come together."""
        whole = min(self.longest_wait, self.first_wait * 2.0 ** (attempt - 1))
        return whole * random.uniform(0.5, 1.0)


PATIENT = RetryPolicy()
"""The policy of every command."""


class Retrying:
    """A chat model that is asked again after a failure that may pass.

    Whatever fails in the end is a ModelError; one that came late says after how many seconds.
    """

    def __init__(self, model: ChatModel, deadline: Deadline, policy: RetryPolicy = PATIENT) -> None:
        self._model = model
        self._deadline = deadline
        self._policy = policy
        self._turns = asyncio.Semaphore(policy.at_once)
        self._not_before = 0.0
        self._refused = 0

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._model.name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer. Raises ModelError once no attempt or no time is left."""
        try:
            async with asyncio.timeout(self._deadline.left):
                return await self._patiently(prompt)
        except TimeoutError:
            raise ModelError(f"no answer within {self._deadline.seconds:g} seconds") from None

    async def close(self) -> None:
        """Give back connections."""
        await self._model.close()

    async def _patiently(self, prompt: RenderedPrompt) -> Reply:
        for attempt in range(1, self._policy.attempts):
            try:
                return await self._asked(prompt)
            except ModelError as reason:
                if not reason.transient:
                    raise
                wait = self._wait(reason, attempt)
            await asyncio.sleep(wait)
        return await self._asked(prompt)

    async def _asked(self, prompt: RenderedPrompt) -> Reply:
        async with self._turns:  # a call that waits to be made again takes nobody's turn
            await self._let_server_rest()
            reply = await self._model.complete(prompt)
        self._refused = 0
        return reply

    async def _let_server_rest(self) -> None:
        while (wait := self._not_before - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def _wait(self, reason: ModelError, attempt: int) -> float:
        """Seconds until the next attempt; raises the failure at once where they would pass the deadline.

        What the server asked for is kept by this call, and by all calls where it says so a second time
        without having answered one in between.
        """
        asked = reason.retry_after
        wait = self._policy.wait(attempt) if asked is None else asked
        left = self._deadline.left
        if wait >= left:
            told = f"; the server asks to wait {asked:.0f} seconds, {left:.0f} are left" if asked else ""
            raise ModelError(f"{reason}{told}")
        self._refused += asked is not None
        if asked is not None and self._refused > 1:
            self._not_before = max(self._not_before, time.monotonic() + asked)
        return wait
