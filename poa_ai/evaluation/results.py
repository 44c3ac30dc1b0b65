"""The results of a run, as values: what results files hold and comparisons read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from poa_ai.chatmodel import NO_USAGE, PromptRef, Usage
from poa_ai.evaluation.scorer import Better, Score


class Ring(StrEnum):
    """Where answers come from: nowhere, a recording, a model."""

    STATIC = "static"
    REPLAY = "replay"
    LIVE = "live"


class State(StrEnum):
    """What became of a trial. STALE has no recorded answer, FAILED none that came."""

    SCORED = "scored"
    STALE = "stale"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ScorerInfo:
    """A scorer as results name it. `before` tells that it reads the model's text alone."""

    name: str
    title: str
    better: Better
    before: bool


@dataclass(frozen=True, slots=True)
class RawText:
    """A statement as the model wrote it: the root cause of its section, its part, its cites."""

    cause: str
    part: str
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundMark:
    """An error finding of the letter: characters from `start` to `end` of it, rule and message."""

    rule: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case drafted once. `repeat` counts from 0; `generated` tells that the case came from a seed.

    `scores` are by scorer, empty unless `state` is SCORED; `why` tells what went wrong else. `letter` is the
    finished text (Markdown), `marks` its error findings, `raw` what the model wrote.
    """

    suite: str
    case: str
    repeat: int
    generated: bool
    state: State
    why: str = ""
    scores: Mapping[str, Score] = field(default_factory=dict)
    letter: str = ""
    marks: tuple[FoundMark, ...] = ()
    raw: tuple[RawText, ...] = ()
    usage: Usage = NO_USAGE
    calls: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Suite and case: the unit of a comparison."""
        return self.suite, self.case


@dataclass(frozen=True, slots=True)
class Missed:
    """A threshold that a suite's mean did not reach. `asked` is what was asked, in the scorer's unit."""

    suite: str
    scorer: str
    asked: float
    measured: float


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run. `cases` are in order of suite, case and repeat, however they finished.

    `label` is what a person calls it: a file, a folder, a git revision. `prompts` are those used, with their
    text in `prompt_texts` by id. `cost` is in USD, None where no price is known.
    """

    label: str
    ring: Ring
    model: str
    suites: tuple[str, ...]
    repeats: int
    prompts: tuple[PromptRef, ...]
    prompt_texts: Mapping[str, str]
    scorers: tuple[ScorerInfo, ...]
    cases: tuple[CaseResult, ...]
    missed: tuple[Missed, ...] = ()
    problems: tuple[str, ...] = ()
    cost: float | None = None

    @property
    def stale(self) -> tuple[CaseResult, ...]:
        """Trials without a recorded answer."""
        return tuple(case for case in self.cases if case.state is State.STALE)

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Trials that no answer came for."""
        return tuple(case for case in self.cases if case.state is State.FAILED)

    @property
    def passed(self) -> bool:
        """Whether every case was scored, every threshold reached, and no problem found."""
        return not (self.stale or self.failed or self.missed or self.problems)
