"""What may stand in the letters of one run, and what is wrong with the words that allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from poa_ai.allowance import Allowance
from poa_ai.findings import Finding
from poa_ai.lineindex import LineIndex
from poa_ai.rulecatalogue import catalogue, known_rules
from poa_ai.validation.lettercomment import LetterComment, touches
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.suppression import (
    Allowed,
    KnownRules,
    Suppression,
    comment_findings,
    faulty,
    idle,
    suppress,
    suppressions_of,
)


class LetterAllowances:
    """The `allowances` for all letters of a run, which of them were needed, and those that each letter has.

    `with_facts` tells that the letters are held against facts too.
    """

    def __init__(self, rules: RuleSet, allowances: Iterable[Allowance], *, with_facts: bool) -> None:
        self._rules, self._with_facts = rules, with_facts
        self._everywhere = tuple(map(Suppression, allowances))
        self._met: set[Suppression] = set()
        self._used: set[Suppression] = set()

    def holding(
        self, comments: Sequence[LetterComment], path: str, lines: LineIndex
    ) -> tuple[Suppression, ...]:
        """What holds for a letter with these comments: theirs, then those for all letters."""
        here = self._sound(suppressions_of(comments, path, lines))
        meant = tuple(entry for entry in self._sound(self._everywhere) if entry.allowance.holds_for(path))
        self._met.update(meant)
        return (*here, *meant)

    def part(
        self, findings: Iterable[Finding], comments: Sequence[LetterComment], path: str, lines: LineIndex
    ) -> tuple[tuple[Finding, ...], tuple[Allowed, ...]]:
        """The findings on a letter that remain, with those on its comments, and the ones that may stand."""
        apart = (_apart(finding, comments) for finding in findings)
        remaining, allowed, used = suppress(apart, self.holding(comments, path, lines))
        self._used |= used
        here = suppressions_of(comments, path, lines)
        return (*remaining, *comment_findings(comments), *self._wrong(here, used)), allowed

    def faults(self) -> Iterator[tuple[Allowance, Finding]]:
        """What is wrong with the allowances for all letters; to be asked after all letters."""
        for entry in self._everywhere:
            finding = faulty(entry, self._known)
            if finding is None and entry in self._met and entry not in self._used:
                finding = idle(entry, self._known)
            if finding is not None:
                yield entry.allowance, finding

    @cached_property
    def _known(self) -> KnownRules:
        # The table of all rules is read where something is to be allowed, and not before.
        return known_rules(catalogue(self._rules), with_facts=self._with_facts)

    def _sound(self, entries: Iterable[Suppression]) -> tuple[Suppression, ...]:
        return tuple(entry for entry in entries if self._known.fault(entry.allowance) is None)

    def _wrong(self, entries: Sequence[Suppression], used: frozenset[Suppression]) -> Iterator[Finding]:
        for entry in entries:
            finding = faulty(entry, self._known) or (None if entry in used else idle(entry, self._known))
            if finding is not None:
                yield finding


def _apart(finding: Finding, comments: Sequence[LetterComment]) -> Finding:
    """The finding with the words as they are given, and without a fix that would take a comment away."""
    if finding.fix and touches(comments, finding.fix.span):
        finding = replace(finding, fix=None)
    if finding.span and touches(comments, finding.span):
        finding = replace(finding, text="")
    return finding
