"""What went wrong with a model, in words that a seller can act on.

Nothing that a server wrote is repeated: it may quote the prompt or a part of the key.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from poa_ai.chatmodel import CUT_SHORT, ModelOptions
from poa_ai.errors import ModelError

MAX_REPLY_CHARS = 200_000
"""A longer reply is refused unread."""

_TIMED_OUT = "no answer within {timeout:g} seconds"
_LOST = "the server can't be reached, or it dropped the connection"
_BROKEN = "the server's answer was broken; check the base URL"
_BY_KIND = (
    (_TIMED_OUT, {"TimeoutError", "APITimeoutError", "TimeoutException"}),
    (_LOST, {"APIConnectionError", "TransportError", "TooManyRedirects", "DecodingError"}),
    (_LOST, {"SSLError", "EndOfStream"}),  # the HTTP client lets some of both through
    (_BROKEN, {"BrokenBodyError", "JSONDecodeError", "APIResponseValidationError"}),
)
"""By the names of what was raised, of several libraries, none of which need be there; the first counts."""
_BY_STATUS = {
    400: "the server refused the request",
    401: "the server does not accept the API key",
    403: "the API key may not use this model",
    404: "the server does not know the model '{model}'; check its name and the base URL",
    408: "the server gave up waiting",
    413: "the prompt is too large for the server",
    422: "the server refused the request",
    429: "the server answers too many requests; try again later",
}
_BY_CODE = {
    "insufficient_quota": "the account at the provider has no credit left",
    "context_length_exceeded": "the prompt is too long for the model '{model}'",
    "model_not_found": "the server does not know the model '{model}'",
}
_PASSING = {408, 409, 425, 429}
_LASTING_CODES = {"insufficient_quota", "context_length_exceeded", "model_not_found"}
_FILTERED = {"content_filter", "safety", "SAFETY", "refusal"}


class RequestFailedError(Exception):
    """What a server says of a request that failed. Its words may quote the prompt: they are never shown.

    `status_code` None is none, `code` is the server's name of the failure; `headers` take lower case.
    """

    def __init__(
        self, said: str, status_code: int | None, code: str | None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(said)
        self.status_code = status_code
        self.code = code
        self.headers = headers


class BrokenBodyError(Exception):
    """A body that says of itself that it is JSON, and is none."""


def model_error(reason: Exception, options: ModelOptions) -> ModelError:
    """The failure that stands for whatever a call raised, with the wait that the server asked for.

    Time-outs, dropped connections, broken bodies, 408, 409, 425, 429 and 5xx may pass; a used-up account,
    a wrong key or name, and a prompt that is too long do not.
    """
    return ModelError(
        plain_reason(reason, options),
        transient=_may_pass(reason),
        retry_after=_retry_after(reason),
        charged=not isinstance(getattr(reason, "status_code", None), int),
    )


def plain_reason(reason: Exception, options: ModelOptions) -> str:
    """A sentence for whatever a call raised: HTTP status, time-out, dropped connection, broken body."""
    said = _said(reason)
    if said is None:
        return f"the call failed ({type(reason).__name__})"
    return said.format(model=options.model, timeout=options.timeout)


def reply_problem(text: object, finish_reason: object, *, refused: bool = False) -> str | None:
    """Why a reply that came without an error is none: refused, empty. None where it is one.

    A reply that was cut short is one, since what is whole in it can be used.
    """
    if refused or finish_reason in _FILTERED:
        return "the model refused to answer"
    if not isinstance(text, str) or not text.strip():
        if finish_reason in CUT_SHORT:
            return "the answer was cut short at its limit of tokens"
        return "the answer was empty"
    if len(text) > MAX_REPLY_CHARS:
        return f"the answer was longer than {MAX_REPLY_CHARS} characters"
    return None


def _said(reason: Exception) -> str | None:
    if (kind := _kind(reason)) is not None:
        return kind
    code, status = getattr(reason, "code", None), getattr(reason, "status_code", None)
    if isinstance(code, str) and code in _BY_CODE:
        return _BY_CODE[code]
    if isinstance(status, int):
        kind = "the server failed" if status >= 500 else "the server refused the request"
        return f"{_BY_STATUS.get(status, kind)} (HTTP {status})"
    return None


def _kind(reason: Exception) -> str | None:
    names = {kind.__name__ for kind in type(reason).__mro__}
    return next((said for said, kinds in _BY_KIND if names & kinds), None)


def _may_pass(reason: Exception) -> bool:
    if _kind(reason) is not None:
        return True
    status = getattr(reason, "status_code", None)
    if getattr(reason, "code", None) in _LASTING_CODES or not isinstance(status, int):
        return False
    return status in _PASSING or status >= 500


def _retry_after(reason: Exception) -> float | None:
    """Seconds from `Retry-After`: a number, or a date; from OpenAI's `retry-after-ms` too."""
    holder = reason if isinstance(reason, RequestFailedError) else getattr(reason, "response", None)
    headers = getattr(holder, "headers", None)
    if not isinstance(headers, Mapping):
        return None
    precise, plain = headers.get("retry-after-ms"), headers.get("retry-after")
    for text, unit in ((precise, 0.001), (plain, 1.0)):
        try:
            seconds = float(text) * unit if text is not None else -1.0
        except ValueError:
            continue
        if 0.0 <= seconds < float("inf"):
            return seconds
    return None if plain is None else _until(plain)


def _until(day: str) -> float | None:
    try:
        moment = parsedate_to_datetime(day)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
