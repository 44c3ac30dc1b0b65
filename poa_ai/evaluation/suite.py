"""A suite: cases with what is expected of their letters, and thresholds. `suitefile.load_suite` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poa_ai.facts import Facts


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the letter of a case must be. None and () ask nothing.

    `contains` and `lacks` are texts of the finished letter, compared without regard to case; `answer_lacks`
    of what the model wrote. `sections` counts root causes, `words` are the least and the most.
    """

    sections: int | None = None
    gap_draft: bool | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    answer_lacks: tuple[str, ...] = ()
    words: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class EvalCase:
    """One case: its facts, and what is expected. `generated` is the seed it came from, None for one that
    a person wrote. `fingerprint` is the SHA-256 (hex) of its facts.
    """

    id: str
    facts: Facts
    expect: Expectation
    tags: tuple[str, ...]
    generated: int | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases that are run and compared together.

    `model`, `temperature` and `seed` are those of its recording; `repeats` is how often each case is asked.
    `repairs` tells whether failed statements are sent back once, as a draft does; without, a section is one
    call, which measures the section prompt alone. `thresholds` are the least mean of a scorer (the most for
    one where lower is better). `scorers` are of plugins, besides the built-in ones. A prompt must fit into
    `context_tokens` together with its answer.
    """

    id: str
    title: str
    purpose: str
    path: str
    model: str
    temperature: float
    seed: int
    repeats: int
    repairs: bool
    scorers: tuple[str, ...]
    thresholds: Mapping[str, float]
    context_tokens: int
    cases: tuple[EvalCase, ...]
