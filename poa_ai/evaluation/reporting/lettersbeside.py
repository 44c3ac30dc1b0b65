"""Two texts side by side in HTML: letters with their findings marked, what the model wrote, prompts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from poa_ai.evaluation.reporting.differing import MAX_LINES, lines_of, rows
from poa_ai.evaluation.reporting.markup import text
from poa_ai.evaluation.results import CaseResult, FoundMark

MAX_MARKS = 40
"""Findings of a letter that are marked."""


@dataclass(frozen=True, slots=True)
class Side:
    """A text of the two: its lines to compare, and the same lines as HTML."""

    title: str
    lines: Sequence[str]
    html: Sequence[str]
    notes: str = ""

    @classmethod
    def plain(cls, title: str, body: str) -> Side:
        """A text without marks."""
        lines = lines_of(body)
        return cls(title, lines, [text(line) for line in lines])

    @classmethod
    def letter(cls, title: str, trial: CaseResult) -> Side:
        """A letter with its findings marked in place, numbered, and named below."""
        lines, marks = lines_of(trial.letter), trial.marks[:MAX_MARKS]
        html, start = [], 0
        for line, whole in zip(lines, trial.letter.split("\n", MAX_LINES), strict=False):
            html.append(_marked(line, start, marks))
            start += len(whole) + 1
        return cls(title, lines, html, _notes(trial))


def beside(before: Side, after: Side) -> str:
    """A table of both: lines that differ have a sign; on a narrow screen equal ones stand once."""
    body = []
    for row in rows(list(before.lines), list(after.lines)):
        old = _cell(before.html, row.before, "" if row.same else "gone")
        new = _cell(after.html, row.after, "" if row.same else "new")
        body.append(f"<tr{' class=even' if row.same else ''}>{old}{new}</tr>\n")
    if before.notes or after.notes:
        body.append(f'<tr class="notes"><td>{before.notes}</td><td>{after.notes}</td></tr>\n')
    heads = f'<th scope="col">{text(before.title)}</th><th scope="col">{text(after.title)}</th>'
    return f'<table class="beside"><thead><tr>{heads}</tr></thead>\n<tbody>{"".join(body)}</tbody></table>\n'


def alone(side: Side) -> str:
    """One text by itself."""
    lines = "".join(f"<p>{line or '&nbsp;'}</p>" for line in side.html)
    return f'<div class="letter">{lines}{side.notes}</div>\n'


def _cell(html: Sequence[str], line: int | None, kind: str) -> str:
    if line is None:
        return '<td class="none"></td>'
    sign = {"gone": '<b class="sign">\u2212</b>', "new": '<b class="sign">+</b>'}.get(kind, "")
    return f"<td{f' class={kind}' if kind else ''}>{sign}{html[line]}</td>"


def _marked(line: str, start: int, marks: Sequence[FoundMark]) -> str:
    """The line, which begins at character `start` of its letter, with the parts of marks that lie in it."""
    end = start + len(line)
    here = [(number, mark) for number, mark in enumerate(marks, 1) if mark.start < end and mark.end > start]
    edges = {start, end, *(min(max(edge, start), end) for _, m in here for edge in (m.start, m.end))}
    places = sorted(edges)
    html = [text(line)] if not here else []
    for left, right in pairwise(places) if here else ():
        piece = text(line[left - start : right - start])
        covering = [(number, mark) for number, mark in here if mark.start <= left and mark.end >= right]
        if covering:
            title = "; ".join(f"{text(mark.rule)}: {text(mark.message)}" for _, mark in covering)
            piece = f'<mark title="{title}">{piece}</mark>'
        ends = [str(number) for number, mark in covering if min(mark.end, end) == right]
        html.append(piece + (f"<sup>{','.join(ends)}</sup>" if ends else ""))
    return "".join(html)


def _notes(trial: CaseResult) -> str:
    if not trial.marks:
        return '<p class="clean">No error findings.</p>'
    items = (f"<li><code>{text(m.rule)}</code> {text(m.message)}</li>" for m in trial.marks[:MAX_MARKS])
    more = len(trial.marks) - MAX_MARKS
    left_out = f"<p>and {more} more</p>" if more > 0 else ""
    return f"<ol>{''.join(items)}</ol>{left_out}"
