"""Runs of evals that hold nothing but scores: what comparisons are tried with."""

from collections.abc import Iterator, Mapping, Sequence

from poa_ai.chatmodel import PromptRef
from poa_ai.evaluation.results import CaseResult, Results, Ring, ScorerInfo, State
from poa_ai.evaluation.scorer import Better, Score

Table = Sequence[Sequence[float | None]]
"""Values by case and repeat; None where there was nothing to score."""


def run_of(
    tables: Mapping[str, Table],
    better: Mapping[str, Better] | None = None,
    *,
    label: str = "run",
    prompts: Mapping[str, str] | None = None,
) -> Results:
    """A run whose scorers gave these values, HIGHER being better where `better` does not say else.

    A trial passes with 1, or with 0 where LOWER is better. Tables may differ in length. `prompts` are hashes
    by id.
    """
    ways = {name: (better or {}).get(name, Better.HIGHER) for name in tables}
    return Results(
        label=label,
        ring=Ring.REPLAY,
        model="test:model",
        suites=("suite",),
        repeats=max((len(row) for table in tables.values() for row in table), default=1),
        prompts=tuple(PromptRef(id, sha256) for id, sha256 in (prompts or {}).items()),
        prompt_texts={},
        scorers=tuple(ScorerInfo(name, name, way, before=True) for name, way in ways.items()),
        cases=tuple(_trials(tables, ways)),
    )


def _trials(tables: Mapping[str, Table], ways: Mapping[str, Better]) -> Iterator[CaseResult]:
    for case in range(max(map(len, tables.values()), default=0)):
        rows = {name: table[case] for name, table in tables.items() if case < len(table)}
        for repeat in range(max(map(len, rows.values()))):
            scores = {
                name: _score(row[repeat], ways[name]) for name, row in rows.items() if repeat < len(row)
            }
            yield CaseResult("suite", f"case-{case:04}", repeat, False, State.SCORED, scores=scores)


def _score(value: float | None, better: Better) -> Score:
    passed = None if value is None or better is Better.NEITHER else value == (better is Better.HIGHER)
    return Score(value, passed, "")
