"""Servers that take less than OpenAI's: what they refuse is done without, and told."""

import pytest

from poa_ai.chatmodel import Message, ModelOptions, PromptRef, RenderedPrompt, Reply
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import LocalChatServer
from poa_ai.testing.modelcalls import ask_all

SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
PROMPT = RenderedPrompt(
    (Message("system", "Plain."), Message("user", "<<<facts\npart root_cause\nC1: Late.\nfacts>>>")),
    PromptRef("a/b", "0"),
    SCHEMA,
    100,
)


@pytest.mark.parametrize(
    ("message", "gone", "note"),
    [
        ("response_format of type json_schema is not supported", "response_format", "takes no JSON Schema"),
        ("Unsupported value: 'temperature' does not support 0.0", "temperature", "takes no temperature"),
        ("unknown field: seed", "seed", "takes no seed"),
    ],
)
def test_a_parameter_that_is_refused_is_left_out_and_told(message: str, gone: str, note: str) -> None:
    with LocalChatServer(server.in_turn(server.status(400, None, message), server.echo_facts)) as local:
        model = OpenAIChat(ModelOptions("m", local.base_url))
        (first,) = ask_all(model, [PROMPT])
        (second,) = ask_all(model, [PROMPT])
    assert isinstance(first, Reply)
    assert isinstance(second, Reply)
    assert note in first.notes[0]
    assert first.notes == second.notes
    assert [gone in request for request in local.requests] == [True, False, False]


def test_calls_that_are_refused_at_the_same_time_are_all_made_again() -> None:
    def behave(request: server.Request) -> server.Answer:
        if "seed" in request:
            return server.slow(0.3, server.status(400, None, "unknown field: seed"))(request)
        return server.echo_facts(request)

    with LocalChatServer(behave) as local:
        answers = ask_all(OpenAIChat(ModelOptions("m", local.base_url)), [PROMPT] * 4)
    assert all(isinstance(answer, Reply) for answer in answers)
    assert ["seed" in request for request in local.requests] == [True] * 4 + [False] * 4


@pytest.mark.parametrize(
    "body",
    [
        b'{"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}',
        b'[{"error": {"message": "Unknown name seed"}}]',
        b"unknown field: seed",
    ],
)
def test_a_refusal_of_another_shape_is_understood_too(body: bytes) -> None:
    refusal = server.Answer(body, 422, "text/plain")
    with LocalChatServer(server.in_turn(lambda _: refusal, server.echo_facts)) as local:
        (answer,) = ask_all(OpenAIChat(ModelOptions("m", local.base_url)), [PROMPT])
    assert isinstance(answer, Reply)
    assert "seed" not in local.requests[1]


def test_the_other_name_of_the_limit_is_tried() -> None:
    message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    with LocalChatServer(server.in_turn(server.status(400, None, message), server.echo_facts)) as local:
        (answer,) = ask_all(OpenAIChat(ModelOptions("m", local.base_url)), [PROMPT])
    assert isinstance(answer, Reply)
    assert answer.notes == ()
    assert "max_tokens" not in local.requests[1]
    assert local.requests[1]["max_completion_tokens"] == 100


def test_a_system_message_that_is_refused_heads_the_user_message() -> None:
    def behave(request: server.Request) -> server.Answer:
        if request["messages"][0]["role"] == "system":
            return server.status(400, None, "System role not supported")(request)
        return server.echo_facts(request)

    with LocalChatServer(behave) as local:
        (answer,) = ask_all(OpenAIChat(ModelOptions("m", local.base_url)), [PROMPT])
    assert isinstance(answer, Reply)
    assert "takes no system message" in answer.notes[0]
    (message,) = local.requests[1]["messages"]
    assert message["role"] == "user"
    assert message["content"].startswith("Plain.\n\n<<<facts\n")


def test_a_server_that_refuses_everything_is_given_up() -> None:
    with LocalChatServer(server.status(400, None, "no system seed temperature max_tokens")) as local:
        (answer,) = ask_all(OpenAIChat(ModelOptions("m", local.base_url)), [PROMPT])
    assert "refused the request" in str(answer)
    assert len(local.requests) <= 6
