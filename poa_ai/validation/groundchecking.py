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
from poa_ai.validation.passages import Place
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.sectionmatch import Expected, match_sections

if TYPE_CHECKING:
    from poa_ai.validation.checking import Grounds


def check_grounds(
    letter: Letter, rules: RuleSet, grounds: Grounds, notes: Sequence[Span], found: Iterable[Finding]
) -> list[Finding]:
    """The findings already `found` and those that the facts give, each with the section it stands in.

    `notes` are stretches that speak of the letter and state no values.
    """
    places = _places(letter, grounds.expected)
    verbatim = _verbatim(letter, grounds, places)
    findings = [
        *found,
        *ground_letter(letter, grounds.sheet, places, (*notes, *verbatim)),
        *(finding for block in letter.header for finding in compare_header(block, grounds.header)),
        *_section_rules(rules, grounds, places),
    ]
    return [_placed(finding, places) for finding in findings]


def _places(letter: Letter, expected: Expected) -> tuple[tuple[SectionText, Span, str | None], ...]:
    """Each section with the stretch of text it takes and the id of the cause it answers; None for none."""
    matched = match_sections(letter.sections, expected.sections)
    found = []
    for section, cause in zip(letter.sections, matched, strict=True):
        blocks = (*section.blocks, *(block for part in section.parts for block in part.blocks))
        spans = (section.heading, *(part.heading for part in section.parts), *(b.span for b in blocks))
        id = None if cause is None else expected.sections[cause].id
        found.append((section, Span(section.heading.start, max(span.end for span in spans)), id))
    return tuple(found)


def bare(text: str) -> str:
    """A text by its letters and digits alone, in which it is compared with a composed one."""
    return "".join(filter(str.isalnum, text))


def _verbatim(letter: Letter, grounds: Grounds, places: Iterable[Place]) -> Iterator[Span]:
    """The blocks that say what the facts say in the words in which it would be composed."""
    for section, _, id in places:
        for part in section.parts:
            for block in part.blocks:
                if (id or "", part.name, bare(block.text)) in grounds.told:
                    yield block.span
    for block in letter.evidence:
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
