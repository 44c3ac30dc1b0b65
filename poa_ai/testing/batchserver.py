"""A server of batches on the loopback interface, as OpenAI's: files in, files out, and faults.

    with LocalBatchServer(echo_facts) as server:
        server.faults["create"] = [Fault(drop, late=True)]  # the batch is made, the answer lost
        ...  # use server.base_url; server.calls holds what was called

Each request of a batch is answered by the behaviour, as by the server of chat completions.
"""

import email
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from poa_ai.testing.chatserver import Answer, Behaviour, LocalChatServer, echo_facts

Lines = list[bytes]
_STATES = ("validating", "in_progress", "finalizing")
_TOLD = {"expired", "cancelled"}  # of a batch that ended so, each request that was not reached has a line


@dataclass(frozen=True, slots=True)
class Fault:
    """Another answer to one call. With `late` the call has its effect, and only its answer is lost."""

    behaviour: Behaviour
    late: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """How a batch ends: its state, and how many requests are answered by then (None: all).

    `errors` are the codes of what is wrong with it as a whole.
    """

    state: str = "completed"
    answered: int | None = None
    errors: tuple[str, ...] = ()


@dataclass(slots=True)
class ServedBatch:
    """A batch as the server keeps it. `looks` counts how often its state was asked for."""

    id: str
    input_file: str
    ending: Ending
    requests: list[dict[str, Any]]
    state: str = _STATES[0]
    looks: int = 0
    output_file: str | None = None
    error_file: str | None = None
    errors: list[dict[str, Any]] = field(default_factory=list)
    completed: int = 0
    failed: int = 0

    def to_json(self) -> dict[str, Any]:
        """As the server tells it."""
        return {
            "id": self.id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
            "created_at": 1,
            "input_file_id": self.input_file,
            "status": self.state,
            "output_file_id": self.output_file,
            "error_file_id": self.error_file,
            "errors": {"object": "list", "data": self.errors} if self.errors else None,
            "request_counts": {
                "total": len(self.requests),
                "completed": self.completed,
                "failed": self.failed,
            },
        }


class LocalBatchServer(LocalChatServer):
    """Serves files and batches. A batch moves on each time its state is asked for, `looks` times in all.

    `faults` are answers in place of the next ones, by operation: upload, create, list, status, cancel,
    content. `endings` are those of the next batches; then all complete. `rewrite` changes the lines of an
    output file. `calls` are the operations in order, `batches` and `files` what was made, by id.
    """

    def __init__(self, behaviour: Behaviour = echo_facts, *, looks: int = 2) -> None:
        super().__init__(behaviour)
        self.looks = looks
        self.faults: dict[str, list[Fault]] = {}
        self.endings: list[Ending] = []
        self.rewrite: Callable[[Lines], Lines] = lambda lines: lines
        self.calls: list[str] = []
        self.batches: dict[str, ServedBatch] = {}
        self.files: dict[str, bytes] = {}

    def respond(self, call: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer to a call, "METHOD /path": its fault where one is due, else what it is for."""
        method, _, target = call.partition(" ")
        url = urlsplit(target)
        parts = url.path.split("/")[2:]
        operation = _operation(method, parts)
        if operation is None:
            return super().respond(call, body, headers)
        self.calls.append(operation)
        due = self.faults.get(operation, [])
        fault = due.pop(0) if due else None
        if fault is None or fault.late:
            answer = self._serve(operation, parts, parse_qs(url.query), body, headers)
        if fault is not None:
            answer = fault.behaviour({})
        return answer

    def sent(self) -> list[str]:
        """The keys of all requests in all batches, in the order in which they came."""
        return [request["custom_id"] for batch in self.batches.values() for request in batch.requests]

    def _serve(
        self,
        operation: str,
        parts: Sequence[str],
        query: Mapping[str, list[str]],
        body: bytes,
        headers: Mapping[str, str],
    ) -> Answer:
        if operation == "upload":
            return self._upload(body, headers)
        if operation == "create":
            return self._create(json.loads(body))
        if operation == "list":
            return self._list(query)
        if operation == "content":
            data = self.files.get(parts[1])
            return _missing() if data is None else Answer(data, content_type="application/octet-stream")
        batch = self.batches.get(parts[1])
        if batch is None:
            return _missing()
        if operation == "cancel":
            batch.state, batch.ending = "cancelling", Ending("cancelled", batch.ending.answered or 0)
        else:
            self._move_on(batch)
        return _json(batch.to_json())

    def _upload(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        kind = next(value for name, value in headers.items() if name.lower() == "content-type")
        parts = email.message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body).get_payload()
        fields = {}
        for part in parts:
            if isinstance(part, email.message.Message):
                name = part.get_param("name", header="content-disposition")
                fields[name] = part.get_payload(decode=True)
        if fields.get("purpose") != b"batch":
            return _json({"error": {"message": "purpose", "code": "invalid_purpose"}}, 400)
        file = self._keep(bytes(fields["file"]))
        return _json({"id": file, "object": "file", "bytes": 1, "created_at": 1, "purpose": "batch"})

    def _create(self, request: Mapping[str, Any]) -> Answer:
        data = self.files.get(request["input_file_id"])
        if data is None:
            return _missing()
        ending = self.endings.pop(0) if self.endings else Ending()
        requests = [json.loads(line) for line in data.splitlines()]
        batch = ServedBatch(f"batch_{len(self.batches) + 1}", request["input_file_id"], ending, requests)
        for code in (*ending.errors, *_wrong(requests)):
            batch.errors.append({"code": code, "line": 1, "message": "as the server says", "param": None})
        self.batches[batch.id] = batch
        return _json(batch.to_json())

    def _list(self, query: Mapping[str, list[str]]) -> Answer:
        newest = [batch.to_json() for batch in reversed(self.batches.values())]
        after, limit = query.get("after", [""])[0], int(query.get("limit", ["20"])[0])
        start = next((i + 1 for i, batch in enumerate(newest) if batch["id"] == after), 0)
        page = newest[start : start + limit]
        return _json({"object": "list", "data": page, "has_more": start + limit < len(newest)})

    def _move_on(self, batch: ServedBatch) -> None:
        if batch.output_file or batch.error_file or batch.state in {"failed", batch.ending.state}:
            return
        batch.looks += 1
        if batch.errors:
            batch.state = "failed"
        elif batch.looks >= self.looks:
            self._end(batch)
        else:
            batch.state = _STATES[min(batch.looks, len(_STATES) - 1)]

    def _end(self, batch: ServedBatch) -> None:
        answered = len(batch.requests) if batch.ending.answered is None else batch.ending.answered
        output: Lines = []
        failed: Lines = []
        for request in batch.requests[:answered]:
            answer = self.answer(request["body"], {})
            (output if answer.status == 200 else failed).append(_result(request["custom_id"], answer))
        if batch.ending.state in _TOLD:
            failed += [_unanswered(r["custom_id"], batch.ending.state) for r in batch.requests[answered:]]
        batch.completed, batch.failed = len(output), len(failed)
        output = self.rewrite(output)
        batch.output_file = self._keep(b"\n".join(output)) if output else None
        batch.error_file = self._keep(b"\n".join(failed)) if failed else None
        batch.state = batch.ending.state

    def _keep(self, data: bytes) -> str:
        id = f"file-{len(self.files) + 1}"
        self.files[id] = data
        return id


def _operation(method: str, parts: Sequence[str]) -> str | None:
    match method, *parts:
        case "POST", "files":
            return "upload"
        case "GET", "files", _, "content":
            return "content"
        case "POST", "batches":
            return "create"
        case "GET", "batches":
            return "list"
        case "GET", "batches", _:
            return "status"
        case "POST", "batches", _, "cancel":
            return "cancel"
    return None


def _wrong(requests: Sequence[Mapping[str, Any]]) -> list[str]:
    """The codes of what OpenAI would refuse in a file."""
    codes = []
    if len({request["custom_id"] for request in requests}) < len(requests):
        codes.append("duplicate_custom_id")
    if len({request["body"]["model"] for request in requests}) > 1:
        codes.append("mismatched_model")
    if any(len(request["custom_id"]) > 64 or request["method"] != "POST" for request in requests):
        codes.append("invalid_request")
    return codes or ([] if requests else ["empty_file"])


def _result(key: str, answer: Answer) -> bytes:
    response = {"status_code": answer.status, "request_id": "req", "body": json.loads(answer.body)}
    return json.dumps({"id": "batch_req", "custom_id": key, "response": response, "error": None}).encode()


def _unanswered(key: str, state: str) -> bytes:
    error = {"code": f"batch_{state}", "message": "This request was not executed."}
    return json.dumps({"id": "batch_req", "custom_id": key, "response": None, "error": error}).encode()


def _missing() -> Answer:
    return _json({"error": {"message": "No such object", "type": "invalid_request_error", "code": None}}, 404)


def _json(value: object, status: int = 200) -> Answer:
    return Answer(json.dumps(value).encode(), status)
