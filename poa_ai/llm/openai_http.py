"""The connection to a server that speaks OpenAI's chat completions: a request in JSON, an answer in JSON.

The HTTP client that the package openai rests on, without that package: it takes 0.4 seconds to import and
twice as long for a call, and of what it adds nothing is used here.
"""

import json
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from poa_ai.errors import UnusableReplyError
from poa_ai.llm.failures import BrokenBodyError, RequestFailedError
from poa_ai.version import __version__

if TYPE_CHECKING:
    from httpx2 import Response

MAX_BODY = 4_000_000
"""Bytes of an answer, unpacked: three times what the longest reply that is read takes in JSON."""
_OPENAI = "https://api.openai.com/v1"
_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
_PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_SAID = 10_000  # characters of an error's text in which the name of a parameter is looked for


class OpenAIConnection:
    """A pool of connections to one server. Proxies and certificates are those of the environment.

    `base_url` None is OpenAI itself, `key` "" is no key; `timeout` is in seconds, for each step of a call.
    Nothing is asked twice: that is for whoever knows how long it may take.
    """

    def __init__(self, base_url: str | None, key: str, timeout: float) -> None:
        import httpx2  # with its certificates a tenth of a second, and needed for live calls alone

        address = httpx2.URL(base_url or _OPENAI)
        path, mark, query = address.raw_path.partition(b"?")
        path = path.removesuffix(b"/") + b"/chat/completions"
        self._url = address.copy_with(raw_path=path + mark + query)
        headers = httpx2.Headers(
            {
                "Authorization": f"Bearer {key or 'none'}",
                "Accept": "application/json",
                "Content-Type": "application/json",
                "User-Agent": f"poa-ai/{__version__}",
            }
        )
        headers.update(dict(_own_headers()))
        local = address.scheme == "http" and address.host in _THIS_COMPUTER
        limits = httpx2.Limits(max_connections=1_000, max_keepalive_connections=100)
        near: httpx2.AsyncBaseTransport | None = None
        if local and not any(map(os.environ.get, _PROXIES)):
            from poa_ai.llm.loopback import Loopback

            near = Loopback((address.host, address.port or 80), limits)
        # A server on this computer shows no certificate, and what certificates are held against loads slowly.
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if local else httpx2.create_ssl_context()
        self._client = httpx2.AsyncClient(
            headers=headers, timeout=timeout, verify=tls, transport=near, limits=limits, follow_redirects=True
        )

    async def ask(self, request: Mapping[str, Any]) -> Any:
        """What came, its JSON objects as objects with attributes; None where it is no JSON at all.

        Raises RequestFailedError for a status that is no success, BrokenBodyError, UnusableReplyError for
        more than MAX_BODY bytes, and what the HTTP client raises.
        """
        data = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode()
        async with self._client.stream("POST", self._url, content=data) as response:
            body = await _body(response)
        if not response.is_success:
            raise _failure(response, body)
        if len(body) > MAX_BODY:
            raise UnusableReplyError(f"the server's answer was longer than {MAX_BODY} bytes")
        return _read(body, response.headers.get("content-type", ""))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _own_headers() -> Iterator[tuple[str, str]]:
    """What the environment has every request say, by the names that OpenAI's client knows."""
    for variable, name in (("OPENAI_ORG_ID", "OpenAI-Organization"), ("OPENAI_PROJECT_ID", "OpenAI-Project")):
        if value := os.environ.get(variable):
            yield name, value
    for line in os.environ.get("OPENAI_CUSTOM_HEADERS", "").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


async def _body(response: "Response") -> bytes:
    """The body, or its beginning where it is longer than MAX_BODY: at most a megabyte more of it."""
    body = bytearray()
    async with aclosing(response.aiter_bytes()) as pieces:
        async for piece in pieces:
            body += piece
            if len(body) > MAX_BODY:
                break
    return bytes(body)


def _read(body: bytes, content_type: str) -> Any:
    try:
        return json.loads(body, object_hook=lambda pairs: SimpleNamespace(**pairs))
    except (ValueError, RecursionError):
        if content_type.partition(";")[0].strip().lower().endswith("json"):
            raise BrokenBodyError from None
        return None


def _failure(response: "Response", body: bytes) -> RequestFailedError:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    error = value.get("error", value) if isinstance(value, dict) else None
    about = error if isinstance(error, dict) else {}
    said = about.get("message")
    if not isinstance(said, str):
        said = body[:_SAID].decode(errors="replace")
    names = (name for name in (about.get("code"), about.get("type")) if isinstance(name, str))
    return RequestFailedError(said, response.status_code, next(names, None), response.headers)
