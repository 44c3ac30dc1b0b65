"""The part of a check that needs the facts: sections, values, header and the rules of an issue type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from poa_ai.findings import Finding, Span
from poa_ai.letter import Letter, SectionText
from poa_ai.validation.headerlines import compare_header
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.lettergrounds import ground_letter
from poa_ai.validation.passages import Place, stated_blocks
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.sectionmatch import Expected, Match

if TYPE_CHECKING:
    from poa_ai.validation.checking import Grounds


def check_grounds(
    letter: Letter,
    rules: RuleSet,
    grounds: Grounds,
    matches: Sequence[Match],
    notes: Sequence[Span],
    found: Iterable[Finding],
) -> list[Finding]:
    """The findings already `found` and those that the facts give, each with the section it stands in.

    `matches` tell which root cause each section answers. `notes` are stretches that speak of the letter and
    state no values.
    """
    places = _places(letter, grounds.expected, matches)
    left_out = (*notes, *_verbatim(letter, grounds, places))
    findings = [
        *found,
        # Of a letter in composed words alone nothing is read, and then the facts need not be read either.
        *(ground_letter(letter, grounds.sheet, places, left_out) if stated_blocks(letter, left_out) else ()),
        *(finding for block in letter.header for finding in compare_header(block, grounds.header)),
        *_section_rules(rules, grounds, places),
    ]
    return [_placed(finding, places) for finding in findings]


def _places(letter: Letter, expected: Expected, matches: Sequence[Match]) -> tuple[Place, ...]:
    """Each section with the stretch of text it takes and the id of the cause it answers; None for none."""
    found = []
    for section, match in zip(letter.sections, matches, strict=True):
        blocks = (*section.blocks, *(block for part in section.parts for block in part.blocks))
        spans = (section.heading, *(part.heading for part in section.parts), *(b.span for b in blocks))
        id = None if match.place is None else expected.sections[match.place].id
        found.append((section, Span(section.heading.start, max(span.end for span in spans)), id))
    return tuple(found)


def bare(text: str) -> str:
    """A text by its letters and digits alone, in which it is compared with a composed one."""
    return "".join(filter(str.isalnum, text))


def _verbatim(letter: Letter, grounds: Grounds, places: Iterable[Place]) -> Iterator[Span]:
    """The blocks and headings that say what the facts say in the words in which it would be composed."""
    for section, _, id in places:
        for part in section.parts:
            for block in part.blocks:
                if (id or "", part.name, bare(block.text)) in grounds.told:
                    yield block.span
    for block in (*letter.evidence, *(block for block in letter.blocks if block.kind == "heading")):
        if ("", "", bare(block.text)) in grounds.told:
            yield block.span


def _placed(finding: Finding, places: Iterable[tuple[SectionText, Span, str | None]]) -> Finding:
    if finding.section is not None or finding.span is None:
        return finding
    span = finding.span
    return replace(finding, section=next((id for _, place, id in places if place.overlaps(span)), None))


def _section_rules(
    rules: RuleSet,
    grounds: Grounds,
    places: Iterable[tuple[SectionText, Span, str | None]],
) -> Iterable[Finding]:
    for section, _, id in places:
        issue = grounds.issues.get(id or "")
        for part in section.parts:
            special = rules.limited_to(issue, part.name)
            for block in part.blocks if special.rules else ():
                protected = protected_spans(block.text, grounds.names)
                for finding in find_language(block.text, special, protected):
                    yield finding.shifted(block.span.start)
