"""Checking letters one after another, with or without facts, and minding what may stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from poa_ai.checkrun import CheckedLetter
from poa_ai.findings import Finding, Span
from poa_ai.letterfile import LetterFile
from poa_ai.lineindex import LineIndex
from poa_ai.validation.checking import check_letter
from poa_ai.validation.rule import RuleSet

if TYPE_CHECKING:
    from poa_ai.allowance import Allowance
    from poa_ai.letterallowances import LetterAllowances
    from poa_ai.pipeline import PreparedCase
    from poa_ai.validation.suppression import Allowed

_MARK = "\ufeff"
"""A byte order mark: a character of the text as given, and none of the letter."""
_COMMENT = "<!--"


class LetterChecker:
    """The checks of one run. It keeps in mind which of the `allowances` for all letters were needed.

    With a `prepared` case a letter is held against the facts too. `selected` are ids and categories of
    rules to tell about; empty means all. Without `fixes` no finding says what mends it, for whoever does
    not show it: a letter alone is then checked without what mends sentences.
    """

    def __init__(
        self,
        rules: RuleSet,
        prepared: PreparedCase | None = None,
        allowances: Iterable[Allowance] = (),
        selected: frozenset[str] = frozenset(),
        *,
        fixes: bool = True,
    ) -> None:
        self._rules = rules
        self._finding = rules if fixes or prepared else _flagging(rules)
        self._prepared = prepared
        self._everywhere = tuple(allowances)
        self._selected = selected

    def check(self, letter: LetterFile) -> CheckedLetter:
        """The selected findings on a letter, each with its place, and those that may stand."""
        lines = LineIndex.of(letter.text)
        if not self._everywhere and _COMMENT not in letter.text:
            return self._checked(letter, lines, self._find(letter.text))
        from poa_ai.validation.lettercomment import read_comments, without_comments

        comments = read_comments(letter.text)
        # As it is judged, every character is in its place, and blanks are where the text speaks to `check`.
        found = self._find(without_comments(letter.text, comments))
        return self._checked(letter, lines, *self._allowances.part(found, comments, letter.path, lines))

    def mend(self, letter: LetterFile) -> LetterFile:
        """The letter with what can safely be mended mended, and what may stand left as it is."""
        from poa_ai.validation.lettercomment import read_comments
        from poa_ai.validation.sparing import rewrite_sparing

        mark, text = (_MARK, letter.text[1:]) if letter.text.startswith(_MARK) else ("", letter.text)
        comments = read_comments(text)
        holding = self._allowances.holding(comments, letter.path, LineIndex.of(text))
        rules = self._rules.select(self._selected) if self._selected else self._rules
        names = self._prepared.case.facts.names if self._prepared else ()
        fixed = rewrite_sparing(text, rules.for_section(None, None), names, comments, holding)
        return letter._replace(text=mark + fixed)

    def settings(self) -> tuple[CheckedLetter, ...]:
        """What is wrong with the allowances for all letters, file by file; to be asked after all letters."""
        faults = self._allowances.faults() if self._everywhere else ()
        wrong = [(allowance, finding) for allowance, finding in faults if self._told(finding)]
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
        if text.startswith(_MARK):
            text = f" {text[1:]}"
        if self._prepared is None:
            return check_letter(text, self._finding)
        # The facts' side of the program is not needed for a letter alone, and costs its start-up.
        from poa_ai.pipeline import review

        return review(text, self._prepared, self._finding)

    def _checked(
        self,
        letter: LetterFile,
        lines: LineIndex,
        found: Iterable[Finding],
        allowed: Iterable[Allowed] = (),
    ) -> CheckedLetter:
        path = letter.path or None
        findings = sorted(found, key=lambda f: (f.span is None, f.span or Span(0, 0)))
        return CheckedLetter(
            letter.path,
            tuple(finding.located(lines, path) for finding in findings if self._told(finding)),
            tuple(
                replace(entry, finding=entry.finding.located(lines, path))
                for entry in allowed
                if self._told(entry.finding)
            ),
            lines,
        )

    @cached_property
    def _allowances(self) -> LetterAllowances:
        # Imported where something is to be allowed, and not before.
        from poa_ai.letterallowances import LetterAllowances

        with_facts = self._prepared is not None
        return LetterAllowances(self._rules, self._everywhere, with_facts=with_facts)

    def _told(self, finding: Finding) -> bool:
        return not self._selected or bool({finding.rule, finding.category} & self._selected)


def _flagging(rules: RuleSet) -> RuleSet:
    """The same rules, with nothing that they do about what they find."""

    def flags() -> RuleSet:
        return RuleSet(tuple(replace(rule, action="flag") for rule in rules.rules), rules.tone)

    return rules.kept("flagging", flags)
