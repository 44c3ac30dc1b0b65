"""The chapters of a letter: what stands before the sections, the sections with their parts, the evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from poa_ai.findings import Span
from poa_ai.headings import (
    PartName,
    counted_label,
    is_evidence,
    numbered_title,
    opener_of,
    part_heading,
    part_of,
)
from poa_ai.letterblocks import PART_LEVEL, Block

ChapterKind = Literal["header", "group", "section", "evidence"]
_HeadKind = Literal["part", "inner", "counted", "group", "section", "evidence"]


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

    @property
    def content(self) -> tuple[Block, ...]:
        """All blocks of the section, headings left out."""
        return (*self.blocks, *(block for part in self.parts for block in part.blocks))


@dataclass(slots=True)
class Chapter:
    """A stretch of the letter below one heading; None is the stretch before the first.

    A group is a heading with sections below it; `implicit` is a section that its first part opens.
    """

    kind: ChapterKind
    heading: Block | None = None
    implicit: bool = False
    title: str = ""
    parts: list[PartText] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """The number in its heading; None where it has none."""
        return None if self.heading is None or self.implicit else numbered_title(self.heading.text)[0]

    def section(self) -> SectionText:
        """The chapter as a section."""
        assert self.heading is not None  # only the stretch before the first heading has none
        title = self.title if self.implicit else numbered_title(self.heading.text)[1]
        parts, blocks = self.parts, self.blocks
        said = any(block.kind != "heading" for block in blocks)
        causes = counted_label(self.heading.text).endswith("cause") and not self.implicit
        if causes and said and all(part.name != "root_cause" for part in parts):
            # "Root cause 2: Late mail" heads the section and its first part at once.
            parts = [PartText("root_cause", self.heading.span, tuple(blocks)), *parts]
            blocks = []
        return SectionText(self.number, title, self.heading.span, tuple(parts), tuple(blocks))


def read_chapters(blocks: Sequence[Block]) -> list[Chapter]:
    """The chapters in order, the first of them the header. What is not recognised is an ordinary block."""
    reader = _Reader(_with_openers(blocks))
    for place, block in enumerate(reader.blocks):
        reader.take(place, block)
    reader.close()
    return reader.chapters


def _with_openers(blocks: Sequence[Block]) -> Sequence[Block]:
    """Where no heading names a part: a heading put before each paragraph that begins one by its words."""
    if any(block.kind == "heading" and part_of(block.text) for block in blocks):
        return blocks
    found: list[Block] = []
    for block in blocks:
        name, length = opener_of(block.text) if block.kind == "paragraph" else (None, 0)
        if name is not None:
            span = Span(block.span.start, block.span.start + length)
            found.append(Block("heading", PART_LEVEL, span, name.replace("_", " ")))
        found.append(block)
    return found


class _Reader:
    """Takes the blocks one by one and knows which chapter and which part is open."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.chapters: list[Chapter] = [Chapter("header")]
        self._heads = dict(_heads(blocks))
        self._part: PartText | None = None
        self._level, self._heading = 0, ""
        self._below: list[Block] = []
        self._carried: list[Block] = []
        self._home: Chapter | None = None

    def take(self, place: int, block: Block) -> None:
        kind = self._heads.get(place)
        if kind is None:
            self._keep(block)
        elif kind == "part":
            self._take_part(block)
        elif kind == "group" or kind == "evidence":
            self._open(Chapter(kind, block))
        elif (kind == "inner" and self._is_inside(block)) or (kind == "counted" and self._is_below(block)):
            self._keep(block)
        else:
            self._open(Chapter("section", block))

    def close(self) -> None:
        """The open part is put into its chapter."""
        if self._part is not None:
            # A part may belong to an earlier section by its number.
            home = self._home or self.chapters[-1]
            home.parts.append(replace(self._part, blocks=tuple(self._below)))
        self._part, self._below, self._home = None, [], None

    def _keep(self, block: Block) -> None:
        (self._below if self._part is not None else self.chapters[-1].blocks).append(block)

    def _open(self, chapter: Chapter) -> None:
        self.close()
        last = self.chapters[-1]
        if last.kind == "group":
            self._carried = [*last.blocks]
        if chapter.kind == "section":
            chapter.blocks, self._carried = self._carried, []
        self.chapters.append(chapter)

    def _is_inside(self, block: Block) -> bool:
        """Whether a heading that nothing tells of only parts the text of what is open."""
        if self._part is not None:
            return block.level > max(2, self._level)
        head = self.chapters[-1].heading
        return block.level > max(2, head.level if head else 2)

    def _is_below(self, block: Block) -> bool:
        """Whether a heading stands below that of the open part: "## Root causes", "### Root cause 1"."""
        return self._part is not None and self._level < block.level < PART_LEVEL

    def _take_part(self, block: Block) -> None:
        name, number, rest = part_heading(block.text)
        assert name is not None  # else it is no heading of a part
        current = self.chapters[-1]
        again = current.implicit and name == "root_cause" and (self._part is not None or current.parts)
        same = self._part is not None and self._part.name == name
        if same and number and self._is_below(block):
            self._keep(block)
            return
        home = self._numbered(name, number)
        if current.kind != "section" or again:
            self._open(Chapter("section", block, implicit=True, title=rest))
        elif same and home is None and self._goes_on(block, number):
            return
        self.close()
        self._home = home
        self._part, self._level, self._heading = PartText(name, block.span, ()), block.level, block.text

    def _goes_on(self, block: Block, number: int | None) -> bool:
        """Whether a heading goes on with its part: "Corrective action 2", or a lead-in in other words."""
        again = self._heading.casefold() == block.text.casefold()
        return (number or 1) > 1 or (block.level == PART_LEVEL and not again)

    def _numbered(self, name: PartName, number: int | None) -> Chapter | None:
        """The section that a part belongs to by its number, where another part of that kind is open."""
        current = self.chapters[-1]
        if number is None or (current.number == number and self._home is None):
            return None
        return next(
            (
                chapter
                for chapter in self.chapters[-20:]
                if chapter.number == number
                and chapter is not self._home
                and all(part.name != name for part in chapter.parts)
            ),
            None,
        )


def _heads(blocks: Sequence[Block]) -> Iterator[tuple[int, _HeadKind]]:
    """What each heading is, by its place; "inner" may be a section or a sub-heading, as its level tells."""
    headings = [(place, block) for place, block in enumerate(blocks) if block.kind == "heading"]
    names = [part_of(block.text) for _, block in headings]
    followers = [*pairwise(zip(headings, names, strict=True))]
    opened = {
        place
        for ((place, block), _), ((_, following), name) in followers
        if name == "root_cause" and (block.level < following.level)
    }
    for position, ((place, block), name) in enumerate(zip(headings, names, strict=True)):
        following = headings[position + 1] if position + 1 < len(headings) else None
        if place in opened:
            yield place, "section"
        elif name:
            yield place, "part"
        elif is_evidence(block.text):
            yield place, "evidence"
        elif following and following[0] in opened and following[1].level > block.level:
            yield place, "group"
        elif counted_label(block.text):
            yield place, "counted"
        else:
            yield place, "inner"
