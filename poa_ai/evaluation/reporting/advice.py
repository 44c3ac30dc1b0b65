"""What a report says first: the outcome in words, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from poa_ai.evaluation.comparison import Comparison, Effect, Verdict
from poa_ai.evaluation.reporting.figures import figure, plural
from poa_ai.evaluation.results import CaseResult, Results


class Outcome(NamedTuple):
    """The head of a report. `word` is the verdict, `tone` "good", "bad", "even" or "unsure".

    `said` tells it in a sentence, `todo` what to do; `reasons` are whole sentences.
    """

    word: str
    tone: str
    said: str
    todo: str
    reasons: tuple[str, ...]


_TONES = {
    Verdict.BETTER: "good",
    Verdict.WORSE: "bad",
    Verdict.SAME: "even",
    Verdict.NOT_ENOUGH_DATA: "unsure",
}
_TODO = {
    Verdict.BETTER: "Keep the change, and make its results the baseline with poa-ai eval accept.",
    Verdict.WORSE: "Don't merge this. Read what flipped to worse, mend the prompt and compare again.",
    Verdict.SAME: "The change is safe for these cases; nothing is to be done.",
    Verdict.NOT_ENOUGH_DATA: "This is no pass. Add cases to the suites, or judge what flipped yourself.",
}


def outcome(subject: Results | Comparison) -> Outcome:
    """The head of the report of a run, or of two."""
    return _of_run(subject) if isinstance(subject, Results) else _of_comparison(subject)


class Way(StrEnum):
    """Where the letters went for one scorer: OPEN is neither a change beyond chance nor the same."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    OPEN = "open"


def way(effect: Effect, found: Comparison) -> Way:
    """Where a scorer went, by the tests that the verdict rests on."""
    if effect.decides and effect.adjusted <= found.alpha and effect.change:
        return Way.BETTER if effect.change > 0 else Way.WORSE
    within = -found.margin <= effect.low and effect.high <= found.margin
    return Way.SAME if within else Way.OPEN


def _of_comparison(found: Comparison) -> Outcome:
    verdict = found.verdict
    said = {
        Verdict.BETTER: "The change made the letters better.",
        Verdict.WORSE: "The change made the letters worse.",
        Verdict.SAME: f"The letters are as good as before, within {figure(found.margin)}.",
        Verdict.NOT_ENOUGH_DATA: f"{plural(found.cases, 'case')} can't tell whether the letters changed.",
    }[verdict]
    return Outcome(str(verdict), _TONES[verdict], said, _TODO[verdict], found.reasons)


def _of_run(run: Results) -> Outcome:
    cases = len({case.key for case in run.cases})
    if not run.cases and run.passed:
        return Outcome("NO CASES", "unsure", "Nothing was run.", "Name a suite that holds cases.", ())
    if run.passed:
        were = "was" if cases == 1 else "were"
        said = f"{plural(cases, 'case')} {were} scored, and no threshold was missed."
        return Outcome("PASSED", "good", said, "Nothing is to be done.", ())
    return Outcome("NOT PASSED", "bad", _short(run), _todo(run), tuple(shortcomings(run)))


def _short(run: Results) -> str:
    counts = ((run.missed, "missed threshold"), (run.stale, "stale answer"), (run.failed, "failed call"))
    told = [plural(len(found), noun) for found, noun in counts if found]
    told += [plural(len(run.problems), "problem")] if run.problems else []
    return f"The run has {_listed(told)}."


def _todo(run: Results) -> str:
    if run.problems:
        return "Mend what the problems name, and run again."
    if run.stale:
        return _to_record(run)
    if run.failed:
        return "Run again: what is finished is kept, and only the failed calls are repeated."
    return "Read the cases that did not pass, and mend the prompt."


def _to_record(run: Results) -> str:
    """Why the first stale trial has no answer, and what is to be done; the others mostly say the same."""
    where, _, why = run.stale[0].why.rpartition(": ")
    reason, _, remedy = why.rpartition("; ")
    if not (where and reason):
        return "Record again with poa-ai eval run --record."
    return f"{reason[0].upper()}{reason[1:]}: {remedy.replace('with ', 'with poa-ai eval run ', 1)}."


def shortcomings(run: Results) -> Iterator[str]:
    """Each thing that keeps a run from passing, as a sentence."""
    yield from run.problems
    for missed in run.missed:
        measured, asked = figure(missed.measured), figure(missed.asked)
        yield f"{missed.suite}: {missed.scorer} is {measured}; the threshold is {asked}."
    if run.stale:
        yield f"{plural(len(run.stale), 'answer')} not in the recording: {_named(run.stale)}."
    if run.failed:
        yield f"{plural(len(run.failed), 'call')} without an answer: {_named(run.failed)}."


def _named(trials: Sequence[CaseResult]) -> str:
    names = list(dict.fromkeys("/".join(trial.key) for trial in trials))
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
