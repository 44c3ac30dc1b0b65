"""Which blocks of a letter go after a rewriting, with their headings, and how lists count then."""

import re
from collections.abc import Collection, Sequence

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.validation.carried import carried
from poa_ai.validation.proseblocks import DEEPEST, Block, HeadingLine, ProseBlock

_PROSE = DEEPEST + 2
"""The level of what is no heading; a line that leads to a list ("We did this:") stands between."""

_NUMBER = lazy_pattern(r"(?:^|(?<=[\s>(]))(?:(\d{1,3})|([a-zA-Z]))(?=[.)][ \t])")
_REFERENCE = lazy_pattern(
    r"\b(?:step|point|item|action|measure|cause|row|line|bullet)s? \(?(?:\d|[a-z]\))", re.I
)
_ORDINAL = lazy_pattern(
    r"^\W*\d{1,3}(?:(?:\.\d{1,3}){1,3}|[.):])\s|^\W*(?:section|part|cause) \d{1,3}\b", re.I
)


def removable(text: str, blocks: Sequence[Block], emptied: Collection[int]) -> set[int]:
    """The numbers of the blocks to take out: those emptied, and headings that lost all that stood under them.

    An emptied block stays where a heading that carries values would be left alone over it, or where what
    belongs to its list item would be left without it. An emptied heading goes when nothing is left under it.
    """
    removed = set(emptied)
    # What stands below the place we are at, going up: by level, whether something is kept and what is lost.
    kept = [False] * (_PROSE + 1)
    lost: list[list[int]] = [[] for _ in kept]
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        level = _level(text, block)
        lost_below = [number for numbers in lost[level + 1 :] for number in numbers]
        if isinstance(block, ProseBlock) and index in emptied:
            if _has_children(text, blocks, index, removed):
                removed.discard(index)
        elif any(kept[level + 1 :]):
            removed.discard(index)
        elif index in emptied or (lost_below and not _carries(text, block)):
            removed.add(index)
        else:
            removed.difference_update(lost_below)
        if level < _PROSE:
            kept[level + 1 :] = [False] * (_PROSE - level)
            lost[level + 1 :] = [[] for _ in range(_PROSE - level)]
        if index in removed:
            lost[level].append(index)
        else:
            kept[level] = True
    return removed


def renumbered(text: str, blocks: Sequence[Block], removed: Collection[int]) -> dict[Span, str]:
    """The numbers to change so that lists go on counting without the items removed.

    A letter that refers to its items by number ("see step 3") keeps its numbers.
    """
    if not removed or _REFERENCE.search(text):
        return {}
    changes: dict[Span, str] = {}
    counts: dict[tuple[int, str], tuple[int, int]] = {}
    for index, block in enumerate(blocks):
        if not isinstance(block, ProseBlock):
            counts.clear()
            continue
        marker = text[block.lines.start : block.content.start]
        indent = _indent(marker)
        for key in [key for key in counts if key[0] > indent]:
            del counts[key]
        found = _NUMBER.search(marker)
        if not found:
            continue
        number = found.group()
        key = (indent, marker.replace(number, "1", 1).strip())
        value = _value(number)
        was, now = counts.get(key, (value - 1, value - 1))
        if value != was + 1:
            was = now = value - 1
        now += index not in removed
        counts[key] = (value, now)
        if now != value and index not in removed:
            start = block.lines.start + found.start()
            changes[Span(start, start + len(number))] = _written(now, number)
    return changes


def _level(text: str, block: Block) -> int:
    if isinstance(block, HeadingLine):
        return block.level
    leads = isinstance(block, ProseBlock) and text[block.content.end - 1] == ":"
    return DEEPEST + 1 if leads else _PROSE


def _carries(text: str, block: Block) -> bool:
    """Whether a heading or a line before a list holds a value; its own number is none."""
    if isinstance(block, Span):
        return True
    return bool(carried(_ORDINAL.sub("", text[block.content.start : block.content.end])))


def _has_children(text: str, blocks: Sequence[Block], index: int, removed: Collection[int]) -> bool:
    """Whether a block below a list item, and kept, is indented deeper than the item."""
    item = blocks[index]
    if not isinstance(item, ProseBlock) or item.content.start == item.lines.start:
        return False
    indent = _indent(text[item.lines.start : item.content.start])
    for number in range(index + 1, len(blocks)):
        below = blocks[number]
        if not isinstance(below, ProseBlock):
            return False
        if _indent(text[below.lines.start : below.content.start + 1]) <= indent:
            return False
        if number not in removed:
            return True
    return False


def _indent(marker: str) -> int:
    wide = marker.expandtabs(4)
    return len(wide) - len(wide.lstrip())


def _value(number: str) -> int:
    return int(number) if number.isdigit() else ord(number)


def _written(value: int, like: str) -> str:
    return str(value) if like.isdigit() else chr(value)
