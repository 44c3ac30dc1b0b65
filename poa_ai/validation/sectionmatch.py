"""Which section of a letter answers which root cause: by its title, and by what it tells."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice
from math import log
from typing import NamedTuple

from poa_ai.lazypattern import lazy_pattern
from poa_ai.lettersections import SectionText
from poa_ai.validation.answering import NOTHING_ASKED, Asked
from poa_ai.validation.stemming import root

_ALIKE = 0.5
"""Titles that share at least this part of their words may name the same root cause."""
_TELLS = 0.3
"""A section that holds this share of a cause's own words surely tells it; unlike causes share 0.2 at most."""
_STRAY = 0.2
"""A section that holds less than this of a cause's words does not answer it, wherever it stands."""
_COMPARED = 100
"""Of a letter with more sections, only the first ones are compared."""
_MOST_WORDS = 3_000

_WORD = lazy_pattern(r"[^\W_]+(?:[.,:]\d+)*")
_COMMON = frozenset(
    "a all an and are as at be but by each for from had has have in into is it its no not of on one or our "
    "out per than that the then this to two was we were which who with".split()
)
_root = lru_cache(maxsize=20_000)(root)


class ExpectedSection(NamedTuple):
    """A root cause that must have its own section: its id, and the section's title without number.

    `words` are those of the cause's facts, by `words_of`; empty: only titles are compared.
    """

    id: str
    title: str
    words: frozenset[str] = frozenset()


class Expected(NamedTuple):
    """What the case asks of the letter: sections in order, the ids of all exhibits, and what was asked."""

    sections: tuple[ExpectedSection, ...]
    exhibits: tuple[str, ...] = ()
    asked: Asked = NOTHING_ASKED


class Match(NamedTuple):
    """The place of the root cause that a section answers, or None; `twin` is that of one answered before."""

    place: int | None
    twin: int | None = None


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words that tell one text from another, as roots; numbers and ids are words too."""
    words = set(islice(chain.from_iterable(_WORD.findall(text.lower()) for text in texts), _MOST_WORDS))
    return frozenset(_root(word) for word in words - _COMMON if len(word) > 1)


def find_matches(sections: Sequence[SectionText], expected: Sequence[ExpectedSection]) -> tuple[Match, ...]:
    """For each section what it answers. The likest are paired first, of equals the nearest in place.

    What remains is paired in order, so that a retitled section keeps its place, unless its words tell that
    it is about a cause that has its section already, or about none.
    """
    likeness = _likenesses(sections[:_COMPARED], expected[:_COMPARED])
    told = all(wanted.words for wanted in expected)
    for section, row in zip(sections, likeness, strict=False):
        # A section that tells nothing, in a letter with gaps, is known by its title.
        if row and max(row) < _TELLS:
            for cause, wanted in enumerate(expected[:_COMPARED]):
                row[cause] = 1.0 if section.title.strip() == wanted.title.strip() else row[cause]
    scores = sorted(
        (-score, abs(place - cause), place, cause)
        for place, row in enumerate(likeness)
        for cause, score in enumerate(row)
        if score >= (_TELLS if told else _ALIKE)
    )
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, _, place, cause in scores:
        if place not in matched and cause not in used:
            matched[place] = cause
            used.add(cause)
    free = [cause for cause in range(len(expected)) if cause not in used]
    found = []
    for place in range(len(sections)):
        if place in matched:
            found.append(Match(matched[place]))
            continue
        row = likeness[place] if told and place < len(likeness) else []
        twin = _twin(row, free)
        if twin is not None or not free or (row and row[free[0]] < _STRAY):
            found.append(Match(None, twin))
        else:
            found.append(Match(free.pop(0)))
    return tuple(found)


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


def _twin(row: Sequence[float], free: Sequence[int]) -> int | None:
    """The cause that a section surely tells although another section answers it."""
    best = max(range(len(row)), key=lambda cause: row[cause], default=None)
    if best is None or best in free or row[best] < _TELLS:
        return None
    return best if row[best] > 2 * max((row[cause] for cause in free), default=0.0) else None


def _likenesses(sections: Sequence[SectionText], expected: Sequence[ExpectedSection]) -> list[list[float]]:
    if not all(wanted.words for wanted in expected):
        titles = [_title_words(wanted.title) for wanted in expected]
        return [[_likeness(_title_words(section.title), title) for title in titles] for section in sections]
    counts = Counter(word for wanted in expected for word in wanted.words)
    # A word that several causes share tells little of which one is meant; a number or an id tells much.
    weights = {
        word: log((len(expected) + 1) / count) * (1 + any(map(str.isdigit, word)))
        for word, count in counts.items()
    }
    wholes = [sum(weights[word] for word in wanted.words) for wanted in expected]
    rows = []
    for section in sections:
        words = words_of((section.title, *(block.text for block in section.content)))
        rows.append(
            [
                sum(weights[word] for word in words & wanted.words) / whole if whole else 0.0
                for wanted, whole in zip(expected, wholes, strict=True)
            ]
        )
    return rows


def _title_words(title: str) -> frozenset[str]:
    cleaned = "".join(character if character.isalnum() else " " for character in title.lower()[:300])
    return frozenset(_root(word) for word in cleaned.split())


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0
