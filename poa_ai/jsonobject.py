"""The JSON object in a model's answer, which may be wrapped in words, fenced, or cut short."""

import json
from typing import Any

MAX_CHARS = 200_000
"""A longer answer is not read."""
_MAX_TRIES = 5  # brackets at which a value is looked for
_MAX_CUTS = 200  # ends of items at which a text that was cut short is closed


def find_json(text: str) -> Any:
    """The first JSON object or list in the text; None where there is none, or where the text is too long."""
    if len(text) > MAX_CHARS:
        return None
    decoder = json.JSONDecoder()
    at = -1
    for _ in range(_MAX_TRIES):
        at = _next_bracket(text, at + 1)
        if at < 0:
            return None
        try:
            found, _end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return None


def whole_items(text: str, name: str) -> list[Any]:
    """The items of the list `name` that are whole in a text that may end in the middle of one."""
    decoder = json.JSONDecoder()
    start = text.find(f'"{name}"')
    at = text.find("[", start) + 1 if start >= 0 else 0
    items: list[Any] = []
    while at and len(items) < _MAX_CUTS and len(text) <= MAX_CHARS:
        at = text.find("{", at)
        if at < 0:
            break
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return items


def _next_bracket(text: str, start: int) -> int:
    places = [place for place in (text.find("{", start), text.find("[", start)) if place >= 0]
    return min(places, default=-1)
