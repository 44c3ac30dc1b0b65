"""Parts of a whole: "9 of 41" is said only where no fact says "9 of" another number."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.binding import Bound
from poa_ai.validation.factsheet import Entry, FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.tokens import Token
from poa_ai.values import Kind

_OF = re.compile(r"\s*(?:out\s+)?of\s+(?:(?:the|these|those|our|all)\s+){0,2}|\s*/\s*", re.IGNORECASE)


def check_ratios(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """An error where a statement gives the part of another whole, and none holds the two numbers together."""
    passage = bound.passage
    for part, whole in _ratios(passage.text, passage.tokens, passage.span.start):
        if any({part.key, whole.key} <= _numbers(entry) for entry in sheet.entries):
            continue
        for entry in sheet.entries:
            told = next((b.key for a, b in ratios_of(entry) if a.key == part.key), None)
            if told is not None:
                said = passage.text[
                    part.span.start - passage.span.start : whole.span.end - passage.span.start
                ]
                yield Finding(
                    "grounding.misplaced",
                    Severity.ERROR,
                    f'"{said}" is not what {entry.statement.id} says: {part.key} of {told}.',
                    f'{entry.statement.id} says: "{entry.statement.text[:300]}"',
                    SOURCE,
                    Span(part.span.start, whole.span.end),
                    said,
                )
                break


def _ratios(text: str, tokens: Sequence[Token], start: int) -> Iterator[tuple[Token, Token]]:
    """Neighbouring numbers with "of" between them; `start` is where the text begins in their spans."""
    for part, whole in pairwise(tokens):
        if part.kind == whole.kind == Kind.NUMBER and _OF.fullmatch(
            text, part.span.end - start, whole.span.start - start
        ):
            yield part, whole


def ratios_of(entry: Entry) -> Iterator[tuple[Token, Token]]:
    """The parts that a statement gives, each with its whole."""
    return _ratios(entry.statement.text, entry.tokens, 0)


def _numbers(entry: Entry) -> set[str]:
    return {token.key for token in entry.tokens if token.kind == Kind.NUMBER}
