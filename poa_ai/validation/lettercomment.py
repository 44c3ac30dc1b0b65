"""Comments in a letter that speak to `check`: what they say, and which block of the letter they are about."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.letter import read_letter
from poa_ai.lineindex import LineIndex

WRITTEN = "<!-- poa: allow RULE because REASON -->"
"""How such a comment is written; several rules or categories are parted by commas."""

_OPENS, _CLOSES = "<!--", "-->"
_LONGEST = 1000
"""A longer comment is not understood."""
MAX_COMMENTS = 200
"""Further comments of a letter are blanked like the others, and not understood."""
_LINE_END = lazy_pattern(r"[\r\n]")
_OURS = lazy_pattern(r"<!--\s{0,100}poa\s{0,100}:", re.IGNORECASE)
_ALLOW = lazy_pattern(
    r"allow\s+(?P<names>[\w.-]+(?:\s*,\s*[\w.-]+)*)(?:\s+because(?P<reason>\b.*))?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class LetterComment:
    """One comment. `names` are rules and categories, empty where the comment is not understood.

    `because` is "" where no reason is given. `holds` is the block of the letter that it is about: the one it
    stands in or at the end of, or, where it has a line to itself, the next one; None where there is none.
    """

    span: Span
    names: tuple[str, ...]
    because: str
    holds: Span | None = None


def read_comments(text: str) -> tuple[LetterComment, ...]:
    """All comments to `check`, in order. Linear time; one that is never closed ends with its line."""
    spans = tuple(_spans(text))
    if not spans:
        return ()
    held = _held(text, spans)
    read = [_comment(text, span, holds) for span, holds in zip(spans[:MAX_COMMENTS], held, strict=False)]
    return (*read, *(LetterComment(span, (), "") for span in spans[MAX_COMMENTS:]))


def without_comments(text: str, comments: Iterable[LetterComment]) -> str:
    """The text with blanks in place of the comments, so that every other character keeps its place."""
    pieces: list[str] = []
    done = 0
    for comment in comments:
        pieces += text[done : comment.span.start], _blank(text[comment.span.start : comment.span.end])
        done = comment.span.end
    return "".join([*pieces, text[done:]]) if pieces else text


def touches(comments: Sequence[LetterComment], span: Span) -> bool:
    """Whether the span shares a character with a comment; they come in the order of the letter."""
    at = bisect_left(comments, span.end, key=lambda comment: comment.span.start)
    return at > 0 and comments[at - 1].span.end > span.start


def _spans(text: str) -> Iterator[Span]:
    at, closed = text.find(_OPENS), True
    while at >= 0:
        end = text.find(_CLOSES, at) + len(_CLOSES) if closed else 0
        if end < len(_CLOSES):
            # Nothing is closed from here on: each opening takes the rest of its line.
            closed = False
            match = _LINE_END.search(text, at)
            end = match.start() if match else len(text)
        # An escaped one is shown as text by every reader of Markdown, and so it is text for us.
        if _OURS.match(text, at) and text[at - 1 : at] != "\\":
            yield Span(at, end)
        at = text.find(_OPENS, end)


def _comment(text: str, span: Span, holds: Span | None) -> LetterComment:
    given = text[span.start : span.end]
    if len(given) <= _LONGEST and given.endswith(_CLOSES):
        said = given.partition(":")[2].removesuffix(_CLOSES).strip()
        if match := _ALLOW.fullmatch(said):
            names = tuple(name.strip() for name in match["names"].split(","))
            return LetterComment(span, names, " ".join((match["reason"] or "").split()), holds)
    return LetterComment(span, (), "", holds)


def _blank(comment: str) -> str:
    return re.sub(r"[^\r\n]", " ", comment)


def _held(text: str, spans: Sequence[Span]) -> Iterator[Span | None]:
    bare = without_comments(text, (LetterComment(span, (), "") for span in spans))
    blocks = [block.span for block in read_letter(bare).blocks if block.kind != "rule"]
    blocks.sort()
    starts = [block.start for block in blocks]
    lines = LineIndex.of(bare)
    ends = (*lines.starts[1:], len(bare))
    for span in spans:
        first, last = lines.place(span.start)[0] - 1, lines.place(span.end)[0] - 1
        line = Span(lines.starts[first], ends[last])
        behind = bisect_left(starts, span.end)
        before = blocks[behind - 1] if behind else None
        after = blocks[behind] if behind < len(blocks) else None
        beside = before is not None and before.overlaps(line)
        yield before if beside else after
