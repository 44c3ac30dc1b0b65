"""The small pattern language of rules: what may be written, and what can be told of a pattern unrun.

Allowed are literal text, classes, `\\w \\d \\s \\b`, `(?:a|b)`, `(?=…)`, `(?!…)`, `?`, `{m,n}` and, on one
character or class, `*` and `+`. `(?-i:…)` asks for capitals as written. Everything else is refused, above all
what can take more than linear time.
"""

import re
import warnings
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from poa_ai.patternanchors import FIGURE, Anchor, is_figure, telling

OPEN_REPEAT = 80
"""How often `*` and `+` repeat at most: no word of a letter is longer, and no text can stall a pattern."""

MAX_GROUP_REPEAT = 12
MAX_WIDTH = 1000
MAX_DEPTH = 20
MAX_FIGURES = 20

_TOKEN = re.compile(
    r"[\w ,:;'\"/@#<>=!~%&-]+(?![*+?{])"
    r"|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:-i:|<?[^\w\s])?|[()|^$]|[*+?][?+]?|\{[0-9]*,?[0-9]*\}[?+]?|.",
    re.DOTALL,
)
_DIGIT = re.compile("[0-9]")
_NO_DIGIT = re.compile(r"0-9|\\U[0-9A-F]{8}|\\u[0-9A-F]{4}")
_CLASS_ESCAPES = frozenset("wWdDsS")
_SPECIAL = frozenset(".^$|()*+?{[")
_NEGATED = frozenset({".", r"\W", r"\D", r"\S"})
_DIGITS = frozenset({r"\d", "[0-9]"})
_BREAKS = frozenset({r"\W", r"\s", r"\b"})


class PatternError(ValueError):
    """A pattern that is not allowed; the message says what to write instead."""


class Syntax(NamedTuple):
    """A pattern read: `regex` with every repeat bounded, and what holds for all of its matches.

    Of each group of `anchors` one stands in every match; () where none is sure. `low` and `high` are the
    lengths of the shortest and the longest match. `cased`: capitals matter somewhere in it. `varies`: it
    repeats.
    """

    regex: str
    low: int
    high: int
    anchors: tuple[tuple[Anchor, ...], ...] = ()
    cased: bool = False
    varies: bool = False
    figures: bool = False


def read_syntax(source: str) -> Syntax:
    """What a pattern says. Raises PatternError where it leaves the language above or may match nothing."""
    tokens = _TOKEN.findall(source)
    reader = _Reader(tokens)
    syntax = reader.alternatives()
    if reader.token:
        raise PatternError("a ')' without its '(?:'")
    if syntax.low == 0:
        raise PatternError("it may match nothing; make at least one part required")
    if syntax.high > MAX_WIDTH:
        raise PatternError(f"a match may be longer than {MAX_WIDTH} characters; repeat less")
    figures = any(_DIGIT.search(_NO_DIGIT.sub("", token)) for token in tokens if token[0] != "{")
    return syntax._replace(figures=figures)


class _Reader:
    """Reads tokens from left to right; one method per level of the grammar."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._exact = 0
        # Whether what comes next begins a word: the edges of a match are whole words.
        self._fresh = True
        self._at = 0
        self._depth = 0
        self._ends = _word_ends(tokens)

    @property
    def token(self) -> str:
        """The token to read next, "" at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def alternatives(self) -> Syntax:
        before = self._fresh
        branches = [self._sequence()]
        after = self._fresh
        while self.token == "|":
            self._at += 1
            self._fresh = before
            branches.append(self._sequence())
            after = after and self._fresh
        self._fresh = after
        if len(branches) == 1:
            return branches[0]
        sure = all(branch.anchors for branch in branches)
        literals = {literal for branch in branches for literal in branch.anchors[0]} if sure else set()
        groups = [tuple(sorted(literals))] if sure else []
        if sure and all(any(map(is_figure, branch.anchors)) for branch in branches):
            groups.append((Anchor(FIGURE, fresh=False),))
        return Syntax(
            "|".join(branch.regex for branch in branches),
            min(branch.low for branch in branches),
            max(branch.high for branch in branches),
            tuple(groups),
            any(branch.cased for branch in branches),
            any(branch.varies for branch in branches),
        )

    def _sequence(self) -> Syntax:
        pieces: list[str] = []
        low = high = 0
        cased = varies = False
        anchors: list[tuple[Anchor, ...]] = []
        run, fresh, end = "", self._fresh, self._at
        while (token := self.token) and token not in ("|", ")"):
            literal = _literal(token)
            before = self._fresh
            plain = self._item(token, literal)
            item = self._repeated(plain)
            if item.low == 0:
                self._fresh = self._fresh and before
            pieces.append(item.regex)
            low += item.low
            high += item.high
            cased = cased or item.cased
            varies = varies or item.varies
            if literal and item is plain:
                run, end = run + literal, self._at
                continue
            # Of repeated spaces one is left in a normalised text.
            repeated = (FIGURE if token in _DIGITS else literal.strip()) * min(item.low, MAX_FIGURES)
            if repeated:
                run, end = run + repeated, self._at
                if item.low == item.high <= MAX_FIGURES:
                    continue
                end = -1  # more of them may follow
            anchors += item.anchors
            anchors += self._anchor(run, fresh, end)
            # Where there may be more of them, it is the last ones that what follows stands behind.
            run, fresh, end = repeated, False, self._at
        anchors += self._anchor(run, fresh, end)
        return Syntax("".join(pieces), low, high, telling(anchors), cased, varies)

    def _anchor(self, run: str, fresh: bool, end: int) -> list[tuple[Anchor, ...]]:
        """A stretch of literal text that ends before a token as an anchor."""
        text = _DIGIT.sub(FIGURE, run if self._exact else run.lower())
        return [(Anchor(text, fresh, end in self._ends),)] if run else []

    def _item(self, token: str, literal: str) -> Syntax:
        self._at += 1
        fresh = self._fresh
        if literal:
            self._fresh = _ends_word(literal[-1])
            return Syntax(token, len(literal), len(literal), tuple(self._anchor(literal, fresh, self._at)))
        if token.startswith("("):
            return self._group(token)
        if token != "$":
            self._fresh = token in _BREAKS
        if token.startswith("["):
            _check_class(token)
            return Syntax(token, 1, 1)
        if token in (r"\b", r"\B", "$"):
            return Syntax(token, 0, 0)
        if token == "." or (token[0] == "\\" and token[1:] in _CLASS_ESCAPES):
            return Syntax(token, 1, 1)
        if token[0] in "*+?{":
            raise PatternError(f"'{token}' repeats nothing; a repeat of a repeat is refused")
        if token[0] == "\\" and token[1:].isdigit():
            raise PatternError(f"'{token}' is a back-reference; write the words out")
        raise PatternError(f"'{token}' is not allowed; a pattern is looked for anywhere in the text")

    def _group(self, token: str) -> Syntax:
        if token.startswith("(?<"):
            raise PatternError("look-behind is refused; put the words before it into the pattern")
        if token not in ("(?:", "(?=", "(?!", "(?-i:"):
            raise PatternError(f"'{token}' is not allowed; groups are written (?:…)")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise PatternError(f"groups stand more than {MAX_DEPTH} deep")
        self._exact += token == "(?-i:"
        before = self._fresh
        inner = self.alternatives()
        self._exact -= token == "(?-i:"
        self._depth -= 1
        if self.token != ")":
            raise PatternError(f"'{token}' has no ')'")
        self._at += 1
        regex = token + inner.regex + ")"
        if token in ("(?=", "(?!"):
            self._fresh = before
            return Syntax(regex, 0, 0, cased=inner.cased)
        return inner._replace(regex=regex, cased=inner.cased or token == "(?-i:")

    def _repeated(self, item: Syntax) -> Syntax:
        """`item` with the repeat that follows it, else `item` itself."""
        token = self.token
        if not token or token[0] not in "*+?{" or token == "{":
            return item
        self._at += 1
        least, most = _repeat(token)
        if item.high == 0:
            raise PatternError(f"'{token}' repeats nothing")
        group = item.regex.startswith("(")
        if most is None and (group or item.regex in _NEGATED or item.regex.startswith("[^")):
            raise PatternError(f"'{item.regex}{token}' has no end; write {{0,5}} or the like")
        if group and most is not None and most > 1 and (item.varies and most > MAX_GROUP_REPEAT):
            raise PatternError(
                f"'{item.regex}{token}' repeats what repeats; at most {MAX_GROUP_REPEAT} times"
            )
        if item.varies and most is not None and most > 1 and f",{OPEN_REPEAT}}}" in item.regex:
            raise PatternError(f"'{item.regex}{token}' is a nested repeat; bound the inner one")
        most = OPEN_REPEAT if most is None else most
        regex = item.regex + ("?" if (least, most) == (0, 1) else f"{{{least},{most}}}")
        anchors = item.anchors if least else ()
        return Syntax(regex, item.low * least, item.high * most, anchors, item.cased, item.varies or most > 1)


def _word_ends(tokens: Sequence[str]) -> frozenset[int]:
    """The places, as numbers of the token to read next, before which a word must have ended.

    At such a place stands the end of the match, or what is no letter or digit.
    """
    open_groups: list[tuple[int, list[int]]] = [(-1, [])]
    groups: dict[int, tuple[int, list[int]]] = {}
    places = [len(tokens)]
    for place, token in enumerate(tokens):
        if token.startswith("("):
            open_groups.append((place, []))
        elif token == "|":
            open_groups[-1][1].append(place)
        elif token == ")" and len(open_groups) > 1:
            groups[place] = open_groups.pop()
        elif (token in _BREAKS or _ends_word(_literal(token)[:1] or "_")) and not _repeats(tokens, place + 1):
            places.append(place)
    places += open_groups[0][1]
    for place in places:
        begun, bars = groups.get(place - 1, (-1, []))
        if begun >= 0:
            ahead = tokens[begun] in ("(?=", "(?!")
            places += [begun] if ahead else [place - 1, *bars]
    return frozenset(places)


def _repeats(tokens: Sequence[str], place: int) -> bool:
    return place < len(tokens) and tokens[place][0] in "*+?{" and tokens[place] != "{"


def _ends_word(char: str) -> bool:
    return not (char.isalnum() or char == "_")


def _repeat(token: str) -> tuple[int, int | None]:
    """Least and most repeats; None for no end. Lazy and possessive forms are refused."""
    if token in ("?", "*", "+"):
        return (1 if token == "+" else 0), (1 if token == "?" else None)
    if token[-1] != "}" or token[1:-1] in ("", ","):
        raise PatternError(f"'{token}' is not allowed; write ?, *, + or {{m,n}}")
    least, comma, most = token[1:-1].partition(",")
    low = int(least or 0)
    high = (int(most) if most else None) if comma else low
    if high is not None and (high < low or high == 0):
        raise PatternError(f"'{token}' can't be: least before most, and most above 0")
    return low, high


def _literal(token: str) -> str:
    """The characters that a token stands for, "" for anything else."""
    if token[0] == "\\":
        return "\n" if token == r"\n" else "" if token[1:].isalnum() else token[1:]
    return "" if token[0] in _SPECIAL else token


@cache
def _check_class(token: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            re.compile(token)
        except (re.error, FutureWarning) as reason:
            raise PatternError(f"'{token}' is no character class: {reason}") from None
