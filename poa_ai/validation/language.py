"""Finding words that don't belong in a plan of action."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from poa_ai.findings import Finding, Fix, Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.normalised import NormalisedText, as_given, normalise
from poa_ai.patterns import occurs
from poa_ai.quotations import find_quotations
from poa_ai.sentences import split_sentences
from poa_ai.validation.reading import UNREAD, WEIGHT, Reading
from poa_ai.validation.rule import Rule, RuleSet
from poa_ai.validation.ruleindex import RuleIndex
from poa_ai.validation.tonewords import tokens

Found = tuple[Span, Rule]
"""Words found, as a span, and the rule that found them."""

UNPROTECTED = frozenset({"instruction", "privacy"})
"""Categories that look into quotations, ids and names too, since such words are quoted to hide them."""

# Each begins with its first character and looks back over it, so that the search leaps there.
_IDS = (
    ("B0", lazy_pattern(r"B0(?<![A-Za-z0-9]..)[A-Z0-9]{8}(?![A-Za-z0-9])", re.DOTALL)),
    ("-", lazy_pattern(r"\d(?<![A-Za-z0-9].)\d\d-\d{7}-\d{7}(?![A-Za-z0-9])", re.DOTALL)),
    ("@", lazy_pattern(r"[\w.+-](?<![\w.+-].)[\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.DOTALL)),
    ("http", lazy_pattern(r"h(?<!\wh)ttps?://[^\s<>\"“”]{1,2000}")),
    ("www.", lazy_pattern(r"w(?<!\ww)ww\.[^\s<>\"“”]{1,2000}")),
)
"""What every id of a kind holds, and the kind."""
_HEADING = lazy_pattern(r"^[ ]{0,3}#{1,6}[ \t].*$", re.MULTILINE)
_ASIN = lazy_pattern(r"B0(?<!\wB0)[A-Z0-9]{8}\b")
_FIGURE = lazy_pattern(r"[0-9](?<![A-Za-z].)(?![A-Za-z])")

MEMO = 20_000
"""So many sentences are remembered with what was found in them."""


def protected_spans(text: str, names: Iterable[str] = ()) -> tuple[Span, ...]:
    """What is not the writer's own wording, sorted: quotations, ids, and `names` as whole words as given."""
    spans = list(find_quotations(text))
    for sign, pattern in _IDS:
        if sign in text:
            spans += (Span(*match.span()) for match in pattern.finditer(text))
    for name in _on_one_line(tuple(names)):
        spans += _whole_words(text, name)
    return _merged(spans)


@lru_cache(maxsize=64)
def _on_one_line(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of more than one letter, each once; those of a case are asked for with each sentence."""
    joined = (" ".join(name.split()) for name in names)
    return tuple(dict.fromkeys(name for name in joined if len(name) > 1))


def find_language(text: str, rules: RuleSet, protected: Sequence[Span] = ()) -> tuple[Finding, ...]:
    """What the rules find, sorted by place. Of two findings on the same words the longer, graver one is kept.

    A finding's fix puts a mended sentence in the place of its sentence; None where a person must redraft.
    """
    findings = []
    mended: dict[tuple[str, int, int, str], Fix | None] = {}
    for sentence, hits in _sentence_hits(text, rules, protected):
        wording = text[sentence.start : sentence.end]
        for span, rule in hits:
            inside = Span(span.start - sentence.start, span.end - sentence.start)
            key = (wording, inside.start, inside.end, rule.id)
            if key not in mended:
                mended[key] = _fix(wording, inside, rule, len(hits))
            fix = mended[key]
            findings.append(
                Finding(
                    rule.id,
                    rule.severity,
                    rule.message,
                    rule.hint,
                    rule.source,
                    span,
                    text[span.start : span.end],
                    fix=fix and Fix(fix.action, sentence, fix.text),
                )
            )
    return tuple(findings)


def find_hits(text: str, rules: RuleSet, protected: Sequence[Span] = ()) -> list[Found]:
    """What `find_language` reports, before it is put into words."""
    return [hit for _, hits in _sentence_hits(text, rules, protected) for hit in hits]


def _sentence_hits(
    text: str, rules: RuleSet, protected: Sequence[Span]
) -> Iterator[tuple[Span, list[Found]]]:
    """Each sentence in which something is found. No rule looks at more than one sentence at a time."""
    guarded = _Guards(protected)
    headings = [Span(*match.span()) for match in _HEADING.finditer(text)] if "#" in text else []
    headed = _Guards([*guarded.spans, *headings]) if headings else guarded
    judge = rules.kept(_Judge, lambda: _Judge(rules))
    alike = _FIGURE.sub("0", _ASIN.sub("B000000000", text) if "B0" in text else text)
    for sentence in split_sentences(text):
        start, end = sentence.start, sentence.end
        toneless = rules.tone is None or text[start] in "#|"
        reading = UNREAD if toneless else judge.reading(guarded.left_out(alike, sentence))
        hits = []
        for inside, rule in judge.found(text[start:end], alike[start:end], reading.factual):
            span = Span(inside.start + start, inside.end + start)
            category = rule.category
            guards = headed if category == "question" else guarded
            if category in UNPROTECTED or not guards.overlap(span):
                hits.append((span, rule))
        hits = reading.weighed(sentence, hits)
        if hits:
            hits.sort(key=lambda hit: (hit[0].start, -hit[0].end, -WEIGHT[hit[1].severity]))
            yield sentence, _outermost(hits)


def tone_words(sentence: str) -> list[str]:
    """The words by which the tone of one sentence alone is judged."""
    whole = Span(0, len(sentence))
    return tokens(normalise(_Guards(protected_spans(sentence)).left_out(sentence, whole)).text)


class _Guards:
    """Protected spans, sorted and apart, and what lies in them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = _merged(spans)
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def left_out(self, text: str, sentence: Span) -> str:
        """The sentence with a quotation mark in place of each span."""
        at = bisect_left(self._ends, sentence.start)
        if at == len(self._ends) or self._starts[at] >= sentence.end:
            return text[sentence.start : sentence.end]
        pieces: list[str] = []
        done = sentence.start
        while at < len(self._ends) and self._starts[at] < sentence.end:
            pieces += text[done : max(done, self._starts[at])], ' " '
            done = max(done, min(sentence.end, self._ends[at]))
            at += 1
        return "".join([*pieces, text[done : sentence.end]])

    def overlap(self, span: Span) -> bool:
        """Whether a span shares a character with one of them."""
        at = bisect_left(self._starts, span.end)
        return at > 0 and self._ends[at - 1] > span.start


class _Judge:
    """Finds all that rules find in a sentence; of sentences that differ in figures alone one is judged.

    It lasts as long as its rules, so that a letter that is checked again, or another on the same facts, is
    judged where it is new.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._found: dict[tuple[str, bool], tuple[list[Found], tuple[int, ...]]] = {}
        self._readings: dict[str, Reading] = {}
        self._last: NormalisedText | None = None

    def found(self, wording: str, alike: str, factual: bool) -> list[Found]:
        """The hits in any order; in `alike` every figure of the sentence is 0.

        Of a sentence that reads like a fact no weighed rule is asked.
        """
        index = self._rules.index
        known = self._found.get((alike, factual))
        if known is None:
            if len(self._found) > MEMO:
                self._found.clear()
            # Figures apart, the sentence that its reading was taken from is the same, place by place.
            normal = self._normal(alike)
            numbers = index.candidates(normal, self._rules.strict if factual else self._rules.numbers)
            # Patterns that look at figures are asked for each sentence anew.
            figures = tuple(number for number in numbers if index.patterns[number][1].form.figures)
            others = (number for number in numbers if not index.patterns[number][1].form.figures)
            known = self._found[alike, factual] = _asked(index, others, alike, normal), figures
        found, figures = known
        return found + _asked(index, figures, wording, normalise(wording)) if figures else found

    def reading(self, alike: str) -> Reading:
        """How the sentence reads as a whole."""
        reading = self._readings.get(alike)
        if reading is None:
            if len(self._readings) > MEMO:
                self._readings.clear()
            reading = self._readings[alike] = Reading.of(self._normal(alike).text, self._rules)
        return reading

    def _normal(self, alike: str) -> NormalisedText:
        if self._last is None or self._last.source != alike:
            self._last = normalise(alike)
        return self._last


def _asked(
    index: RuleIndex[Rule], numbers: Iterable[int], wording: str, normal: NormalisedText
) -> list[Found]:
    disguised = normal.text != wording
    hits: list[Found] = []
    for number in numbers:
        rule, pattern = index.patterns[number]
        if rule.as_given and not disguised:
            continue
        found = [(span, rule) for span in pattern.find(as_given(wording) if rule.as_given else normal)]
        if found and not occurs(rule.unless, normal):
            hits += found
    return hits


def _outermost(hits: Iterable[Found]) -> list[Found]:
    """The hits that lie in no other of the same or a higher severity; those of one rule that meet are one."""
    kept: list[Found] = []
    reached: dict[int, int] = {}
    last: dict[str, int] = {}
    for span, rule in hits:
        weight = WEIGHT[rule.severity]
        if any(end >= span.end for level, end in reached.items() if level >= weight):
            continue
        at = last.get(rule.id)
        if at is not None and kept[at][0].overlaps(span):
            kept[at] = (Span(kept[at][0].start, span.end), rule)
        else:
            last[rule.id] = len(kept)
            kept.append((span, rule))
        reached[weight] = max(span.end, reached.get(weight, 0))
    return kept


def _fix(sentence: str, span: Span, rule: Rule, hits: int) -> Fix | None:
    """What mends one of so many hits in a sentence."""
    if rule.action == "flag" or span.end > len(sentence):
        return None
    # Imported with the first sentence to mend: a letter in which nothing is found needs none of it.
    from poa_ai.validation.mending import MAX_HITS, Hit, mend

    if hits > MAX_HITS:
        return None
    mended = mend(sentence, [Hit(span, rule.action, rule.replacement or "")])
    return None if mended is None else Fix(rule.action, span, mended)


def _whole_words(text: str, name: str) -> Iterator[Span]:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        joined = name[0].isalnum() and text[at - 1 : at].isalnum()
        if not joined and not (name[-1].isalnum() and text[end : end + 1].isalnum()):
            yield Span(at, end)
        at = text.find(name, end)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
