"""Wording: content words and names of a drafted statement that no fact, vocabulary or neutral list holds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from poa_ai.errors import DataFileError
from poa_ai.findings import Finding, Severity, Span
from poa_ai.sentences import split_sentences
from poa_ai.tomlfile import read_toml
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.stemming import root, stem
from poa_ai.values import extract_values, find_exhibits

_GROUPS = (
    "articles",
    "prepositions",
    "verbs_to_be",
    "neutral_verbs",
    "trade",
    "calendar",
    "adverbs",
    "neutral_adjectives",
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NEGATIONS = frozenset(("not", "no", "none", "without", "nor", "neither", "cannot"))
_NEGATIVE = re.compile(
    r"\b(?:not|no|none|without|nor|neither|never|cannot|miss(?:ed|ing)|lack\w*|fail\w*|absent|un\w{4,}|non-?\w{4,})\b|n['’]t\b",
    re.IGNORECASE,
)
_NAMED = 8
"""At most this many words are spelt out in one message."""


@dataclass(frozen=True, slots=True)
class NeutralWords:
    """Stems that need no fact, and the irregular forms with the word that each counts as."""

    stems: frozenset[str]
    irregular: Mapping[str, str]

    def hold(self, word: str) -> bool:
        """Whether a lower-case word, or the one it is an inflection of, is on the list."""
        return stem(self.irregular.get(word, word)) in self.stems

    def root(self, word: str) -> str:
        """Root of a lower-case word, irregular forms included."""
        return root(self.irregular.get(word, word))


@cache
def load_neutral_words() -> NeutralWords:
    """The packaged list. Raises `DataFileError` where the file is damaged."""
    path = "poa_ai/validation/neutral_words.toml"
    table = read_toml(files("poa_ai") / "validation" / "neutral_words.toml", path, DataFileError)
    table.only((*_GROUPS, "irregular"))
    irregular = table.table("irregular")
    forms = {} if irregular is None else {key: irregular.get(key, str) for key in irregular.values}
    words = [word for group in _GROUPS for word in table.get(group, str).split()]
    return NeutralWords(frozenset(stem(forms.get(word, word)) for word in words) - _NEGATIONS, forms)


def unattested_words(
    text: str, attested_texts: Iterable[str], vocabulary: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """What the text says in words that nothing attests; values and exhibits are left to `ground`.

    One error `grounding.name` for each name (capitalised inside a sentence, or in capitals), and one
    error `grounding.unattested` that names all other words. A negation needs a negative fact.
    """
    neutral = load_neutral_words()
    known, negative = _known(neutral, attested_texts, vocabulary)
    names: list[Span] = []
    words: list[Span] = []
    for span, initial in _words(text):
        word = text[span.start : span.end]
        if _is_attested(word, neutral, known, negative):
            continue
        if _is_name(word, initial=initial):
            joined = names and not text[names[-1].end : span.start].strip(" -&")
            names[-1:] = [Span(names[-1].start, span.end)] if joined else [*names[-1:], span]
        else:
            words.append(span)
    findings = [_name_finding(text, span) for span in names]
    if words:
        findings.append(_word_finding(text, words))
    return tuple(findings)


def _known(neutral: NeutralWords, texts: Iterable[str], vocabulary: Iterable[str]) -> tuple[set[str], bool]:
    known: set[str] = set()
    negative = False
    for text in texts:
        negative = negative or _NEGATIVE.search(text) is not None
        known |= {form for match in _WORD.finditer(text) for form in _roots(match.group(), neutral)}
    for entry in vocabulary:
        known |= {form for match in _WORD.finditer(entry) for form in _roots(match.group(), neutral)}
    return known, negative


def _roots(word: str, neutral: NeutralWords) -> Iterator[str]:
    """The root of the word, and that without a prefix: "untracked" also attests "tracked"."""
    base = _base(word)
    yield neutral.root(base)
    for prefix in ("un", "re", "non", "mis"):
        if base.startswith(prefix) and len(base) >= len(prefix) + 4:
            yield neutral.root(base[len(prefix) :])


def _base(word: str) -> str:
    return re.split(r"n?['’]", word.lower())[0] or word.lower()


def _is_attested(word: str, neutral: NeutralWords, known: set[str], negative: bool) -> bool:
    base = _base(word)
    if base in _NEGATIONS or word.lower().replace("’", "'").endswith("n't"):
        return negative
    if len(base) < 2 or neutral.hold(base) or neutral.root(base) in known:
        return True
    return negative and base.startswith("un") and neutral.root(base[2:]) in known


def _is_name(word: str, *, initial: bool) -> bool:
    if len(word) > 1 and word.isupper():
        return True
    return word[0].isupper() and not initial


def _words(text: str) -> Iterator[tuple[Span, bool]]:
    """Each word outside values and exhibits, and whether it stands first in its sentence."""
    taken = sorted(
        [*(value.span for value in extract_values(text)), *(span for _, span in find_exhibits(text))]
    )
    at = 0
    for sentence in split_sentences(text):
        initial = True
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            while at < len(taken) and taken[at].end <= match.start():
                at += 1
            if at == len(taken) or match.end() <= taken[at].start:
                yield Span(*match.span()), initial
            initial = False


def _name_finding(text: str, span: Span) -> Finding:
    name = text[span.start : span.end]
    hint = "Name only what the facts name, or add it to the facts."
    return Finding(
        "grounding.name", Severity.ERROR, f'No fact names "{name[:80]}".', hint, SOURCE, span, name
    )


def _word_finding(text: str, spans: list[Span]) -> Finding:
    words = list(dict.fromkeys(text[span.start : span.end].lower() for span in spans))
    named = ", ".join(f'"{word[:40]}"' for word in words[:_NAMED]) + (
        " and more" if len(words) > _NAMED else ""
    )
    return Finding(
        "grounding.unattested",
        Severity.ERROR,
        f"No fact says {named}.",
        "Keep to what the facts say, or add it to the facts.",
        SOURCE,
        spans[0],
        text[spans[0].start : spans[0].end],
    )
