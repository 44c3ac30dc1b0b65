"""Every fault of a real server over real sockets: the letter stands, and the report says why."""

import logging
import time

import pytest

from poa_ai.chatmodel import Message, ModelOptions, PromptRef, RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import Behaviour, LocalChatServer
from poa_ai.testing.modelcalls import Answer, ask_all

KEY = "sk-test-0123456789abcdef"
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def prompt(text: str = "<<<facts\npart root_cause\nC1: Late.\nfacts>>>") -> RenderedPrompt:
    return RenderedPrompt(
        (Message("system", "Plain."), Message("user", text)), PromptRef("a/b", "0"), SCHEMA, 100
    )


def ask(local: LocalChatServer, *, timeout: float = 10.0) -> Answer:
    model = OpenAIChat(ModelOptions("some-model", local.base_url, timeout))
    (answer,) = ask_all(model, [prompt()])
    return answer


def test_a_call_sends_schema_and_limits_and_brings_usage() -> None:
    with LocalChatServer() as local:
        answer = ask(local)
    assert answer == Reply(
        '{"statements": [{"part": "root_cause", "text": "Late.", "facts": ["C1"]}]}',
        "local",
        "stop",
        Usage(100, 20, 60),
    )
    (request,) = local.requests
    assert request["model"] == "some-model"
    assert request["response_format"]["json_schema"]["strict"] is True
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (request["temperature"], request["seed"], request["max_tokens"]) == (0.0, 7, 100)
    assert local.headers[0]["authorization"] == f"Bearer {KEY}"


def test_without_a_key_a_server_of_ones_own_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with LocalChatServer() as local:
        assert isinstance(ask(local), Reply)
        monkeypatch.setenv("OPENAI_BASE_URL", local.base_url)
        (answer,) = ask_all(OpenAIChat(ModelOptions("m")), [prompt()], 20.0)
    assert isinstance(answer, Reply)


FAULTS = [
    (server.html, "something else than a chat completion"),
    (server.broken_body, "broken"),
    (server.empty, "the answer was empty"),
    (server.no_choices, "without a message"),
    (server.refusal, "refused to answer"),
    (lambda _: server.completion("", "length"), "cut short"),
    (server.drop, "can't be reached, or it dropped the connection"),
    (server.status(400), "refused the request (HTTP 400)"),
    (server.status(400, "context_length_exceeded"), "too long for the model 'some-model'"),
    (
        server.status(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"),
        "does not accept the API key",
    ),
    (server.status(403), "may not use this model"),
    (server.status(404), "does not know the model 'some-model'"),
    (server.status(408), "gave up waiting"),
    (server.status(413), "too large"),
    (server.status(418), "refused the request (HTTP 418)"),
    (server.status(429), "too many requests"),
    (server.status(429, "insufficient_quota"), "no credit left"),
    (server.status(500), "the server failed (HTTP 500)"),
    (server.status(503), "the server failed (HTTP 503)"),
    (lambda _: server.Answer(b"<html>", 502, "text/html"), "the server failed (HTTP 502)"),
    (lambda _: server.Answer(b"[1, 2]"), "something else than a chat completion"),
    (lambda _: server.Answer(b'"text"'), "something else than a chat completion"),
    (lambda _: server.Answer(b'{"choices": [{"index": 0}]}'), "without a message"),
    (lambda _: server.Answer(b'{"choices": "none"}'), "something else than a chat completion"),
    (lambda _: server.Answer(b'{"choices": [null]}'), "without a message"),
    (lambda _: server.Answer(b'{"choices": [{"message": {"content": 5}, "finish_reason": []}]}'), ""),
    (lambda _: server.completion("half", "content_filter"), "refused"),
    (lambda _: server.completion("x" * 200_001), "longer than"),
]


@pytest.mark.parametrize(("behaviour", "reason"), FAULTS)
def test_every_fault_is_a_model_error_in_plain_words(
    behaviour: Behaviour, reason: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), LocalChatServer(behaviour) as local:
        answer = ask(local)
    assert isinstance(answer, ModelError)
    assert reason in str(answer)
    said = " ".join((str(answer), repr(answer.__cause__), caplog.text, *capfd.readouterr()))
    assert KEY not in said
    assert len(local.requests) == 1, "no retries here"


def test_a_slow_server_costs_no_more_than_the_time_out() -> None:
    with LocalChatServer(server.slow(30.0)) as local:
        started = time.monotonic()
        assert str(ask(local, timeout=0.4)) == "no answer within 0.4 seconds"
        assert time.monotonic() - started < 6.0


def test_a_server_that_is_not_there_is_a_model_error() -> None:
    with LocalChatServer() as local:
        gone = local.base_url
    (answer,) = ask_all(OpenAIChat(ModelOptions("m", gone)), [prompt()], 20.0)
    assert "can't be reached" in str(answer)


@pytest.mark.parametrize(
    ("message", "dropped"),
    [
        ("response_format of type json_schema is not supported", "response_format"),
        ("Unsupported value: 'temperature' does not support 0.0 with this model", "temperature"),
        ("unknown field: seed", "seed"),
    ],
)
def test_a_parameter_that_the_server_refuses_is_left_out_once_and_for_all(message: str, dropped: str) -> None:
    behaviour = server.in_turn(server.status(400, None, message), server.echo_facts)
    with LocalChatServer(behaviour) as local:
        model = OpenAIChat(ModelOptions("m", local.base_url))
        assert isinstance(ask_all(model, [prompt()], 20.0)[0], Reply)
        assert isinstance(ask_all(model, [prompt()], 20.0)[0], Reply), "a closed model opens again"
    assert [dropped in request for request in local.requests] == [True, False, False]


def test_a_refusal_that_stays_ends() -> None:
    with LocalChatServer(server.status(400, None, "response_format temperature seed")) as local:
        assert "refused the request" in str(ask(local))
    assert len(local.requests) == 4, "one for each thing that can be done without, and no more"


def test_many_calls_run_at_once() -> None:
    with LocalChatServer(server.slow(1.0)) as local:
        model = OpenAIChat(ModelOptions("m", local.base_url))
        ask_all(model, [prompt()], 20.0)  # the library is imported at the first call
        started = time.monotonic()
        answers = ask_all(model, [prompt()] * 8, 20.0)
        assert time.monotonic() - started < 6.0
    assert all(isinstance(answer, Reply) for answer in answers)


@pytest.mark.parametrize(
    ("behaviour", "charged"),
    [
        (server.refusal, True),
        (server.empty, True),
        (server.no_choices, True),
        (server.html, True),
        (server.drop, True),
        (server.broken_body, True),
        (server.status(401), False),
        (server.status(429), False),
        (server.status(500), False),
    ],
)
def test_a_failure_that_may_be_charged_says_so(behaviour: Behaviour, charged: bool) -> None:
    """A limit of cost counts it as spent."""
    with LocalChatServer(behaviour) as local:
        answer = ask(local)
    assert isinstance(answer, ModelError)
    assert answer.charged is charged
