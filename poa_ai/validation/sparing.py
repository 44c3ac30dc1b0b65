"""Rewriting a letter in which some findings may stand: what is allowed is left as it is."""

import re
from collections.abc import Iterable, Sequence

from poa_ai.findings import Span
from poa_ai.validation.lettercomment import LetterComment
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.suppression import Suppression

_PRIVATE_USE = range(0xE000, 0xF900)
"""Characters without a meaning; one that the text does not hold marks the stand-ins."""

Units = Sequence[tuple[Span, str]]
"""Stretches of a text, in order and apart, and the words that will stand there in the end."""


def rewrite_sparing(
    text: str,
    rules: RuleSet,
    names: Iterable[str],
    comments: Sequence[LetterComment],
    suppressions: Sequence[Suppression],
) -> str:
    """The text as `rewrite` leaves it, but for what is allowed; comments stay where they are.

    Only allowances without a fault may be given.
    """
    names = tuple(names)
    everywhere = [entry.allowance.rule for entry in suppressions if entry.comment is None]
    rules = rules.without(everywhere) if everywhere else rules
    held: dict[Span, list[str]] = {}
    for entry in suppressions:
        if entry.comment is not None and entry.holds is not None:
            held.setdefault(entry.holds, []).append(entry.allowance.rule)
    units = [(block, _block(text, block, comments, rules.without(held[block]), names)) for block in held]
    units += [
        (comment.span, text[comment.span.start : comment.span.end])
        for comment in comments
        if not any(comment.span.overlaps(block) for block in held)
    ]
    return _rewritten(text, sorted(units), rules, names)


def _block(
    text: str, block: Span, comments: Iterable[LetterComment], rules: RuleSet, names: Sequence[str]
) -> str:
    """A block mended by the rules that hold for it; left as it is where nothing of it would remain."""
    inside = [comment.span for comment in comments if comment.span.overlaps(block)]
    units = [(Span(s.start - block.start, s.end - block.start), text[s.start : s.end]) for s in inside]
    given = text[block.start : block.end]
    return _rewritten(given, units, rules, names).strip() or given


def _rewritten(text: str, units: Units, rules: RuleSet, names: Sequence[str]) -> str:
    """The text rewritten with a stand-in for each unit, and the units put back."""
    mark = next((chr(code) for code in _PRIVATE_USE if chr(code) not in text), None)
    if not units or mark is None:
        return rewrite(text, rules, names).text
    pieces: list[str] = []
    done = 0
    for number, (span, _) in enumerate(units):
        pieces += text[done : span.start], f"{mark}{number}{mark}"
        done = span.end
    rewritten = rewrite("".join([*pieces, text[done:]]), rules, names).text
    return re.sub(f"{mark}([0-9]+){mark}", lambda match: units[int(match[1])][1], rewritten)
