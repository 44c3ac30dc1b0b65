"""Reading what a model answered for a section. Nothing about the answer is taken for granted."""

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from poa_ai.chatmodel import Reply
from poa_ai.errors import ModelError
from poa_ai.jsonobject import MAX_CHARS, find_json, whole_items
from poa_ai.outline import Part
from poa_ai.sectionprompt import MAX_STATEMENTS


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
    """The statements in a reply: JSON, with code fences or other text around it or not.

    Taken too: the bare list, a list for each part, and the whole statements of a reply that was cut short.
    Raises ModelError, in plain words, where there is nothing of that shape.
    """
    if len(reply.text) > MAX_CHARS:
        raise ModelError("the answer is far too long")
    found = _shaped(find_json(reply.text))
    if reply.cut_short and (found is None or "statements" not in found):
        found = {"statements": whole_items(reply.text, "statements")}
        if not found["statements"]:
            raise ModelError("the answer was cut short at its limit of tokens")
    if found is None:
        raise ModelError("the answer holds no JSON object")
    try:
        return _SectionReply.model_validate(found).statements
    except ValidationError as reason:
        first = reason.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"][:3]))
        said = first["msg"].replace("tuple", "list").lower()
        raise ModelError(f"the answer does not have the shape asked for ({place}: {said})") from None


def _shaped(found: Any) -> dict[str, Any] | None:
    """The object asked for, made of what models answer instead."""
    if isinstance(found, list):
        return {"statements": found} if all(isinstance(item, dict) for item in found) else None
    if not isinstance(found, dict):
        return None
    if "statements" not in found and found and all(isinstance(value, list) for value in found.values()):
        by_part = [
            {"part": part, **item}
            for part, items in found.items()
            for item in items
            if isinstance(item, dict)
        ]
        return {"statements": by_part} if by_part else found
    return found
