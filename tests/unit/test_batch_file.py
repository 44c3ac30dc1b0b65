"""Requests in files that a server takes, results read line by line, however they come."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from poa_ai.llm.batchfile import FileLimits, batch_files, result_lines

REQUESTS = [(f"key-{number}", {"model": "m", "text": "x" * number}) for number in range(7)]


def lines(chunks: Sequence[bytes], max_line: int = 100) -> list[bytes | None]:
    async def read() -> list[bytes | None]:
        async def come() -> AsyncIterator[bytes]:
            for chunk in chunks:
                yield chunk

        return [line async for line in result_lines(come(), max_line)]

    return asyncio.run(read())


def test_a_request_is_a_line_with_its_key() -> None:
    (file,) = batch_files([("k", {"model": "m", "text": "caf\u00e9 \ud800"})])
    assert file.keys == ("k",)
    assert json.loads(file.data) == {
        "custom_id": "k",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "m", "text": "caf\u00e9 \ud800"},
    }
    assert file.data.isascii()


def test_files_hold_all_requests_once_and_in_order_within_the_limits() -> None:
    for limits in (FileLimits(requests=3), FileLimits(bytes=250), FileLimits(requests=2, bytes=10)):
        files = list(batch_files(REQUESTS, limits))
        assert [key for file in files for key in file.keys] == [key for key, _ in REQUESTS]
        for file in files:
            assert [json.loads(line)["custom_id"] for line in file.data.splitlines()] == list(file.keys)
            assert len(file.keys) <= limits.requests
            assert len(file.data) <= limits.bytes or len(file.keys) == 1


def test_no_requests_are_no_file() -> None:
    assert list(batch_files([])) == []


@given(st.lists(st.binary(max_size=30).map(lambda b: b.replace(b"\n", b"")), max_size=8), st.integers(1, 40))
def test_lines_are_the_same_in_whatever_pieces_they_come(parts: list[bytes], step: int) -> None:
    data = b"\n".join(parts)
    pieces = [data[start : start + step] for start in range(0, len(data), step)]
    assert lines(pieces) == [part for part in parts if part.strip()]


def test_a_line_that_is_too_long_is_none_and_the_next_is_whole() -> None:
    assert lines([b"one\n" + b"x" * 90, b"x" * 90, b"x" * 90 + b"\ntwo"]) == [b"one", None, b"two"]
    assert lines([b"x" * 101]) == [None]
    assert lines([b"x" * 100 + b"\n"]) == [b"x" * 100]
