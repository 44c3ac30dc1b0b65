"""How a sentence reads as a whole, and what that makes of the words that rules found in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from poa_ai.findings import Severity, Span
from poa_ai.validation.rule import Rule, RuleSet
from poa_ai.validation.tone import read_kinds
from poa_ai.validation.tonewords import tokens

WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}
"""How severities compare."""

MIN_WORDS = 4
"""A shorter sentence is a heading, a greeting or a cell: its words alone say too little."""

MIN_SURE_WORDS = 6
"""A shorter sentence is held for wrong only where that is certain: each word weighs much."""

MIN_KNOWN = 0.5
"""Of the words of a sentence this share must be known, or it is not judged."""

FOREIGN, MIN_FOREIGN_WORDS = 0.3, 6
"""A sentence of so many words of which fewer than this share are known is in another language."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The judgement on one sentence.

    `factual`: it reads so much like a fact that weighed rules rest. `rule` is the rule
    of the category that the sentence as a whole offends in, or the one for sentences in another language.
    """

    factual: bool
    rule: Rule | None

    @classmethod
    def of(cls, sentence: str, rules: RuleSet) -> "Reading":
        """The reading of a normalised sentence by the tone of the rules."""
        tone = rules.tone
        words = tokens(sentence)
        if tone is None or len(words) - 2 < MIN_WORDS:
            return cls(False, None)
        known = tone.known_share(words)
        if known < MIN_KNOWN:
            foreign = known < FOREIGN and len(words) - 2 >= MIN_FOREIGN_WORDS
            return cls(False, rules.unread_rule if foreign else None)
        score = tone.score(words)
        if score < tone.likely:
            return cls(score < tone.doubtful, None)
        rule = rules.tone_rules.get(read_kinds().category(words))
        if rule is not None:
            enough = tone.sure if len(words) - 2 >= MIN_SURE_WORDS else tone.certain
            severity = rule.severity if score >= enough else Severity.WARNING
            telling = ", ".join(tone.telling(words))
            told = f"{rule.message} Telling words: {telling}." if telling else rule.message
            rule = replace(rule, severity=severity, message=told)
        return cls(False, rule)

    def weighed(self, sentence: Span, hits: Sequence[tuple[Span, Rule]]) -> list[tuple[Span, Rule]]:
        """The hits that stand, and the sentence itself where they weigh less than it does.

        Where a mild rule found something, the sentence is not held for worse.
        """
        kept = list(hits)
        if self.rule is None:
            return kept
        heaviest = max((WEIGHT[rule.severity] for _, rule in kept), default=0)
        if WEIGHT[self.rule.severity] <= heaviest or any(rule.mild for _, rule in kept):
            return kept
        return [*kept, (sentence, self.rule)]


UNREAD = Reading(False, None)
"""Of what is no sentence, and of any where no tone is at hand."""
