"""The whole letter against rules, structure and facts: ours as well as one that a person wrote or edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from poa_ai.findings import Finding, Span
from poa_ai.letter import GAP_NOTE, Letter, SectionText, read_letter
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.headerlines import compare_header
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.lettergrounds import ground_letter
from poa_ai.validation.passages import Place
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.sectionmatch import Expected, match_sections
from poa_ai.validation.structure import check_structure

_GAP = GAP_NOTE.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a letter is held against.

    `expected` are sections and exhibits, `sheet` is all that the facts say, `names` those of seller, brands
    and products, `issues` the issue type of each section by the id of its cause, `header` the labels above
    the first section with their values. `told` are the composed sentences, each with the ids of cause
    and part, and the rows of the list of evidence: what a letter says in these very words is right.
    """

    expected: Expected
    sheet: FactSheet
    names: tuple[str, ...]
    issues: dict[str, str]
    header: tuple[tuple[str, str], ...] = ()
    told: frozenset[tuple[str, str, str]] = frozenset()


def check_letter(text: str, rules: RuleSet, grounds: Grounds | None = None) -> tuple[Finding, ...]:
    """All findings on a letter, in the order of the text; those without a place come last.

    Without `grounds` only language and structure are judged. Never raises on prose.
    """
    letter = read_letter(text, len(grounds.expected.sections) if grounds else None)
    names = grounds.names if grounds else ()
    notes = [block.span for block in letter.header if block.kind == "quote" or _GAP in block.text]
    language = find_language(text, rules.for_section(None, None), protected_spans(text, names))
    findings = [
        *(f for f in language if not any(f.span and f.span.overlaps(note) for note in notes)),
        *check_structure(letter, grounds.expected if grounds else None),
    ]
    if grounds is not None:
        places = _places(letter, grounds.expected)
        verbatim = _verbatim(letter, grounds, places)
        findings += ground_letter(letter, grounds.sheet, places, (*notes, *verbatim))
        findings += [found for block in letter.header for found in compare_header(block, grounds.header)]
        findings += _section_rules(rules, grounds, places)
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
            limited = (rule for rule in rules.rules if rule.issues or rule.parts)
            special = RuleSet(tuple(rule for rule in limited if rule.applies(issue, part.name)))
            for block in part.blocks if special.rules else ():
                protected = protected_spans(block.text, grounds.names)
                for finding in find_language(block.text, special, protected):
                    yield finding.shifted(block.span.start)
