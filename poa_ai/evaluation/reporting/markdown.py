"""Reports as Markdown for a comment to a pull request: the verdict first, the evidence folded below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from poa_ai.evaluation.comparison import Comparison, Effect, Flip
from poa_ai.evaluation.reporting.advice import outcome
from poa_ai.evaluation.reporting.differing import lines_of, unified
from poa_ai.evaluation.reporting.figures import chance, figure, flips, interval, plural, signed, source
from poa_ai.evaluation.reporting.markdowntext import fenced, folded, inline
from poa_ai.evaluation.reporting.pairing import by_why, flips_by_case, not_passed, suite_scores, written
from poa_ai.evaluation.results import CaseResult, Results

MAX_CHARS = 60_000
"""A report is no longer; GitHub takes comments of 65,536 characters."""
_MAX_DIFF = 60  # lines of a diff
_MAX_LINE = 400  # characters of a line of it
_MAX_ROWS = 40  # of a table
_SIGNS = {"good": "\u2705", "even": "\u2705", "bad": "\u274c", "unsure": "\u26a0\ufe0f"}


def render(subject: Results | Comparison) -> str:
    """The report, within `MAX_CHARS`; its last line says what was left out."""
    blocks = _run(subject) if isinstance(subject, Results) else _comparison(subject)
    return _within((_head(subject), *blocks))


def _within(blocks: Iterable[str]) -> str:
    kept: list[str] = []
    room, left_out = MAX_CHARS - 200, 0
    for block in blocks:
        if len(block) + 1 > room:
            left_out += 1
            continue
        kept.append(block)
        room -= len(block) + 1
    if left_out:
        kept.append(
            f"*Left out for its length: {plural(left_out, 'part')}. The page report has everything.*\n"
        )
    return "\n".join(kept)


def _head(subject: Results | Comparison) -> str:
    head = outcome(subject)
    lines = [f"## {_SIGNS[head.tone]} {head.word}", "", f"**{inline(head.said)}** {inline(head.todo)}"]
    if head.reasons:
        lines += ["", *(f"- {inline(reason, 600)}" for reason in head.reasons[:12])]
    return "\n".join(lines) + "\n"


def _comparison(found: Comparison) -> Iterator[str]:
    yield _effects([effect for effect in found.effects if effect.decides])
    yield (
        "".join(
            f"{name}: {inline(run.label)} ({inline(source(run))})\\\n"
            for name, run in (("Before", found.before), ("After", found.after))
        ).rstrip("\\\n")
        + "\n"
    )
    for prompt in found.changed_prompts:
        old, new = (run.prompt_texts.get(prompt, "") for run in (found.before, found.after))
        yield folded(f"Prompt changed: <code>{inline(prompt)}</code>", _diff(old, new))
    flipped = flips_by_case(found.flips)
    if flipped:
        yield f"### Flipped cases: {len(flipped)}\n"
    for key, all in flipped.items():
        yield _flip("/".join(key), all)
    told = [effect for effect in found.effects if not effect.decides]
    if told:
        yield folded("Told, never decides", _effects(told))
    if found.unpaired:
        named = "\n".join(f"- {inline(name)}" for name in found.unpaired[:_MAX_ROWS])
        yield folded(f"In one run alone: {plural(len(found.unpaired), 'case')}", named)


def _effects(effects: Sequence[Effect]) -> str:
    rows = ["| Scorer | Before | After | Change | Interval | p adjusted | Flips | Least seen |"]
    rows.append("| --- | --: | --: | --: | --: | --: | --- | --: |")
    for effect in effects[:_MAX_ROWS]:
        cells = (
            inline(effect.scorer.name),
            figure(effect.before),
            figure(effect.after),
            signed(effect.change),
            interval(effect),
            chance(effect.adjusted) if effect.decides else "-",
            flips(effect),
            "-" if effect.detectable is None else figure(effect.detectable),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _flip(name: str, flips: Sequence[Flip]) -> str:
    ways = ", ".join(
        f"{'better' if flip.better else '<b>worse</b>'} in {inline(flip.scorer)}" for flip in flips
    )
    before, after = flips[0].before, flips[0].after
    whys = [f"- {inline(flip.scorer)}: {inline(_why(flip))}" for flip in flips]
    if before.raw != after.raw:
        whys += ["", "What the model wrote:", "", _diff(written(before), written(after))]
    body = "\n".join([*whys, "", "The letter:", "", _diff(before.letter, after.letter)])
    return folded(f"<code>{inline(name)}</code>: {ways}", body)


def _why(flip: Flip) -> str:
    score = flip.after.scores.get(flip.scorer)
    return score.why if score is not None and score.why else "no reason given"


def _diff(before: str, after: str) -> str:
    return _block(unified(before, after)) if before != after else "No line differs."


def _block(lines: Sequence[str], language: str = "diff") -> str:
    shown = [line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]}\u2026" for line in lines[:_MAX_DIFF]]
    more = f"\n\nand {plural(len(lines) - _MAX_DIFF, 'line')} more" if len(lines) > _MAX_DIFF else ""
    return fenced(shown, language) + more


def _run(run: Results) -> Iterator[str]:
    yield f"{inline(run.label)}: {inline(source(run))}\n"
    for suite in run.suites:
        yield _suite(run, suite)
    for trials, heading in ((run.stale, "Stale"), (run.failed, "Failed")):
        if trials:
            told = [
                f"- {inline(why)}: {', '.join(map(inline, names[:_MAX_ROWS]))}"
                for why, names in by_why(trials).items()
            ]
            yield folded(f"{heading}: {plural(len(trials), 'trial')}", "\n".join(told[:_MAX_ROWS]))
    for trial in not_passed(run).values():
        yield _fallen(trial)


def _suite(run: Results, suite: str) -> str:
    missed = {miss.scorer: miss.asked for miss in run.missed if miss.suite == suite}
    rows = [f"### {inline(suite)}", "", "| Scorer | Mean | Passed | Threshold |", "| --- | --: | --: | --- |"]
    for score in suite_scores(run, suite)[:_MAX_ROWS]:
        passed = f"{score.passed}/{score.judged}" if score.judged else "-"
        asked = f"**missed**: {figure(missed[score.scorer])}" if score.scorer in missed else ""
        rows.append(f"| {inline(score.scorer)} | {figure(score.mean)} | {passed} | {asked} |")
    return "\n".join(rows) + "\n"


def _fallen(trial: CaseResult) -> str:
    fallen = [(name, score.why) for name, score in trial.scores.items() if score.passed is False]
    whys = "\n".join(f"- {inline(name)}: {inline(why)}" for name, why in fallen)
    names = ", ".join(inline(name) for name, _ in fallen)
    letter = _block(lines_of(trial.letter), "")
    return folded(f"<code>{inline('/'.join(trial.key))}</code>: not passed in {names}", f"{whys}\n\n{letter}")
