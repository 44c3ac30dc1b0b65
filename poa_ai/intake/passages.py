"""A notice in passages: sentences and items, each with what leads it in and what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from poa_ai.findings import Span
from poa_ai.intake.marking import spelt_out
from poa_ai.intake.wording import hears, wording
from poa_ai.lazypattern import lazy_pattern
from poa_ai.normalised import NormalisedText, normalise
from poa_ai.sentences import split_sentences

MAX_PASSAGES = 600
"""So many passages are looked at; no message that a person wrote has as many."""
MAX_LENGTH = 3_000
"""Characters of a passage that are looked at."""

_MARK = lazy_pattern(
    r"(?:-{1,2}|[*+•‣◦·–—»>º°→►▪■●○✓✗~]|\d{1,2}[./)]|[ivx]{1,4}[.)]|\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})\))\s+",
    re.IGNORECASE,
)
_LABEL = lazy_pattern(r"[A-Z][\w' /-]{1,40}:\s")
_CONTRAST = lazy_pattern(r";|,? (?:but|whereas|while|however|yet)\b", re.IGNORECASE)
_STOP = lazy_pattern(r"[.!?…][\"')\]]{0,3}$")
_ROW = lazy_pattern(r"[-=_*|+]{4}$|%[^.!?]{0,40}$")
_MARKED = lazy_pattern(r"[.!?…;,][\"')\]]{0,3}$|[:\d%]")


@dataclass(frozen=True)
class Passage:
    """A sentence, an item or a line. `lead` is the line that leads it in ("" where none does).

    `heading` is the heading that it stands under, whatever leads it in besides. `paragraph` counts the
    paragraphs; `item` tells that it stands in a list.
    """

    span: Span
    text: str
    lead: str = ""
    paragraph: int = 0
    item: bool = False
    heading: str = ""

    @cached_property
    def normalised(self) -> NormalisedText:
        """The text as wording is looked for in it, where the place matters."""
        return normalise(self.text)

    @cached_property
    def plain(self) -> NormalisedText:
        """The text with its contractions written out, as wording is looked for in it elsewhere."""
        return normalise(spelt_out(self.text))

    @cached_property
    def is_lead(self) -> bool:
        """Whether it leads in what follows: a heading, a question, or a line with a colon at its end."""
        text = self.text.rstrip()
        plain = len(text) < 70 and not self.item and text[:1].isupper() and not _MARKED.search(text)
        return text.endswith((":", "?")) or plain

    @cached_property
    def is_aside(self) -> bool:
        """Whether it says what holds for all sellers, or points to where that is said."""
        return hears("aside", self.plain) or (bool(self.lead) and hears("heading.links", self.lead))

    @cached_property
    def denied_parts(self) -> tuple[Span, ...]:
        """The parts, between semicolons or words of contrast, that tell what is in order or not meant."""
        if not hears("denied", self.plain):
            return ()
        ends = [match.start() for match in _CONTRAST.finditer(self.text)]
        parts = zip((0, *ends), (*ends, len(self.text)), strict=True)
        found = [
            Span(self.span.start + start, self.span.start + end)
            for start, end in parts
            if hears("denied", spelt_out(self.text[start:end]))
        ]
        return tuple(found) or (self.span,)

    @cached_property
    def names_document(self) -> bool:
        """Whether it names a document that a seller may be asked for."""
        return any(hears(id, self.normalised) for id in wording() if id.startswith("document."))

    @cached_property
    def is_request(self) -> bool:
        """Whether it asks the seller for something, by itself or by what leads it in."""
        asked = hears("request", self.plain)
        lead = self.lead
        led = bool(lead) and not hears("request.not", lead)
        led = led and (
            hears("request", lead) or ((self.item or lead.endswith(":")) and hears("request.lead", lead))
        )
        return (asked or led) and not hears("request.not", self.plain)


def split_passages(text: str) -> tuple[Passage, ...]:
    """The passages from left to right."""
    found: list[Passage] = []
    heading = colon = ""
    paragraph = end = 0
    for start, last in _pieces(text):
        stop = min(last, start + MAX_LENGTH)
        piece = text[start:stop]
        item = _MARK.match(piece) is not None
        if text.find("\n\n", end, start) >= 0:
            paragraph += 1
            # What a colon leads in may begin behind an empty line, and ends with one unless items follow.
            if not item and found and found[-1].text != colon:
                colon = ""
        if item and found and not found[-1].item and not _STOP.search(found[-1].text):
            colon = found[-1].text
        end = stop
        passage = Passage(Span(start, stop), piece, colon or heading, paragraph, item, heading)
        found.append(passage)
        if passage.is_lead and piece.endswith(":"):
            colon = piece
        elif passage.is_lead and not (piece.endswith("?") and _goes_on(text, start)):
            # Straight behind a colon it heads a part, or a table, of what the colon leads in.
            heading, colon = piece, colon if len(found) > 1 and found[-2].text == colon else ""
        if len(found) == MAX_PASSAGES:
            break
    return tuple(found)


def _goes_on(text: str, start: int) -> bool:
    """Whether a line has begun before it: a question there is one of several, no heading."""
    return start > 0 and "\n" not in text[max(0, start - 4) : start]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for span in split_sentences(text):
        yield from _lines(text, span.start, span.end)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, cut where a line begins something of its own: a label, or a line after a short one."""
    begun = start
    while (at := text.find("\n", start, end)) >= 0:
        start = at + 1
        while start < end and text[start].isspace():
            start += 1
        before = text[max(begun, at - 60) : at].rstrip()
        apart = (
            text[start : start + 1].isupper() or text[start : start + 1].isdigit() or _MARK.match(text, start)
        )
        brief = at - begun < 60 or _LABEL.match(text, start) or before.endswith((":", "?"))
        listed = _MARK.match(text, begun) and _MARK.match(text, start)
        # A line that goes on in small letters is no row of its own: the sentence was wrapped behind its rate.
        row = "%" in text[start : start + 60].split("\n")[0] and not text[start : start + 1].islower()
        row = row and _ROW.search(before) is not None
        if before and (listed or row or (apart and brief)):
            yield begun, max(begun, at - 60) + len(before)
            begun = start
    if text[begun:end].strip():
        yield begun, end
