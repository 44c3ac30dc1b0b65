"""Answers of a model on disk, keyed by what was asked: for going on after a stop, for replay, and for evals.

A file of JSON lines. The first tells the schema; each other one is an answer, written the moment it came.
Neither prompts nor keys are in it, and personal data only as the masks that the model saw.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from poa_ai.chatmodel import ModelOptions, RenderedPrompt, Reply, Usage
from poa_ai.errors import InputError

try:
    import fcntl
except ImportError:  # not every system has it
    fcntl = None  # type: ignore[assignment]

SCHEMA = 1
"""Version of the file; a key may be added within one version, never renamed."""
MAX_BYTES = 200_000_000
"""A larger recording is refused."""
_HEAD = {"poa_ai_recording": SCHEMA}
_HEAD_LINE = json.dumps(_HEAD).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What besides the messages decides an answer. `repeat` is added to that of
    the prompt."""

    model: str
    temperature: float
    seed: int | None
    repeat: int = 0

    @classmethod
    def of(cls, name: str, options: ModelOptions) -> Self:
        """Those of a run with the model that reports call `name`."""
        return cls(name, options.temperature, options.seed)


def call_key(prompt: RenderedPrompt, parameters: Parameters) -> str:
    """SHA-256 (hex) of messages, reply schema, limit of tokens and parameters; the same on every machine."""
    asked = {
        "messages": [[message.role, message.content] for message in prompt.messages],
        "schema": prompt.schema,
        "max_output_tokens": prompt.max_output_tokens,
        **asdict(parameters),
        "repeat": parameters.repeat + prompt.repeat,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class Recording:
    """The answers in a file, and those added since. `open` reads what is there, but for a torn last line.

    Several processes may add to one file; each knows what it read and what it added itself.
    """

    def __init__(
        self,
        path: Path,
        replies: Mapping[str, Reply],
        parameters: Mapping[str, Parameters],
        *,
        durable: bool = True,
    ) -> None:
        self.path = path
        self._durable = durable
        self._replies = dict(replies)
        self._parameters = dict(parameters)

    @classmethod
    def open(cls, path: Path, *, durable: bool = True) -> Self:
        """The recording of that path; an empty one where there is no file yet, or nothing in it.

        What is added outlives the process at once, and with `durable` also a loss of power.
        Raises InputError for a file that is none, or of a later schema; it names the line.
        """
        try:
            if path.stat().st_size > MAX_BYTES:
                raise InputError(f"{path}: larger than {MAX_BYTES:,} bytes; this is no recording")
            data = path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or 'can not be read'}") from None
        if _HEAD_LINE.startswith(data):  # nothing, or as much of the head as was written before a stop
            return cls(path, {}, {}, durable=durable)
        return cls(path, *_read(data, path), durable=durable)

    @property
    def asked(self) -> tuple[Parameters, ...]:
        """The different parameters of the answers, in their order."""
        return tuple(dict.fromkeys(self._parameters.values()))

    def __len__(self) -> int:
        """How many answers there are."""
        return len(self._replies)

    def get(self, key: str) -> Reply | None:
        """The answer with that key."""
        return self._replies.get(key)

    def add(self, key: str, prompt: RenderedPrompt, parameters: Parameters, reply: Reply) -> None:
        """Keep an answer; it is on disk when this returns. Raises InputError where it can't be written."""
        line = {
            "key": key,
            "prompt": asdict(prompt.ref),
            "asked": {**asdict(parameters), "repeat": parameters.repeat + prompt.repeat},
            "reply": {
                "text": reply.text,
                "model": reply.model,
                "finish_reason": reply.finish_reason,
                "usage": asdict(reply.usage),
                "notes": list(reply.notes),
            },
        }
        self._append(line)
        self._replies[key], self._parameters[key] = reply, parameters

    def _append(self, line: Mapping[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as file:
                _lock(file)
                file.write(_start(file) + text.encode("utf-8", "surrogatepass"))
                file.flush()
                if self._durable:
                    os.fsync(file.fileno())
        except OSError as error:
            raise InputError(f"{self.path}: {error.strerror or 'can not be written'}") from None


def _lock(file: BinaryIO) -> None:
    """Wait for other writers; closing the file lets the next one on."""
    if fcntl is not None:
        with suppress(OSError):  # a file system without locks: as good as it gets there
            fcntl.flock(file, fcntl.LOCK_EX)


def _start(file: BinaryIO) -> bytes:
    """What must stand before the next line: the head of a new file, the end of a whole last line.

    A last line that was torn is cut off: in front of another one it would break the file.
    """
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        return _HEAD_LINE
    file.seek(size - 1)
    if file.read(1) == b"\n":
        return b""
    file.seek(0)
    kept, newline, last = file.read().rpartition(b"\n")
    if newline and _is_whole(last):
        return b"\n"
    file.truncate(len(kept) + len(newline))
    return b"" if newline else _HEAD_LINE


def _read(data: bytes, path: Path) -> tuple[dict[str, Reply], dict[str, Parameters]]:
    lines = data.split(b"\n")
    if _value(lines[0]) != _HEAD:
        raise InputError(f"{path}:1: this is no recording of schema {SCHEMA}")
    replies, parameters = {}, {}
    for number, line in enumerate(lines[1:], 2):
        value = _value(line)
        if not line.strip() or value == _HEAD:  # a second head: two processes began the file at once
            continue
        try:
            key, reply, asked = _entry(value)
        except _BROKEN:
            if number == len(lines):
                break  # the writer was stopped within this line
            raise InputError(f"{path}:{number}: a broken line of the recording; take it out") from None
        replies[key], parameters[key] = reply, asked
    return replies, parameters


def _is_whole(line: bytes) -> bool:
    try:
        _entry(_value(line))
    except _BROKEN:
        return False
    return True


def _value(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


_BROKEN = (KeyError, TypeError, ValueError, OverflowError)


def _entry(value: Any) -> tuple[str, Reply, Parameters]:
    said, usage = value["reply"], value["reply"]["usage"]
    if not isinstance(value["key"], str) or not isinstance(said["text"], str):
        raise TypeError
    if not isinstance(said["finish_reason"], str | None) or not isinstance(value["asked"]["model"], str):
        raise TypeError
    reply = Reply(
        said["text"],
        str(said["model"]),
        said["finish_reason"],
        Usage(int(usage["prompt"]), int(usage["completion"]), int(usage["cached"])),
        tuple(map(str, said.get("notes", ()))),
    )
    return value["key"], reply, Parameters(**value["asked"])
