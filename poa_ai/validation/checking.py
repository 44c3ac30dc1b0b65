"""The whole letter against rules, structure and facts: ours as well as one that a person wrote or edited."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from poa_ai.findings import Finding, Severity, Span
from poa_ai.letter import GAP_NOTE, Letter, SectionText, read_letter
from poa_ai.validation.grounding import Attested, ground
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.likeness import SECTION_REFERENCE, Told, compare, compare_header, compare_row
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.sectionmatch import Expected, match_sections
from poa_ai.validation.structure import check_structure
from poa_ai.validation.wording import unattested_words

_COUNTED_HEADING = re.compile(r"^\s*\d{1,4}[.)]\s")
_GAP = GAP_NOTE.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a letter is held against.

    `expected` are sections and exhibits, `attested` all values of the facts, `names` those of seller, brands
    and products, `issues` the issue type of each section by the id of its cause. `told` is what each
    sentence should say, `header` the labels above the first section with their values, `exhibits` the rows
    of the list of evidence by id. `texts` and `vocabulary` hold the words that need no further fact.
    """

    expected: Expected
    attested: Attested
    names: tuple[str, ...]
    issues: dict[str, str]
    told: tuple[Told, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    exhibits: dict[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()


def check_letter(text: str, rules: RuleSet, grounds: Grounds | None = None) -> tuple[Finding, ...]:
    """All findings on a letter, in the order of the text; those without a place come last.

    Without `grounds` only language and structure are judged. Never raises on prose.
    """
    letter = read_letter(text)
    names = grounds.names if grounds else ()
    notes = [block.span for block in letter.header if block.kind == "quote" or _GAP in block.text]
    language = find_language(text, rules.for_section(None, None), protected_spans(text, names))
    findings = [
        *(f for f in language if not any(f.span and f.span.overlaps(note) for note in notes)),
        *check_structure(letter, grounds.expected if grounds else None),
    ]
    if grounds is not None:
        places = _places(letter, grounds.expected)
        ungrounded = list(_ground(letter, grounds, notes))
        findings += ungrounded
        findings += _section_rules(rules, grounds, places)
        # A sentence with a value that no fact holds is told of once, by that value.
        findings += [f for f in _compared(letter, grounds, places) if not _covers(f, ungrounded)]
        findings = [_placed(finding, places) for finding in findings]
    return tuple(
        sorted(dict.fromkeys(findings), key=lambda f: (f.span is None, f.span or Span(0, 0), f.rule))
    )


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


def _covers(finding: Finding, others: Iterable[Finding]) -> bool:
    span = finding.span
    return span is not None and any(other.span is not None and other.span.overlaps(span) for other in others)


def _placed(finding: Finding, places: Iterable[tuple[SectionText, Span, str | None]]) -> Finding:
    if finding.section is not None or finding.span is None:
        return finding
    span = finding.span
    return replace(finding, section=next((id for _, place, id in places if place.overlaps(span)), None))


def _ground(letter: Letter, grounds: Grounds, notes: Sequence[Span]) -> Iterable[Finding]:
    for block in letter.blocks:
        if block.span in notes:
            continue
        # "Section 2" and the number of a heading count the letter's own sections: no fact can hold them.
        counting = _COUNTED_HEADING if block.kind == "heading" else SECTION_REFERENCE
        text = counting.sub(lambda match: " " * len(match.group()), block.text)
        for finding in ground(text, grounds.attested):
            yield finding.shifted(block.span.start)


def _compared(
    letter: Letter, grounds: Grounds, places: Iterable[tuple[SectionText, Span, str | None]]
) -> Iterable[Finding]:
    """Sentences, header and list of evidence beside what the facts make of them."""
    for section, place, id in places:
        for part in section.parts:
            for block in part.blocks:
                yield from compare(block, id or "", part.name, grounds.told)
        told = letter.text[place.start : place.end]
        for finding in unattested_words(told, grounds.texts, grounds.vocabulary):
            # A person may word a fact freely; a name or a claim that no fact holds must at least be seen.
            weight = finding.severity if finding.rule == "grounding.name" else Severity.WARNING
            yield replace(finding.shifted(place.start), severity=weight)
    for block in letter.evidence:
        yield from compare_row(block, grounds.exhibits)
    for block in letter.header:
        yield from compare_header(block, grounds.header)


def _section_rules(
    rules: RuleSet,
    grounds: Grounds,
    places: Iterable[tuple[SectionText, Span, str | None]],
) -> Iterable[Finding]:
    for section, _, id in places:
        issue = grounds.issues.get(id or "")
        for part in section.parts:
            limited = (rule for rule in rules.rules if rule.issues or rule.parts)
            special = RuleSet(tuple(rule for rule in limited if rule.applies(issue, part.name)))
            for block in part.blocks if special.rules else ():
                protected = protected_spans(block.text, grounds.names)
                for finding in find_language(block.text, special, protected):
                    yield finding.shifted(block.span.start)
