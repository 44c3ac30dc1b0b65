"""The chapters of the page that show texts: the letters of flipped cases, and the prompts that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from poa_ai.evaluation.comparison import Comparison, Flip
from poa_ai.evaluation.reporting.lettersbeside import Side, beside
from poa_ai.evaluation.reporting.markup import folded, listed, text
from poa_ai.evaluation.reporting.pairing import flips_by_case, written
from poa_ai.evaluation.results import Results

LETTER_ROOM = 2_400_000
"""Characters of HTML for letters; behind that, flipped cases are named without them."""


def flipped_cases(found: Comparison) -> Iterator[str]:
    """A part for each case that flipped, those to worse first; the first one is open."""
    room = LETTER_ROOM
    for number, (key, flips) in enumerate(flips_by_case(found.flips).items()):
        ways = ", ".join(f"{_word(flip)} in {text(flip.scorer)}" for flip in flips)
        name = f"<code>{text('/'.join(key))}</code> <span>{ways}</span>"
        body = _flip(flips, found) if room > 0 else "<p>The letters are in the result files.</p>"
        room -= len(body)
        yield folded(name, body, open=number == 0)


def _word(flip: Flip) -> str:
    return '<b class="better">\u25b2 better</b>' if flip.better else '<b class="worse">\u25bc worse</b>'


def _flip(flips: Sequence[Flip], found: Comparison) -> str:
    before, after = flips[0].before, flips[0].after
    titles = (f"Before: {found.before.label}", f"After: {found.after.label}")
    told = listed(
        f"<code>{text(flip.scorer)}</code> {name}: {text(trial.scores[flip.scorer].why) or 'no reason given'}"
        for flip in flips
        for name, trial in (("before", flip.before), ("after", flip.after))
        if flip.scorer in trial.scores
    )
    raw = beside(*(Side.plain(*pair) for pair in zip(titles, map(written, (before, after)), strict=True)))
    letters = beside(*(Side.letter(*pair) for pair in zip(titles, (before, after), strict=True)))
    return f"{told}<h3>What the model wrote</h3>\n{raw}<h3>The letters</h3>\n{letters}"


def prompt_beside(name: str, before: Results, after: Results) -> str:
    """A prompt of both runs side by side."""
    sides = (
        Side.plain(f"{title}: {run.label}", run.prompt_texts.get(name, ""))
        for title, run in (("Before", before), ("After", after))
    )
    return folded(f"<code>{text(name)}</code>", beside(*sides), open=True)
