"""The drafting in a LangChain chain, and models of langchain packages through the hook of providers."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda

from poa_ai.chatmodel import ModelOptions
from poa_ai.errors import FactsError, ModelError
from poa_ai.langchain import PlanDrafter
from poa_ai.library import draft
from poa_ai.llm import langchain_providers
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.testing.chatserver import LocalChatServer, echo_facts
from poa_ai.testing.factories import facts_json


def echoed() -> str:
    """What a model would answer for the complete case that repeats each fact."""
    with LocalChatServer(echo_facts) as local:
        draft(facts_json(), model=OpenAIChat(ModelOptions("m", local.base_url)))
        said = json.loads(echo_facts(local.requests[0]).body)
    text: str = said["choices"][0]["message"]["content"]
    return text


def test_the_drafter_is_a_link_of_a_chain() -> None:
    model = FakeListChatModel(responses=[echoed()])
    chain = PlanDrafter(model) | RunnableLambda(lambda result: (result.made_by, result.text()))
    made_by, letter = chain.invoke(facts_json())
    assert made_by == "model"
    assert letter == draft(facts_json()).text(), "the echo is the composed letter"
    assert asyncio.run(chain.ainvoke(facts_json())) == (made_by, letter)
    assert [entry[0] for entry in chain.batch([facts_json()] * 2)] == ["model", "model"]


def test_without_a_model_the_letter_is_composed() -> None:
    assert PlanDrafter().invoke(facts_json()).made_by == "composed"


def test_what_drafting_raises_passes_through_the_chain() -> None:
    with pytest.raises(FactsError):
        PlanDrafter().invoke({"schema_version": 1, "unknown": 5})
    with pytest.raises(ModelError):
        PlanDrafter(FakeListChatModel(responses=["nonsense"]), strict=True).invoke(facts_json())


@contextmanager
def serving(answer: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that gives one JSON answer to every request; its address, and the requests that came."""
    seen: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is printed."""

        def do_POST(self) -> None:
            seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_claude_drafts_through_its_langchain_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-test")
    answer = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-x",
        "content": [{"type": "text", "text": echoed()}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 90, "output_tokens": 40, "cache_read_input_tokens": 10},
    }
    with serving(answer) as (address, seen):
        monkeypatch.setenv("ANTHROPIC_BASE_URL", address)
        result = draft(facts_json(), model="anthropic:claude-x", strict=True)
    assert result.made_by == "model"
    assert result.drafting is not None
    assert result.drafting.model == "anthropic:claude-x"
    assert result.drafting.spending.usage.completion == 40
    assert seen[0]["model"] == "claude-x"
    assert seen[0]["temperature"] == 0.0


def test_ollama_drafts_through_its_langchain_package(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {
        "model": "qwen",
        "created_at": "2026-01-01T00:00:00Z",
        "message": {"role": "assistant", "content": echoed()},
        "done": True,
        "done_reason": "stop",
        "prompt_eval_count": 90,
        "eval_count": 40,
    }
    with serving(answer) as (address, seen):
        monkeypatch.setenv("OLLAMA_HOST", address)
        result = draft(facts_json(), model="ollama:qwen", strict=True)
    assert result.made_by == "model"
    assert result.drafting is not None
    assert result.drafting.spending.usage.prompt == 90
    assert seen[0]["options"]["seed"] == 7


@pytest.mark.parametrize("package", ["anthropic", "ollama"])
def test_a_package_that_is_not_installed_is_named_with_the_remedy(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", absent)
    factory = getattr(langchain_providers, package)
    with pytest.raises(ModelError, match=f"pip install langchain-{package}"):
        factory(ModelOptions("x"))


def test_claude_without_a_key_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with pytest.raises(ModelError, match="ANTHROPIC_API_KEY is not set"):
        draft(facts_json(), model="anthropic:claude-x")
