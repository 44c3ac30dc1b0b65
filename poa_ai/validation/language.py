"""Finding words that don't belong in a plan of action."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from poa_ai.findings import Finding, Fix, Severity, Span
from poa_ai.normalised import NormalisedText, normalise
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
    hits = find_hits(text, rules, protected)
    return tuple(_findings(text, hits)) if hits else ()


def find_hits(text: str, rules: RuleSet, protected: Sequence[Span] = ()) -> list[tuple[Span, Rule]]:
    """What `find_language` reports, before it is put into words."""
    normal = normalise(text)
    guarded = _merged(protected)
    headed = _merged([*guarded, *(Span(*match.span()) for match in _HEADING.finditer(text))])
    hits: list[tuple[Span, Rule]] = []
    for rule in rules.rules:
        guards = () if rule.category in UNPROTECTED else headed if rule.category == "question" else guarded
        hits += ((span, rule) for span in _found(rule, normal) if not _overlapped(span, guards))
    hits.sort(key=lambda hit: (hit[0].start, -hit[0].end, -_WEIGHT[hit[1].severity]))
    return _outermost(hits)


def _found(rule: Rule, text: NormalisedText) -> Iterator[Span]:
    words = text.words
    for pattern in rule.match:
        if pattern.may_occur(words):
            yield from pattern.find(text)


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


def _findings(text: str, hits: Iterable[tuple[Span, Rule]]) -> Iterator[Finding]:
    sentences = split_sentences(text)
    starts = [sentence.start for sentence in sentences]
    for span, rule in hits:
        sentence = sentences[max(0, bisect_right(starts, span.start) - 1)]
        yield Finding(
            rule.id,
            rule.severity,
            rule.message,
            rule.hint,
            rule.source,
            span,
            text[span.start : span.end],
            fix=_fix(text, sentence, span, rule),
        )


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
