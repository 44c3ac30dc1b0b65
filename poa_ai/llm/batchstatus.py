"""Where a batch stands, as the server tells it."""

from dataclasses import dataclass
from typing import Any

from poa_ai.errors import ModelError
from poa_ai.llm.batchresult import plain_code

_ENDED = {
    "completed": "no answer came for it",
    "expired": "the batch expired before its turn came",
    "cancelled": "the batch was cancelled before its turn came",
    "failed": "the batch failed",
}
_BY_CODE = {
    "token_limit_exceeded": "the account may not have so many tokens waiting in batches; run it again "
    "when others have ended, or with fewer cases",
    "mismatched_model": "the requests name several models",
    "model_not_found": "the server does not know the model, or not in batches",
    "billing_hard_limit_reached": "the account at the provider has no credit left",
    "insufficient_quota": "the account at the provider has no credit left",
}


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """A batch at one moment. `done` of `total` requests are answered or have failed; 0 of 0 is not known.

    `ended` tells that nothing more will come; then `why` says why a request has no result, and `again`
    whether it is worth asking for it again. The files are ids, "" where there is none.
    """

    id: str
    input_file: str
    done: int
    total: int
    ended: bool
    why: str = ""
    again: bool = False
    output_file: str = ""
    error_file: str = ""


def read_status(batch: Any) -> BatchStatus:
    """The status of a batch as the client gives it. Raises ModelError for anything that is no batch."""
    id, state = getattr(batch, "id", None), getattr(batch, "status", None)
    if not (isinstance(id, str) and id and isinstance(state, str)):
        raise ModelError("the server answered something else than a batch; check the base URL")
    counts = getattr(batch, "request_counts", None)
    done = _count(counts, "completed") + _count(counts, "failed")
    problem = _problem(batch) if state == "failed" else ""
    return BatchStatus(
        id,
        _text(batch, "input_file_id"),
        done,
        _count(counts, "total"),
        state in _ENDED,
        problem or _ENDED.get(state, ""),
        state in _ENDED and not problem,
        _text(batch, "output_file_id"),
        _text(batch, "error_file_id"),
    )


def _problem(batch: Any) -> str:
    """Why the server refused the batch as a whole; "" where it gives no reason."""
    errors = getattr(getattr(batch, "errors", None), "data", None)
    if not isinstance(errors, list) or not errors:
        return ""
    code, line = plain_code(getattr(errors[0], "code", None)), getattr(errors[0], "line", None)
    if code in _BY_CODE:
        return f"the server refused the batch: {_BY_CODE[code]}"
    where = f" at line {line}" if isinstance(line, int) else ""
    return f"the server refused the batch ({code or 'for no reason that it names'}{where})"


def _count(counts: Any, name: str) -> int:
    count = getattr(counts, name, None)
    return count if isinstance(count, int) and count > 0 else 0


def _text(batch: Any, name: str) -> str:
    value = getattr(batch, name, None)
    return value if isinstance(value, str) else ""
