"""The whole letter against rules, structure and facts: ours as well as one that a person wrote or edited."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from poa_ai.findings import Finding, Span
from poa_ai.letter import Block, Letter, read_letter
from poa_ai.validation.grounding import Attested, ground
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.structure import Expected, check_structure

_REFERENCE = re.compile(r"\b[Ss]ections? \d{1,2}\b")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a letter is held against: the sections and exhibits of the case, all that its facts attest, its
    names (seller, brands, products), and the issue type of each section by the id of its cause."""

    expected: Expected
    attested: Attested
    names: tuple[str, ...]
    issues: dict[str, str]


def check_letter(text: str, rules: RuleSet, grounds: Grounds | None = None) -> tuple[Finding, ...]:
    """All findings on a letter, in the order of the text; those without a place come last.

    Without `grounds` only language and structure are judged. Never raises on prose.
    """
    letter = read_letter(text)
    names = grounds.names if grounds else ()
    notes = [block.span for block in letter.header if block.kind == "quote"]  # our own gap note
    language = find_language(text, rules.for_section(None, None), protected_spans(text, names))
    findings = [
        *(f for f in language if not any(f.span and f.span.overlaps(note) for note in notes)),
        *check_structure(letter, grounds.expected if grounds else None),
    ]
    if grounds is not None:
        findings += _ground(letter, grounds)
        findings += _section_rules(letter, rules, grounds)
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.span is None, f.span or Span(0, 0), f.rule)))


def _ground(letter: Letter, grounds: Grounds) -> Iterable[Finding]:
    for block, section in _blocks(letter, grounds):
        # "Section 2" counts the sections of the letter itself, so no fact can hold it.
        text = _REFERENCE.sub(lambda match: " " * len(match.group()), block.text)
        for finding in ground(text, grounds.attested):
            yield replace(finding.shifted(block.span.start), section=section)


def _blocks(letter: Letter, grounds: Grounds) -> Iterable[tuple[Block, str | None]]:
    for block in (*letter.header, *letter.evidence):
        yield block, None
    for number, section in enumerate(letter.sections):
        id = section_id(number, grounds.expected)
        for part in section.parts:
            yield from ((block, id) for block in part.blocks)
        yield from ((block, id) for block in section.blocks)


def section_id(number: int, expected: Expected) -> str | None:
    """The id of the cause that the section of this number (from 0) should answer; None past the last."""
    return expected.sections[number].id if number < len(expected.sections) else None


def _section_rules(letter: Letter, rules: RuleSet, grounds: Grounds) -> Iterable[Finding]:
    for number, section in enumerate(letter.sections):
        id = section_id(number, grounds.expected)
        issue = grounds.issues.get(id or "")
        for part in section.parts:
            limited = (rule for rule in rules.rules if rule.issues or rule.parts)
            special = RuleSet(tuple(rule for rule in limited if rule.applies(issue, part.name)))
            for block in part.blocks if special.rules else ():
                protected = protected_spans(block.text, grounds.names)
                for finding in find_language(block.text, special, protected):
                    yield replace(finding.shifted(block.span.start), section=id)
