"""A text as a row of tokens: its values, names, exhibits and content words, each in one comparable form."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from poa_ai.errors import DataFileError
from poa_ai.findings import Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.packagefiles import package_folder
from poa_ai.quantities import read_cadences
from poa_ai.tomlfile import read_toml
from poa_ai.validation.exhibits import find_mentions
from poa_ai.validation.stemming import root
from poa_ai.values import MEMO_CHARS, Kind, extract_values

CADENCE = "cadence"
NAME = "name"
EXHIBIT = "exhibit"
WORD = "word"

_WORD = lazy_pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
BREAK = lazy_pattern(
    r"[.,;:()\[\]|!?\n–—]|\s-\s"
    r"|\b(?:and|but|while|whereas|which|where|who|because|so|when|if|after|before|until)\b",
    re.I,
)
_SMALL = frozenset(
    """a an the this that these those it its they them their we us our
    ours i me my you your he him she his her
    itself
    themselves be am is are was were been being have has had having do does did done can could may might must
    shall should will would of in on at to for with by as and or but nor so if than then there here also too
    which who whom whose what when where while exh exhs encl annex""".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a text. `kind` is that of its value, or one of the names above; `key` compares.

    `clause` counts the breaks before it: commas, brackets, "and" and the like.
    """

    kind: str
    key: str
    span: Span
    clause: int

    def shifted(self, by: int) -> "Token":
        """The same token for a text in which this one's text starts at character `by`."""
        return Token(self.kind, self.key, Span(self.span.start + by, self.span.end + by), self.clause)


@cache
def load_synonyms() -> dict[str, str]:
    """Root of a word to the root that stands for its group. Raises `DataFileError` on a damaged file."""
    path = "poa_ai/validation/synonyms.toml"
    table = read_toml(package_folder("poa_ai") / "validation" / "synonyms.toml", path, DataFileError)
    table.only(("groups",))
    found: dict[str, str] = {}
    for line in table.get("groups", str).splitlines():
        words = line.split()
        for word in words:
            found.setdefault(root(word), root(words[0]))
    return found


@lru_cache(maxsize=8192)
def word_key(word: str) -> str:
    """The root of a word, or that of the group of synonyms it belongs to; "" for a word without content."""
    word = re.split(r"n?['’]", word.casefold())[0]
    if len(word) < 2 or word in _SMALL:
        return ""
    base = root(word)
    return load_synonyms().get(base, base)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that the facts know, each found in a text whole and in any case."""

    pattern: re.Pattern[str] | None
    cadences: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], cadences: Iterable[str] = ()) -> "Names":
        """From names as they are written, and phrases that say how often; the longer ones win."""
        often = frozenset(" ".join(phrase.casefold().split()) for phrase in cadences)
        names = (*names, *often)
        ordered = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
        if not ordered:
            return cls(None)
        joined = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in ordered)
        return cls(re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])", re.IGNORECASE), often)

    def find(self, text: str) -> Iterator[Span]:
        """Where the text says one."""
        if self.pattern is not None:
            yield from (Span(*match.span()) for match in self.pattern.finditer(text))


def read_tokens(text: str, names: Names) -> tuple[Token, ...]:
    """The tokens of a text in order. Values win over names, and names over words. Linear time."""
    return _tokens(text, names) if len(text) > MEMO_CHARS else _memo(text, names)


def _tokens(text: str, names: Names) -> tuple[Token, ...]:
    taken: list[tuple[int, int, str, str]] = [
        (named.span.start, named.span.end, EXHIBIT, named.id) for named in find_mentions(text)
    ]
    named = [
        (name.start, name.end, " ".join(text[name.start : name.end].casefold().split()))
        for name in names.find(text)
    ]
    taken += [(start, end, CADENCE, key) for start, end, key in named if key in names.cadences]
    taken += [(start, end, CADENCE, normal) for start, end, normal in read_cadences(text)]
    taken += [(v.span.start, v.span.end, str(v.kind), v.normal) for v in extract_values(text)]
    taken += [(start, end, NAME, key) for start, end, key in named]
    chosen = _apart(taken)
    return _with_years(list(_counted(text, [*chosen, *_words(text, chosen)])))


_memo = lru_cache(maxsize=4_096)(_tokens)


def _with_years(tokens: list[Token]) -> tuple[Token, ...]:
    """Dates that leave the year to the next one get it: "9 January and 14 February 2026"."""
    later: Token | None = None
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.kind != Kind.DATE or "|" in token.key:
            continue
        if token.key.startswith("--") and later is not None and later.span.start - token.span.end < _RANGE:
            # From December to January the year turns.
            year = int(later.key[:4]) - (int(token.key[2:4]) - int(later.key[5:7]) > 6)
            tokens[at] = Token(token.kind, f"{year}-{token.key[2:]}", token.span, token.clause)
        later = tokens[at] if len(tokens[at].key) >= 7 and tokens[at].key[0] != "-" else None
    return tuple(tokens)


_RANGE = 8
"""So many characters may stand between the two dates of a range."""


def _apart(taken: Sequence[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Without overlaps: what comes first in the sequence wins."""
    used = bytearray(max((end for _, end, _, _ in taken), default=0))
    chosen = []
    for entry in taken:
        start, end = entry[:2]
        if not any(used[start:end]):
            used[start:end] = b"\1" * (end - start)
            chosen.append(entry)
    return sorted(chosen)


def _words(text: str, taken: Sequence[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str, str]]:
    at = 0
    for match in _WORD.finditer(text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at == len(taken) or match.end() <= taken[at][0]:
            yield (*match.span(), WORD, match.group())


def _counted(text: str, entries: list[tuple[int, int, str, str]]) -> Iterator[Token]:
    breaks = [match.start() for match in BREAK.finditer(text)]
    clause = 0
    for start, end, kind, key in sorted(entries):
        while clause < len(breaks) and breaks[clause] < start:
            clause += 1
        form = word_key(key) if kind == WORD else key
        if form:
            yield Token(kind, form, Span(start, end), clause)
