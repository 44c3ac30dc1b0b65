"""Sections and their state, one line each, redrawn in place while a model drafts them. On a terminal only."""

import sys
from typing import TextIO

from poa_ai.errors import one_line

_UP = "\x1b[{}A"
_CLEAR = "\x1b[2K"


class SectionProgress:
    """Told the state of a section, it redraws all of them. It is silent without a terminal, or when quiet."""

    def __init__(self, *, quiet: bool, stream: TextIO | None = None, width: int = 78) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._on = not quiet and self._stream.isatty()
        self._width = width
        self._states: dict[str, str] = {}
        self._drawn = 0

    def __call__(self, section: str, state: str) -> None:
        """The section is in this state now."""
        self._states[section] = state
        if not self._on:
            return
        told = (f"  {one_line(f'{id}: {state}')}"[: self._width] for id, state in self._states.items())
        lines = [_CLEAR + line for line in told]
        up = _UP.format(self._drawn) if self._drawn else ""
        self._stream.write(up + "\r" + "\n".join(lines) + "\n")
        self._stream.flush()
        self._drawn = len(lines)
