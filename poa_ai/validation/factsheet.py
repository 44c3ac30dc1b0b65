"""The facts as a checker looks things up in them: statements, and the slots in which their values stand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from types import MappingProxyType

from poa_ai.findings import Span
from poa_ai.validation.anchors import Anchors, read_anchors
from poa_ai.validation.attested import forms_of_fact, forms_of_text
from poa_ai.validation.denials import Denial, read_denials
from poa_ai.validation.tokens import CADENCE, EXHIBIT, NAME, WORD, Names, Token, read_tokens, word_key
from poa_ai.validation.wording import load_neutral_words
from poa_ai.values import Kind, Value

_REACH = 7
"""So many tokens on either side are the neighbourhood of a value."""
_CAPITALISED = re.compile(
    r"(?<![\w-])[A-Z][^\W\d_][^\W\d_'’-]*+(?:\s(?:(?:&|de|van|von)\s)?[A-Z][^\W\d_]*+(?:['’-][^\W\d_]++)*+(?![\d-])){0,6}(?![\w-])"
)
_CALENDAR = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|usd|eur|gbp|cad|aud|asins?|skus?|isbn|on|of|the)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the facts. `id` is that of its fact, `exhibits` prove it.

    `sections` are the ids of the root causes that it belongs to; empty: any. `part` is None where it may
    stand in any part of a section.
    """

    id: str
    text: str
    sections: frozenset[str] = frozenset()
    part: str | None = None
    exhibits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a statement that holds a value: what stands there, and the weights of what stands near."""

    entry: int
    kind: str
    key: str
    near: Mapping[str, float]
    norm: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement, read. `weight` is the length of its vector of keys, `anchors` what a value is said of."""

    statement: Statement
    tokens: tuple[Token, ...]
    keys: frozenset[str]
    weight: float
    anchors: Anchors


@dataclass(frozen=True, slots=True)
class FactSheet:
    """All statements of a case with their index. `rarity` weighs a key by how few statements hold it.

    `nearby` tells near which slots of a kind, by their place among them, a key stands, and its weight.
    """

    entries: tuple[Entry, ...]
    slots: Mapping[str, tuple[Slot, ...]]
    forms: Mapping[tuple[str, str], tuple[str, ...]]
    holding: Mapping[str, tuple[int, ...]]
    rarity: Mapping[str, float]
    names: Names
    words: frozenset[str]
    denials: tuple[tuple[int, Denial], ...]
    sorts: Mapping[str, str]
    titles: Mapping[tuple[str, str], frozenset[str]]
    nearby: Mapping[tuple[str, str], tuple[tuple[int, float], ...]]

    @classmethod
    def of(
        cls,
        statements: Sequence[Statement],
        names: Mapping[str, str] = MappingProxyType({}),
        vocabulary: Iterable[str] = (),
    ) -> "FactSheet":
        """Read the statements; `names` are those that the facts give as such, each with its sort.

        The words of `vocabulary` need no fact.
        """
        known = {name.rstrip(".") for name, sort in names.items() if sort != "cadence"}
        known |= {
            name for s in statements if s.id not in ("products", "seller") for name in _names_in(s.text)
        }
        finder = Names.of(known, (name for name, sort in names.items() if sort == "cadence"))
        rows = [_tokens(statement, finder) for statement in statements]
        held = Counter(key for row in rows for key in {key_of(token) for token in row})
        rarity = {key: log(1 + len(rows) / count) for key, count in held.items()}
        entries, holding = [], defaultdict(list)
        slots: dict[str, list[Slot]] = defaultdict(list)
        forms: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for place, (statement, row) in enumerate(zip(statements, rows, strict=True)):
            looked_up = [key_of(token) for token in row]
            keys = frozenset(looked_up)
            weight = sqrt(sum(rarity[key] ** 2 for key in keys)) or 1.0
            entries.append(Entry(statement, row, keys, weight, read_anchors(row, statement.text)))
            for key in keys:
                holding[key].append(place)
            for at, token in enumerate(row):
                if token.kind == WORD:
                    continue
                near = neighbourhood(row, looked_up, at, rarity)
                slots[token.kind].append(Slot(place, token.kind, token.key, near, norm_of(near)))
                for form in _fact_forms(token):
                    forms[token.kind, form][token.key] = None
        return cls(
            tuple(entries),
            {kind: tuple(found) for kind, found in slots.items()},
            {key: tuple(found) for key, found in forms.items()},
            {key: tuple(found) for key, found in holding.items()},
            rarity,
            finder,
            keys_of_words((*vocabulary, *(statement.text for statement in statements))),
            tuple(
                (place, denial)
                for place, entry in enumerate(entries)
                for denial in read_denials(entry.statement.text, entry.tokens)
                if not denial.back
            ),
            {" ".join(name.rstrip(".").casefold().split()): sort for name, sort in names.items()},
            _within_titles(entries),
            _nearby(slots),
        )

    def read(self, text: str) -> tuple[Token, ...]:
        """The tokens of a letter's text, each value in the form in which the facts hold it, where they do."""
        return tuple(
            token if token.kind == WORD else self._resolved(token, text)
            for token in read_tokens(text, self.names)
        )

    def _resolved(self, token: Token, text: str) -> Token:
        known = self.held(token, text[token.span.start : token.span.end])
        if token.key in known:
            return token
        # A day without its year is the day of that year; a month is not one of its days.
        known = tuple(key for key in known if token.kind != Kind.DATE or len(key) == 10)
        if "|" in token.key and len(known) > 1:
            return token  # either day may be meant
        fine = token.kind != Kind.DATE or len(token.key) in (7, 21) or len(token.key) == 10
        return Token(token.kind, known[0], token.span, token.clause) if known and fine else token

    def held(self, token: Token, said: str) -> tuple[str, ...]:
        """The keys of the slots that hold what a token states, which the letter writes as `said`."""
        if token.kind in (EXHIBIT, CADENCE, NAME):
            return self.forms.get((token.kind, token.key), ())
        if token.kind == Kind.NUMBER and len(token.key) == 4 and (Kind.DATE, token.key) in self.forms:
            return (token.key,)
        value = Value(Kind(token.kind), token.key, token.span, said)
        found = (key for form in forms_of_text(value) for key in self.forms.get((token.kind, form), ()))
        return tuple(dict.fromkeys(found))

    def share(self, keys: frozenset[str], wanted: frozenset[str]) -> float:
        """The share of the wanted keys, weighed by rarity, that stand among the keys; 0 to 1."""
        rare = log(1 + len(self.entries))
        whole = sum(self.rarity.get(key, rare) for key in wanted)
        return sum(self.rarity.get(key, rare) for key in wanted & keys) / whole if whole else 0.0


def _within_titles(entries: Sequence[Entry]) -> dict[tuple[str, str], frozenset[str]]:
    """The keys that stand between two neighbours in the statement of a product."""
    found: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for entry in entries:
        if entry.statement.id == "products":
            keys = [key_of(token) for token in entry.tokens]
            for before, key, behind in zip(keys, keys[1:], keys[2:], strict=False):
                found[before, behind] |= {key}
    return dict(found)


def key_of(token: Token) -> str:
    """What a token is looked up by: words of any kind meet, values only their own kind."""
    return token.key if token.kind == WORD else f"{token.kind}:{token.key}"


def neighbourhood(
    tokens: Sequence[Token], keys: Sequence[str], at: int, rarity: Mapping[str, float]
) -> dict[str, float]:
    """The keys near a token with their weights: nearer, rarer and in the same clause is more.

    `keys` are those of the tokens.
    """
    clause = tokens[at].clause
    near: dict[str, float] = {}
    for place in range(max(0, at - _REACH), min(len(tokens), at + _REACH + 1)):
        key = keys[place]
        if place == at or key not in rarity:
            continue
        apart = abs(place - at) + 2 * abs(tokens[place].clause - clause)
        weight = rarity[key] / (1 + 0.5 * apart)
        if weight > near.get(key, 0.0):
            near[key] = weight
    return near


def _nearby(slots: Mapping[str, Sequence[Slot]]) -> dict[tuple[str, str], tuple[tuple[int, float], ...]]:
    """For a kind and a key the slots near which the key stands, by their place, with its weight."""
    found: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for kind, places in slots.items():
        for place, slot in enumerate(places):
            for key, weight in slot.near.items():
                found[kind, key].append((place, weight))
    return {key: tuple(places) for key, places in found.items()}


def keys_of_words(texts: Iterable[str]) -> frozenset[str]:
    """The keys of all words, those in hyphened words and behind a prefix included."""
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower())}
    words |= {
        word[len(prefix) :]
        for word in words
        for prefix in ("un", "re", "non", "mis")
        if word.startswith(prefix)
    }
    return frozenset(map(word_key, words))


def norm_of(near: Mapping[str, float]) -> float:
    """Length of a neighbourhood as a vector; 1 for an empty one."""
    return sqrt(sum([weight * weight for weight in near.values()])) or 1.0


def _tokens(statement: Statement, names: Names) -> tuple[Token, ...]:
    row = read_tokens(statement.text, names)
    stated = {token.key for token in row if token.kind == EXHIBIT}
    end = row[-1].clause + 1 if row else 0
    extra = [
        Token(EXHIBIT, id, row[-1].span if row else _NOWHERE, end)
        for id in statement.exhibits
        if id not in stated
    ]
    return (*row, *extra)


_NOWHERE = Span(0, 0)


def _fact_forms(token: Token) -> Iterator[str]:
    if token.kind == NAME:
        words = token.key.split()
        yield from (" ".join(words[:count]) for count in range(1, len(words) + 1))
    elif token.kind in (EXHIBIT, CADENCE):
        yield token.key
    else:
        yield from forms_of_fact(Value(Kind(token.kind), token.key, token.span, ""))


def _names_in(text: str) -> Iterator[str]:
    """Runs of capitalised words. The first of a sentence may be any word: alone, or a verb, it is none."""
    for match in _CAPITALISED.finditer(text):
        words = match.group().split()
        if match.start() == 0 and (len(words) == 1 or _plain(words[0])):
            words = words[1:]
        while words and _CALENDAR.fullmatch(words[0]):
            words = words[1:]
        while words and _CALENDAR.fullmatch(words[-1]):
            words = words[:-1]
        if words:
            yield " ".join(words)


def _plain(word: str) -> bool:
    return word.endswith("ed") or load_neutral_words().hold(word.lower()) or not word_key(word)
