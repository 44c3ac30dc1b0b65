"""The connection to a server of chat completions: what leaves, where to, and what is made of what comes."""

import gzip
import json
import socket
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from poa_ai.chatmodel import Message, ModelOptions, PromptRef, RenderedPrompt, Reply
from poa_ai.errors import ModelError, UnusableReplyError
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import Behaviour, LocalChatServer
from poa_ai.testing.modelcalls import Answer, ask_all
from poa_ai.version import __version__

KEY = "sk-test-0123456789abcdef"
REPLY = server.completion("Fine.")
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


class Listening(LocalChatServer):
    """Keeps what came as it came: method and path, and the bytes of the body."""

    def __init__(self, behaviour: Behaviour = server.echo_facts) -> None:
        super().__init__(behaviour)
        self.calls: list[str] = []
        self.bodies: list[bytes] = []

    def respond(self, call: str, body: bytes, headers: Mapping[str, str]) -> server.Answer:
        self.calls.append(call)
        self.bodies.append(body)
        return super().respond(call, body, headers)


def ask(base_url: str | None, text: str = "Hello") -> Answer:
    prompt = RenderedPrompt((Message("user", text),), PromptRef("a/b", "0"), {}, 100)
    (answer,) = ask_all(OpenAIChat(ModelOptions("m", base_url, 10.0)), [prompt])
    return answer


def answer_to(answer: server.Answer) -> Answer:
    with LocalChatServer(lambda _: answer) as local:
        return ask(local.base_url)


def error_of(answer: server.Answer) -> ModelError:
    error = answer_to(answer)
    assert isinstance(error, ModelError)
    return error


def test_a_request_says_who_asks_and_nothing_of_the_computer() -> None:
    with Listening() as local:
        assert isinstance(ask(local.base_url), Reply)
        address = local.base_url.removeprefix("http://").removesuffix("/v1")
    (headers,) = local.headers
    assert headers.pop("content-length") == str(len(local.bodies[0]))
    assert "gzip" in headers.pop("accept-encoding")
    assert headers == {
        "authorization": f"Bearer {KEY}",
        "content-type": "application/json",
        "accept": "application/json",
        "user-agent": f"poa-ai/{__version__}",
        "connection": "keep-alive",
        "host": address,
    }


def test_the_body_is_compact_json_in_utf_8() -> None:
    with Listening() as local:
        ask(local.base_url, "Größe: 5 €, 尺寸, 👍")
    (body,) = local.bodies
    expected = {
        "model": "m",
        "messages": [{"role": "user", "content": "Größe: 5 €, 尺寸, 👍"}],
        "temperature": 0.0,
        "max_tokens": 100,
        "seed": 7,
    }
    assert body == json.dumps(expected, ensure_ascii=False, separators=(",", ":")).encode()


def test_organization_project_and_headers_of_ones_own_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Gateway: team: a\nno header\nauthorization: Bearer theirs")
    with Listening() as local:
        ask(local.base_url)
    (headers,) = local.headers
    assert (headers["openai-organization"], headers["openai-project"]) == ("org-1", "proj-1")
    assert (headers["x-gateway"], headers["authorization"]) == ("team: a", "Bearer theirs")


@pytest.mark.parametrize(
    ("end", "path"),
    [
        ("", "/v1/chat/completions"),
        ("/", "/v1/chat/completions"),
        ("/openai%2Fv1", "/v1/openai%2Fv1/chat/completions"),
        ("?api-version=2", "/v1/chat/completions?api-version=2"),
    ],
)
def test_the_address_follows_from_the_base_url(end: str, path: str) -> None:
    with Listening() as local:
        assert isinstance(ask(local.base_url + end), Reply)
    assert local.calls == [f"POST {path}"]


def test_without_a_base_url_openai_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy, ThreadPoolExecutor() as pool:
        proxy.settimeout(20.0)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        asked = pool.submit(first_words, proxy)
        assert "can't be reached" in str(ask(None)), "there is no tunnel"
    assert asked.result().startswith(b"CONNECT api.openai.com:443 HTTP/1.1")


def first_words(listener: socket.socket) -> bytes:
    """What the next client says first; then the connection is closed."""
    connection, _ = listener.accept()
    with connection:
        return connection.recv(1_000)


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Listening() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.base_url)
        assert isinstance(ask("http://models.example/v1"), Reply)
    assert proxy.calls == ["POST http://models.example/v1/chat/completions"]


def test_a_redirect_is_followed_and_the_key_stays_at_home() -> None:
    with Listening() as other:
        moved = server.Answer(status=307, headers={"Location": f"{other.base_url}/chat/completions"})
        with Listening(lambda _: moved) as local:
            assert isinstance(ask(local.base_url), Reply)
    assert other.bodies == local.bodies
    assert "authorization" in local.headers[0]
    assert "authorization" not in other.headers[0]


def test_a_redirect_to_itself_has_an_end() -> None:
    with Listening() as local:
        moved = server.Answer(status=308, headers={"Location": f"{local.base_url}/chat/completions"})
        local.behaviour = lambda _: moved
        assert "can't be reached" in str(ask(local.base_url))


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json ; charset=utf-8", "text/plain"]
)
def test_json_is_read_whatever_it_is_called(content_type: str) -> None:
    assert isinstance(answer_to(replace(REPLY, content_type=content_type)), Reply)


def test_a_packed_body_is_unpacked() -> None:
    packed = replace(REPLY, body=gzip.compress(REPLY.body), headers={"Content-Encoding": "gzip"})
    assert isinstance(answer_to(packed), Reply)


def test_a_body_that_is_packed_wrongly_may_pass() -> None:
    error = error_of(replace(REPLY, headers={"Content-Encoding": "gzip"}))
    assert (str(error), error.transient) == (
        "the server can't be reached, or it dropped the connection",
        True,
    )


@pytest.mark.parametrize(
    "endless",
    [
        server.Answer(b" " * 5 * MEGABYTE),
        server.Answer(gzip.compress(b" " * 50 * MEGABYTE, 1), headers={"Content-Encoding": "gzip"}),
        server.Answer(
            gzip.compress(gzip.compress(b" " * 50 * MEGABYTE)), headers={"Content-Encoding": "gzip, gzip"}
        ),
    ],
    ids=["plain", "packed", "packed twice"],
)
def test_an_answer_without_end_is_not_read_to_its_end(endless: server.Answer) -> None:
    error = error_of(endless)
    assert isinstance(error, UnusableReplyError)
    assert str(error) == "the server's answer was longer than 4000000 bytes"
    assert str(error_of(replace(endless, status=503))) == "the server failed (HTTP 503)"


BROKEN = [b'{"a": "\xff"}', b"[" * MEGABYTE, b'{"a": ' + b"9" * 5_000 + b"}", b"", b"{"]


@pytest.mark.parametrize("body", BROKEN, ids=["no UTF-8", "deep", "long number", "empty", "half"])
def test_a_broken_body_may_pass_and_another_text_does_not(body: bytes) -> None:
    error = error_of(server.Answer(body))
    assert str(error) == "the server's answer was broken; check the base URL"
    assert (error.transient, error.charged) == (True, True)
    error = error_of(server.Answer(body, content_type="text/html"))
    assert "something else than a chat completion" in str(error)
    assert (error.transient, error.charged) == (False, True)
    assert str(error_of(server.Answer(body, 500))) == "the server failed (HTTP 500)"


def test_a_body_that_ends_too_early_may_pass() -> None:
    error = error_of(replace(REPLY, cut=10))
    assert (str(error), error.transient, error.charged) == (
        "the server can't be reached, or it dropped the connection",
        True,
        True,
    )


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": {"code": "insufficient_quota"}}',
        b'{"error": {"code": null, "type": "insufficient_quota"}}',
        b'{"code": "insufficient_quota", "message": 5}',
    ],
)
def test_the_name_of_a_failure_is_found_where_servers_put_it(body: bytes) -> None:
    error = error_of(server.Answer(body, 429))
    assert (str(error), error.transient) == ("the account at the provider has no credit left", False)


@pytest.mark.parametrize(
    "body", [b'{"error": "no"}', b'{"error": null}', b"[]", b"5", b"", b'{"code": 429, "type": []}']
)
def test_an_error_of_any_shape_has_at_least_its_status(body: bytes) -> None:
    error = error_of(server.Answer(body, 429, headers={"retry-after-ms": "1500", "Retry-After": "9"}))
    assert str(error) == "the server answers too many requests; try again later (HTTP 429)"
    assert (error.transient, error.charged, error.retry_after) == (True, False, 1.5)


@pytest.mark.parametrize(
    "answer",
    [
        server.status(401, "invalid_api_key", f"Incorrect API key provided: {KEY}")({}),
        server.Answer(drop=True),
        server.Answer(f"{KEY}".encode()),
        server.Answer(b'{"error": 5}', 400),
    ],
)
def test_nothing_that_may_hold_the_key_hangs_on_an_error(answer: server.Answer) -> None:
    error = error_of(answer)
    assert (error.__cause__, error.__context__) == (None, None)
    assert KEY not in repr(error)


def test_a_draft_with_a_model_imports_the_http_client_and_no_more(cases: Path) -> None:
    code = (
        "import sys; from poa_ai.cli import main\n"
        "assert main(['draft', *sys.argv[1:]]) == 0\n"
        "libraries = {'httpx2', 'openai', 'langchain_core', 'tiktoken'}\n"
        "print('imported', *sorted(libraries & set(sys.modules)), file=sys.stderr)"
    )
    with LocalChatServer() as local:
        facts = str(cases / "odr-untracked-mail" / "facts.json")
        command = [sys.executable, "-c", code, facts, "--model", "openai:m", "--base-url", local.base_url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "all 18 statements are the model's" in done.stderr
    assert done.stderr.splitlines()[-1] == "imported httpx2"
