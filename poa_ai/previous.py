"""What a letter says anew against the one that was sent before it, statement by statement.

A second appeal is an addition: what was said stays, and what was asked for comes to it. The letter says
nothing of the first one; this tells the seller what the reviewer will see as new.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from poa_ai.document import Document
from poa_ai.letter import Letter
from poa_ai.outline import Part
from poa_ai.sentences import split_sentences
from poa_ai.values import find_exhibits

ALIKE = 0.6
"""From this share of common words on, a statement is an earlier one in other words or with other values."""
_MOST = 600  # sentences of the earlier letter that are compared
_WORD = re.compile(r"\w+")


class State(StrEnum):
    """How a statement or section stands to the earlier letter."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Compared:
    """A statement of the new letter. `id` is that of the report, `before` what stood there; "" where new."""

    id: str
    section: str
    part: Part
    text: str
    state: State
    before: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The new letter against the earlier one. `left_out` are earlier sentences that no longer stand in it.

    `new_exhibits` are the ids of documents whose title the earlier letter does not hold.
    """

    statements: tuple[Compared, ...]
    left_out: tuple[str, ...]
    new_exhibits: tuple[str, ...]

    @property
    def sections(self) -> dict[str, State]:
        """Each section with its state: new where nothing of it stood before, same where all did."""
        found: dict[str, set[State]] = {}
        for statement in self.statements:
            found.setdefault(statement.section, set()).add(statement.state)
        return {id: states.pop() if len(states) == 1 else State.CHANGED for id, states in found.items()}

    @property
    def news(self) -> tuple[Compared, ...]:
        """The statements that are new or changed."""
        return tuple(statement for statement in self.statements if statement.state is not State.SAME)

    def to_json(self, path: str) -> dict[str, Any]:
        """The comparison as report.json holds it; `path` names the earlier letter."""
        statements = [
            {"id": s.id, "state": str(s.state), "before": s.before or None} for s in self.statements
        ]
        return {
            "letter": path,
            "sections": {id: str(state) for id, state in self.sections.items()},
            "statements": statements,
            "left_out": list(self.left_out),
            "new_exhibits": list(self.new_exhibits),
        }


@dataclass(frozen=True, slots=True)
class _Earlier:
    text: str
    part: str
    words: frozenset[str]
    key: str


def compare_letters(document: Document, earlier: Letter) -> Comparison:
    """The statements of a document against an earlier letter, whoever wrote that. Never raises."""
    known = list(_earlier_sentences(earlier))
    keys = {sentence.key: place for place, sentence in reversed(list(enumerate(known)))}
    used: set[int] = set()
    statements = []
    for section in document.sections:
        for number, statement in enumerate(section.draft.statements, 1):
            state, places = _found(statement.text, str(statement.part), known, keys)
            used |= places
            before = "" if state is State.NEW else " ".join(known[place].text for place in sorted(places))
            id = f"{section.id}.{number}"
            statements.append(Compared(id, section.id, statement.part, statement.cited_text, state, before))
    left_out = tuple(sentence.text for place, sentence in enumerate(known) if place not in used)
    held = _key(earlier.text)
    new = tuple(exhibit.id for exhibit in document.exhibits if _key(exhibit.title) not in held)
    return Comparison(tuple(statements), left_out, new)


def _earlier_sentences(letter: Letter) -> Iterator[_Earlier]:
    taken = 0
    for section in letter.sections:
        blocks = [(part.name, block) for part in section.parts for block in part.blocks]
        for name, block in (*(("", block) for block in section.blocks), *blocks):
            if block.kind in {"heading", "rule"}:
                continue
            for span in split_sentences(block.text):
                text = block.text[span.start : span.end].strip()
                if (key := _key(text)) and taken < _MOST:
                    taken += 1
                    yield _Earlier(text, name, frozenset(key.split()), key)


def _found(text: str, part: str, known: Sequence[_Earlier], keys: dict[str, int]) -> tuple[State, set[int]]:
    """The state of a statement of one or more sentences, and the places of those that it answers to."""
    states, places = set(), set()
    for span in split_sentences(text):
        key = _key(text[span.start : span.end])
        if not key:
            continue
        if key in keys:
            states.add(State.SAME)
            places.add(keys[key])
        elif (place := _nearest(frozenset(key.split()), part, known)) is not None:
            states.add(State.CHANGED)
            places.add(place)
        else:
            states.add(State.NEW)
    return (states.pop() if len(states) == 1 else State.CHANGED), places


def _nearest(words: frozenset[str], part: str, known: Sequence[_Earlier]) -> int | None:
    """The sentence of the same part that shares most words; None where none shares enough."""
    best, found = 0.0, None
    for place, sentence in enumerate(known):
        if sentence.part in {part, ""}:
            share = len(words & sentence.words) / len(words | sentence.words)
            if share >= ALIKE and share > best:
                best, found = share, place
    return found


def _key(text: str) -> str:
    """The words of a text without marks, cases and citations of exhibits."""
    for _, span in reversed(find_exhibits(text)):
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return " ".join(_WORD.findall(text.casefold()))
