"""The lines of a letter as blocks: headings, paragraphs, list items, table rows, quotes and rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from poa_ai.findings import Span

BlockKind = Literal["heading", "paragraph", "item", "row", "quote", "rule"]
PartName = Literal["root_cause", "corrective_actions", "preventive_measures"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `span` is its content without markers, `text` what stands there.

    `level` is a heading's level from 1, a list item's depth from 0, else 0.
    """

    kind: BlockKind
    level: int
    span: Span
    text: str


_PART_WORDS: tuple[tuple[PartName, str], ...] = (
    (
        "root_cause",
        r"(?:the )?(?:root |underlying )?causes?(?: analysis| identified| of the (?:issues?|problems?))?"
        r"|root cause(?:\(s\)|/s)|what (?:happened|went wrong|caused .{1,60})|why (?:it|this) happened",
    ),
    (
        "corrective_actions",
        r"(?:immediate |corrective |immediate corrective )?(?:actions?|steps|measures)"
        r" (?:that )?(?:we )?(?:have )?(?:already )?taken.{0,60}"
        r"|(?:immediate |corrective |immediate corrective )(?:actions?|steps|measures)"
        r"|what we (?:did|have done|fixed|corrected)|how we (?:fixed|resolved|corrected) .{1,60}"
        r"|resolution|corrections?",
    ),
    (
        "preventive_measures",
        r"(?:preventive|preventative|prevention|long[- ]term|future)"
        r" (?:measures?|actions?|steps|plans?|solutions?)(?: taken)?"
        r"|prevention"
        r"|(?:steps|actions|measures)(?: we (?:have )?(?:taken|take|will take)| taken)? to prevent.{0,80}"
        r"|how we (?:will )?prevent .{1,60}",
    ),
)
_PARTS = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in reversed(_PART_WORDS))
_EVIDENCE = re.compile(
    r"(?:supporting |attached |list of |index of )?"
    r"(?:evidence|exhibits|documents|documentation|attachments|enclosures)"
    r"(?: (?:and|provided|attached|list|index)\b.{0,40})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:(?:root )?cause|issue|section|problem)\s*(?:no\.?\s?)?#?(\d{1,3})(?:\s*[.:)–—-]+\s*(.*))?",
    re.I | re.S,
)
_NUMBERED = re.compile(r"(\d{1,3})[.):]?\s+(\S.*)", re.S)
_ORDINAL = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.):]?|[a-hA-H][.)]|(?:part|step)\s\d{1,2}\s*[:.-]?)\s+", re.I
)

_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+(.*?))?[\s#]*$")
_RULE = re.compile(r"\s*(?:[-*_=](?:\s*[-*_=])*+)\s*")
_ITEM = re.compile(r"(\s*)(?:[-*+•‣·–]|\d{1,3}[.)])(?:\s+(\S.*)|\s*)$")
_BOLD = re.compile(r"\s*(\*\*|__)(?=\S)([^*_]{1,200}?)(?<=\S)\1\s*(:?)\s*(.*)$")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LONGEST = 200
"""A longer line is never a heading."""


def part_of(heading: str) -> PartName | None:
    """The part that a heading names, in any usual wording; None for any other heading."""
    bare = _bare(heading)
    return next((name for name, words in _PARTS if words.fullmatch(bare)), None)


def is_evidence(heading: str) -> bool:
    """Whether a heading opens the list of supporting documents."""
    return _EVIDENCE.fullmatch(_bare(heading)) is not None


def numbered_title(heading: str) -> tuple[int | None, str]:
    """Number and title of a section heading ("1. Late mail", "Root cause 1: Late mail"); None: no number."""
    text = heading.strip(" *_:")
    for pattern in (_COUNTED, _NUMBERED):
        match = pattern.fullmatch(text)
        if match:
            return int(match[1]), (match[2] or "").strip(" *_:")
    return None, text


def read_blocks(text: str) -> tuple[Block, ...]:
    """Every block of a text, in order; each character that is neither white space nor marker is in one."""
    lines = [match.span() for match in _LINE.finditer(text) if match.end() > match.start()]
    return tuple(_merged(text, list(_lines_as_blocks(text, lines))))


def _bare(heading: str) -> str:
    text = heading[:_LONGEST].strip(" \n\t#*_:.")
    ordinal = _ORDINAL.match(text)
    return " ".join((text[ordinal.end() :] if ordinal else text).rstrip(": ").split())


def _lines_as_blocks(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Block | None]:
    """One entry per block; None is a blank line. The lines around a title may be what makes it one."""
    previous: Block | None = None
    following = _following(text, lines)
    for (start, end), below in zip(lines, following, strict=True):
        fresh = previous is None or previous.kind in ("heading", "rule")
        blocks = tuple(_line(text[start:end].rstrip("\r\n"), start, fresh, below))
        yield from blocks or (None,)
        previous = blocks[-1] if blocks else None


def _following(text: str, lines: Sequence[tuple[int, int]]) -> list[str]:
    """For each line the next one that is not blank, after a newline if blank lines stand between."""
    found, below = [], ""
    for start, end in reversed(lines):
        found.append(below)
        stripped = text[start:end].strip()
        below = stripped[: _LONGEST + 1] if stripped else "\n" + below.lstrip()
    return found[::-1]


def _line(line: str, start: int, fresh: bool, following: str) -> Iterator[Block]:
    stripped = line.strip()
    if not stripped:
        return
    at = start + line.index(stripped)
    if heading := _HEADING.match(line):
        yield from _blocks("heading", len(heading[1]), start + heading.start(2), heading[2] or "")
    elif _RULE.fullmatch(line) and len(stripped) > 2:
        yield _block("rule", 0, at, stripped)
    elif stripped.startswith(">"):
        yield from _blocks("quote", 0, at, stripped.lstrip("> \t"), stripped)
    elif stripped.startswith("|"):
        delimiter = not stripped.strip("|-: \t")
        yield from _blocks(
            "rule" if delimiter else "row", 0, at, stripped.strip("| \t") or stripped, stripped
        )
    elif named := list(_named(line, start, fresh, following)):
        yield from named
    elif (item := _ITEM.match(line)) and item[2]:
        yield _block("item", len(item[1].expandtabs(4)) // 2, start + item.start(2), item[2].rstrip())
    else:
        yield _block("paragraph", 0, at, stripped)


def _named(line: str, start: int, fresh: bool, following: str) -> Iterator[Block]:
    """A heading written without "#": bold, underlined, in capitals, or by its name alone."""
    stripped = line.strip()
    at = start + line.index(stripped)
    if (
        len(following) > 2
        and fresh
        and not following.strip("=-")
        and len(set(following)) == 1
        and len(stripped) <= _LONGEST
    ):
        yield _block("heading", 3 if part_of(stripped) else 1 if following[0] == "=" else 2, at, stripped)
    elif bold := _BOLD.match(line):
        if bold[4] and not _names(bold[2]):
            return
        yield _block("heading", _inferred(bold[2]), start + bold.start(2), bold[2])
        if bold[4]:
            yield _block("paragraph", 0, start + bold.start(4), bold[4].rstrip())
    elif len(stripped) > _LONGEST and ":" not in stripped[:_LONGEST]:
        return
    else:
        yield from _plain_heading(stripped, at, fresh, following)


def _plain_heading(stripped: str, at: int, fresh: bool, following: str) -> Iterator[Block]:
    name, colon, rest = stripped.partition(":")
    numbered = re.match(r"\d{1,3}[.):]\s", stripped) is not None
    if fresh and not rest and (_names(stripped) or stripped.lower() == "plan of action"):
        yield _block("heading", _inferred(stripped), at, stripped)
    elif colon and rest.strip() and fresh and _names(name):
        yield _block("heading", _inferred(name), at, name)
        yield _block("paragraph", 0, at + len(stripped) - len(rest.lstrip()), rest.lstrip())
    elif fresh and len(stripped) <= _LONGEST:
        opens_part = numbered and _names(following.partition(":")[0])
        capitals = stripped.isupper() and stripped.endswith(":")
        if opens_part or capitals or _COUNTED.fullmatch(stripped):
            yield _block("heading", 2, at, stripped)


def _names(heading: str) -> bool:
    return part_of(heading) is not None or is_evidence(heading)


def _inferred(heading: str) -> int:
    if part_of(heading):
        return 3
    return 1 if "plan of action" in heading.lower() else 2


def _blocks(kind: BlockKind, level: int, at: int, content: str, line: str = "") -> Iterator[Block]:
    if content:
        yield _block(kind, level, at + (line.index(content) if line else 0), content)


def _block(kind: BlockKind, level: int, at: int, content: str) -> Block:
    return Block(kind, level, Span(at, at + len(content)), content)


def _merged(text: str, blocks: Sequence[Block | None]) -> Iterator[Block]:
    """Paragraph lines joined to the paragraph or list item that they go on with."""
    open_block: Block | None = None
    for block in blocks:
        if block is not None and block.kind == "paragraph" and open_block is not None:
            span = Span(open_block.span.start, block.span.end)
            open_block = Block(open_block.kind, open_block.level, span, "")
            continue
        if open_block is not None:
            yield _filled(open_block, text)
        open_block = block if block is not None and block.kind in ("paragraph", "item") else None
        if block is not None and open_block is None:
            yield block
    if open_block is not None:
        yield _filled(open_block, text)


def _filled(block: Block, text: str) -> Block:
    return Block(block.kind, block.level, block.span, text[block.span.start : block.span.end])
