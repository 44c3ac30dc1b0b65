"""What every match of a pattern holds: literals, and the words and marks by which an index finds them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

FIGURE = "0"
"""In the text of an anchor: any decimal digit."""

MAX_ANCHORS = 4
"""So many groups of words, and as many of figures, are kept for one pattern."""

_WORD = re.compile(r"\w+\W?")
_PARTIAL = re.compile(r"^\w+")
_DIGIT = re.compile("[0-9]")
_MARK_OR_SPACE = re.compile(r"\W")
_MARK = re.compile(r"[^\w\s]")
_COMMON_MARKS = ":()'-,."
_COMMON = frozenset(
    "a an and are as at be been by can for from had has have i in is it no not of on or our so that the this "
    "to us was we were will with would you your".split()
)


class Anchor(NamedTuple):
    """A literal, in lower case but where capitals matter, with FIGURE for every digit.

    `fresh`: no letter or digit can stand before it; `ends`: nor behind it.
    """

    text: str
    fresh: bool
    ends: bool = False

    @property
    def literal(self) -> str:
        """The text as `NormalisedText.held` has it: a word stands between line ends where it can't go on."""
        if _MARK_OR_SPACE.search(self.text):
            return self.text
        return "\n" * self.fresh + self.text + "\n" * self.ends

    @property
    def key(self) -> str:
        """The rarest word of it that no letter or digit precedes, in lower case; else a mark; "" for neither.

        A space after it says that the word is whole; else a text may hold a longer one.
        """
        text = self.text if self.fresh else _PARTIAL.sub("", self.text)
        text = text + " " if self.ends and text else text
        rarest = max(_WORD.findall(text.lower()), key=_word_rarity, default="")
        if not rarest:
            return min(_MARK.findall(self.text), key=_COMMON_MARKS.find, default="")
        return rarest if rarest[-1].isalnum() else rarest[:-1] + " "


def telling(anchors: Iterable[tuple[Anchor, ...]]) -> tuple[tuple[Anchor, ...], ...]:
    """The groups of anchors, of each of which one is in every match, that tell most; words before figures."""
    groups = list(dict.fromkeys(anchors))
    groups.sort(key=lambda group: (-_rarity(group), -_shortest(group), len(group)))
    words = [group for group in groups if not any(map(_has_figure, group))]
    figures = [group for group in groups if any(map(_has_figure, group))]
    useful = [group for group in words if all(map(_tells, group))]
    return (*useful[:MAX_ANCHORS], *figures[:MAX_ANCHORS], *(() if useful else words[:MAX_ANCHORS]))


def _tells(anchor: Anchor) -> bool:
    """Whether it is more than one letter of a word, or a space."""
    return len(anchor.literal) > 1 or _MARK.fullmatch(anchor.text) is not None


def _has_figure(anchor: Anchor) -> bool:
    return _DIGIT.search(anchor.text) is not None and not anchor.key.rstrip().isalpha()


def is_figure(group: tuple[Anchor, ...]) -> bool:
    """Whether each of the group holds a figure."""
    return all(_DIGIT.search(anchor.text) for anchor in group)


def _rarity(group: tuple[Anchor, ...]) -> int:
    """How seldom one of the group can be expected in a text, told by the shortest of its keys."""
    return min(_word_rarity(anchor.key) for anchor in group)


def _word_rarity(word: str) -> int:
    letters = word[:-1] if word[-1:] and not word[-1].isalnum() else word
    return len(letters) if letters not in _COMMON else 1


def _shortest(group: tuple[Anchor, ...]) -> int:
    return min(len(anchor.text) for anchor in group)
