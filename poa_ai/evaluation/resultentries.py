"""Results out of the objects of their file, each value held to its type and range."""

from __future__ import annotations

from collections.abc import Mapping

from poa_ai.chatmodel import PromptRef, Usage
from poa_ai.evaluation.jsonentry import Entry, shown
from poa_ai.evaluation.results import CaseResult, FoundMark, Missed, RawText, Results, Ring, ScorerInfo, State
from poa_ai.evaluation.scorer import Better, Score


def results_of(entry: Entry) -> Results:
    """The results in the object of a file whose schema is known. Raises InputError for the first mistake."""
    prompts = list(entry.entries("prompts"))
    scorers = tuple(map(_scorer, entry.entries("scorers")))
    return Results(
        label=entry.get("label", str),
        ring=entry.word("ring", Ring),
        model=entry.get("model", str),
        suites=entry.texts("suites"),
        repeats=entry.count("repeats"),
        prompts=tuple(PromptRef(prompt.get("id", str), prompt.get("sha256", str)) for prompt in prompts),
        prompt_texts={prompt.get("id", str): "\n".join(prompt.texts("text")) for prompt in prompts},
        scorers=scorers,
        cases=_cases(entry, {scorer.name: scorer for scorer in scorers}),
        missed=tuple(map(_missed, entry.entries("thresholds_missed"))),
        problems=entry.texts("problems"),
        cost=entry.number("cost_usd") if entry.has("cost_usd") else None,
    )


def _scorer(entry: Entry) -> ScorerInfo:
    return ScorerInfo(
        entry.get("name", str),
        entry.get("title", str),
        entry.word("better", Better),
        entry.get("before", bool),
    )


def _missed(entry: Entry) -> Missed:
    return Missed(
        entry.get("suite", str), entry.get("scorer", str), entry.number("asked"), entry.number("measured")
    )


def _cases(entry: Entry, scorers: Mapping[str, ScorerInfo]) -> tuple[CaseResult, ...]:
    cases: dict[tuple[str, str, int], CaseResult] = {}
    for inner in entry.entries("cases"):
        case = case_of(inner, scorers)
        key = (*case.key, case.repeat)
        if key in cases:
            told = f"{shown(case.case)} of suite {shown(case.suite)}, repeat {case.repeat}"
            raise inner.fail("", f"the case {told} stands twice", "keep one of them")
        cases[key] = case
    return tuple(cases[key] for key in sorted(cases))


def case_of(entry: Entry, scorers: Mapping[str, ScorerInfo]) -> CaseResult:
    """One trial. Raises InputError for the first mistake."""
    letter, usage = "\n".join(entry.texts("letter")), entry.entry("usage")
    return CaseResult(
        suite=entry.get("suite", str),
        case=entry.get("case", str),
        repeat=entry.count("repeat"),
        generated=entry.get("generated", bool),
        state=entry.word("state", State),
        why=entry.get("why", str),
        scores={name: _score(inner, scorers.get(name)) for name, inner in entry.named("scores")},
        letter=letter,
        marks=tuple(_mark(mark, len(letter)) for mark in entry.entries("marks")),
        raw=tuple(map(_raw, entry.entries("raw"))),
        usage=Usage(usage.count("prompt"), usage.count("completion"), usage.count("cached")),
        calls=entry.count("calls"),
    )


def _score(entry: Entry, scorer: ScorerInfo | None) -> Score:
    if scorer is None:
        raise entry.fail("", "no such scorer stands under 'scorers'", "name it there, or take the score out")
    value = entry.number("value") if entry.has("value") else None
    if value is not None and scorer.better is not Better.NEITHER and not 0 <= value <= 1:
        raise entry.fail("value", f"expected a number from 0 to 1, got {value:g}")
    passed = entry.get("passed", bool) if entry.has("passed") else None
    return Score(value, passed, entry.get("why", str))


def _mark(entry: Entry, length: int) -> FoundMark:
    start, end = entry.count("start"), entry.count("end")
    if not start <= end <= length:
        raise entry.fail("", f"characters {start} to {end} do not lie in the letter, which has {length}")
    return FoundMark(entry.get("rule", str), entry.get("message", str), start, end)


def _raw(entry: Entry) -> RawText:
    return RawText(
        entry.get("cause", str), entry.get("part", str), entry.get("text", str), entry.texts("facts")
    )
