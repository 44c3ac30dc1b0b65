"""How well the language rules tell labelled sentences apart: precision and recall by category."""

from collections.abc import Iterable
from dataclasses import dataclass

from poa_ai.findings import Finding, Severity
from poa_ai.testing.corpus import LabelledSentence
from poa_ai.validation.language import find_language, protected_spans, tone_words
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.tone import Tone


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence and the findings on it, notes left out."""

    sentence: LabelledSentence
    findings: tuple[Finding, ...]

    @property
    def found(self) -> bool:
        """Whether there is a warning or an error."""
        return bool(self.findings)

    @property
    def by_category(self) -> bool:
        """Whether a finding is of the category of the label."""
        return any(finding.category == self.sentence.category for finding in self.findings)

    @property
    def is_error(self) -> bool:
        """Whether there is an error."""
        return any(finding.is_error for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over sentences. Shares are between 0 and 1, and 0 where nothing was counted."""

    offending: int
    found: int
    found_as_error: int
    found_by_category: int
    factual: int
    alarms: int

    @property
    def recall(self) -> float:
        """The share of offending sentences that were found."""
        return self.found / self.offending if self.offending else 0.0

    @property
    def precision(self) -> float:
        """The share of found sentences that offend."""
        return self.found / (self.found + self.alarms) if self.found + self.alarms else 0.0


def judge(sentences: Iterable[LabelledSentence], rules: RuleSet) -> tuple[Judged, ...]:
    """Each sentence with what the rules find in it, alone."""
    judged = []
    for sentence in sentences:
        findings = find_language(sentence.text, rules, protected_spans(sentence.text))
        judged.append(Judged(sentence, tuple(one for one in findings if one.severity is not Severity.NOTE)))
    return tuple(judged)


def score(judged: Iterable[Judged], category: str | None = None) -> Score:
    """The counts over the offending sentences of a category, and the alarms of its rules; None for all."""
    judged = tuple(judged)
    wrong = [one for one in judged if one.sentence.offends and category in (None, one.sentence.category)]
    right = [one for one in judged if not one.sentence.offends]
    alarms = [one for one in right if any(category in (None, f.category) for f in one.findings)]
    return Score(
        len(wrong),
        sum(one.found for one in wrong),
        sum(one.is_error for one in wrong),
        sum(one.by_category for one in wrong),
        len(right),
        len(alarms),
    )


def worst(judged: Iterable[Judged], tone: Tone, count: int = 5) -> tuple[list[Judged], list[Judged]]:
    """The misses that read most like facts, and the false alarms that do least; the worst first."""
    ranked = sorted(judged, key=lambda one: tone.score(tone_words(one.sentence.text)))
    missed = [one for one in ranked if one.sentence.offends and not one.found]
    alarms = [one for one in reversed(ranked) if not one.sentence.offends and one.found]
    return missed[:count], alarms[:count]
