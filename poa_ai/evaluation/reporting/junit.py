"""Reports as JUnit's XML, which CI servers read. Something fails in it only where the command fails, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from poa_ai.evaluation.comparison import Comparison, Effect, Verdict
from poa_ai.evaluation.reporting.advice import Way, outcome, way
from poa_ai.evaluation.reporting.figures import chance, figure, flips, interval, signed
from poa_ai.evaluation.reporting.pairing import flips_by_case
from poa_ai.evaluation.results import CaseResult, Missed, Results, State

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans({"\t": "&#9;", "\n": "&#10;"})


def render(subject: Results | Comparison) -> str:
    """One document: a run has a suite for each of its own and a case for each trial, a comparison one suite.

    A trial fails where it did not pass a scorer whose threshold its suite missed, else it only tells so.
    """
    run = isinstance(subject, Results)
    suites = _run(subject) if isinstance(subject, Results) else {"comparison": _comparison(subject)}
    every = [case for cases in suites.values() for case in cases]
    told = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="poa-ai eval{"" if run else " compare"}"'
    ]
    told.append(f" {_counts(every)}>\n")
    for name, cases in suites.items():
        told += [f'  <testsuite name="{_attribute(name)}" {_counts(cases)}>\n', *cases, "  </testsuite>\n"]
    return "".join([*told, "</testsuites>\n"])


def _run(run: Results) -> dict[str, list[str]]:
    missed = {(miss.suite, miss.scorer): miss for miss in run.missed}
    suites: dict[str, list[str]] = {suite: [] for suite in run.suites}
    for trial in run.cases:
        suites.setdefault(trial.suite, []).append(_trial(trial, missed))
    for miss in run.missed:
        said = f"{miss.scorer} is {figure(miss.measured)}; the threshold is {figure(miss.asked)}"
        body = _told("failure", said, "threshold", "")
        suites.setdefault(miss.suite, []).append(_case(miss.suite, f"threshold {miss.scorer}", body))
    problems = [
        _case("problems", f"problem {number}", _told("error", problem, "problem", ""))
        for number, problem in enumerate(run.problems, 1)
    ]
    return {**suites, "problems": problems} if problems else suites


def _trial(trial: CaseResult, missed: dict[tuple[str, str], Missed]) -> str:
    name = f"{trial.case} [repeat {trial.repeat + 1}]" if trial.repeat else trial.case
    if trial.state is not State.SCORED:
        return _case(trial.suite, name, _told("error", f"{trial.state}: {trial.why}", str(trial.state), ""))
    fallen = {scorer: score.why for scorer, score in trial.scores.items() if score.passed is False}
    told = "\n".join(f"{scorer}: {why}" for scorer, why in fallen.items())
    if any((trial.suite, scorer) in missed for scorer in fallen):
        return _case(trial.suite, name, _told("failure", f"not passed: {', '.join(fallen)}", "score", told))
    return _case(trial.suite, name, _output(f"not passed, within the threshold:\n{told}") if fallen else "")


def _comparison(found: Comparison) -> list[str]:
    head = outcome(found)
    reasons = "\n".join((*head.reasons, head.todo))
    said = f"{head.word}: {head.said}"
    body = {
        Verdict.WORSE: _told("failure", said, "verdict", reasons),
        Verdict.NOT_ENOUGH_DATA: f'      <skipped message="{_attribute(said)}"/>\n' + _output(reasons),
    }.get(found.verdict, _output(f"{said}\n{reasons}"))
    effects = [_effect(effect, found) for effect in found.effects if effect.decides]
    return [_case("comparison", "verdict", body), *effects]


def _effect(effect: Effect, found: Comparison) -> str:
    said = (
        f"{figure(effect.before)} before, {figure(effect.after)} after: {signed(effect.change)} "
        f"({interval(effect)}), p adjusted {chance(effect.adjusted)}, {flips(effect)}"
    )
    flipped = flips_by_case([flip for flip in found.flips if flip.scorer == effect.scorer.name])
    ways = {key: "better" if all[0].better else "worse" for key, all in flipped.items()}
    told = "\n".join([said, *(f"to {way}: {'/'.join(key)}" for key, way in ways.items())])
    worse = way(effect, found) is Way.WORSE
    body = _told("failure", said, "effect", told) if worse else _output(told)
    return _case("comparison", effect.scorer.name, body)


def _case(suite: str, name: str, inside: str) -> str:
    start = f'    <testcase classname="{_attribute(suite)}" name="{_attribute(name)}" time="0"'
    return f"{start}>\n{inside}    </testcase>\n" if inside else f"{start}/>\n"


def _told(kind: str, message: str, type: str, text: str) -> str:
    return f'      <{kind} message="{_attribute(message)}" type="{type}">{_content(text)}</{kind}>\n'


def _output(text: str) -> str:
    return f"      <system-out>{_content(text)}</system-out>\n"


def _counts(cases: Sequence[str]) -> str:
    failed, errors, skipped = (_with(cases, kind) for kind in ("failure", "error", "skipped"))
    return f'tests="{len(cases)}" failures="{failed}" errors="{errors}" skipped="{skipped}" time="0"'


def _with(cases: Iterable[str], kind: str) -> int:
    return sum(f">\n      <{kind} " in case for case in cases)


def _content(text: str) -> str:
    return _NO_XML.sub("", text).translate(_ESCAPES)


def _attribute(text: str) -> str:
    return _content(text).translate(_ATTRIBUTE)
