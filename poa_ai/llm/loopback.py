"""Calls to a server on this computer: connections that are kept open, with as little between as can be.

The HTTP client does all else (headers, redirects, unpacking). Its own connections, made for any network, take
most of the time of a call to a model that runs next door.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager

import h11
import httpx2

PIECE = 65_536
"""Bytes read at once."""


class Loopback(httpx2.AsyncBaseTransport):
    """One connection for each call at a time, kept for the next ones, to `place`: a host and its port.

    Whatever a redirect leads to elsewhere goes over the HTTP client's own connections, within `limits`.
    """

    def __init__(self, place: tuple[str, int], limits: httpx2.Limits | None = None) -> None:
        self._place = place
        self._limits = limits or httpx2.Limits()
        self._idle: list[_Connection] = []
        self._elsewhere: httpx2.AsyncHTTPTransport | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response, its body still to be read. Raises what the HTTP client's own connections raise."""
        url = request.url
        if url.scheme != "http" or (url.host, url.port or 80) != self._place:
            # Made only now: to import them takes as long as a dozen calls.
            self._elsewhere = self._elsewhere or httpx2.AsyncHTTPTransport(limits=self._limits)
            return await self._elsewhere.handle_async_request(request)
        waits: Mapping[str, float | None] = request.extensions.get("timeout", {})
        body = await request.aread()
        idle = self._idle
        while idle and not idle[-1].is_alive:
            idle.pop().close()
        connection = idle.pop() if idle else await _Connection.open(self._place, waits.get("connect"))
        try:
            head = await connection.send(request, body, waits)
        except BaseException:
            connection.close()
            raise
        stream = _Body(connection, idle, waits.get("read"))
        return httpx2.Response(head.status_code, headers=list(head.headers), stream=stream)

    async def aclose(self) -> None:
        """Close what is open and idle."""
        while self._idle:
            self._idle.pop().close()
        if self._elsewhere is not None:
            await self._elsewhere.aclose()


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._http = h11.Connection(h11.CLIENT)

    @classmethod
    async def open(cls, place: tuple[str, int], seconds: float | None) -> _Connection:
        with _as_client_errors(httpx2.ConnectError, httpx2.ConnectTimeout):
            async with asyncio.timeout(seconds):
                return cls(*await asyncio.open_connection(*place))

    @property
    def is_alive(self) -> bool:
        return not (self._reader.at_eof() or self._writer.is_closing())

    async def send(
        self, request: httpx2.Request, body: bytes, waits: Mapping[str, float | None]
    ) -> h11.Response:
        """The head of the response."""
        target = request.url.raw_path
        head = h11.Request(method=request.method, target=target, headers=request.headers.raw)
        with _as_client_errors(httpx2.WriteError, httpx2.WriteTimeout):
            pieces = [self._http.send(event) for event in (head, h11.Data(data=body), h11.EndOfMessage())]
            async with asyncio.timeout(waits.get("write")):
                self._writer.write(b"".join(piece for piece in pieces if piece))
                await self._writer.drain()
        while True:
            event = await self.next_event(waits.get("read"))
            if isinstance(event, h11.Response):
                return event

    async def next_event(self, seconds: float | None) -> object:
        """What the server says next, as h11 tells it; each piece of it has so many seconds."""
        with _as_client_errors(httpx2.ReadError, httpx2.ReadTimeout):
            while (event := self._http.next_event()) is h11.NEED_DATA:
                async with asyncio.timeout(seconds):
                    self._http.receive_data(await self._reader.read(PIECE))
        return event

    def renew(self) -> bool:
        """Make it ready for another call; False where this one is not over on both sides."""
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        return True

    def close(self) -> None:
        self._writer.close()


class _Body(httpx2.AsyncByteStream):
    """The body of a response. Read to its end, its connection takes the next call; else it is closed."""

    def __init__(self, connection: _Connection, idle: list[_Connection], seconds: float | None) -> None:
        self._connection, self._idle, self._seconds = connection, idle, seconds

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while isinstance(event := await self._connection.next_event(self._seconds), h11.Data):
            yield bytes(event.data)

    async def aclose(self) -> None:
        if self._connection.renew():
            self._idle.append(self._connection)
        else:
            self._connection.close()


@contextmanager
def _as_client_errors(
    failed: type[httpx2.NetworkError], late: type[httpx2.TimeoutException]
) -> Iterator[None]:
    try:
        yield
    except TimeoutError as reason:
        raise late(str(reason)) from reason
    except OSError as reason:
        raise failed(str(reason)) from reason
    except h11.RemoteProtocolError as reason:
        raise httpx2.RemoteProtocolError(str(reason)) from reason
