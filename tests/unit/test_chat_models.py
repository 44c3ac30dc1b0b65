"""Opening a model, and adapting models of langchain."""

import asyncio
import os
import ssl
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import anyio
import httpx2
import pytest

from poa_ai.chatmodel import Message, ModelOptions, PromptRef, RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError, PluginError, UsageError
from poa_ai.llm.failures import model_error, plain_reason, reply_problem
from poa_ai.llm.langchain_chat import LangChainChat
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.llm.providers import open_model
from poa_ai.llm.tracing import drop_tracing
from poa_ai.testing.modelcalls import ask_all

OPTIONS = ModelOptions("m", timeout=5.0)


def prompt(text: str = "Hello") -> RenderedPrompt:
    return RenderedPrompt(
        (Message("system", "Be plain."), Message("user", text)), PromptRef("a/b", "0"), {}, 100
    )


class ScriptedModel:
    """Answers by a function of the user message; closing is counted."""

    name = "test:scripted"

    def __init__(self, answer: Callable[[str], Reply], delay: float = 0.0) -> None:
        self._answer = answer
        self._delay = delay
        self.closed = 0

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        await asyncio.sleep(self._delay)
        return self._answer(prompt.messages[-1].content)

    async def close(self) -> None:
        self.closed += 1


def echo(text: str) -> Reply:
    return Reply(text, "m", "stop", Usage(3, 2, 1))


@pytest.mark.parametrize("spec", ["", "openai", "openai:", ":m", " : "])
def test_a_spec_needs_provider_and_name(spec: str) -> None:
    with pytest.raises(UsageError, match="PROVIDER:NAME"):
        open_model(spec, {})


@pytest.mark.parametrize(("spec", "hint"), [("opnai:m", "did you mean 'openai'"), ("zzz:m", "known: openai")])
def test_an_unknown_provider_is_named(spec: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        open_model(spec, {"openai": OpenAIChat})


def test_a_factory_gets_the_options() -> None:
    seen: list[ModelOptions] = []

    def factory(options: ModelOptions) -> Any:
        seen.append(options)
        return ScriptedModel(echo)

    model = open_model(
        "own:family:size", {"own": factory}, base_url="http://127.0.0.1/v1", timeout=9, temperature=0.5
    )
    assert model.name == "test:scripted"
    assert seen == [ModelOptions("family:size", "http://127.0.0.1/v1", 9, 0.5, 7)]


def broken(_: ModelOptions) -> Any:
    raise ValueError("no such thing")


@pytest.mark.parametrize(
    ("factory", "message"),
    [(broken, "can't open 'm': ValueError: no such thing"), (lambda _: 5, "returned int")],
)
def test_a_factory_that_fails_is_the_plugins_fault(
    factory: Callable[[ModelOptions], Any], message: str
) -> None:
    with pytest.raises(PluginError, match=message):
        open_model("own:m", {"own": factory})


def test_without_key_and_server_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(ModelError, match=r"OPENAI_API_KEY is not set.*--compose"):
        open_model("openai:m", {"openai": OpenAIChat})


def test_tracing_variables_are_dropped_unless_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_API_KEY", "secret")
    monkeypatch.setenv("POA_AI_TRACING", "1")
    assert drop_tracing() == ()
    assert os.environ["LANGSMITH_TRACING"] == "true"
    monkeypatch.delenv("POA_AI_TRACING")
    assert drop_tracing() == ("LANGCHAIN_API_KEY", "LANGSMITH_TRACING")
    assert "LANGSMITH_TRACING" not in os.environ


def langchain_answer(**about: Any) -> LangChainChat:
    from langchain_core.language_models import GenericFakeChatModel
    from langchain_core.messages import AIMessage

    return LangChainChat(GenericFakeChatModel(messages=iter([AIMessage(**about)])), OPTIONS, "own:m")


def test_a_langchain_model_is_adapted() -> None:
    from langchain_core.language_models import FakeListChatModel

    model = open_model("own:m", {"own": lambda _: FakeListChatModel(responses=["one", "two"])})
    assert model.name == "own:m"
    answers = ask_all(model, [prompt(), prompt()], 20.0)
    assert sorted(answer.text for answer in answers if isinstance(answer, Reply)) == ["one", "two"]


def test_usage_model_and_finish_reason_of_langchain_are_kept() -> None:
    usage = {
        "input_tokens": 9,
        "output_tokens": 4,
        "total_tokens": 13,
        "input_token_details": {"cache_read": 5},
    }
    model = langchain_answer(
        content=[{"type": "text", "text": "hi"}],
        usage_metadata=usage,
        response_metadata={"finish_reason": "stop", "model_name": "big"},
    )
    assert ask_all(model, [prompt()], 20.0) == [Reply("hi", "big", "stop", Usage(9, 4, 5))]


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"content": "", "response_metadata": {"stop_reason": "max_tokens"}}, "cut short"),
        ({"content": "", "additional_kwargs": {"refusal": "no"}}, "refused"),
        ({"content": ""}, "empty"),
    ],
)
def test_a_langchain_answer_that_is_none_is_a_failure(about: dict[str, Any], reason: str) -> None:
    (answer,) = ask_all(langchain_answer(**about), [prompt()], 20.0)
    assert isinstance(answer, ModelError)
    assert reason in str(answer)


def test_a_langchain_model_that_raises_is_a_failure() -> None:
    from langchain_core.language_models import GenericFakeChatModel

    (answer,) = ask_all(
        LangChainChat(GenericFakeChatModel(messages=iter([])), OPTIONS, "own:m"), [prompt()], 20.0
    )
    assert isinstance(answer, ModelError)
    assert str(answer).startswith("the call failed")


@pytest.mark.parametrize(
    ("text", "problem"), [("x" * 200_001, "longer than"), (None, "empty"), (" \n", "empty")]
)
def test_a_text_that_is_no_answer_is_named(text: str | None, problem: str) -> None:
    assert problem in str(reply_problem(text, "stop"))
    assert reply_problem("fine", None) is None


def test_an_unknown_failure_names_its_type_only() -> None:
    assert plain_reason(RuntimeError("key sk-secret {model}"), OPTIONS) == "the call failed (RuntimeError)"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (TimeoutError(), "no answer within 5 seconds"),
        (httpx2.ReadTimeout("x"), "no answer within 5 seconds"),
        (httpx2.PoolTimeout("x"), "no answer within 5 seconds"),
        (httpx2.ConnectError("x"), "the server can't be reached, or it dropped the connection"),
        (httpx2.RemoteProtocolError("x"), "the server can't be reached, or it dropped the connection"),
        (httpx2.TooManyRedirects("x"), "the server can't be reached, or it dropped the connection"),
        (httpx2.DecodingError("x"), "the server can't be reached, or it dropped the connection"),
        (ssl.SSLError("x"), "the server can't be reached, or it dropped the connection"),
        (anyio.EndOfStream(), "the server can't be reached, or it dropped the connection"),
    ],
)
def test_a_failure_on_the_way_may_pass_and_may_be_charged(reason: Exception, said: str) -> None:
    error = model_error(reason, OPTIONS)
    assert (str(error), error.transient, error.charged, error.retry_after) == (said, True, True, None)


def test_model_libraries_are_imported_only_when_a_model_is_asked() -> None:
    code = (
        "import sys, poa_ai.drafting, poa_ai.llm.openai_chat\n"
        "import poa_ai.llm.langchain_chat, poa_ai.llm.providers\n"
        "found = {'httpx2', 'openai', 'langchain_core', 'langsmith', 'tiktoken'} & set(sys.modules)\n"
        "assert not found, found"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
