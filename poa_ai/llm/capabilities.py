"""What a server that speaks chat completions does not take, learned from its refusals.

A refused request costs nothing, so each thing is tried once; what was done instead is told in the report.
"""

from collections.abc import Mapping
from typing import Any

_REFUSED = {400, 422}
_OPTIONAL = ("response_format", "temperature", "seed", "max_tokens", "max_completion_tokens")
_OTHER_LIMIT = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_NOTES = {
    "response_format": "takes no JSON Schema: the shape of the answer was asked for in words alone",
    "temperature": "takes no temperature: answers may differ from run to run",
    "seed": "takes no seed: answers may differ from run to run",
    "system": "takes no system message: its text stands at the head of the user message",
    "limit": "takes no limit of tokens: an answer may be longer and cost more than planned",
}


class Capabilities:
    """Grows with each refusal; `fit` leaves out what was refused."""

    def __init__(self) -> None:
        self._refused: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """A line for each thing that is done without, in the order in which they were refused."""
        names = ["limit" if name in _OTHER_LIMIT else name for name in self._refused]
        if "limit" in names and not _OTHER_LIMIT.keys() <= self._refused.keys():
            names.remove("limit")  # the other name of the limit is taken
        return tuple(f"the server {_NOTES[name]}" for name in dict.fromkeys(names))

    def fit(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The request in a form that the server has not refused."""
        fitted = dict(request)
        for name, other in _OTHER_LIMIT.items():
            if name in fitted and name in self._refused:
                fitted[other] = fitted.pop(name)
                break
        fitted = {name: value for name, value in fitted.items() if name not in self._refused}
        if "system" in self._refused:
            fitted["messages"] = _without_system(fitted["messages"])
        return fitted

    def learn(self, reason: Exception, request: Mapping[str, Any]) -> bool:
        """Whether the refusal names something of the request that can be done without; from now on it is.

        Of calls that are under way at once each may be refused for the same: all are worth another try.
        """
        if getattr(reason, "status_code", None) not in _REFUSED:
            return False
        said = str(reason).replace("json_schema", "response_format").lower()
        name = next((name for name in _OPTIONAL if name in request and name in said), None)
        if name is None and "system" in said and any(m["role"] == "system" for m in request["messages"]):
            name = "system"
        if name is None:
            return False
        self._refused[name] = None
        return True


def _without_system(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    head = "\n\n".join(m["content"] for m in messages if m["role"] == "system")
    rest = [m for m in messages if m["role"] != "system"]
    if not rest:
        return [{"role": "user", "content": head}]
    return [{"role": "user", "content": f"{head}\n\n{rest[0]['content']}"}, *rest[1:]]
