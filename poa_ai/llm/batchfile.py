"""The files of a batch: requests as lines of JSON, cut to what a server takes; results as they come."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MAX_LINE = 4_000_000
"""Bytes of a line of results: three times what the longest reply that is read takes in JSON."""
ENDPOINT: Final = "/v1/chat/completions"
"""What each request of a batch is sent to."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What one file may hold: requests, and bytes. The defaults are those of OpenAI ("Create batch")."""

    requests: int = 50_000
    bytes: int = 200_000_000


OPENAI_LIMITS = FileLimits()
"""Of OpenAI itself, as its client of 2026 (openai 3.54) states them."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file to be uploaded, and the keys of its requests in their order."""

    keys: tuple[str, ...]
    data: bytes = field(repr=False)


def batch_files(
    requests: Iterable[tuple[str, Mapping[str, Any]]], limits: FileLimits = OPENAI_LIMITS
) -> Iterator[BatchFile]:
    """Files for requests, given by key, in their order; each is made when it is asked for.

    A request that is larger than a file may be has one of its own, which the server refuses.
    """
    keys: list[str] = []
    data = bytearray()
    for key, body in requests:
        line = _line(key, body)
        if keys and (len(keys) >= limits.requests or len(data) + len(line) > limits.bytes):
            yield BatchFile(tuple(keys), bytes(data))
            keys, data = [], bytearray()
        keys.append(key)
        data += line
    if keys:
        yield BatchFile(tuple(keys), bytes(data))


async def result_lines(chunks: AsyncIterator[bytes], max_line: int = MAX_LINE) -> AsyncIterator[bytes | None]:
    """Each line of a file that comes in pieces, without its end and without empty ones.

    None stands for one that is longer than `max_line` bytes; no more than that of it is kept.
    """
    line, too_long = bytearray(), False
    async for chunk in chunks:
        for number, piece in enumerate(chunk.split(b"\n")):
            if number:
                if too_long or line.strip():
                    yield None if too_long else bytes(line)
                line, too_long = bytearray(), False
            too_long = too_long or len(line) + len(piece) > max_line
            if not too_long:
                line += piece
    if too_long or line.strip():
        yield None if too_long else bytes(line)


def _line(key: str, body: Mapping[str, Any]) -> bytes:
    # In ASCII, so that half a character in a prompt does not end in bytes that no server reads.
    return json.dumps({"custom_id": key, "method": "POST", "url": ENDPOINT, "body": body}).encode() + b"\n"
