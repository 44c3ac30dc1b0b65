"""How far a run is, on stderr: in place on a terminal, else a line every ten seconds."""

import sys
import time
from typing import TextIO

from poa_ai.evaluation.results import CaseResult
from poa_ai.llm.metering import Meter

EVERY = 10.0
"""Seconds between two lines where there is no terminal."""
_BLINK = 0.1


class TrialProgress:
    """Told each trial, it says how many are done, how fast, what they cost, and how long the rest takes."""

    def __init__(self, of: int, meter: Meter, *, quiet: bool, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._of = of
        self._meter = meter
        self._quiet = quiet
        self._terminal = self._stream.isatty()
        self._done = 0
        self._began = self._told = time.monotonic()

    def __call__(self, _result: CaseResult) -> None:
        """One trial more."""
        self._done += 1
        now = time.monotonic()
        last = self._done == self._of
        if self._quiet or (now - self._told < (_BLINK if self._terminal else EVERY) and not last):
            return
        self._told = now
        line = self._line(now - self._began)
        self._stream.write(f"\r\x1b[2K{line}" if self._terminal else f"poa-ai: {line}\n")
        self._stream.flush()

    def close(self) -> None:
        """End the line."""
        if self._terminal and not self._quiet and self._done:
            self._stream.write("\n")

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds if seconds else 0.0
        spending = self._meter.spending
        told = [
            f"{self._done} of {self._of} cases",
            f"{rate:.1f} a second" if rate >= 1 else f"{seconds / self._done:.1f} s each",
        ]
        told.append(f"{spending.calls} calls")
        if spending.cost:
            told.append(f"{spending.cost:.4f} USD")
        if rate and self._done < self._of:
            told.append(f"{(self._of - self._done) / rate:.0f} s left")
        return ", ".join(told)
