"""Changing the JSON of a facts file: entries found and added by their ids, everything else left as it is."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from poa_ai.facts import Facts

Entry = dict[str, Any]

_LISTS = {"metrics": "M", "facts": "F", "root_causes": "C", "evidence": "E", "questions": "Q"}
_INNER = {"corrective_actions": "A", "preventive_measures": "P"}


class FactsEntries:
    """The JSON of a facts file while one answer is put into it."""

    def __init__(self, raw: Mapping[str, Any], facts: Facts) -> None:
        """A copy of `raw`, which `facts` were read from; ids that were left out are written down."""
        self.raw: Entry = copy.deepcopy(dict(raw))
        for key in _LISTS:
            for entry, part in zip(self.raw.get(key, ()), getattr(facts, key), strict=True):
                entry.setdefault("id", part.id)
                for inner in _INNER if key == "root_causes" else ():
                    for child, known in zip(entry.get(inner, ()), getattr(part, inner), strict=True):
                        child.setdefault("id", known.id)
        requests = (self.raw.get("notice") or {}).get("requests", ())
        for entry, part in zip(requests, facts.notice.requests, strict=True):
            entry.setdefault("id", part.id)

    def of(self, id: str) -> Entry:
        """The entry of that id. Raises KeyError where there is none."""
        for _, entry in self._all():
            if entry["id"] == id:
                return entry
        raise KeyError(id)

    def add(self, key: str, entry: Entry, cause: str | None = None) -> str:
        """Add an entry to the list `key`, of the root cause `cause` if one is given; its new id."""
        owner = self.raw if cause is None else self.of(cause)
        id = self._new_id((_LISTS | _INNER)[key])
        owner.setdefault(key, []).append({"id": id, **entry})
        return id

    def tell(self, cause: str, fact: str) -> None:
        """Name a fact under a root cause."""
        self.link(cause, "facts", fact)

    def link(self, id: str, key: str, other: str) -> None:
        """Name `other` in the list `key` of the entry `id`, once."""
        linked = self.of(id).setdefault(key, [])
        if other not in linked:
            linked.append(other)

    def object(self, key: str) -> Entry:
        """The object `key` of the file, made where it is not there."""
        value: Entry = self.raw.setdefault(key, {})
        return value

    def of_request(self, id: str) -> Entry:
        """The request of that id. Raises KeyError where there is none."""
        for entry in self.object("notice").get("requests", ()):
            if entry["id"] == id:
                return entry  # type: ignore[no-any-return]  # parsed JSON
        raise KeyError(id)

    def remove_request(self, id: str) -> None:
        """Take a request of the notice out, with the questions about it."""
        self.object("notice")["requests"].remove(self.of_request(id))
        self.remove(id)

    def name_products(self, asins: Sequence[str]) -> None:
        """Add the products that the file does not hold yet."""
        known = {str(product.get("asin", "")).upper() for product in self.raw.get("products", ())}
        new = [{"asin": asin} for asin in asins if asin not in known]
        self.raw["products"] = [*self.raw.get("products", ()), *new]
        self.settle("products")

    def settle(self, topic: str, about: str | None = None) -> None:
        """Take out the questions on a topic that a value answers now; `about` None: on no entry."""
        for entry in list(self.raw.get("questions", ())):
            if entry.get("topic") == topic and entry.get("about") == about:
                self.raw["questions"].remove(entry)

    def remove(self, id: str) -> None:
        """Take an entry out, with every mention of it and the questions about it."""
        gone = {id, *(entry["id"] for _, entry in self._all() if entry.get("about") == id)}
        for owner, entry in list(self._all()):
            if entry["id"] in gone:
                owner.remove(entry)
                continue
            for key in ("facts", "evidence"):
                if id in entry.get(key, ()):
                    entry[key] = [other for other in entry[key] if other != id]

    def _all(self) -> Iterator[tuple[list[Entry], Entry]]:
        for key in _LISTS:
            for entry in self.raw.get(key, ()):
                yield self.raw[key], entry
                for inner in _INNER if key == "root_causes" else ():
                    for child in entry.get(inner, ()):
                        yield entry[inner], child

    def _new_id(self, prefix: str) -> str:
        taken = {entry["id"] for _, entry in self._all()}
        taken |= {entry["id"] for entry in (self.raw.get("notice") or {}).get("requests", ())}
        number = 1
        while (id := f"{prefix}{number}") in taken:
            number += 1
        return id
