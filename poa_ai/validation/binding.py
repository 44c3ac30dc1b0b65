"""A true value in the wrong place: whether each value of a sentence measures what it measures in the facts.

Every value of a letter stands in a neighbourhood of words and other values. The slots of the facts that hold
that value are set beside the slots that hold another one: where another fits clearly better, and the
sentence does not state it elsewhere, the value stands in its place.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from poa_ai.validation.anchors import DENIED, NEW, OLD, PART, WHOLE, Anchors, read_anchors
from poa_ai.validation.attested import OF
from poa_ai.validation.denials import NO
from poa_ai.validation.factsheet import Entry, FactSheet, Slot, key_of, neighbourhood, norm_of
from poa_ai.validation.passages import Passage
from poa_ai.validation.tokens import WORD, Token
from poa_ai.values import Kind

_AROUND, _CLOSE = 0.35, 0.7
"""What a key elsewhere in the block counts, beside 1 for one in the sentence; in a short block."""
_SHORT = 45
"""Up to so many tokens a block is short."""
NEAR, SECTION, IN_PART = 0.7, 0.25, 0.1
"""What the neighbourhood, the section and the part count, beside 1 for the likeness of the sentence."""
_IDS = (Kind.ASIN, Kind.INVOICE, Kind.ORDER_ID)
_MARKS = {DENIED: 1.0, OLD: 3.0, NEW: 3.0, PART: 1.5, WHOLE: 1.5}
_HOMES = 12
"""So many statements that hold a value are asked what it is said of."""
_ANY = 0.6
"""The share of `SECTION` that counts where section or statement is not bound to one."""


class Fit(NamedTuple):
    """How well a token of a passage fits a slot."""

    slot: Slot
    score: float


class Bound:
    """A passage beside the facts: how alike each statement is, and how well each slot fits."""

    def __init__(self, sheet: FactSheet, passage: Passage) -> None:
        self.sheet = sheet
        self.passage = passage
        self.keys = [key_of(token) for token in passage.tokens]
        self._counts = Counter(self.keys)
        self._standings: dict[int, float] = {}
        self.values = sum(token.kind != WORD for token in passage.tokens)
        self._fits: dict[int, list[Fit]] = {}
        self._anchored: dict[tuple[int, str, str], tuple[float, Entry | None]] = {}
        self._likest: list[int] | None = None
        self._shared: dict[int, float] = {}
        weight = 0.0
        own, around = set(self.keys), {key_of(token) for token in passage.around}
        close = _CLOSE if len(passage.around) + len(own) <= _SHORT else _AROUND
        for keys, share in ((own, 1.0), (around - own, close)):
            for key in keys:
                rarity = sheet.rarity.get(key, 0.0)
                weight += rarity * rarity * share
                for entry in sheet.holding.get(key, ()):
                    self._shared[entry] = self._shared.get(entry, 0.0) + rarity * rarity * share
        self._weight = sqrt(weight) or 1.0
        self.stated = around | own

    def alike(self, entry: int, without: str = "") -> float:
        """Cosine of passage and statement, the key of a token left out of both; from 0 to about 1."""
        found = self.sheet.entries[entry]
        shared = self._shared.get(entry, 0.0)
        if without and without in found.keys and self._counts[without] == 1:
            shared -= self.sheet.rarity[without] ** 2
        return max(shared, 0.0) / (self._weight * found.weight)

    def likest(self, count: int) -> list[int]:
        """The statements that share most with the passage and its block, the likest first."""
        if self._likest is None:
            self._likest = sorted(self._shared, key=self._rank, reverse=True)
        return self._likest[:count]

    def likest_anywhere(self, count: int) -> list[int]:
        """The statements that share most with the passage, whatever their section."""
        return sorted(self._shared, key=self.alike, reverse=True)[:count]

    def is_at_home(self, entry: int) -> bool:
        """Whether a statement belongs to the section of the passage, or to none."""
        sections = self.sheet.entries[entry].statement.sections
        return not sections or self.passage.section is None or self.passage.section in sections

    def _rank(self, entry: int) -> float:
        statement = self.sheet.entries[entry].statement
        near = self.passage.section is None or self.passage.section in statement.sections
        return self.alike(entry) + SECTION * near

    def fits(self, at: int) -> list[Fit]:
        """How well the slots of its kind take the token at a place; unlike statements are left out."""
        if at not in self._fits:
            token, own = self.passage.tokens[at], self.keys[at]
            near = neighbourhood(self.passage.tokens, self.keys, at, self.sheet.rarity)
            norm = norm_of(near)
            slots = self.sheet.slots.get(token.kind, ())
            shared = [0.0] * len(slots)
            for key, weight in near.items():
                for place, held in self.sheet.nearby.get((token.kind, key), ()):
                    shared[place] += weight * held
            alike = self._alike_but(own)
            self._fits[at] = [
                Fit(slot, alike[slot.entry] + NEAR * common / (norm * slot.norm))
                for slot, common in zip(slots, shared, strict=True)
                if slot.entry in alike
            ]
        return self._fits[at]

    def _alike_but(self, key: str) -> dict[int, float]:
        """How alike each statement is, the key left out, with what it counts for its section and part."""
        if self._counts[key] != 1:
            return self._alike
        holders = (entry for entry in self.sheet.holding.get(key, ()) if entry in self._shared)
        return self._alike | {entry: self.alike(entry, key) + self._standing(entry) for entry in holders}

    @cached_property
    def _alike(self) -> dict[int, float]:
        """How alike each statement is that shares anything, with what it counts for its section and part."""
        return {entry: self.alike(entry) + self._standing(entry) for entry in self._shared}

    @cached_property
    def anchors(self) -> Anchors:
        """What each value of the sentence is said of."""
        return read_anchors(self.passage.tokens, self.passage.text, self.passage.span.start)

    def anchored(self, at: int, key: str, fact: str = "") -> tuple[float, Entry | None]:
        """How much of what a value is said of is said of the key in one statement, by rarity; which one.

        With the id of a fact, only its statements count.
        """
        if (at, key, fact) not in self._anchored:
            mine = self.anchors.get(at, frozenset())
            found = [
                (sum(_MARKS.get(one) or self.sheet.rarity.get(one, 0.0) for one in mine & anchors), place)
                for place in self.homes(key)
                if not fact or self.sheet.entries[place].statement.id == fact
                for anchors in self._said_of(place, key)
            ]
            weight, place = max(found, default=(0.0, -1))
            self._anchored[at, key, fact] = (weight, self.sheet.entries[place] if place >= 0 else None)
        return self._anchored[at, key, fact]

    def homes(self, key: str) -> list[int]:
        """The statements of this section, and of no section, that hold the key."""
        return [place for place in self.sheet.holding.get(key, ())[:_HOMES] if self.is_at_home(place)]

    def _said_of(self, place: int, key: str) -> Iterator[frozenset[str]]:
        entry = self.sheet.entries[place]
        return (anchors for at, anchors in entry.anchors.items() if key_of(entry.tokens[at]) == key)

    def says_no(self) -> bool:
        """Whether the sentence, or a statement likest to it, says no to something."""
        told = (self.sheet.entries[entry].statement.text for entry in self.likest(3))
        return any(NO.search(text) for text in (self.passage.text, *told))

    def shares(self) -> list[tuple[Token, Token]]:
        """The counts that the sentence gives with their base: "14 of the 36"."""
        text, start = self.passage.text, self.passage.span.start
        return [
            (one, two)
            for one, two in pairwise(self.passage.tokens)
            if one.kind == two.kind == Kind.NUMBER
            and OF.fullmatch(text, one.span.end - start, two.span.start - start) is not None
        ]

    def is_tied(self, at: int, rival: Slot) -> bool:
        """Whether an id right beside the token stands in one statement with its value, not with the rival's.

        "B0EXAMPLE1 (0.7 mm)" is right where a fact gives this product 0.7 mm.
        """
        own = self.keys[at]
        for place in (at - 1, at + 1):
            if 0 <= place < len(self.keys) and self.passage.tokens[place].kind in _IDS:
                both = set(self.sheet.holding.get(own, ())) & set(
                    self.sheet.holding.get(self.keys[place], ())
                )
                if both and self.keys[place] not in self.sheet.entries[rival.entry].keys:
                    return True
        return False

    def _standing(self, entry: int) -> float:
        """What a statement counts for belonging to the section and the part of the passage."""
        if entry not in self._standings:
            statement = self.sheet.entries[entry].statement
            section, part = self.passage.section, self.passage.part
            score = IN_PART if part is None or statement.part is None or statement.part == part else 0.0
            if section is not None and section in statement.sections:
                score += SECTION
            elif section is None or not statement.sections:
                score += SECTION * _ANY
            self._standings[entry] = score
        return self._standings[entry]
