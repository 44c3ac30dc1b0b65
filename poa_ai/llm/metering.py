"""What the calls of a command cost: planned before each one, counted after it, stopped at a limit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from poa_ai.chatmodel import NO_USAGE, ChatModel, RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError
from poa_ai.llm.prices import Price
from poa_ai.llm.tokens import TokenCounter


@dataclass(frozen=True, slots=True)
class Spending:
    """What has been used. `calls` counts those that were made, failed ones too.

    `estimated` is the prompt tokens as counted before the calls; 0 where nobody had to count. `cost` is in
    USD; None where no price is known. `unsure` is the part of it for calls that failed and may have been
    charged.
    """

    calls: int = 0
    usage: Usage = NO_USAGE
    estimated: int = 0
    cost: float | None = None
    unsure: float = 0.0


NOTHING_SPENT = Spending()
"""Before the first call."""


class Meter:
    """The purse of a command. `price` None is unknown, `limit` (USD) None is no limit.

    Tokens are counted beforehand only where something depends on it: `counter` is asked for once then.
    Every plan ends with `settle` or `write_off`.
    """

    def __init__(
        self, counter: Callable[[], TokenCounter], price: Price | None, limit: float | None = None
    ) -> None:
        self.price = price
        self.limit = limit
        self._counter = cache(counter)
        self._calls = 0
        self._usage = Usage()
        self._estimated = 0
        self._unsure = 0.0
        self._planned = 0.0
        self._under_way = 0
        self._ended = asyncio.Event()

    @property
    def spending(self) -> Spending:
        """What has been used so far."""
        cost = None if self.price is None else self.price.cost(self._usage) + self._unsure
        return Spending(self._calls, self._usage, self._estimated, cost, self._unsure)

    def plan(self, prompt: RenderedPrompt) -> "Plan":
        """Set aside what a call may cost. Raises ModelError where it and all under way may pass the limit."""
        plan = self._wanted(prompt)
        if self._passes(plan.cost + self._planned):
            raise self._refusal(plan)
        return self._set_aside(plan)

    async def plan_in_turn(self, prompt: RenderedPrompt) -> "Plan":
        """The same, but waits for calls under way, which mostly cost less than was set aside for them.

        Raises ModelError where what is spent and this call alone would pass the limit.
        """
        plan = self._wanted(prompt)
        while self._passes(plan.cost + self._planned):
            if self._passes(plan.cost):
                raise self._refusal(plan)
            await self._ended.wait()
        return self._set_aside(plan)

    def settle(self, plan: "Plan", usage: Usage) -> None:
        """A call was answered."""
        self._usage += usage
        self._estimated += plan.tokens
        self._give_back(plan)

    def write_off(self, plan: "Plan", *, charged: bool) -> None:
        """A call failed; what may have been charged counts as spent."""
        self._unsure += self._costed(plan.prompt).cost if charged else 0.0
        self._give_back(plan)

    def _wanted(self, prompt: RenderedPrompt) -> "Plan":
        return Plan(prompt) if self.limit is None else self._costed(prompt)

    def _passes(self, more: float) -> bool:
        return self.limit is not None and (self.spending.cost or 0.0) + more > self.limit

    def _refusal(self, plan: "Plan") -> ModelError:
        return ModelError(
            f"the call may cost up to {plan.cost:.4f} USD and would pass the limit of {self.limit:g} USD "
            f"({self.spending.cost or 0.0:.4f} spent, {self._planned:.4f} under way)"
        )

    def _set_aside(self, plan: "Plan") -> "Plan":
        self._planned += plan.cost
        self._under_way += 1
        self._calls += 1
        return plan

    def _give_back(self, plan: "Plan") -> None:
        self._under_way -= 1
        # Exactly nothing once nothing is under way: a rest of rounding would be waited for in vain.
        self._planned = self._planned - plan.cost if self._under_way else 0.0
        self._ended.set()
        self._ended = asyncio.Event()  # a new one: each belongs to the loop that waits for it

    def _costed(self, prompt: RenderedPrompt) -> "Plan":
        if self.price is None or self.price.is_free:
            return Plan(prompt)
        tokens = self._counter().prompt_tokens(prompt)
        return Plan(prompt, tokens, self.price.cost(Usage(tokens, prompt.max_output_tokens)))


@dataclass(frozen=True, slots=True)
class Plan:
    """A call that is about to be made: its prompt tokens as counted, and the most it may cost, in USD."""

    prompt: RenderedPrompt
    tokens: int = 0
    cost: float = 0.0


class Metered:
    """A chat model whose every call goes through a meter."""

    def __init__(self, model: ChatModel, meter: Meter) -> None:
        self._model = model
        self._meter = meter

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._model.name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The answer. Raises ModelError, also where the limit forbids the call; it may wait to learn that."""
        plan = await self._meter.plan_in_turn(prompt)
        try:
            reply = await self._model.complete(prompt)
        except ModelError as reason:
            self._meter.write_off(plan, charged=reason.charged)
            raise
        except BaseException:  # cancelled or a bug: the provider may have answered by then
            self._meter.write_off(plan, charged=True)
            raise
        self._meter.settle(plan, reply.usage)
        return reply

    async def close(self) -> None:
        """Give back connections."""
        await self._model.close()
