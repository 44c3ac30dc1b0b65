"""Reports as one static page: no scripts, no requests, readable from a file, in light and dark, on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from string import Template

from poa_ai.evaluation.comparison import Comparison
from poa_ai.evaluation.reporting.advice import Outcome, outcome
from poa_ai.evaluation.reporting.figures import plural, source
from poa_ai.evaluation.reporting.markup import listed, section, text
from poa_ai.evaluation.reporting.pagecases import cases_alone, cases_beside
from poa_ai.evaluation.reporting.pageeffects import effects
from poa_ai.evaluation.reporting.pageflips import flipped_cases, prompt_beside
from poa_ai.evaluation.reporting.pagerun import fallen, scores, unscored
from poa_ai.evaluation.results import Results
from poa_ai.packagefiles import package_folder
from poa_ai.version import __version__

_SIGNS = {"good": "\u25b2", "bad": "\u25bc", "even": "=", "unsure": "?"}
_RUN_SIGNS = {"good": "\u2713", "bad": "\u2717", "unsure": "?"}


def render(subject: Results | Comparison) -> str:
    """The page. Its policy forbids every request and every style but its own, also to what a letter holds."""
    folder = package_folder("poa_ai.evaluation.reporting")
    style = (folder / "page.css").read_text("utf-8")
    run = isinstance(subject, Results)
    chapters = _run(subject) if isinstance(subject, Results) else _comparison(subject)
    head = outcome(subject)
    values = {
        "title": f"{head.word}: {_question(subject)}",
        "style": style,
        "style_hash": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "tone": head.tone,
        "question": _question(subject),
        "sign": (_RUN_SIGNS if run else _SIGNS)[head.tone],
        "word": head.word,
        "said": text(head.said),
        "todo": text(head.todo),
        "reasons": _reasons(head),
        "sources": _sources(subject),
        "chapters": "".join(chapters),
        "version": __version__,
    }
    return Template((folder / "page.html").read_text("utf-8")).substitute(values)


def _question(subject: Results | Comparison) -> str:
    if isinstance(subject, Results):
        return f"Did the letters pass? Run: {text(subject.label)}"
    before, after = text(subject.before.label), text(subject.after.label)
    return f"Did the letters change? {before} \u2192 {after}"


def _reasons(head: Outcome) -> str:
    return listed(map(text, head.reasons), "reasons") if head.reasons else ""


def _sources(subject: Results | Comparison) -> str:
    runs = (
        (("Run", subject),)
        if isinstance(subject, Results)
        else (("Before", subject.before), ("After", subject.after))
    )
    return listed(f"<b>{name}</b> {text(run.label)}: {text(source(run))}" for name, run in runs)


def _comparison(found: Comparison) -> Iterator[str]:
    yield section("effects", "What changed", effects(found))
    flipped = list(flipped_cases(found))
    yield section("flipped", f"Flipped cases: {len(flipped)}", *flipped)
    prompts = [prompt_beside(name, found.before, found.after) for name in found.changed_prompts]
    yield section("prompts", f"Prompts that differ: {len(prompts)}", *prompts)
    yield section("cases", f"All cases: {found.cases}", cases_beside(found))
    unpaired = listed(f"<code>{text(name)}</code>" for name in found.unpaired) if found.unpaired else ""
    yield section("unpaired", f"In one run alone, and not compared: {len(found.unpaired)}", unpaired)


def _run(run: Results) -> Iterator[str]:
    yield section("scores", "Scores", scores(run))
    yield section("stale", f"Stale: {plural(len(run.stale), 'answer')} to record again", unscored(run.stale))
    yield section("failed", f"Failed: {plural(len(run.failed), 'call')} to repeat", unscored(run.failed))
    parts = list(fallen(run))
    yield section("fallen", f"Cases that did not pass every scorer: {len(parts)}", *parts)
    yield section("cases", "All cases", cases_alone(run) if run.cases else "")
