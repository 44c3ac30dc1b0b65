"""Cleaning the seller's own words before they are read: each sentence is used, rewritten or withheld."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poa_ai.findings import Edit, Finding, Span
from poa_ai.normalised import normalise
from poa_ai.sentences import split_sentences
from poa_ai.validation.carried import carried
from poa_ai.validation.language import find_language, protected_spans
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import RuleSet

PRIVATE_WORD = "privacy.private-word"
"""The rule under which a sentence with a private word is withheld."""

REDACTED = "[private]"

_CLAIMS = frozenset({"blame", "threat", "instruction"})
_ENOUGH = 0.6  # of the words; below it, what is left of a claim stands for something else

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BROKEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence kept back: the id of its fact, its words with private ones masked, and the rule."""

    id: str
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What may be used of a text: `text` is the used sentences joined by a space; "" where none is left."""

    text: str
    used: tuple[str, ...]
    edits: tuple[Edit, ...]
    withheld: tuple[Withheld, ...]


def collapse(text: str) -> str:
    """The text on one line: no control or invisible characters, no half characters, single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # as nearly all are
    return _BLANK.sub(" ", _BROKEN.sub("\N{REPLACEMENT CHARACTER}", _HIDDEN.sub("", text))).strip()


def clean(
    id: str, text: str, rules: RuleSet, names: Iterable[str] = (), private: Iterable[str] = ()
) -> Cleaned:
    """The text of the fact `id`, sentence by sentence.

    A sentence without an error is used, with what can be taken out taken out; one that can be mended with all
    its values is used mended; any other is withheld whole, and so is one with a `private` word (in any case).
    Each sentence of `collapse(text)` is used or withheld, once.
    """
    names = tuple(names)
    text = collapse(text)
    secret = _private_spans(text, private)
    used: list[tuple[str, str, tuple[Edit, ...]]] = []
    withheld: dict[int, Withheld] = {}
    order: list[int] = []
    for number, span in enumerate(split_sentences(text)):
        sentence = text[span.start : span.end]
        hidden = [word for word in secret if word.overlaps(span)]
        if hidden:
            withheld[number] = Withheld(id, _masked(text, span, hidden), PRIVATE_WORD)
            continue
        kept, edits, rule = _judged(sentence, rules, names)
        if rule:
            withheld[number] = Withheld(id, sentence, rule)
        else:
            used.append((sentence, kept, edits))
            order.append(number)
    # One sentence alone was judged as it stands; only several can be at fault together.
    while len(used) > 1 and (faults := _faults_together([kept for _, kept, _ in used], rules, names)):
        for index, rule in sorted(faults.items(), reverse=True):
            withheld[order.pop(index)] = Withheld(id, used.pop(index)[0], rule)
    sentences = tuple(kept for _, kept, _ in used)
    edits = tuple(edit for _, _, made in used for edit in made)
    return Cleaned(
        " ".join(sentences), sentences, edits, tuple(withheld[number] for number in sorted(withheld))
    )


def _judged(sentence: str, rules: RuleSet, names: Sequence[str]) -> tuple[str, tuple[Edit, ...], str]:
    """The sentence to use and its edits; or, third, the rule under which it is withheld."""
    findings = find_language(sentence, rules, protected_spans(sentence, names))
    if not findings:
        return sentence, (), ""
    errors = [finding for finding in findings if finding.is_error]
    done = rewrite(sentence, rules, names)
    mended = done.text and not any(finding.is_error for finding in done.findings)
    if mended and not _twisted(sentence, done.text, findings):
        outside = [finding.span for finding in findings if finding.span]
        if not carried(sentence, outside) - carried(done.text):
            return done.text, tuple(Edit(e.rule, e.action, sentence, done.text) for e in done.edits), ""
    if errors or not done.text:
        return "", (), (errors or list(findings))[0].rule
    return sentence, (), ""


def _twisted(sentence: str, kept: str, findings: Sequence[Finding]) -> bool:
    """Whether the sentence lost a claim that the rest hung on: "You are unfair, because others sell it"."""
    heavy = any(finding.category in _CLAIMS for finding in findings)
    return heavy and len(kept.split()) < _ENOUGH * len(sentence.split())


def _faults_together(sentences: Sequence[str], rules: RuleSet, names: Sequence[str]) -> dict[int, str]:
    """The sentences that are fine alone but not side by side (a quotation mark of one closed by the next)."""
    text = " ".join(sentences)
    errors = [f for f in find_language(text, rules, protected_spans(text, names)) if f.is_error and f.span]
    faults: dict[int, str] = {}
    start = 0
    for index, sentence in enumerate(sentences):
        place = Span(start, start + len(sentence))
        for error in errors:
            if error.span and error.span.overlaps(place):
                faults.setdefault(index, error.rule)
        start = place.end + 1
    return faults


def _private_spans(text: str, private: Iterable[str]) -> tuple[Span, ...]:
    words = dict.fromkeys(normalise(collapse(word)).folded.strip() for word in private)
    if not words:
        return ()
    normal = normalise(text)
    spans = []
    for word in words:
        at = normal.folded.find(word) if word else -1
        while at >= 0:
            end = at + len(word)
            before, after = normal.folded[at - 1 : at] if at else "", normal.folded[end : end + 1]
            if not (word[0].isalnum() and before.isalnum()) and not (word[-1].isalnum() and after.isalnum()):
                spans.append(normal.span(at, end))
            at = normal.folded.find(word, at + 1)
    return tuple(sorted(spans))


def _masked(text: str, sentence: Span, hidden: Sequence[Span]) -> str:
    pieces: list[str] = []
    done = sentence.start
    for word in hidden:
        if word.end > done:
            pieces += text[done : max(done, word.start)], REDACTED if word.start >= done else ""
            done = word.end
    return "".join([*pieces, text[done : sentence.end] if done < sentence.end else ""])
