"""A letter as read: ours, or one that a person wrote in Markdown or plain text."""

from collections.abc import Sequence
from typing import NamedTuple

from poa_ai.headings import PartName, is_evidence, numbered_title, part_of
from poa_ai.letterblocks import Block, read_blocks
from poa_ai.lettersections import PartText, SectionText, read_chapters
from poa_ai.lettersplit import split_by_item

__all__ = ["GAP_NOTE", "PARTS", "Block", "Letter", "PartName", "PartText", "SectionText", "read_letter"]

GAP_NOTE = (
    "Gap draft, not ready to send: facts that this letter needs are missing. "
    "Run `poa-ai gaps` on the facts file for the list."
)
"""What stands under the title of a letter that is not complete. It is no wording of the letter."""

PARTS: tuple[PartName, ...] = ("root_cause", "corrective_actions", "preventive_measures")
"""The three parts of a section, in the order Amazon asks for them."""


class Letter(NamedTuple):
    """A letter taken apart. `blocks` are all of its blocks in order, headings included.

    `title` is None where no heading names the letter. `header` stands before the first section.
    `evidence` are the blocks under the evidence heading. `other` are chapters that are neither a
    section nor the evidence. `by_part` tells that all causes stand together, then all actions, then all
    measures: the sections are then put together from the first, second, ... item of each.
    """

    text: str
    title: Block | None
    header: tuple[Block, ...]
    sections: tuple[SectionText, ...]
    evidence: tuple[Block, ...]
    other: tuple[SectionText, ...]
    blocks: tuple[Block, ...]
    by_part: bool = False


def read_letter(text: str, causes: int | None = None) -> Letter:
    """Take a letter apart. Never raises: what is not recognised is an ordinary block. Linear time.

    `causes` is how many root causes the case has; None where that is not known.
    """
    blocks = read_blocks(text)
    title = _title_of(blocks)
    chapters = read_chapters([block for block in blocks if block is not title])
    kept = [chapter.section() for chapter in chapters if chapter.kind == "section"]
    sections = tuple(section for section in kept if _is_cause(section))
    apart = split_by_item(text, sections[0], causes) if len(sections) == 1 else None
    return Letter(
        text,
        title,
        tuple(block for chapter in chapters if chapter.kind == "header" for block in chapter.blocks),
        apart or sections,
        tuple(block for chapter in chapters if chapter.kind == "evidence" for block in chapter.blocks),
        tuple(section for section in kept if not _is_cause(section)),
        blocks,
        by_part=apart is not None,
    )


def _is_cause(section: SectionText) -> bool:
    return section.number is not None or bool(section.parts)


def _title_of(blocks: Sequence[Block]) -> Block | None:
    first = next((block for block in blocks if block.kind == "heading"), None)
    if first is None or part_of(first.text) or is_evidence(first.text):
        return None
    if "plan of action" in first.text.lower():
        return first
    return first if first.level == 1 and numbered_title(first.text)[0] is None else None
