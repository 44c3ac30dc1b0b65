"""One retry policy and one deadline over real sockets: asked again where it helps, and never for long."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from poa_ai.chatmodel import Message, ModelOptions, PromptRef, RenderedPrompt, Reply
from poa_ai.errors import ModelError
from poa_ai.llm.deadline import Deadline
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.llm.retrying import Retrying, RetryPolicy
from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import Behaviour, LocalChatServer
from poa_ai.testing.modelcalls import Answer, ask_all

QUICK = RetryPolicy(attempts=3, first_wait=0.02)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")


def prompt(text: str = "<<<facts\npart root_cause\nC1: Late.\nfacts>>>") -> RenderedPrompt:
    return RenderedPrompt((Message("user", text),), PromptRef("a/b", "0"), {}, 100)


def ask(
    behaviour: Behaviour,
    *,
    calls: int = 1,
    seconds: float = 20.0,
    timeout: float = 10.0,
    policy: RetryPolicy = QUICK,
) -> tuple[list[Answer], LocalChatServer, float]:
    """The answers, the server, and how long it took once the HTTP client was imported."""
    import httpx2  # noqa: F401 - its import is no part of what is measured

    with LocalChatServer(behaviour) as local:
        model = OpenAIChat(ModelOptions("m", local.base_url, timeout))
        started = time.monotonic()
        answers = ask_all(Retrying(model, Deadline.after(seconds), policy), [prompt()] * calls)
        return answers, local, time.monotonic() - started


@pytest.mark.parametrize(
    "fault",
    [
        server.status(429),
        server.status(500),
        server.status(503),
        server.status(408),
        server.drop,
        server.broken_body,
    ],
)
def test_what_may_pass_is_asked_again(fault: Behaviour) -> None:
    (answer,), local, _ = ask(server.in_turn(fault, fault, server.echo_facts))
    assert isinstance(answer, Reply)
    assert len(local.requests) == 3


@pytest.mark.parametrize(
    "fault",
    [
        server.status(400),
        server.status(401),
        server.status(403),
        server.status(404),
        server.status(429, "insufficient_quota"),
        server.status(400, "context_length_exceeded"),
        server.refusal,
        server.empty,
        server.html,
    ],
)
def test_what_stays_is_asked_once(fault: Behaviour) -> None:
    (answer,), local, _ = ask(fault)
    assert isinstance(answer, ModelError)
    assert len(local.requests) == 1


def test_attempts_have_an_end() -> None:
    (answer,), local, _ = ask(server.status(500))
    assert "the server failed (HTTP 500)" in str(answer)
    assert len(local.requests) == 3


def test_a_time_out_of_one_call_leaves_time_for_another() -> None:
    (answer,), local, _ = ask(server.in_turn(server.slow(30.0), server.echo_facts), timeout=1.0)
    assert isinstance(answer, Reply)
    assert len(local.requests) == 2


def test_retry_after_in_seconds_is_kept() -> None:
    (answer,), _, took = ask(server.in_turn(server.status(429, retry_after="1"), server.echo_facts))
    assert isinstance(answer, Reply)
    assert 1.0 <= took < 3.0


def test_retry_after_as_a_date_is_kept() -> None:
    def behave(request: server.Request) -> server.Answer:
        day = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        return server.status(429, retry_after=day)(request)

    (answer,), _, took = ask(server.in_turn(behave, server.echo_facts))
    assert isinstance(answer, Reply)
    assert 0.9 <= took < 4.0, "a date has whole seconds"


@pytest.mark.parametrize("said", ["soon", "-5", "nan", "inf", "Mon, 99 Foo 2026", ""])
def test_a_retry_after_that_is_none_is_passed_over(said: str) -> None:
    (answer,), _, took = ask(server.in_turn(server.status(429, retry_after=said), server.echo_facts))
    assert isinstance(answer, Reply)
    assert took < 3.0


def test_a_wait_that_would_pass_the_deadline_is_not_begun() -> None:
    (answer,), local, took = ask(server.status(429, retry_after="120"), seconds=5.0)
    assert "the server asks to wait 120 seconds, " in str(answer)
    assert took < 2.0
    assert len(local.requests) == 1


def test_the_wait_that_a_server_asks_for_twice_in_a_row_holds_for_every_call() -> None:
    times: list[float] = []

    def behave(request: server.Request) -> server.Answer:
        times.append(time.monotonic())
        return server.status(429, retry_after="1")(request) if len(times) <= 2 else server.echo_facts(request)

    answers, _, _ = ask(behave, calls=6, policy=RetryPolicy(attempts=3, first_wait=0.02, at_once=1))
    assert all(isinstance(answer, Reply) for answer in answers)
    assert times[1] - times[0] < 0.5, "the first one that is refused waits alone"
    assert times[2] - times[1] >= 1.0


def test_one_deadline_ends_a_slow_and_a_dripping_server() -> None:
    for behaviour in (server.slow(30.0), server.dripping(3.0)):
        answers, _, took = ask(behaviour, calls=3, seconds=0.5)
        assert {str(answer) for answer in answers} == {"no answer within 0.5 seconds"}
        assert took < 3.0


def test_a_body_that_drips_but_comes_is_an_answer() -> None:
    (answer,), _, _ = ask(server.dripping(0.02))
    assert isinstance(answer, Reply)


@pytest.mark.parametrize("fault", [server.status(429, retry_after="0"), server.status(500), server.drop])
def test_a_hundred_calls_with_every_tenth_failing_give_a_hundred_answers(fault: Behaviour) -> None:
    answers, local, _ = ask(server.every(10, fault), calls=100, policy=RetryPolicy(first_wait=0.02))
    assert sum(isinstance(answer, Reply) for answer in answers) == 100
    assert 100 < len(local.requests) <= 115


def test_no_more_calls_are_under_way_than_the_policy_allows() -> None:
    class Counting:
        name = "own:m"
        now = most = 0

        async def complete(self, prompt: RenderedPrompt) -> Reply:
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.005)
            self.now -= 1
            return Reply("x", "m", "stop")

        async def close(self) -> None:
            pass

    model = Counting()
    ask_all(Retrying(model, Deadline.after(20.0), RetryPolicy(at_once=4)), [prompt()] * 40)
    assert model.most == 4
