"""Where prose stands in a Markdown or plain text, apart from headings, tables, code and markers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from poa_ai.findings import Span

_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]")
_MARKED = re.compile(
    r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+•‣◦·]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))[ \t]+(?:\[[ xX]\][ \t]+)?)?"
)
_RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}$")


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """A paragraph or list item: `content` without marker and outer space, `lines` with both."""

    content: Span
    lines: Span


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A Markdown heading; `level` 1 is the highest."""

    level: int
    lines: Span


def read_prose(text: str) -> tuple[ProseBlock | HeadingLine | Span, ...]:
    """The blocks in order. A bare Span is a line that is no prose but content: a table row, code."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[ProseBlock | HeadingLine | Span]:
    fenced = False
    opened: ProseBlock | None = None
    for line, start, end in _lines(text):
        bare = line.strip()
        heading = _HEADING.match(line)
        fence = bare.startswith(("```", "~~~"))
        marked = _MARKED.match(line)
        marker = marked.end() if marked else 0
        prose = bool(bare) and not (fenced or fence or heading or bare.startswith("|") or _RULE.match(bare))
        if opened and prose and not line[:marker].strip():
            opened = ProseBlock(
                Span(opened.content.start, start + len(line.rstrip())), Span(opened.lines.start, end)
            )
            continue
        if opened:
            yield opened
            opened = None
        fenced = fenced != fence
        if heading and not fenced:
            yield HeadingLine(len(heading[1]), Span(start, end))
        elif prose and line[marker:].strip():
            opened = ProseBlock(Span(start + marker, start + len(line.rstrip())), Span(start, end))
        elif bare:
            yield Span(start, end)
    if opened:
        yield opened


def _lines(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _LINE.finditer(text):
        if match.group():
            yield match.group(), match.start(), match.end()
