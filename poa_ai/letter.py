"""A letter as read: ours, or one that a person wrote in Markdown or plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from poa_ai.findings import Span
from poa_ai.letterblocks import Block, PartName, is_evidence, numbered_title, part_of, read_blocks

__all__ = ["GAP_NOTE", "PARTS", "Block", "Letter", "PartName", "PartText", "SectionText", "read_letter"]

GAP_NOTE = (
    "Gap draft, not ready to send: facts that this letter needs are missing. "
    "Run `poa-ai gaps` on the facts file for the list."
)
"""What stands under the title of a letter that is not complete. It is no wording of the letter."""

PARTS: tuple[PartName, ...] = ("root_cause", "corrective_actions", "preventive_measures")
"""The three parts of a section, in the order Amazon asks for them."""


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of a section: its heading and what stands below it."""

    name: PartName
    heading: Span
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SectionText:
    """One section. `number` is None where the heading has none.

    `title` is "" for the one section of a letter that goes straight to its parts. `blocks` are those
    before the first part.
    """

    number: int | None
    title: str
    heading: Span
    parts: tuple[PartText, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter taken apart. `blocks` are all of its blocks in order, headings included.

    `title` is None where no heading names the letter. `header` stands before the first section.
    `evidence` are the blocks under the evidence heading. `other` are chapters that are neither a
    section nor the evidence.
    """

    text: str
    title: Block | None
    header: tuple[Block, ...]
    sections: tuple[SectionText, ...]
    evidence: tuple[Block, ...]
    other: tuple[SectionText, ...]
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class _Chapter:
    """A stretch of the letter below one heading; None is the stretch before the first."""

    heading: Block | None
    kind: Literal["header", "evidence", "section"]
    implicit: bool = False
    parts: list[PartText] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def read_letter(text: str) -> Letter:
    """Take a letter apart. Never raises: what is not recognised is an ordinary block. Linear time."""
    blocks = read_blocks(text)
    title = _title_of(blocks)
    chapters = list(_chapters([block for block in blocks if block is not title]))
    sections = [chapter for chapter in chapters if chapter.kind == "section"]
    kept = [_section(chapter) for chapter in sections]
    return Letter(
        text,
        title,
        tuple(block for chapter in chapters if chapter.kind == "header" for block in chapter.blocks),
        tuple(section for section in kept if _is_cause(section)),
        tuple(block for chapter in chapters if chapter.kind == "evidence" for block in chapter.blocks),
        tuple(section for section in kept if not _is_cause(section)),
        blocks,
    )


def _title_of(blocks: Sequence[Block]) -> Block | None:
    first = next((block for block in blocks if block.kind == "heading"), None)
    if (
        first is None
        or part_of(first.text)
        or is_evidence(first.text)
        or numbered_title(first.text)[0] is not None
    ):
        return None
    return first if first.level == 1 or "plan of action" in first.text.lower() else None


def _chapters(blocks: Sequence[Block]) -> Iterator[_Chapter]:
    chapter = _Chapter(None, "header")
    opens = _section_openers(blocks)
    part: PartText | None = None
    below: list[Block] = []

    def closed() -> _Chapter:
        if part is not None:
            chapter.parts.append(PartText(part.name, part.heading, tuple(below)))
        return chapter

    for place, block in enumerate(blocks):
        heading = block.kind == "heading"
        name = part_of(block.text) if heading and place not in opens else None
        if name is not None:
            again = chapter.implicit and name == "root_cause" and part is not None
            if chapter.kind != "section" or again:
                yield closed()
                chapter, part = _Chapter(block, "section", implicit=True), None
            closed()
            part, below = PartText(name, block.span, ()), []
        elif heading and (place in opens or block.level <= 2 or is_evidence(block.text)):
            yield closed()
            kind: Literal["evidence", "section"] = "evidence" if is_evidence(block.text) else "section"
            chapter, part = _Chapter(block, kind), None
        elif part is not None:
            below.append(block)
        else:
            chapter.blocks.append(block)
    yield closed()


def _section_openers(blocks: Sequence[Block]) -> set[int]:
    """Places of headings that a deeper "Root cause" heading follows: sections, whatever their own words."""
    headings = [(place, block) for place, block in enumerate(blocks) if block.kind == "heading"]
    return {
        place
        for (place, block), (_, following) in pairwise(headings)
        if part_of(following.text) == "root_cause" and block.level < following.level
    }


def _section(chapter: _Chapter) -> SectionText:
    assert chapter.heading is not None  # only the header chapter has none
    number, title = (None, "") if chapter.implicit else numbered_title(chapter.heading.text)
    return SectionText(number, title, chapter.heading.span, tuple(chapter.parts), tuple(chapter.blocks))


def _is_cause(section: SectionText) -> bool:
    return section.number is not None or bool(section.parts)
