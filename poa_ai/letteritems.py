"""The numbered items of a part of a letter: sub-headings with what stands below them, or list items."""

from poa_ai.headings import numbered_title, part_heading
from poa_ai.lazypattern import lazy_pattern
from poa_ai.letterblocks import Block
from poa_ai.lettersections import PartText

_MARKER = lazy_pattern(r"\(?(?:(\d{1,3})|([a-z])|([A-Z]))[.):]?(?:\d{1,3}[.)]?)?\s*$")


def numbered_items(text: str, part: PartText) -> dict[int, tuple[Block, ...]]:
    """The items of a part by their number, a sub-heading's with all that stands below it, else list items.

    An item without a number has the one that follows.
    """
    kinds = {block.kind for block in part.blocks}
    kind = next((kind for kind in ("heading", "item") if kind in kinds), None)
    heads = [block for block in part.blocks if block.kind == kind]
    top = min((block.level for block in heads), default=0)
    found: dict[int, list[Block]] = {}
    number = 0
    for block in part.blocks:
        if block.kind == kind and block.level == top:
            number = _number(text, block) or number + 1
        if number:
            found.setdefault(number, []).append(block)
    return {number: tuple(blocks) for number, blocks in found.items()}


def _number(text: str, block: Block) -> int | None:
    if block.kind == "heading":
        return part_heading(block.text)[1] or numbered_title(block.text)[0]
    line = text.rfind("\n", 0, block.span.start) + 1
    marker = _MARKER.match(text[max(line, block.span.start - 12) : block.span.start].strip())
    if marker is None:
        return None
    if marker[1]:
        return int(marker[1]) or None
    return ord((marker[2] or marker[3]).lower()) - ord("a") + 1
