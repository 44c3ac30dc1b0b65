"""A scorer: what it is given, what it says, and how its scores are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poa_ai.chatmodel import Usage
    from poa_ai.document import SectionDraft
    from poa_ai.evaluation.suite import EvalCase
    from poa_ai.outline import Outline
    from poa_ai.report import DraftResult
    from poa_ai.sectionreply import ProposedStatement
    from poa_ai.validation.rule import RuleSet


class Better(StrEnum):
    """Which way a score is better; NEITHER is told and never decides a verdict."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Score:
    """What a scorer says of one trial.

    `value` lies from 0 to 1, but for a scorer that never decides; None where there was nothing to score.
    `passed` is None then too. `why` explains it in a sentence, with the words it rests on.
    """

    value: float | None
    passed: bool | None
    why: str

    @classmethod
    def nothing(cls, why: str) -> Score:
        """Not scored."""
        return cls(None, None, why)

    @classmethod
    def share(cls, good: int, of: int, why: str) -> Score:
        """`good` of so many, passed where all are."""
        return cls(good / of, good == of, why)


@dataclass(frozen=True, slots=True)
class RawSection:
    """What the model answered first for a section, before any rule touched it.

    `statements` are empty and `failure` says why where the answer could not be read. `composed` is what was
    asked for.
    """

    cause: str
    composed: SectionDraft
    statements: tuple[ProposedStatement, ...]
    failure: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One case drafted once, as scorers see it: the model's own words, and the letter in the end.

    `letter` is the finished text (Markdown). `calls` and `usage` are those of the whole case.
    """

    case: EvalCase
    outline: Outline
    raw: tuple[RawSection, ...]
    result: DraftResult
    letter: str
    rules: RuleSet
    usage: Usage
    calls: int


@dataclass(frozen=True, slots=True)
class Scorer:
    """A named, pure judgement of a trial. `before` tells that it reads the model's text alone."""

    name: str
    title: str
    better: Better
    before: bool
    score: Callable[[Trial], Score]


Scorers = Mapping[str, Scorer]
"""Scorers by name, in the order of reports."""
