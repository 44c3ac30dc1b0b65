"""Finding words that don't belong in a plan of action."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from poa_ai.findings import Finding, Fix, Severity, Span
from poa_ai.normalised import normalise
from poa_ai.quotations import find_quotations
from poa_ai.sentences import split_sentences
from poa_ai.validation.mending import Hit, mend
from poa_ai.validation.rule import Rule, RuleSet

UNPROTECTED = frozenset({"instruction", "privacy"})
"""Categories that look into quotations, ids and names too, since such words are quoted to hide them."""

_ID = re.compile(
    r"(?<![A-Za-z0-9])(?:B0[A-Z0-9]{8}|\d{3}-\d{7}-\d{7})(?![A-Za-z0-9])"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<!\w)(?:https?://|www\.)[^\s<>\"“”]{1,2000}"
)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t].*$", re.MULTILINE)
_ASIN = re.compile(r"\bB0[A-Z0-9]{8}\b")
_FIGURE = re.compile(r"(?<![A-Za-z])[0-9](?![A-Za-z])")
_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


def protected_spans(text: str, names: Iterable[str] = ()) -> tuple[Span, ...]:
    """What is not the writer's own wording, sorted: quotations, ids, and `names` as whole words as given."""
    spans = [*find_quotations(text), *(Span(*match.span()) for match in _ID.finditer(text))]
    for name in {" ".join(name.split()) for name in names}:
        if len(name) > 1:
            spans += _whole_words(text, name)
    return _merged(spans)


def find_language(text: str, rules: RuleSet, protected: Sequence[Span] = ()) -> tuple[Finding, ...]:
    """What the rules find, sorted by place. Of two findings on the same words the longer, graver one is kept.

    A finding's fix puts a mended sentence in the place of its sentence; None where a person must redraft.
    """
    return tuple(
        Finding(
            rule.id,
            rule.severity,
            rule.message,
            rule.hint,
            rule.source,
            span,
            text[span.start : span.end],
            fix=_fix(text, sentence, span, rule),
        )
        for sentence, hits in _sentence_hits(text, rules, protected)
        for span, rule in hits
    )


def find_hits(text: str, rules: RuleSet, protected: Sequence[Span] = ()) -> list[tuple[Span, Rule]]:
    """What `find_language` reports, before it is put into words."""
    return [hit for _, hits in _sentence_hits(text, rules, protected) for hit in hits]


def _sentence_hits(
    text: str, rules: RuleSet, protected: Sequence[Span]
) -> Iterator[tuple[Span, list[tuple[Span, Rule]]]]:
    """Each sentence in which something is found. No rule looks at more than one sentence at a time."""
    guarded = _merged(protected)
    headed = _merged([*guarded, *(Span(*match.span()) for match in _HEADING.finditer(text))])
    judge = _Judge(rules)
    alike = _FIGURE.sub("0", _ASIN.sub("B000000000", text))
    for sentence in split_sentences(text):
        found = judge.found(text[sentence.start : sentence.end], alike[sentence.start : sentence.end])
        if not found:
            continue
        hits = []
        for inside, rule in found:
            span = Span(inside.start + sentence.start, inside.end + sentence.start)
            guards = (
                () if rule.category in UNPROTECTED else headed if rule.category == "question" else guarded
            )
            if not _overlapped(span, guards):
                hits.append((span, rule))
        if hits:
            yield sentence, _outermost(hits)


class _Judge:
    """Finds all that rules find in a sentence; of sentences that differ in figures alone one is judged."""

    def __init__(self, rules: RuleSet) -> None:
        self._index = rules.index
        self._words: dict[str, tuple[int, ...]] = {}
        self._found: dict[str, list[tuple[Span, Rule]] | None] = {}

    def found(self, wording: str, alike: str) -> list[tuple[Span, Rule]]:
        """The hits by place, the longer and graver first; in `alike` every figure of the sentence is 0."""
        found = self._found.get(alike)
        if found is None:
            found, figures = self._judged(wording)
            if alike not in self._found:
                # None: a pattern that looks at figures is among those asked, so each wording is asked anew.
                self._found[alike] = None if figures else found
        return found

    def _judged(self, wording: str) -> tuple[list[tuple[Span, Rule]], bool]:
        normal = normalise(wording)
        hits: list[tuple[Span, Rule]] = []
        figures = False
        for number in self._index.candidates(normal, self._words):
            rule, pattern = self._index.patterns[number]
            figures = figures or pattern.form.figures
            hits += [(span, rule) for span in pattern.find(normal)]
        hits.sort(key=lambda hit: (hit[0].start, -hit[0].end, -_WEIGHT[hit[1].severity]))
        return hits, figures


def _outermost(hits: Iterable[tuple[Span, Rule]]) -> list[tuple[Span, Rule]]:
    """The hits that lie in no other of the same or a higher severity; those of one rule that meet are one."""
    kept: list[tuple[Span, Rule]] = []
    reached: dict[int, int] = {}
    last: dict[str, int] = {}
    for span, rule in hits:
        weight = _WEIGHT[rule.severity]
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


def _fix(text: str, sentence: Span, span: Span, rule: Rule) -> Fix | None:
    if rule.action == "flag" or span.end > sentence.end:
        return None
    inside = Span(span.start - sentence.start, span.end - sentence.start)
    mended = mend(text[sentence.start : sentence.end], [Hit(inside, rule.action, rule.replacement or "")])
    return None if mended is None else Fix(rule.action, sentence, mended)


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


def _overlapped(span: Span, guards: Sequence[Span]) -> bool:
    at = bisect_left(guards, span.end, key=lambda guard: guard.start)
    return at > 0 and guards[at - 1].end > span.start
