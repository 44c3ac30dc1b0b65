"""Bounded reading of JSON that a stranger wrote: size, depth, duplicate keys, numbers that are none."""

import json
import math
import re
from typing import Any

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonTextError(ValueError):
    """The text is not JSON that may be used; the message says where and what would be right."""


class _DuplicateKey(dict[str, Any]):
    """A JSON object in which `duplicate` stood twice."""

    duplicate = ""


def parse_json(data: bytes, *, max_bytes: int, max_depth: int) -> Any:
    """The value of a JSON text in UTF-8 (a byte order mark is allowed).

    Raises JsonTextError for text that is too long or nested too deep, not UTF-8, empty or not JSON,
    for a key given twice, for NaN, infinities and numbers out of range, and for half characters.
    """
    if len(data) > max_bytes:
        raise JsonTextError(f"larger than {max_bytes:,} bytes; take out what the letter does not need")
    if b"\0" in data:
        raise JsonTextError("binary data or UTF-16, not a JSON text; save the file as UTF-8 text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonTextError(f"byte {error.start + 1} is not UTF-8; save the file as UTF-8 text") from None
    if not text.strip():
        raise JsonTextError("the file is empty; it must hold a JSON object")
    _check_depth(data, max_depth)
    try:
        value = json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_float=_finite_float,
            parse_int=_bounded_int,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise JsonTextError(f"not JSON: {error.msg} at {where}") from None
    _check_tree(value, "")
    return value


def _check_depth(data: bytes, max_depth: int) -> None:
    # Before parsing: the parser itself fails on deep nesting with an error that helps nobody.
    depth = 0
    for match in _TOKEN.finditer(data):
        if match.group() in (b"[", b"{"):
            depth += 1
            if depth > max_depth:
                raise JsonTextError(f"nested deeper than {max_depth} levels")
        elif match.group() in (b"]", b"}"):
            depth -= 1


def _refuse_constant(name: str) -> float:
    raise JsonTextError(f"{name} is not a number; write a finite number or leave the key out")


def _finite_float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise JsonTextError(f"{digits[:40]} is out of range; write a finite number")
    return number


def _bounded_int(digits: str) -> int:
    if len(digits) > 18:
        raise JsonTextError(f"{digits[:20]}... is out of range; put ids into quotation marks")
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Which object it stands in is only known from above, so the finding waits for the walk.
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    seen: set[str] = set()
    marked = _DuplicateKey(values)
    for key, _ in pairs:
        if key in seen:
            marked.duplicate = key
        seen.add(key)
    return marked


def _check_tree(value: Any, pointer: str) -> None:
    if isinstance(value, str) and _SURROGATE.search(value):
        raise JsonTextError(
            f"{pointer or '/'} holds half a character (a lone \\ud8.. escape); write the character itself"
        )
    if isinstance(value, _DuplicateKey):
        raise JsonTextError(
            f"{pointer or '/'}: the key '{value.duplicate[:60]}' stands twice; keep one of them"
        )
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_tree(key, pointer)
            _check_tree(inner, f"{pointer}/{escape_pointer(key)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_tree(inner, f"{pointer}/{index}")


def escape_pointer(key: str) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
