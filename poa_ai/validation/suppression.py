"""Findings that may stand, each with a reason: which these are, and what is wrong with the reasons."""

import difflib
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from poa_ai.allowance import Allowance
from poa_ai.findings import Finding, Severity, Span
from poa_ai.lineindex import LineIndex
from poa_ai.validation.lettercomment import MAX_COMMENTS, WRITTEN, LetterComment
from poa_ai.validation.rule import RuleSet

RULE = "structure.suppression"
"""The rule under which a faulty or idle allowance is found; it can't be allowed itself."""

SOURCE = "poa-ai: what may stand is written down with its reason (docs/rules.md)"

NEVER_DRAFTED = frozenset({"grounding", "evidence", "consistency", "structure", "instruction", "privacy"})
"""Categories that poa-ai.toml can't allow for a draft: what they find is no matter of wording."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding that may stand, and by which allowance. `in_letter` tells that a comment there says so."""

    finding: Finding
    allowance: Allowance
    in_letter: bool


@dataclass(frozen=True, slots=True)
class Suppression:
    """An allowance as it bears on one letter.

    `comment` is the comment that makes it; None for one that holds for the whole letter. `holds` is the
    stretch of the letter that a comment is about; None where it is about nothing.
    """

    allowance: Allowance
    comment: Span | None = None
    holds: Span | None = None


@dataclass(frozen=True, slots=True)
class KnownRules:
    """Ids and categories there are, and those of them that a run looks for."""

    names: Collection[str]
    sought: Callable[[str], bool]

    def fault(self, allowance: Allowance) -> tuple[str, str] | None:
        """Why an allowance can't hold, and what would be right; None where it can."""
        if not allowance.because:
            return f"No reason is given why '{allowance.rule}' may stand.", "Say it behind because."
        if allowance.rule == RULE:
            return f"'{RULE}' can't be allowed.", "Mend the allowance, or take it out."
        if allowance.rule in self.names:
            return None
        near = difflib.get_close_matches(allowance.rule[:80], sorted(self.names), 1)
        hint = f"Did you mean '{near[0]}'?" if near else "`poa-ai rules list` shows those there are."
        return f"There is no rule or category '{allowance.rule[:80]}'.", hint


def suppressions_of(
    comments: Iterable[LetterComment], path: str, lines: LineIndex
) -> tuple[Suppression, ...]:
    """What the comments of a letter allow, one entry for each rule they name."""
    return tuple(
        Suppression(
            Allowance(name, comment.because, file=path, line=lines.place(comment.span.start)[0]),
            comment.span,
            comment.holds,
        )
        for comment in comments
        for name in comment.names
    )


def suppress(
    findings: Iterable[Finding], suppressions: Sequence[Suppression]
) -> tuple[tuple[Finding, ...], tuple[Allowed, ...], frozenset[Suppression]]:
    """The findings that remain, those that may stand, and what of the suppressions was needed.

    Only allowances without a fault may be given. Of several that cover a finding the first one is named.
    """
    whole: dict[str, list[Suppression]] = {}
    local: dict[str, list[Suppression]] = {}
    for entry in suppressions:
        if entry.comment is None or entry.holds is not None:
            (whole if entry.comment is None else local).setdefault(entry.allowance.rule, []).append(entry)
    remaining: list[Finding] = []
    allowed: list[Allowed] = []
    used: set[Suppression] = set()
    for finding in findings:
        names = (finding.rule, finding.category)
        covering = [entry for name in names for entry in _here(local.get(name, ()), finding.span)]
        covering += [entry for name in names for entry in whole.get(name, ())]
        used.update(covering)
        if covering:
            allowed.append(Allowed(finding, covering[0].allowance, covering[0].comment is not None))
        else:
            remaining.append(finding)
    return tuple(remaining), tuple(allowed), frozenset(used)


def _here(entries: Sequence[Suppression], span: Span | None) -> Iterator[Suppression]:
    """Those whose stretch meets the span; they come in the order of the letter, and stretches lie apart."""
    if not entries or span is None:
        return
    at = bisect_left(entries, span.end, key=_start)
    while at and (holds := entries[at - 1].holds) is not None and holds.end > span.start:
        at -= 1
        yield entries[at]


def _start(entry: Suppression) -> int:
    return entry.holds.start if entry.holds else -1


def comment_findings(comments: Iterable[LetterComment]) -> Iterator[Finding]:
    """The comments of a letter that say nothing that can be understood."""
    for number, comment in enumerate(comments):
        if not comment.names:
            many = number >= MAX_COMMENTS
            message = f"Only {MAX_COMMENTS} comments count." if many else "The comment is not understood."
            yield _finding(Severity.ERROR, message, f"Write {WRITTEN}.", comment.span)


def faulty(suppression: Suppression, known: KnownRules) -> Finding | None:
    """What is wrong with an allowance, so that it can't hold; None where it can."""
    fault = known.fault(suppression.allowance)
    return _finding(Severity.ERROR, *fault, suppression.comment) if fault else None


def idle(suppression: Suppression, known: KnownRules) -> Finding | None:
    """The warning for an allowance that was not needed; None where the run never looked for its rule."""
    rule = suppression.allowance.rule
    if not known.sought(rule):
        return None
    message = f"Nothing is found that '{rule}' would have to be allowed for."
    return _finding(Severity.WARNING, message, "Take the allowance out.", suppression.comment)


def for_drafting(
    rules: RuleSet, allowances: Iterable[Allowance], known: KnownRules
) -> tuple[RuleSet, tuple[str, ...]]:
    """The rules of a draft, and a line for each allowance that can't hold for it.

    Wording may be allowed. What would let a value, a request to the reader, a private word or a gap through
    may not, and an allowance for certain letters says nothing about the one to be drafted.
    """
    lines, names = [], []
    for allowance in allowances:
        fault = known.fault(allowance)
        if fault:
            lines.append(f"{allowance.place}: {' '.join(fault)}")
        elif allowance.rule.partition(".")[0] in NEVER_DRAFTED:
            lines.append(
                f"{allowance.place}: '{allowance.rule}' can't be allowed for a draft, only for `check`"
            )
        elif allowance.path is None:
            names.append(allowance.rule)
    return rules.without(names) if names else rules, tuple(lines)


def _finding(severity: Severity, message: str, hint: str, span: Span | None = None) -> Finding:
    return Finding(RULE, severity, message, hint, SOURCE, span)
