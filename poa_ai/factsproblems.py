"""From the schema's errors to problems that a seller can act on."""

import difflib
import typing
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from poa_ai.errors import Problem
from poa_ai.facts import Facts
from poa_ai.jsontext import escape_pointer

_EXPECTED = {
    "string_type": "expected text in quotation marks",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list [ ... ]",
    "list_type": "expected a list [ ... ]",
    "model_type": "expected an object { ... }",
    "model_attributes_type": "expected an object { ... }",
    "dict_type": "expected an object { ... }",
    "string_too_short": "expected some text",
}
_PATTERNS = {
    r"\S": "expected some text",
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$": "expected an id of at most 32 letters, digits, '.', '_' or '-'",
    r"^[A-Za-z0-9]{10,13}$": "expected an ASIN (10 letters and digits)",
}
_MISSING = {
    "schema_version": 'write "schema_version": 1',
    "issue": 'name its issue type, for example "odr"; `poa-ai plugins list` shows them',
    "statement": "say in a sentence or two what went wrong",
}


def schema_problems(error: ValidationError, path: str) -> list[Problem]:
    """The schema's errors as problems, in the order of the file's keys."""
    return [_problem(details, path) for details in error.errors(include_url=False)]


def _problem(details: ErrorDetails, path: str) -> Problem:
    loc, kind = details["loc"], details["type"]
    parent, key = loc[:-1], str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        known = _known_keys(parent)
        near = difflib.get_close_matches(key, known, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"
        return Problem(path, _pointer(parent) or "/", f"unknown key '{key[:60]}'", hint)
    if kind == "missing":
        return Problem(path, _pointer(parent) or "/", f"'{key}' is missing", _MISSING.get(key, ""))
    return Problem(path, _pointer(loc) or "/", f"{_expected(details)}, got {_shown(details['input'])}")


def _expected(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(context.get("pattern")), "expected another form")
    if kind == "string_too_long":
        return f"expected at most {context['max_length']} characters"
    if kind == "too_long":
        return f"expected at most {context['max_length']} entries"
    if kind in {"greater_than_equal", "less_than_equal"}:
        limit = context.get("ge", context.get("le"))
        return f"expected a number {'not below' if 'ge' in context else 'not above'} {limit:g}"
    if kind == "literal_error":
        return f"expected {context['expected']}"
    if kind == "value_error":
        return str(context["error"])
    return _EXPECTED.get(kind, details["msg"])


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    text = text if len(text) <= 40 else text[:37] + "..."
    return f'"{text}"' if isinstance(value, str) else text


def _pointer(loc: tuple[int | str, ...]) -> str:
    return "".join(f"/{escape_pointer(str(step))}" for step in loc)


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Facts
    for step in loc:
        if isinstance(step, int):
            continue
        for name, field in model.model_fields.items():
            if step in {name, field.alias} and (inner := _model_in(field.annotation)):
                model = inner
                break
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, typing.get_args(annotation))), None)
