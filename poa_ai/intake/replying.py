"""A reply to an appeal, put into the facts of that appeal: what it asks for comes in, all else stays.

Windows of documents and the head of the letter go on counting from the first notice, so its day stays.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

_KEPT_TOPICS = frozenset({"requests", "respond_within_days"})
"""Open questions of a reply that the facts of the appeal do not answer."""


def with_reply(facts: Mapping[str, Any], reply: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the first appeal (parsed JSON) with a reply, as `begin_facts` reads it, in its notice."""
    raw = copy.deepcopy(dict(facts))
    given, said = dict(raw.get("notice") or {}), dict(reply["notice"])
    given.pop("file", None)
    renamed = _requests(given, said)
    given["orders"] = list(dict.fromkeys([*given.get("orders", ()), *said.get("orders", ())]))
    given |= {key: said[key] for key in ("text", "asks_for_plan", "submit_to", "source") if key in said}
    given |= {"scope": "reply", "respond_within_days": _days(given.get("received"), said)}
    raw["notice"] = {key: value for key, value in given.items() if value is not None and value != []}
    known = {str(product.get("asin", "")).upper() for product in raw.get("products", ())}
    new = [product for product in reply.get("products", ()) if product["asin"].upper() not in known]
    raw["products"] = [*raw.get("products", ()), *new]
    raw["questions"] = [*raw.get("questions", ()), *_questions(reply, renamed)]
    return {key: value for key, value in raw.items() if value != []}


def _requests(given: dict[str, Any], said: Mapping[str, Any]) -> dict[str, str]:
    """Add the documents of a kind that was not asked for before; the new ids by those of the reply."""
    held = [dict(request) for request in given.get("requests", ())]
    for number, request in enumerate(held, 1):
        request.setdefault("id", f"R{number}")
    kinds, taken = {request.get("kind") for request in held}, {request["id"] for request in held}
    renamed = {}
    for request in said.get("requests", ()):
        if request["kind"] not in kinds:
            number = 1
            while f"R{number}" in taken:
                number += 1
            taken.add(f"R{number}")
            renamed[request["id"]] = f"R{number}"
            held.append({**request, "id": f"R{number}"})
    given["requests"] = held
    return renamed


def _days(received: object, said: Mapping[str, Any]) -> int | None:
    """The time that the reply gives, counted from the first notice as the facts count it."""
    days: int | None = said.get("respond_within_days")
    if days is None or "received" not in said or not isinstance(received, str):
        return days
    between = (date.fromisoformat(said["received"]) - date.fromisoformat(received)).days
    return min(36_500, max(0, days + between))


def _questions(reply: Mapping[str, Any], renamed: Mapping[str, str]) -> list[dict[str, Any]]:
    kept = [q for q in reply.get("questions", ()) if q.get("topic") in _KEPT_TOPICS]
    return [
        {**q, "about": renamed[q["about"]]} if "about" in q else q
        for q in kept
        if "about" not in q or q["about"] in renamed
    ]
