"""Connections to a server on this computer: kept, given up when dead, closed when not read to the end."""

import asyncio
import socket
import threading
from collections.abc import Callable

import httpx2
import pytest

from poa_ai.llm.loopback import Loopback
from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import LocalChatServer

QUESTION = {"messages": [{"role": "user", "content": "Hello"}]}


def near(url: str) -> Loopback:
    """The connections to the server of an address."""
    address = httpx2.URL(url)
    return Loopback((address.host, address.port or 80))


async def ask(client: httpx2.AsyncClient, url: str) -> httpx2.Response:
    return await client.post(f"{url}/chat/completions", json=QUESTION)


def test_calls_one_after_the_other_use_one_connection_and_calls_at_once_as_many() -> None:
    async def run(url: str) -> None:
        async with httpx2.AsyncClient(transport=near(url)) as client:
            for _ in range(3):
                assert (await ask(client, url)).status_code == 200
            assert local.connections == 1
            answers = await asyncio.gather(*(ask(client, url) for _ in range(4)))
            assert {answer.status_code for answer in answers} == {200}

    with LocalChatServer(server.slow(0.1)) as local:
        asyncio.run(run(local.base_url))
    assert local.connections == 4


def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    async def run(url: str) -> None:
        async with httpx2.AsyncClient(transport=near(url)) as client:
            local.behaviour = lambda _: server.Answer(b"{}", headers={"Connection": "close"})
            assert (await ask(client, url)).json() == {}
            local.behaviour = server.echo_facts
            assert (await ask(client, url)).status_code == 200

    with LocalChatServer() as local:
        asyncio.run(run(local.base_url))
    assert local.connections == 2


def test_a_body_that_is_left_unread_closes_its_connection() -> None:
    async def run(url: str) -> None:
        async with httpx2.AsyncClient(transport=near(url)) as client:
            async with client.stream("POST", f"{url}/chat/completions", json=QUESTION) as response:
                assert response.status_code == 200
            assert (await ask(client, url)).status_code == 200

    with LocalChatServer(lambda _: server.Answer(b" " * 1_000_000)) as local:
        asyncio.run(run(local.base_url))
    assert local.connections == 2


def answering(words: bytes) -> tuple[str, Callable[[], None]]:
    """The address of a server that says so much to its first client, and what ends it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(words)
        listener.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}", thread.join


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (b"", httpx2.RemoteProtocolError),
        (b"SSH-2.0-OpenSSH_9.6\r\n", httpx2.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", httpx2.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000, httpx2.RemoteProtocolError),
    ],
    ids=["nothing", "another protocol", "half a body", "headers without end"],
)
def test_what_is_no_answer_is_an_error_of_the_client(words: bytes, error: type[Exception]) -> None:
    async def run(url: str) -> None:
        async with httpx2.AsyncClient(transport=near(url)) as client:
            await ask(client, url)

    url, ended = answering(words)
    with pytest.raises(error):
        asyncio.run(run(url))
    ended()


def test_a_body_in_chunks_is_put_together_and_a_first_hint_is_passed_over() -> None:
    async def run(url: str) -> bytes:
        async with httpx2.AsyncClient(transport=near(url)) as client:
            return (await ask(client, url)).content

    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{}\n\r\n2\r\n  \r\n0\r\n\r\n"
    url, ended = answering(b"HTTP/1.1 103 Early Hints\r\n\r\n" + chunks)
    assert asyncio.run(run(url)) == b"{}\n  "
    ended()


def test_nobody_there_and_nobody_answering_are_told_apart() -> None:
    async def run(url: str) -> None:
        async with httpx2.AsyncClient(transport=near(url), timeout=0.3) as client:
            await ask(client, url)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(httpx2.ReadTimeout):
            asyncio.run(run(address))
    with pytest.raises(httpx2.ConnectError):
        asyncio.run(run(address))
