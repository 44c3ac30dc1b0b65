"""Reading what a model answered for a section. Nothing about the answer is taken for granted."""

import json
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from poa_ai.chatmodel import Reply
from poa_ai.errors import ModelError
from poa_ai.outline import Part
from poa_ai.sectionprompt import MAX_STATEMENTS

_MAX_CHARS = 100_000
_MAX_TRIES = 5  # braces from which a JSON object is looked for


class ProposedStatement(BaseModel):
    """A statement as the model wrote it, unchecked."""

    model_config = ConfigDict(frozen=True)

    part: Part
    text: str = Field(max_length=8_000)
    facts: tuple[str, ...] = Field(max_length=100)

    @field_validator("part", mode="before")
    @classmethod
    def _plain_part(cls, value: Any) -> Any:
        """ "Root cause" and "root-cause" are root_cause."""
        return re.sub(r"[\s-]+", "_", value.strip().lower()) if isinstance(value, str) else value

    @field_validator("facts", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """A single id counts as a list of one."""
        return [value] if isinstance(value, str) else value


class _SectionReply(BaseModel):
    statements: tuple[ProposedStatement, ...] = Field(max_length=4 * MAX_STATEMENTS)


def parse_reply(reply: Reply) -> tuple[ProposedStatement, ...]:
    """The statements in a reply: one JSON object, with code fences or other text around it or not.

    Raises ModelError, in plain words, where there is none of that shape.
    """
    if len(reply.text) > _MAX_CHARS:
        raise ModelError("the answer is far too long")
    found = _json_object(reply.text)
    if found is None:
        raise ModelError("the answer holds no JSON object")
    try:
        return _SectionReply.model_validate(found).statements
    except ValidationError as reason:
        first = reason.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"][:3]))
        raise ModelError(f"the answer does not have the shape asked for ({place}: {first['msg']})") from None


def _json_object(text: str) -> dict[str, Any] | None:
    decoder = json.JSONDecoder()
    at = -1
    for _ in range(_MAX_TRIES):
        at = text.find("{", at + 1)
        if at < 0:
            return None
        try:
            found, _end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return None
