"""Which section of a letter answers which root cause."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.letter import SectionText
from poa_ai.validation.stemming import root

_ALIKE = 0.5
"""Titles that share at least this part of their words may name the same root cause."""
_COMPARED = 100
"""Of a letter with more sections, only the first ones are matched by title."""


@dataclass(frozen=True, slots=True)
class ExpectedSection:
    """A root cause that must have its own section: its id, and the section's title without number."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the case asks of the letter: sections in order, and the ids of all exhibits."""

    sections: tuple[ExpectedSection, ...]
    exhibits: tuple[str, ...] = ()


def match_sections(
    sections: Sequence[SectionText], expected: Sequence[ExpectedSection]
) -> tuple[int | None, ...]:
    """For each section the place of the root cause it answers; None where it answers none.

    Like titles are paired first, the likest before others and the nearest in place before others; what
    remains is paired in order, so that a retitled section keeps its place.
    """
    titles = [_words(section.title) for section in sections[:_COMPARED]]
    wanted = [_words(section.title) for section in expected[:_COMPARED]]
    scores = sorted(
        (-_likeness(title, want), abs(place - cause), place, cause)
        for place, title in enumerate(titles)
        for cause, want in enumerate(wanted)
    )
    matched: dict[int, int] = {}
    for score, _, place, cause in scores:
        if -score >= _ALIKE and place not in matched and cause not in matched.values():
            matched[place] = cause
    used = set(matched.values())
    free = iter([cause for cause in range(len(expected)) if cause not in used])
    return tuple(matched[place] if place in matched else next(free, None) for place in range(len(sections)))


def out_of_order(places: Sequence[int]) -> tuple[int, ...]:
    """The fewest positions whose removal leaves `places` (all different) ascending."""
    tails: list[int] = []
    lengths = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        lengths.append(at + 1)
    kept, need = set(), len(tails)
    for position in range(len(places) - 1, -1, -1):
        if lengths[position] == need:
            kept.add(position)
            need -= 1
    return tuple(position for position in range(len(places)) if position not in kept)


def _words(title: str) -> frozenset[str]:
    cleaned = "".join(character if character.isalnum() else " " for character in title.lower()[:300])
    return frozenset(root(word) for word in cleaned.split())


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0
