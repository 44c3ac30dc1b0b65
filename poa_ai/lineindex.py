"""Where the lines of a text begin, so that a place is found without reading the text again."""

import re
from bisect import bisect_right
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class LineIndex(NamedTuple):
    """A text with the places at which its lines begin. A line ends at \\n, \\r\\n or a lone \\r."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "LineIndex":
        """The index of a text, made in one pass."""
        return cls(text, (0, *(match.end() for match in _LINE_END.finditer(text))))

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character (a code point) or of the end of the text."""
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1
