"""Checking letters one after another, with or without facts, and minding what may stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from poa_ai.allowance import Allowance
from poa_ai.checkrun import CheckedLetter
from poa_ai.findings import Finding, Span
from poa_ai.letterfile import LetterFile
from poa_ai.lineindex import LineIndex
from poa_ai.validation.checking import check_letter
from poa_ai.validation.lettercomment import LetterComment, read_comments, touches, without_comments
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

if TYPE_CHECKING:
    from poa_ai.pipeline import PreparedCase

_MARK = "\ufeff"
"""A byte order mark: a character of the text as given, and none of the letter."""


class LetterChecker:
    """The checks of one run. It keeps in mind which of the `allowances` for all letters were needed.

    With a `prepared` case a letter is held against the facts too. `selected` are ids and categories of
    rules to tell about; empty means all.
    """

    def __init__(
        self,
        rules: RuleSet,
        prepared: PreparedCase | None = None,
        allowances: Iterable[Allowance] = (),
        selected: frozenset[str] = frozenset(),
    ) -> None:
        self._rules = rules
        self._prepared = prepared
        self._everywhere = tuple(Suppression(allowance) for allowance in allowances)
        self._selected = selected
        self._met: set[Suppression] = set()
        self._used: set[Suppression] = set()

    def check(self, letter: LetterFile) -> CheckedLetter:
        """The selected findings on a letter, each with its place, and those that may stand."""
        comments = read_comments(letter.text)
        lines = LineIndex.of(letter.text)
        found = tuple(self._find(_bare(letter.text, comments)))
        allowed: tuple[Allowed, ...] = ()
        wrong: tuple[Finding, ...] = ()
        if comments or self._everywhere:
            here = suppressions_of(comments, letter.path, lines)
            holding = (*self._sound(here), *self._for(letter.path))
            found, allowed, used = suppress((_apart(finding, comments) for finding in found), holding)
            self._used |= used
            wrong = (*comment_findings(comments), *self._wrong(here, used))
        findings = sorted((*found, *wrong), key=lambda f: (f.span is None, f.span or Span(0, 0)))
        return CheckedLetter(
            letter.path,
            tuple(f.located(lines, letter.path or None) for f in findings if self._told(f)),
            tuple(
                replace(entry, finding=entry.finding.located(lines, letter.path or None))
                for entry in allowed
                if self._told(entry.finding)
            ),
            lines,
        )

    def mend(self, letter: LetterFile) -> LetterFile:
        """The letter with what can safely be mended mended, and what may stand left as it is."""
        from poa_ai.validation.sparing import rewrite_sparing

        mark, text = (_MARK, letter.text[1:]) if letter.text.startswith(_MARK) else ("", letter.text)
        comments = read_comments(text)
        here = suppressions_of(comments, letter.path, LineIndex.of(text))
        holding = (*self._sound(here), *self._for(letter.path))
        rules = self._rules.select(self._selected) if self._selected else self._rules
        names = self._prepared.case.facts.names if self._prepared else ()
        fixed = rewrite_sparing(text, rules.for_section(None, None), names, comments, holding)
        return replace(letter, text=mark + fixed)

    def settings(self) -> tuple[CheckedLetter, ...]:
        """What is wrong with the allowances for all letters, file by file; to be asked after all letters."""
        wrong = [(entry.allowance, finding) for entry, finding in self._wrong_everywhere()]
        files = dict.fromkeys(allowance.file for allowance, _ in wrong)
        return tuple(
            CheckedLetter(
                file,
                tuple(
                    replace(finding, path=file, line=allowance.line, column=1)
                    for allowance, finding in wrong
                    if allowance.file == file
                ),
            )
            for file in files
        )

    def _find(self, text: str) -> Iterable[Finding]:
        if self._prepared is None:
            return check_letter(text, self._rules)
        # The facts' side of the program is not needed for a letter alone, and costs its start-up.
        from poa_ai.pipeline import review

        return review(text, self._prepared, self._rules)

    @cached_property
    def _known(self) -> KnownRules:
        # Read where something is to be allowed, and not before.
        from poa_ai.rulecatalogue import catalogue, known_rules

        return known_rules(catalogue(self._rules), with_facts=self._prepared is not None)

    def _sound(self, entries: Iterable[Suppression]) -> tuple[Suppression, ...]:
        return tuple(entry for entry in entries if self._known.fault(entry.allowance) is None)

    def _for(self, path: str) -> tuple[Suppression, ...]:
        meant = tuple(entry for entry in self._sound(self._everywhere) if entry.allowance.holds_for(path))
        self._met.update(meant)
        return meant

    def _wrong(self, entries: Sequence[Suppression], used: frozenset[Suppression]) -> Iterable[Finding]:
        for entry in entries:
            finding = faulty(entry, self._known) or (None if entry in used else idle(entry, self._known))
            if finding is not None:
                yield finding

    def _wrong_everywhere(self) -> Iterable[tuple[Suppression, Finding]]:
        for entry in self._everywhere:
            finding = faulty(entry, self._known)
            if finding is None and entry in self._met and entry not in self._used:
                finding = idle(entry, self._known)
            if finding is not None and self._told(finding):
                yield entry, finding

    def _told(self, finding: Finding) -> bool:
        return not self._selected or bool({finding.rule, finding.category} & self._selected)


def _bare(text: str, comments: Sequence[LetterComment]) -> str:
    """The text as it is judged: every character in its place, and blanks where it speaks to `check`."""
    bare = without_comments(text, comments)
    return f" {bare[1:]}" if bare.startswith(_MARK) else bare


def _apart(finding: Finding, comments: Sequence[LetterComment]) -> Finding:
    """The finding with the words as they are given, and without a fix that would take a comment away."""
    if finding.fix and touches(comments, finding.fix.span):
        finding = replace(finding, fix=None)
    if finding.span and touches(comments, finding.span):
        finding = replace(finding, text="")
    return finding
