"""A chat completions server for benchmarks: so many milliseconds for each answer, and a fault every so often.

    python bench/evalserver.py --latency 200 [--every 10 --fault 429|500|drop]

Prints its port, serves 127.0.0.1 until it is ended, and counts: GET /stats.
"""

import argparse
import asyncio
import json
from typing import Any


class Server:
    """Answers every prompt with the smallest reply of its schema."""

    def __init__(self, latency: float, every: int, fault: str) -> None:
        self.latency, self.every, self.fault = latency, every, fault
        self.calls = self.connections = self.under_way = self.peak = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (request := await self._request(reader)) is not None:
                path, body = request
                answer = self._stats() if path == "/stats" else await self._completion(body)
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> tuple[str, bytes] | None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        sizes = (line.partition(":")[2] for line in head if line.lower().startswith("content-length:"))
        return head[0].split(" ")[1], await reader.readexactly(int(next(sizes, "0")))

    async def _completion(self, body: bytes) -> bytes | None:
        self.calls += 1
        number, self.under_way = self.calls, self.under_way + 1
        self.peak = max(self.peak, self.under_way)
        await asyncio.sleep(self.latency)
        self.under_way -= 1
        if self.every and number % self.every == 0:
            return (
                None if self.fault == "drop" else _answer(int(self.fault), {"error": {"message": "injected"}})
            )
        asked = json.loads(body)
        form = asked.get("response_format", {}).get("json_schema", {}).get("schema")
        text = json.dumps(_smallest(form)) if form else "Root cause. Corrective action. Preventive measure."
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        usage = {
            "prompt_tokens": len(body) // 4,
            "completion_tokens": 20,
            "total_tokens": len(body) // 4 + 20,
        }
        reply = {"id": "c", "object": "chat.completion", "created": 1, "model": asked.get("model", "m")}
        return _answer(200, {**reply, "choices": [choice], "usage": usage})

    def _stats(self) -> bytes:
        return _answer(200, {"calls": self.calls, "connections": self.connections - 1, "peak": self.peak})


def _answer(status: int, body: dict[str, Any]) -> bytes:
    data = json.dumps(body).encode()
    again = "Retry-After: 0.2\r\n" if status == 429 else ""
    head = (
        f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{again}Content-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


def _smallest(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kinds = {"array": lambda: [_smallest(schema["items"])] * schema.get("minItems", 0), "integer": lambda: 0}
    if schema.get("type") == "object":
        return {name: _smallest(inner) for name, inner in schema["properties"].items()}
    return kinds.get(schema.get("type", ""), lambda: "text")()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--latency", type=float, default=200.0, help="milliseconds")
    parser.add_argument("--every", type=int, default=0)
    parser.add_argument("--fault", choices=["429", "500", "drop"], default="429")
    options = parser.parse_args()
    server = Server(options.latency / 1000, options.every, options.fault)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**22)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
