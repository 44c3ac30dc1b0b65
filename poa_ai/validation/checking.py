"""The whole letter against rules, structure and facts: ours as well as one that a person wrote or edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from poa_ai.findings import Finding, Span
from poa_ai.letter import GAP_NOTE, read_letter
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.sectionmatch import Expected, find_matches
from poa_ai.validation.structure import check_structure

if TYPE_CHECKING:
    from poa_ai.validation.factsheet import FactSheet

_GAP = GAP_NOTE.partition(":")[0]


@dataclass(frozen=True)
class Grounds:
    """What a letter is held against.

    `expected` are sections and exhibits, `read_facts` reads all that the facts say, `names` are those of
    seller, brands and products, `issues` the issue type of each section by the id of its cause, `header` the
    labels above the first section with their values. `told` are the composed sentences, each with the ids
    of cause and part, and headings and rows of the list of evidence: what a letter says in these very
    words is right.
    """

    expected: Expected
    read_facts: Callable[[], FactSheet]
    names: tuple[str, ...]
    issues: dict[str, str]
    header: tuple[tuple[str, str], ...] = ()
    told: frozenset[tuple[str, str, str]] = frozenset()

    @cached_property
    def sheet(self) -> FactSheet:
        """All that the facts say, read when a letter first says something in words of its own."""
        return self.read_facts()


def check_letter(text: str, rules: RuleSet, grounds: Grounds | None = None) -> tuple[Finding, ...]:
    """All findings on a letter, in the order of the text; those without a place come last.

    Without `grounds` only language and structure are judged. Never raises on prose.
    """
    letter = read_letter(text, len(grounds.expected.sections) if grounds else None)
    names = grounds.names if grounds else ()
    notes = [block.span for block in letter.header if block.kind == "quote" or _GAP in block.text]
    language = find_language(text, rules.for_section(None, None), protected_spans(text, names))
    matches = find_matches(letter.sections, grounds.expected.sections) if grounds else None
    findings = [
        *(f for f in language if not any(f.span and f.span.overlaps(note) for note in notes)),
        *check_structure(letter, grounds.expected if grounds else None, matches),
    ]
    if grounds is not None and matches is not None:
        # A letter alone needs nothing of what holds letters against facts.
        from poa_ai.validation.groundchecking import check_grounds

        findings = check_grounds(letter, rules, grounds, matches, notes, findings)
    return tuple(
        sorted(dict.fromkeys(findings), key=lambda f: (f.span is None, f.span or Span(0, 0), f.rule))
    )
