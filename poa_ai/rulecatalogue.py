"""Every rule there is, told alike: language rules, what code checks, and the checklists of issue types."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from poa_ai.allowance import Allowance
from poa_ai.errors import UsageError
from poa_ai.findings import Severity
from poa_ai.issue import IssueType, Source
from poa_ai.validation.checks import Check, load_checks
from poa_ai.validation.rule import Examples, Rule, RuleSet
from poa_ai.validation.sources import addresses_of
from poa_ai.validation.suppression import KnownRules, for_drafting

_NONE = Examples()


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be known of a rule.

    `kind` is "language" for a rule of a rule file, "check" for what code finds, "checklist" for what an
    issue type asks for. `action` is that of the rule; "flag" for those that change nothing. `found_by` are
    the commands that find it, `file` says where a rule stands, `where` is the address of a plugin's source.
    """

    id: str
    kind: str
    severity: Severity
    action: str
    message: str
    hint: str
    source: str
    found_by: tuple[str, ...]
    examples: Examples = _NONE
    replacement: str | None = None
    issues: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    file: str = ""
    where: str = ""

    @property
    def category(self) -> str:
        """The part of the id before the first dot."""
        return self.id.partition(".")[0]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the source can be read, as addresses; empty where that is not known, or is poa-ai itself."""
        return (self.where,) if self.where else tuple(map(str, addresses_of(self.source)))

    def sought(self, *, with_facts: bool) -> bool:
        """Whether `check` looks for it, with or without the facts."""
        return "check" in self.found_by or (with_facts and "check --facts" in self.found_by)


def catalogue(rules: RuleSet, issues: Iterable[IssueType] = ()) -> tuple[Entry, ...]:
    """The language rules, then what code checks, then what the issue types ask for."""
    asked = (entry for issue in issues for entry in _of_issue(issue))
    return (*map(_of_rule, rules.rules), *map(_of_check, load_checks()), *asked)


def names_of(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids and categories of the entries."""
    return frozenset(name for entry in entries for name in (entry.id, entry.category))


def known_rules(entries: Sequence[Entry], *, with_facts: bool) -> KnownRules:
    """The names of the entries, and whether `check` looks for what they name."""
    sought = names_of(entry for entry in entries if entry.sought(with_facts=with_facts))
    return KnownRules(names_of(entries), sought.__contains__)


def selected(entries: Sequence[Entry], names: Iterable[str], option: str) -> tuple[Entry, ...]:
    """The entries whose id or category is named, in their order.

    Raises UsageError, naming `option` and the nearest name, for one that nothing bears.
    """
    known, wanted = names_of(entries), frozenset(names)
    for name in sorted(wanted - known):
        near = difflib.get_close_matches(name[:80], sorted(known), 1)
        told = f"; did you mean '{near[0]}'?" if near else "; `poa-ai rules list` shows those there are"
        raise UsageError(f"{option}: there is no rule or category '{name[:80]}'{told}")
    return tuple(entry for entry in entries if {entry.id, entry.category} & wanted)


def rules_for_draft(rules: RuleSet, allowances: Iterable[Allowance]) -> tuple[RuleSet, tuple[str, ...]]:
    """The rules that a draft is written by, and a line for each allowance that can't hold for it."""
    return for_drafting(rules, allowances, known_rules(catalogue(rules), with_facts=True))


def _of_rule(rule: Rule) -> Entry:
    limited = rule.issues or rule.parts
    return Entry(
        rule.id,
        "language",
        rule.severity,
        rule.action,
        rule.message,
        rule.hint,
        rule.source,
        ("check --facts" if limited else "check",),
        rule.examples,
        rule.replacement,
        rule.issues,
        rule.parts,
        rule.source_file,
    )


def _of_check(check: Check) -> Entry:
    return Entry(
        check.id,
        "check",
        check.severity,
        "flag",
        check.message,
        check.hint,
        check.source,
        check.found_by,
        Examples(flags=(check.wrong,), keeps=(check.right,)),
    )


def _of_issue(issue: IssueType) -> Iterator[Entry]:
    for item in issue.checklist:
        category = "consistency" if item.check == "metric" else "structure"
        examples = Examples(flags=item.missed, keeps=item.met)
        told = (item.level.severity, item.message, f"{item.ask} {item.why}")
        yield _asked(issue, f"{category}.{issue.id}-{item.id}", *told, item.source, examples)
    for wanted in issue.evidence:
        hint = f"{wanted.why} It must show: {', '.join(wanted.fields)}."
        told = (wanted.level.severity, f"{wanted.title} is missing.", hint)
        yield _asked(issue, f"evidence.{issue.id}-{wanted.id}", *told, wanted.source)


def _asked(
    issue: IssueType,
    id: str,
    severity: Severity,
    message: str,
    hint: str,
    source: Source,
    examples: Examples = _NONE,
) -> Entry:
    return Entry(
        id,
        "checklist",
        severity,
        "flag",
        f"{issue.title}: {message}",
        hint,
        str(source),
        ("gaps",),
        examples,
        issues=(issue.id,),
        where=f"https://{source.where}" if "/" in source.where else "",
    )
