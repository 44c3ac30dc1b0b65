"""What went wrong with a model, in words that a seller can act on.

Nothing that a server wrote is repeated: it may quote the prompt or a part of the key.
"""

import json

from poa_ai.chatmodel import ModelOptions

MAX_REPLY_CHARS = 200_000
"""A longer reply is refused unread."""

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
_CUT_SHORT = {"length", "max_tokens", "MAX_TOKENS"}
_FILTERED = {"content_filter", "safety", "SAFETY", "refusal"}


def plain_reason(reason: Exception, options: ModelOptions) -> str:
    """A sentence for whatever a call raised: HTTP status, time-out, dropped connection, broken body."""
    said = _said(reason, options)
    return said.format(model=options.model) if said else f"the call failed ({type(reason).__name__})"


def reply_problem(text: object, finish_reason: object, *, refused: bool = False) -> str | None:
    """Why a reply that came without an error is none: cut short, refused, empty. None where it is one."""
    if finish_reason in _CUT_SHORT:
        return "the answer was cut short at its limit of tokens"
    if refused or finish_reason in _FILTERED:
        return "the model refused to answer"
    if not isinstance(text, str) or not text.strip():
        return "the answer was empty"
    if len(text) > MAX_REPLY_CHARS:
        return f"the answer was longer than {MAX_REPLY_CHARS} characters"
    return None


def _said(reason: Exception, options: ModelOptions) -> str | None:
    names = {kind.__name__ for kind in type(reason).__mro__}
    if isinstance(reason, TimeoutError) or "APITimeoutError" in names:
        return f"no answer within {options.timeout:g} seconds"
    if "APIConnectionError" in names:
        return "the server can't be reached, or it dropped the connection"
    if isinstance(reason, json.JSONDecodeError) or "APIResponseValidationError" in names:
        return "the server's answer was broken; check the base URL"
    code, status = getattr(reason, "code", None), getattr(reason, "status_code", None)
    if isinstance(code, str) and code in _BY_CODE:
        return _BY_CODE[code]
    if isinstance(status, int):
        kind = "the server failed" if status >= 500 else "the server refused the request"
        return f"{_BY_STATUS.get(status, kind)} (HTTP {status})"
    return None
