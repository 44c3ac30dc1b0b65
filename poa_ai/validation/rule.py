"""One language rule, and a set of them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from poa_ai.findings import Severity
from poa_ai.patterns import Pattern
from poa_ai.validation.ruleindex import RuleIndex
from poa_ai.validation.tone import Tone
from poa_ai.validation.wordshape import SHAPES as SHAPES

CATEGORIES = (
    "emotive",
    "begging",
    "blame",
    "threat",
    "promise",
    "question",
    "support-case",
    "introduction",
    "marketing",
    "vague",
    "shouting",
    "instruction",
    "privacy",
)
"""The categories of language rules: the first part of a rule's id, and the name of a built-in rule file."""

TONES = ("offending", "unread")
"""What a sentence as a whole can be found to be."""

ACTIONS = ("delete", "replace", "drop-clause", "drop-sentence", "flag")
"""What a rule may do to the words it finds. `flag` changes nothing."""

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Examples:
    """What a rule is held to: texts before and after; texts it must find, leave alone, is known to miss."""

    removes: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that don't belong in a plan of action, and what to do about them.

    `replacement` is set for the action `replace` alone. `issues` and `parts` limit the rule to issue types
    and parts of a section; empty means all. `source` says who asks for it, `source_file` where it stands.
    A `weighed` rule counts only in a sentence that does not read like a fact as a whole. A `tone` rule has no
    pattern: it stands for sentences that as a whole offend in its category, or are in a language that
    can't be read (`unread`). Where one of `unless` occurs in
    the sentence, the rule rests. `mild`: experts disagree, so its severity stands for the whole sentence.
    `as_given`: the patterns look at the text before it is normalised. `shape`: a sentence without a word of
    this shape (see `wordshape`) is not looked at; "" for any.
    """

    id: str
    match: tuple[Pattern, ...]
    action: str
    severity: Severity
    message: str
    source: str
    source_file: str
    replacement: str | None = None
    hint: str = ""
    issues: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    examples: Examples = Examples()
    weighed: bool = False
    tone: str = ""
    unless: tuple[Pattern, ...] = ()
    as_given: bool = False
    mild: bool = False
    shape: str = ""

    @property
    def category(self) -> str:
        """The part of the id before the first dot."""
        return self.id.partition(".")[0]

    def named_by(self, names: Iterable[str]) -> bool:
        """Whether the rule's id or category is among `names`."""
        return any(name in (self.id, self.category) for name in names)

    def applies(self, issue: str | None, part: str | None) -> bool:
        """Whether the rule holds for an issue type and part; None is unknown, and then limited rules rest."""
        return (not self.issues or issue in self.issues) and (not self.parts or part in self.parts)


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order in which they were read, and what judges the tone of whole sentences.

    Without a `tone` every hit counts and tone rules find nothing. `wider`: the set that all of these rules
    are in as they are, tone rules apart; it lends its index.
    """

    rules: tuple[Rule, ...]
    tone: Tone | None = field(default=None, repr=False)
    wider: "RuleSet | None" = field(default=None, repr=False, compare=False)
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def tone_rules(self) -> dict[str, Rule]:
        """The tone rules by category."""
        return {rule.category: rule for rule in self.rules if rule.tone == "offending"}

    @cached_property
    def categories(self) -> frozenset[str]:
        """The categories of the rules."""
        return frozenset(rule.category for rule in self.rules)

    @cached_property
    def unread_rule(self) -> Rule | None:
        """The rule for sentences in a language that can't be read; None where it is left out."""
        return next((rule for rule in self.rules if rule.tone == "unread"), None)

    @cached_property
    def index(self) -> RuleIndex[Rule]:
        """The rules by the words that their patterns need, and maybe others (see `numbers`)."""
        if self.wider is not None:
            return self.wider.index
        return RuleIndex.of((rule, pattern, rule.shape) for rule in self.rules for pattern in rule.match)

    @cached_property
    def on_facts(self) -> "RuleSet":
        """The same rules for sentences that tell facts.

        Tone alone condemns one only where it is certain, and none for being vague: that is still a fact.
        """
        if self.tone is None:
            return self
        rules = tuple(
            replace(rule, severity=Severity.WARNING) if rule.tone and rule.category == "vague" else rule
            for rule in self.rules
        )
        tone = replace(self.tone, sure=self.tone.certain)
        return self._narrow(rules, tone)

    @cached_property
    def on_words(self) -> "RuleSet":
        """The same rules for words that are no sentence, which have no tone."""
        return self._narrow(self.rules, None)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers in the index of the patterns of these rules."""
        ids = {rule.id for rule in self.rules}
        return frozenset(n for n, (rule, _) in enumerate(self.index.patterns) if rule.id in ids)

    @cached_property
    def strict(self) -> frozenset[int]:
        """The numbers in the index of the patterns that hold in any sentence, weighed ones left out."""
        return frozenset(n for n in self.numbers if not self.index.patterns[n][0].weighed)

    def select(self, names: Iterable[str]) -> "RuleSet":
        """Only the rules whose id or category is named; a name that no rule bears selects nothing."""
        wanted = frozenset(names)
        kept = (rule for rule in self.rules if rule.named_by(wanted))
        return self.kept(wanted, lambda: RuleSet(tuple(kept), self.tone))

    def without(self, names: Iterable[str]) -> "RuleSet":
        """All rules but those whose id or category is named."""
        unwanted = frozenset(names)
        return self._narrow(tuple(rule for rule in self.rules if not rule.named_by(unwanted)), self.tone)

    def for_section(self, issue: str | None, part: str | None) -> "RuleSet":
        """The rules that hold in a part of a section of an issue type."""

        def narrowed() -> RuleSet:
            kept = tuple(rule for rule in self.rules if rule.applies(issue, part))
            return self if len(kept) == len(self.rules) else self._narrow(kept, self.tone)

        return self.kept((issue, part), narrowed)

    def limited_to(self, issue: str | None, part: str | None) -> "RuleSet":
        """Of the rules that are limited to issue types or parts, those that hold there. They have no tone."""
        limited = (rule for rule in self.rules if rule.issues or rule.parts)
        fitting = (rule for rule in limited if rule.applies(issue, part))
        return self.kept(("limited", issue, part), lambda: RuleSet(tuple(fitting)))

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made of these rules under that key before, else what `make` makes now."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def _narrow(self, rules: tuple[Rule, ...], tone: Tone | None) -> "RuleSet":
        return RuleSet(rules, tone, wider=self.wider or self)
