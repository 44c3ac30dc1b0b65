"""A letter the other way round, all causes, then all actions, then all measures, put back into sections."""

from collections.abc import Sequence
from dataclasses import replace

from poa_ai.findings import Span
from poa_ai.headings import numbered_title
from poa_ai.lazypattern import lazy_pattern
from poa_ai.letterblocks import Block
from poa_ai.letteritems import numbered_items
from poa_ai.lettersections import PartText, SectionText

_PLURAL = lazy_pattern(r"(?i:causes|what (?:happened|went wrong))")
_TITLE = lazy_pattern(r"(?:\*\*|__)?([^.:;*_]{3,80}?)(?:\*\*|__)?\s*[.:;–—-]")
_MOST = 50
"""More items than this are no root causes."""


def split_by_item(text: str, section: SectionText, causes: int | None) -> tuple[SectionText, ...] | None:
    """One section for each root cause, from the item with its number in every part; None where it is one.

    `causes` is how many root causes the case has. None: unknown, then only a heading that speaks of
    several and numbered items in all three parts tell them apart.
    """
    if len(section.parts) < 2 or section.parts[0].name != "root_cause" or causes == 1:
        return None
    if section.heading != section.parts[0].heading:
        return None  # it has a title of its own
    units = [numbered_items(text, part) for part in section.parts]
    first = units[0]
    if not 2 <= len(first) <= _MOST or (causes is not None and len(first) > causes):
        return None
    if causes is None and not _PLURAL.search(text[section.heading.start : section.heading.end]):
        return None
    if any(not _pairs(entries, len(first)) for entries in units[1:]):
        return None
    return tuple(_section(number, section, units) for number in sorted(first))


def _pairs(units: dict[int, tuple[Block, ...]], causes: int) -> bool:
    """Whether the numbers of the items can be those of the causes; one or two may be missing."""
    return bool(units) and max(units) <= causes and (len(units) >= 2 or causes == 2)


def _section(number: int, section: SectionText, units: Sequence[dict[int, tuple[Block, ...]]]) -> SectionText:
    cause = units[0][number]
    parts = tuple(
        PartText(part.name, entries[number][0].span, entries[number])
        for part, entries in zip(section.parts, units, strict=True)
        if number in entries
    )
    head = cause[0]
    if head.kind == "heading":
        return SectionText(None, numbered_title(head.text)[1], head.span, _without_heads(parts))
    named = _TITLE.match(head.text)
    title = named[1] if named else " ".join(head.text.split()[:10])
    return SectionText(None, title, Span(head.span.start, head.span.start + len(title)), parts)


def _without_heads(parts: Sequence[PartText]) -> tuple[PartText, ...]:
    return tuple(
        replace(part, blocks=part.blocks[1:]) if part.blocks[0].kind == "heading" else part for part in parts
    )
