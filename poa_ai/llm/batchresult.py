"""One line of the results of a batch: a reply, or why there is none."""

import json
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from poa_ai.chatmodel import NO_USAGE, ModelOptions, Reply, Usage
from poa_ai.errors import ModelError
from poa_ai.llm.failures import RequestFailedError, model_error
from poa_ai.llm.openai_chat import reply_of, usage_of

_NOT_REACHED = {"batch_expired", "batch_cancelled"}
_CODE = re.compile(r"[a-z][a-z_]{0,60}")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came for the request with that key. `reason` is what the server said of a failed one.

    `usage` is what was charged, also for an answer that is none.
    """

    key: str
    answer: Reply | ModelError
    usage: Usage = NO_USAGE
    reason: RequestFailedError | None = None


def read_result(line: bytes, options: ModelOptions, notes: tuple[str, ...] = ()) -> BatchResult | None:
    """The result on a line, of which nothing is taken for granted; None where it is none."""
    try:
        value = json.loads(line, object_hook=lambda pairs: SimpleNamespace(**pairs))
    except (ValueError, RecursionError):
        return None
    key, response = getattr(value, "custom_id", None), getattr(value, "response", None)
    if not isinstance(key, str):
        return None
    body, error = getattr(response, "body", None), getattr(value, "error", None)
    if getattr(response, "status_code", None) == 200 and error is None:
        return BatchResult(key, _answer(body, options, notes), usage_of(body))
    reason = _reason(response, error or getattr(body, "error", None))
    if reason.code in _NOT_REACHED:
        return BatchResult(key, ModelError("the batch ended before its turn came", transient=True), NO_USAGE)
    return BatchResult(key, model_error(reason, options), NO_USAGE, reason)


def plain_code(code: object) -> str:
    """The name of a failure, where it is a plain one that can hold neither prompt nor key; else ""."""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _answer(body: Any, options: ModelOptions, notes: tuple[str, ...]) -> Reply | ModelError:
    try:
        return reply_of(body, options.model, notes)
    except ModelError as problem:
        return problem


def _reason(response: Any, error: Any) -> RequestFailedError:
    status, code = getattr(response, "status_code", None), getattr(error, "code", None)
    return RequestFailedError(
        str(getattr(error, "message", "")),
        status if isinstance(status, int) else None,
        code if isinstance(code, str) else None,
    )
