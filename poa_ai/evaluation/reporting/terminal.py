"""Reports for a terminal: plain text that is 80 columns wide, without colours."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from poa_ai.errors import one_line
from poa_ai.evaluation.comparison import Comparison, Effect
from poa_ai.evaluation.reporting.advice import Outcome, outcome
from poa_ai.evaluation.reporting.figures import MINUS, chance, figure, interval, plural, signed, source
from poa_ai.evaluation.reporting.pairing import all_tries, by_why, flips_by_case, suite_scores
from poa_ai.evaluation.results import Results

WIDTH = 80
"""Columns that no line goes beyond."""
_NAME, _WIDTHS = 20, (6, 6, 6, 16, 7, 6, 6)
_MAX_NAMED = 40


def render(subject: Results | Comparison) -> str:
    """The report; nothing in it steers the terminal."""
    told = _run(subject) if isinstance(subject, Results) else _comparison(subject)
    return "".join(f"{line}\n" for line in (*_head(outcome(subject)), *told))


def _head(head: Outcome) -> Iterator[str]:
    yield from _wrapped(f"{head.word}: {head.said}")
    for reason in head.reasons:
        yield from _wrapped(reason, "  - ")
    yield from _wrapped(head.todo)


def _run(run: Results) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"{run.label}: {source(run)}")
    for suite in run.suites:
        yield from _suite(run, suite)
    for trials, heading in ((run.stale, "Stale"), (run.failed, "Failed")):
        if trials:
            yield ""
            yield f"{heading} ({len(trials)}):"
            for why, names in by_why(trials).items():
                yield from _wrapped(why, "  ")
                yield from _limited(names, "    ")


def _suite(run: Results, suite: str) -> Iterator[str]:
    trials = [trial for trial in run.cases if trial.suite == suite]
    missed = {miss.scorer: miss for miss in run.missed if miss.suite == suite}
    cases = plural(len({trial.key for trial in trials}), "case")
    yield ""
    yield _fit(f"{one_line(suite)} ({cases}, {plural(len(trials), 'trial')})", WIDTH)
    scores = suite_scores(run, suite)
    if scores:
        yield f"  {'scorer':<32}{'mean':>9}{'passed':>12}"
    for score in scores:
        passed = f"{score.passed}/{score.judged}" if score.judged else "-"
        asked = f"  missed {figure(missed[score.scorer].asked)}" if score.scorer in missed else ""
        yield f"  {_fit(one_line(score.scorer), 31):<32}{figure(score.mean):>9}{passed:>12}{asked}"


def _comparison(found: Comparison) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"before: {found.before.label}: {source(found.before)}")
    yield from _wrapped(f"after: {found.after.label}: {source(found.after)}")
    yield from _effects([effect for effect in found.effects if effect.decides], "scorer")
    yield from _effects([effect for effect in found.effects if not effect.decides], "told, never decides")
    yield from _passes(found)
    for better, heading in ((False, "Flipped to worse"), (True, "Flipped to better")):
        grouped = flips_by_case([flip for flip in found.flips if flip.better is better])
        if grouped:
            yield ""
            yield f"{heading} ({len(grouped)}):"
            names = ("/".join(key) + ": " + ", ".join(f.scorer for f in all) for key, all in grouped.items())
            yield from _limited(list(names))
    for heading, named in (("Prompts changed", found.changed_prompts), ("In one run alone", found.unpaired)):
        if named:
            yield ""
            yield f"{heading} ({len(named)}):"
            yield from _limited(named)


def _effects(effects: Sequence[Effect], heading: str) -> Iterator[str]:
    if not effects:
        return
    yield ""
    yield _row(heading, ("before", "after", "change", "interval", "p adj.", "flips", "sees"))
    for effect in effects:
        name = one_line(effect.scorer.name)
        if len(name) > _NAME:
            yield _fit(name, WIDTH)
            name = ""
        p = chance(effect.adjusted) if effect.decides else "-"
        sees = "-" if effect.detectable is None else figure(effect.detectable)
        flips = f"+{effect.to_better} {MINUS}{effect.to_worse}"
        means = (figure(effect.before), figure(effect.after), signed(effect.change))
        yield _row(name, (*means, interval(effect), p, flips, sees))
    if effects[0].decides:
        yield 'A positive change is better. "sees": the smallest change such a suite finds.'


def _row(name: str, cells: Sequence[str]) -> str:
    columns = (f" {cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{name:<{_NAME}}{''.join(columns)}"


def _passes(found: Comparison) -> Iterator[str]:
    several = all_tries(found)
    if several:
        yield ""
        yield f"All {several[0].k} tries of a case pass:"
    for entry in several:
        name = _fit(one_line(entry.scorer), 31)
        yield f"  {name:<32}{figure(entry.before):>7} -> {figure(entry.after)}"


def _limited(entries: Sequence[str], start: str = "  ") -> Iterator[str]:
    for entry in entries[:_MAX_NAMED]:
        yield from _wrapped(entry, start)
    if len(entries) > _MAX_NAMED:
        yield f"{start}and {len(entries) - _MAX_NAMED} more; the page names all"


def _wrapped(text: str, start: str = "") -> list[str]:
    shown = one_line(text[: 10 * WIDTH]) or "-"
    return textwrap.wrap(shown, WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _fit(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}\u2026"
