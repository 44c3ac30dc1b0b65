"""The sentences of a letter as they are held against the facts: their tokens, and where they stand."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from poa_ai.findings import Span
from poa_ai.letter import Block, Letter, SectionText
from poa_ai.sentences import split_sentences
from poa_ai.validation.factsheet import FactSheet, key_of
from poa_ai.validation.tokens import WORD, Token

SECTION_REFERENCE = re.compile(r"\b[Ss]ections? \d{1,4}\b")
"""How a letter speaks of its own sections: a number that no fact can hold."""
_COUNTED_HEADING = re.compile(
    r"^\s*(?:\d{1,4}[.)]\s|(?:issue|root cause|cause|section|problem|part|step)\s*(?:no\.?\s?)?#?\d{1,3}\b)",
    re.IGNORECASE,
)
_MARKER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2}){1,3}[.):]?|\d{1,3}[.)]|\(?[a-h\d][.)]|#\d{1,2}[.:)]?)\s")
_LIST_MARK = re.compile(
    r"(?<=\s)\((?:[a-h]|\d{1,2}|i{1,3}|iv|v)\)\s|(?<=[.;:]\s)\d{1,2}(?:\.\d{1,2})?[.)]\s"
    r"|\b(?:action|measure|cause|step|point|part|issue|item|problem)s?\s(?:no\.\s)?#?\d{1,2}"
    r"(?=[.:,;)-](?!\d)|\s(?:is|was|has|had|and|above|below|takes|took|covers|concerns|answers)\b)",
    re.IGNORECASE,
)

_FIRST_ID = re.compile(
    r"[\s(\[*_-]*(?:(?:exhibits?|exh\.?|annex|attachment|encl(?:osure|\.)?)\s)?E?\d{1,4}\b", re.IGNORECASE
)
_ROW_ID = re.compile(
    r"(?:(?<=^)|(?<=[;.,(\[*|\n])|(?<=[;.,]\s)|(?<=[-\u2013\u2014]\s)|(?<=and\s))"
    r"(?:(?:exhibit\s)?E\d{1,4}|(?:exhibit|exh\.?|annex|attachment|encl(?:osure|\.)?)\s\d{1,3})\b",
    re.IGNORECASE,
)
_AFTER_ID = re.compile(r"\bE\d{1,4}\b[)\]*.;,]*", re.IGNORECASE)

_BESIDE, _AROUND, _LONGEST = 8, 400, 2000
"""So many sentences before and behind one, and tokens of them, are beside it; so many characters are one."""
_STATED = 400
"""So many values of a section are remembered as told elsewhere in it; a bound on hostile input."""
_COUNTING = (SECTION_REFERENCE, _MARKER, _LIST_MARK)

Place = tuple[SectionText, Span, str | None]
"""A section, the stretch of text it takes, and the id of the root cause it answers; None for none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a letter. `around` are the tokens of the rest of its block, `beside` its text.

    `section` is the id of the root cause, `part` the name of the part; None where they are not known.
    `kind` is "heading", "evidence" or "prose". `elsewhere` are the keys of the values that the
    rest of the section states. `beside` is parted into what stands before and behind.
    """

    text: str
    span: Span
    tokens: tuple[Token, ...]
    around: tuple[Token, ...]
    beside: tuple[str, str]
    section: str | None
    part: str | None
    kind: str
    elsewhere: frozenset[str] = frozenset()

    def said(self, token: Token) -> str:
        """The words of a token as the letter writes them."""
        return self.text[token.span.start - self.span.start : token.span.end - self.span.start]


def stated_blocks(letter: Letter, left_out: Sequence[Span] = ()) -> list[Block]:
    """The blocks that may state something of the case, but for those whose spans are left out."""
    unread = {*left_out, *(block.span for block in letter.header)}
    return [block for block in letter.blocks if block.span not in unread and block.kind != "rule"]


def read_passages(
    letter: Letter, sheet: FactSheet, places: Sequence[Place], left_out: Sequence[Span] = ()
) -> Iterator[Passage]:
    """Every sentence of the letter in order, but for the blocks whose spans are left out."""
    passages = list(_passages(letter, sheet, places, left_out))
    stated: dict[str | None, Counter[str]] = {}
    for passage in passages:
        here = stated.setdefault(passage.section, Counter())
        if passage.kind == "prose" and len(here) < _STATED:
            here.update(_values_of(passage))
    for passage in passages:
        here, own = stated[passage.section], _values_of(passage)
        rest = frozenset(key for key, count in here.items() if count > (key in own))
        yield replace(passage, elsewhere=rest)


def _values_of(passage: Passage) -> set[str]:
    return {key_of(token) for token in passage.tokens if token.kind != WORD}


def _passages(
    letter: Letter, sheet: FactSheet, places: Sequence[Place], left_out: Sequence[Span]
) -> Iterator[Passage]:
    evidence = {block.span for block in letter.evidence}
    standing = _standing(places)
    known = sorted(standing)
    blocks = stated_blocks(letter, left_out)
    text = _plain(letter.text, blocks)
    tokens = sheet.read(text)
    starts = [token.span.start for token in tokens]
    for block in blocks:
        kind = "heading" if block.kind == "heading" else "prose"
        kind = "evidence" if block.span in evidence else kind
        section, part = standing.get(block.span) or _where(block.span, known, standing)
        inside = text[block.span.start : block.span.end]
        spans = _rows(inside) if kind == "evidence" else split_sentences(inside)
        spans = [Span(block.span.start + span.start, block.span.start + span.end) for span in spans]
        spans = [cut for span in spans for cut in _bounded(span)]
        rows = [tokens[bisect_left(starts, span.start) : bisect_left(starts, span.end)] for span in spans]
        for at, (span, row) in enumerate(zip(spans, rows, strict=True)):
            if not row:
                continue  # nothing that facts could speak of
            first, last = max(0, at - _BESIDE), min(len(rows), at + _BESIDE + 1)
            around = tuple(token for other in (*rows[first:at], *rows[at + 1 : last]) for token in other)
            around = around[:_AROUND]
            beside = text[spans[first].start : span.start], text[span.end : spans[last - 1].end]
            yield Passage(text[span.start : span.end], span, row, around, beside, section, part, kind)


def _where(
    span: Span, known: Sequence[Span], standing: dict[Span, tuple[str | None, str | None]]
) -> tuple[str | None, str | None]:
    """Section and part of the first of the known spans, in order, that overlaps the span."""
    at = bisect_left(known, span)
    near = known[max(0, at - 1) : at + 1]
    return next((standing[other] for other in near if other.overlaps(span)), (None, None))


def _bounded(span: Span) -> Iterator[Span]:
    """The span in pieces that are no longer than a sentence may be."""
    for start in range(span.start, span.end, _LONGEST):
        yield Span(start, min(span.end, start + _LONGEST))


def _standing(places: Sequence[Place]) -> dict[Span, tuple[str | None, str | None]]:
    """For each block of a section the id of its root cause and the name of its part."""
    found: dict[Span, tuple[str | None, str | None]] = {}
    for section, _, id in places:
        found |= dict.fromkeys((section.heading, *(block.span for block in section.blocks)), (id, None))
        found |= {block.span: (id, part.name) for part in section.parts for block in part.blocks}
    return found


def _plain(text: str, blocks: Sequence[Block]) -> str:
    """The text of the blocks without what counts the letter's own parts, and NUL in place of all other text.

    Every character keeps its place.
    """
    pieces: list[str] = []
    at = 0
    for block in blocks:
        inside = text[block.span.start : block.span.end]
        for pattern in (*_COUNTING, _COUNTED_HEADING) if block.kind == "heading" else _COUNTING:
            inside = pattern.sub(lambda match: re.sub(r"\S", " ", match.group()), inside)
        pieces += ("\0" * (block.span.start - at), inside)
        at = block.span.end
    return "".join(pieces)


def _rows(text: str) -> list[Span]:
    """The rows of a list of evidence: by line, and where a line holds several exhibits, one for each."""
    rows: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        ids = [match.start() for match in _ROW_ID.finditer(line)]
        first = _FIRST_ID.match(line) is not None
        ends = ids[1:] if first else [match.end() for match in _AFTER_ID.finditer(line)]
        cuts = [0, *ends, len(line)] if len(ids) > 1 else [0, len(line)]
        rows += [Span(at + start, at + end) for start, end in pairwise(cuts) if line[start:end].strip()]
        at += len(line)
    return rows
