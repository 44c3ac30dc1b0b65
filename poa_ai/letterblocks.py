"""The lines of a letter as blocks: headings, paragraphs, list items, table rows, quotes and rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from poa_ai.findings import Span
from poa_ai.headings import LONGEST, counted_label, is_evidence, numbered_title, opener_of, part_of
from poa_ai.lazypattern import lazy_pattern

BlockKind = Literal["heading", "paragraph", "item", "row", "quote", "rule"]

PART_LEVEL = 7
"""Level of a part's heading that stands without "#": below every heading that has one."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `span` is its content without markers, `text` what stands there.

    `level` is a heading's level from 1, a list item's depth from 0, else 0.
    """

    kind: BlockKind
    level: int
    span: Span
    text: str


_HEADING = lazy_pattern(r"\s{0,3}(#{1,6})(?:\s+(.*?))?[\s#]*$")
_RULE = lazy_pattern(r"\s*(?:[-*_=](?:\s*[-*_=])*+)\s*")
_ITEM = lazy_pattern(r"(\s*)(?:[-*+•‣·–]|\d{1,3}[.)])(?:\s+(\S.*)|\s*)$")
_BOLD = lazy_pattern(r"\s*(?:[-*+•]\s+)?(\*\*|__)(?=\S)([^*_]{1,200}?)(?<=\S)\1\s*(:?)\s*(.*)$")
_LINE = lazy_pattern(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LETTERED = lazy_pattern(
    r"(\s*)(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)|[a-z]\.|[A-H]\)|\d{1,2}(?:\.\d{1,2}){1,2}[.)]?"
    r"(?!\s+(?:%|(?:[kcm]?m|m?g|kg|lbs?|oz|in|m?l|days?|hours?|percent|million)\b)))"
    r"\s+(\S.*)$"
)
_ITALIC = lazy_pattern(r"\s*(?:[-*+•]\s+)?([*_])(?=[^\s*_])([^*_]{1,120}?)(?<=\S)\1(?![*_\w])\s*(:?)\s*(.*)$")
_NO_TITLE = lazy_pattern(r"(?:dear|to|hello|account|seller|notice|re|subject)\b", re.IGNORECASE)
_SENTENCE_ENDS = (".", "!", "?", ":", ")", "]", "*", ";")
_NAME_CHARS = 100
"""A plain line longer than this is no heading of a part."""


def read_blocks(text: str) -> tuple[Block, ...]:
    """Every block of a text, in order; each character that is neither white space nor marker is in one."""
    lines = [match.span() for match in _LINE.finditer(text) if match.end() > match.start()]
    return tuple(_merged(text, list(_lines_as_blocks(text, lines))))


def _lines_as_blocks(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Block | None]:
    """One entry per block; None is a blank line. The lines around a title may be what makes it one."""
    previous: Block | None = None
    following = _following(text, lines)
    for (start, end), below in zip(lines, following, strict=True):
        blocks = tuple(_line(text[start:end].rstrip("\r\n"), start, _Around.of(previous, below)))
        yield from blocks or (None,)
        previous = blocks[-1] if blocks else None


def _following(text: str, lines: Sequence[tuple[int, int]]) -> list[str]:
    """For each line the next one that is not blank, after a newline if blank lines stand between."""
    found, below = [], ""
    for start, end in reversed(lines):
        found.append(below)
        stripped = text[start:end].strip()
        below = stripped[: LONGEST + 1] if stripped else "\n" + below.lstrip()
    return found[::-1]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands about a line: whether it begins anew, or after a finished sentence, and what follows."""

    fresh: bool
    ended: bool
    below: str

    @classmethod
    def of(cls, previous: Block | None, below: str) -> "_Around":
        fresh = previous is None or previous.kind in ("heading", "rule")
        ended = previous is None or fresh or previous.kind in ("row", "quote")
        return cls(fresh, ended or (previous is not None and previous.text[-1:] in _SENTENCE_ENDS), below)

    @property
    def is_underline(self) -> bool:
        below = self.below
        return len(below) > 2 and not below.strip("=-") and len(set(below)) == 1

    @property
    def opens_cause(self) -> bool:
        """Whether the next line names the first part of a section."""
        bold = _BOLD.match(self.below.strip())
        line = self.below.strip(" \t\n#")
        head = bold[2] if bold else line.partition(":")[0]
        named = part_of(head) == "root_cause" and (bool(bold) or len(head) <= _NAME_CHARS)
        return named or opener_of(line)[0] == "root_cause"


def _line(line: str, start: int, around: _Around) -> Iterator[Block]:
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
    elif named := list(_named(line, start, around)):
        yield from named
    elif item := _item(line, around):
        yield _block("item", len(item[1].expandtabs(4)) // 2, start + item.start(2), item[2].rstrip())
    else:
        yield _block("paragraph", 0, at, stripped)


def _item(line: str, around: _Around) -> re.Match[str] | None:
    item = _ITEM.match(line)
    if item is None and around.ended:
        item = _LETTERED.match(line)
    return item if item and item[2] else None


def _named(line: str, start: int, around: _Around) -> Iterator[Block]:
    """A heading written without "#": bold, underlined, in capitals, or by its name alone."""
    stripped = line.strip()
    at = start + line.index(stripped)
    if around.fresh and around.is_underline and len(stripped) <= LONGEST:
        level = 1 if around.below[0] == "=" else 2
        yield _block("heading", PART_LEVEL if part_of(stripped) else level, at, stripped)
    elif bold := _BOLD.match(line) or _ITALIC.match(line):
        if (bold[4] or bold[1] in "*_") and not (_names(bold[2]) or counted_label(bold[2])):
            return
        yield _block("heading", _inferred(bold[2]), start + bold.start(2), bold[2])
        if bold[4]:
            yield _block("paragraph", 0, start + bold.start(4), bold[4].rstrip())
    elif len(stripped) <= LONGEST or ":" in stripped[:LONGEST]:
        yield from _plain_heading(stripped, at, around)


def _plain_heading(stripped: str, at: int, around: _Around) -> Iterator[Block]:
    name, colon, rest = stripped.partition(":")
    short = len(stripped) <= LONGEST
    if not rest and _stands_as_name(stripped, around):
        yield _block("heading", _inferred(stripped), at, stripped)
    elif colon and rest.strip() and around.ended and _leads_in(name, rest):
        yield _block("heading", _inferred(name), at, name)
        yield _block("paragraph", 0, at + len(stripped) - len(rest.lstrip()), rest.lstrip())
    elif short and _is_title(stripped, around):
        yield _block("heading", 2, at, stripped)


def _leads_in(name: str, rest: str) -> bool:
    """Whether a name before a colon heads the text behind it, as in "Root cause: the bins were mixed."."""
    if len(name) > _NAME_CHARS:
        return False
    # A title stands behind the colon as well: "Root cause 2: Mixed bins".
    return _names(name) or (counted_label(name).endswith("cause") and rest.rstrip()[-1] in ".!?)")


def _stands_as_name(stripped: str, around: _Around) -> bool:
    """Whether the line is the name of a part, of the evidence or of the letter, and no sentence."""
    if around.fresh and stripped.lower().strip(" :*") == "plan of action":
        return True
    if not (stripped[0].isalnum() or stripped[0] == "("):
        return False
    alone = around.fresh or stripped.endswith(":") or (around.ended and stripped.isupper())
    return alone and stripped[-1] not in ".,;" and len(stripped) <= _NAME_CHARS and _names(stripped)


def _is_title(stripped: str, around: _Around) -> bool:
    if around.ended and counted_label(stripped) and stripped[-1] not in ".;":
        return True
    if not around.fresh or not (stripped[0].isalnum() or stripped[0] in "(#"):
        return False
    if stripped.isupper() and stripped.endswith(":"):
        return True
    numbered = numbered_title(stripped)[0] is not None
    plain = not ({":", "|"} & set(stripped)) and stripped[-1] not in ".,;!?"
    return around.opens_cause and (numbered or plain) and not _NO_TITLE.match(stripped)


def _names(heading: str) -> bool:
    return part_of(heading) is not None or is_evidence(heading)


def _inferred(heading: str) -> int:
    if part_of(heading):
        return PART_LEVEL
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
