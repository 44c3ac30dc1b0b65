"""Where prose stands in a Markdown or plain text, apart from headings, tables, code and markers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.headings import is_evidence, part_of
from poa_ai.validation.clauses import has_verb

_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]")
_MARKED = re.compile(
    r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+•‣◦·]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))[ \t]+(?:\[[ xX]\][ \t]+)?)?"
)
_RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}$")
_UNDERLINE = re.compile(r"={3,}$|-{3,}$")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=[^\s*_])[^*_]{1,200}(?<=[^\s.!?])\1:?$")
_POINT = re.compile(r"[.!?,;](?:\W|$)")
_LONGEST = 200
"""A longer line is never a heading."""
_SHORTEST = 5
"""A shorter line without a "#" is never a heading."""

DEEPEST = 7
"""The level of a heading that has no marks of a level: a bold line, or the name of a part."""


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """A paragraph or list item: `content` without marker and outer space, `lines` with both."""

    content: Span
    lines: Span


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading, `content` without its marks; `level` 1 is the highest, `DEEPEST` the lowest."""

    level: int
    content: Span
    lines: Span


Block = ProseBlock | HeadingLine | Span
"""A bare Span is a line that is no prose but content: a table row, code."""


def read_prose(text: str) -> tuple[Block, ...]:
    """The blocks in order."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    fenced = False
    opened: ProseBlock | None = None
    for line, start, end in _lines(text):
        bare = line.strip()
        fence = bare.startswith(("```", "~~~"))
        heading = None if fenced or fence else _heading(line, start, end, fresh=opened is None)
        marked = _MARKED.match(line)
        marker = marked.end() if marked else 0
        prose = bool(bare) and not (fenced or fence or heading or bare.startswith("|") or _RULE.match(bare))
        if opened and prose and not line[:marker].strip():
            opened = ProseBlock(
                Span(opened.content.start, start + len(line.rstrip())), Span(opened.lines.start, end)
            )
            continue
        if opened and _UNDERLINE.match(bare) and _titles(text, opened):
            yield HeadingLine(1 if bare[0] == "=" else 2, opened.content, Span(opened.lines.start, end))
            opened = None
            continue
        if opened:
            yield opened
            opened = None
        fenced = fenced != fence
        if heading:
            yield heading
        elif prose and line[marker:].strip():
            opened = ProseBlock(Span(start + marker, start + len(line.rstrip())), Span(start, end))
        elif bare:
            yield Span(start, end)
    if opened:
        yield opened


def _heading(line: str, start: int, end: int, *, fresh: bool) -> HeadingLine | None:
    """The line as a heading; without a "#" it must begin a block, or name a part in bold or with a colon."""
    if marks := _HEADING.match(line):
        content = line[marks.end() :].rstrip().rstrip("#").rstrip()
        begun = start + marks.end() + len(content) - len(content.lstrip())
        return HeadingLine(
            len(marks[1]), Span(begun, max(begun, start + marks.end() + len(content))), Span(start, end)
        )
    bare = line.strip()
    if (
        len(bare) < _SHORTEST
        or not (fresh or bare.endswith((":", "**", "__")))
        or len(bare) > _LONGEST
        or ":" in bare.rstrip(":*_ ")
    ):
        return None
    named = not _POINT.search(bare) and (part_of(bare) or is_evidence(bare))
    if not named and (not fresh or not _BOLD_LINE.match(bare) or has_verb(bare)):
        return None
    begun = start + line.index(bare)
    return HeadingLine(DEEPEST, Span(begun, begun + len(bare)), Span(start, end))


def _titles(text: str, block: ProseBlock) -> bool:
    """Whether what stands over an underline is a heading: one short line that is no sentence and no item."""
    title = text[block.content.start : block.content.end]
    marked = text[block.lines.start : block.content.start].strip()
    return not marked and "\n" not in title and len(title) <= _LONGEST and title[-1] not in ".!?"


def _lines(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _LINE.finditer(text):
        if match.group():
            yield match.group(), match.start(), match.end()
