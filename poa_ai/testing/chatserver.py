"""A chat completions server on the loopback interface that does what a test tells it to.

    with LocalChatServer(echo_facts) as server:
        ...  # use server.base_url; server.requests holds what came

A behaviour is a function from the request to an answer; those of this module are the usual faults.
"""

import itertools
import json
import random
import re
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Request = Mapping[str, Any]
"""The JSON body of a request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends. `delay` is in seconds; with `drop` the connection breaks instead.

    `drip` is in seconds too: the body comes in ten pieces, with so long a pause before each. `cut` counts
    bytes that are promised and never come: the connection breaks at the end of the body.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    delay: float = 0.0
    drop: bool = False
    drip: float = 0.0
    cut: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


Behaviour = Callable[[Request], Answer]


def completion(
    text: str | None, finish_reason: str | None = "stop", refusal: str | None = None, model: str = "local"
) -> Answer:
    """A chat completion with that text; 100 tokens of prompt, 20 of answer, 60 cached."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    usage = {
        "prompt_tokens": 100,
        "completion_tokens": 20,
        "total_tokens": 120,
        "prompt_tokens_details": {"cached_tokens": 60},
    }
    body = {
        "id": "chatcmpl-local",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": usage,
    }
    return Answer(json.dumps(body).encode())


def echo_facts(request: Request) -> Answer:
    """A valid reply: every fact line of the prompt as a statement of its own, word for word."""
    prompt = str(request["messages"][-1]["content"])
    facts = re.search(r"^<<<facts\n(.*)^facts>>>$", prompt, re.DOTALL | re.MULTILINE)
    statements, part = [], ""
    for line in facts[1].splitlines() if facts else ():
        if line.startswith("part "):
            part = line.removeprefix("part ")
        elif ": " in line:
            ids, _, text = line.partition(": ")
            statements.append({"part": part, "text": text, "facts": ids.split(", ")})
    return completion(json.dumps({"statements": statements}))


def says(text: str) -> Behaviour:
    """Always that text."""
    return lambda _: completion(text)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One behaviour for each request, in order; the last one from then on."""
    left = list(behaviours)
    lock = threading.Lock()

    def behave(request: Request) -> Answer:
        with lock:
            behaviour = left.pop(0) if len(left) > 1 else left[0]
        return behaviour(request)

    return behave


def garbage(request: Request) -> Answer:
    """Random characters, the same for the same request."""
    dice = random.Random(json.dumps(request, sort_keys=True))
    return completion("".join(chr(dice.randrange(32, 0x2FFF)) for _ in range(400)))


def wrong_schema(_: Request) -> Answer:
    """JSON of another shape than asked for."""
    return completion('{"root_cause": 5, "statements": "none"}')


def refusal(_: Request) -> Answer:
    """A refusal, as OpenAI marks it."""
    return completion(None, refusal="I can't help with that.")


def truncated(request: Request) -> Answer:
    """The echo, cut off at the limit of tokens."""
    text = json.loads(echo_facts(request).body)["choices"][0]["message"]["content"]
    return completion(text[: len(text) // 2], finish_reason="length")


def empty(_: Request) -> Answer:
    """A completion without text."""
    return completion("")


def no_choices(_: Request) -> Answer:
    """A completion without choices."""
    return Answer(b'{"id": "x", "object": "chat.completion", "created": 1, "model": "local", "choices": []}')


def html(_: Request) -> Answer:
    """A gateway's page, with status 200."""
    return Answer(b"<html><body>Gateway</body></html>", content_type="text/html")


def broken_body(_: Request) -> Answer:
    """JSON that ends early."""
    return Answer(b'{"id": "x", "choices": [')


def drop(_: Request) -> Answer:
    """The connection is broken without an answer."""
    return Answer(drop=True)


def status(
    code: int, error_code: str | None = None, message: str = "failed", retry_after: str | None = None
) -> Behaviour:
    """That HTTP status, with an error body of OpenAI's shape; `retry_after` is the header of that name."""
    error = {"error": {"message": message, "type": "error", "param": None, "code": error_code}}
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return lambda _: Answer(json.dumps(error).encode(), status=code, headers=headers)


def every(number: int, fault: Behaviour, behaviour: Behaviour | None = None) -> Behaviour:
    """The fault at every call of that number, counted from 1; at the others the behaviour, or the echo."""
    calls = itertools.count(1)
    lock = threading.Lock()

    def behave(request: Request) -> Answer:
        with lock:
            faulty = next(calls) % number == 0
        return fault(request) if faulty else (behaviour or echo_facts)(request)

    return behave


def dripping(seconds: float) -> Behaviour:
    """The echo, in ten pieces with so many seconds before each."""
    return lambda request: replace(echo_facts(request), drip=seconds)


def slow(seconds: float, behaviour: Behaviour = echo_facts) -> Behaviour:
    """The other behaviour, that much later."""
    return lambda request: replace(behaviour(request), delay=seconds)


class LocalChatServer:
    """Serves on 127.0.0.1, on a free port, while the context is open.

    `requests` are the bodies that came, in order; `headers` those of each request, names in lower case;
    `connections` counts those that clients opened.
    """

    def __init__(self, behaviour: Behaviour = echo_facts) -> None:
        self.behaviour = behaviour
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        self._lock = threading.Lock()
        self.closing = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """What a client is given: http://127.0.0.1:PORT/v1. Raises RuntimeError before the server runs."""
        if self._server is None:
            raise RuntimeError("the server runs inside its context only")
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self.closing.clear()
        self._server = _QuietServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = None

    def count_connection(self) -> None:
        """A client opened a connection."""
        with self._lock:
            self.connections += 1

    def respond(self, call: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer to a call, "METHOD /path": every POST is taken for a chat completion."""
        if not call.startswith("POST "):
            return Answer(status=501)
        return self.answer(json.loads(body), headers)

    def answer(self, request: dict[str, Any], headers: Mapping[str, str]) -> Answer:
        """Record a request and decide on its answer; waits as long as the answer says."""
        self.requests.append(request)
        self.headers.append({name.lower(): value for name, value in headers.items()})
        answer = self.behaviour(request)
        if answer.delay:
            self.closing.wait(answer.delay)
        return answer


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what some tests are about."""


def _handler(server: LocalChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as by real servers

        def setup(self) -> None:
            super().setup()
            server.count_connection()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is printed."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = server.respond(f"{self.command} {self.path}", body, dict(self.headers.items()))
            if answer.drop:
                self.close_connection = True
                with suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)
                return
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body) + answer.cut))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self._send(answer)
                self.close_connection = self.close_connection or answer.cut > 0

        def do_GET(self) -> None:
            self.do_POST()

        def _send(self, answer: Answer) -> None:
            step = -(-len(answer.body) // 10) or 1 if answer.drip else len(answer.body) or 1
            for start in range(0, len(answer.body), step):
                if answer.drip:
                    server.closing.wait(answer.drip)
                self.wfile.write(answer.body[start : start + step])
                self.wfile.flush()

    return Handler
