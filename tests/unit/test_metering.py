"""Cost: planned before a call, counted after it, and never past the limit."""

import asyncio
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from poa_ai.chatmodel import Message, PromptRef, RenderedPrompt, Reply, Usage
from poa_ai.errors import DataFileError, ModelError
from poa_ai.llm.metering import Meter, Metered
from poa_ai.llm.prices import FREE, Price, find_price, price_of
from poa_ai.llm.tokens import TokenCounter
from poa_ai.testing.modelcalls import ask_all
from poa_ai.tomlfile import parse_toml

PRICE = Price(1.0, 0.5, 2.0, "2026-01-01", "a list")
WORDS = TokenCounter(lambda text: len(text.split()), exact=True, how="words")
PROMPT = RenderedPrompt((Message("user", "one two three"),), PromptRef("a/b", "0"), {}, 100)
ONE_CALL = (3 + 4 + 3) * 1e-6 + 100 * 2e-6
"""Three words, what a message and an answer cost besides, and the longest answer."""
USED = Usage(8, 10, 4)
"""What a call is charged for, unless a test says else."""
DEAREST = Usage(10, 100)
"""What such a call may use at most."""


class Charging:
    """Answers after a moment, for 8 tokens of prompt, 4 of them cached, and 10 of answer.

    `most` is how many calls were under way together.
    """

    name = "own:m"

    def __init__(self, failure: BaseException | None = None, usage: Usage = USED) -> None:
        self.calls = self.most = self._now = 0
        self._failure = failure
        self._usage = usage

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        self.calls += 1
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(0.01)
        self._now -= 1
        if self._failure is not None:
            raise self._failure
        return Reply("fine", "m", "stop", self._usage)

    async def close(self) -> None:
        pass


def meter(limit: float | None = None, price: Price | None = PRICE) -> Meter:
    return Meter(lambda: WORDS, price, limit)


def test_usage_and_cost_are_summed_with_cached_tokens_apart() -> None:
    purse = meter(limit=1.0)
    ask_all(Metered(Charging(), purse), [PROMPT, PROMPT])
    assert purse.spending.usage == Usage(16, 20, 8)
    assert purse.spending.calls == 2
    assert purse.spending.cost == pytest.approx((8 * 1.0 + 8 * 0.5 + 20 * 2.0) / 1e6)
    assert purse.spending.estimated == 20


@pytest.mark.parametrize(("limit", "calls"), [(0.0, 0), (ONE_CALL * 0.99, 0), (ONE_CALL * 2.5, 2)])
def test_no_call_is_made_that_could_pass_the_limit(limit: float, calls: int) -> None:
    model, purse = Charging(usage=DEAREST), meter(limit)
    answers = ask_all(Metered(model, purse), [PROMPT] * 8)
    assert model.calls == purse.spending.calls == calls
    refused = [str(answer) for answer in answers if isinstance(answer, ModelError)]
    assert len(refused) == 8 - calls
    assert all("would pass the limit" in reason for reason in refused)


def test_a_limit_that_does_for_the_run_refuses_nothing_because_of_what_is_under_way() -> None:
    model, purse = Charging(), meter(ONE_CALL * 2.5)
    answers = ask_all(Metered(model, purse), [PROMPT] * 8)
    assert all(isinstance(answer, Reply) for answer in answers)
    assert (model.calls, model.most) == (8, 2)
    assert purse.spending.cost == pytest.approx(8 * (4 * 1.0 + 4 * 0.5 + 10 * 2.0) / 1e6)


@pytest.mark.parametrize(("charged", "calls"), [(False, 8), (True, 2)])
def test_a_call_waits_also_for_those_that_fail(charged: bool, calls: int) -> None:
    model = Charging(ModelError("late", charged=charged))
    answers = ask_all(Metered(model, meter(ONE_CALL * 2.5)), [PROMPT] * 8)
    assert model.calls == calls
    assert [str(answer) for answer in answers].count("late") == calls


def test_a_call_that_is_called_off_while_it_waits_costs_nothing_and_holds_up_nobody() -> None:
    model, purse = Charging(), meter(ONE_CALL * 1.5)

    async def ask() -> Reply:
        metered = Metered(model, purse)
        first, second, third = (asyncio.create_task(metered.complete(PROMPT)) for _ in range(3))
        await asyncio.sleep(0)
        second.cancel()
        await first
        return await third

    assert asyncio.run(asyncio.wait_for(ask(), 10)).text == "fine"
    assert model.calls == purse.spending.calls == 2
    assert purse.spending.unsure == 0.0


def test_waiting_ends_although_sums_are_rounded() -> None:
    *small, large = (replace(PROMPT, max_output_tokens=size) for size in (100, 3, 42, 155))
    purse = meter(meter(1.0).plan(large).cost)
    for plan in [purse.plan(prompt) for prompt in small]:  # added and taken away again, they leave 3e-20
        purse.write_off(plan, charged=False)
    assert isinstance(ask_all(Metered(Charging(), purse), [large], 5.0)[0], Reply)


def test_a_plan_made_without_waiting_counts_what_is_under_way() -> None:
    purse = meter(ONE_CALL * 1.5)
    first = purse.plan(PROMPT)
    with pytest.raises(ModelError, match=r"0\.0002 under way"):
        purse.plan(PROMPT)
    purse.settle(first, Usage(8, 10, 4))
    purse.plan(PROMPT)


def test_what_was_set_aside_and_not_used_can_be_spent_later() -> None:
    model, purse = Charging(), meter(ONE_CALL * 1.5)
    for _ in range(3):
        ask_all(Metered(model, purse), [PROMPT])
    assert model.calls == 3


@pytest.mark.parametrize(("charged", "cost"), [(True, ONE_CALL), (False, 0.0)])
def test_a_failed_call_that_may_be_charged_counts_as_spent(charged: bool, cost: float) -> None:
    purse = meter()
    ask_all(Metered(Charging(ModelError("late", charged=charged)), purse), [PROMPT])
    assert purse.spending.cost == pytest.approx(cost)
    assert purse.spending.unsure == pytest.approx(cost)


def test_a_cancelled_call_counts_as_spent() -> None:
    purse = meter()
    with pytest.raises(KeyboardInterrupt):
        ask_all(Metered(Charging(KeyboardInterrupt()), purse), [PROMPT])
    assert purse.spending.cost == pytest.approx(ONE_CALL)


@pytest.mark.parametrize(("price", "cost"), [(None, None), (FREE, 0.0)])
def test_without_a_price_nothing_is_counted_beforehand(price: Price | None, cost: float | None) -> None:
    def counter() -> TokenCounter:
        raise AssertionError("nobody needs it")

    purse = Meter(counter, price)
    ask_all(Metered(Charging(), purse), [PROMPT])
    assert purse.spending.cost == cost


@pytest.mark.parametrize(
    ("model", "output"),
    [("gpt-4.1-mini", 1.6), ("gpt-4.1-mini-2025-04-14", 1.6), ("gpt-4o-latest", 10.0), ("qwen2.5", None)],
)
def test_a_price_is_found_by_the_name_without_its_date(model: str, output: float | None) -> None:
    price = find_price(model)
    assert (price.output if price else None) == output


def test_every_price_says_when_and_by_whom() -> None:
    table = tomllib.loads(files("poa_ai.llm").joinpath("prices.toml").read_text(encoding="utf-8"))
    names = [name for entry in table["price"] for name in entry["models"]]
    assert len(names) == len(set(names))
    for name in names:
        price = find_price(name)
        assert price is not None
        assert len(price.as_of) == 10
        assert price.source
        assert price.cached <= price.input <= price.output


@pytest.mark.parametrize(
    "text",
    [
        "input = -1\noutput = 1",
        "input = 1",
        "input = 1\noutput = nan",
        "input = 1\noutput = 1\nas_of = '2026'",
    ],
)
def test_a_price_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(DataFileError):
        Price.of(parse_toml(text.encode(), "poa-ai.toml", DataFileError))


@pytest.mark.parametrize(
    ("spec", "base_url", "input"),
    [
        ("openai:gpt-4.1", None, 2.0),
        ("openai:gpt-4.1", "http://127.0.0.1:8080/v1", 0.0),
        ("openai:gpt-4.1", "http://localhost/v1", 0.0),
        ("openai:gpt-4.1", "https://models.example.com/v1", None),
        ("ollama:qwen", None, 0.0),
        ("anthropic:claude", None, None),
        ("", None, None),
    ],
)
def test_what_a_model_costs_depends_on_who_runs_it(
    spec: str, base_url: str | None, input: float | None
) -> None:
    price = price_of(spec, base_url)
    assert (price.input if price else None) == input
