"""Arithmetic on the facts: what follows from values that the facts or the sentence hold, and how."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import TypeVar

from poa_ai.quantities import duration_text
from poa_ai.validation.tokens import WORD, Token, word_key
from poa_ai.values import Kind

_OPERANDS = 40
"""So many values are combined with each other; a bound on hostile input."""
_Time = TypeVar("_Time", date, int)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """What may be done: `adds` and `subtracts` where the sentence speaks of a total or a rest.

    `compares` where it says by how much more or less. `low` and `high` are how many times the value stated a
    part or a time may be: "about two thirds", "more than half". `thing` is the key of what is counted.
    """

    adds: bool = True
    subtracts: bool = True
    compares: bool = True
    low: float = 0.97
    high: float = 1.03
    thing: str = ""

    def nearly(self, value: Fraction, stated: Fraction) -> bool:
        """Whether a value may be called the one stated."""
        return stated * Fraction(self.low) <= value <= stated * Fraction(self.high)


_BOTH = Arithmetic()


@dataclass(frozen=True, slots=True)
class Operands:
    """The values that two may be taken of; where there are `others`, one of each."""

    tokens: Sequence[Token]
    others: Sequence[Token] | None = None

    def pairs(self, kind: Kind) -> Iterator[tuple[tuple[Fraction, str], tuple[Fraction, str]]]:
        """Two numbers of a kind with their text, the smaller first."""
        one = _of(kind, self.tokens)
        found = combinations(one, 2) if self.others is None else product(one, _of(kind, self.others))
        for (a, first), (b, second) in found:
            low, high = sorted(((first, a), (second, b)))
            yield low, high

    def all(self) -> list[Token]:
        """Those of both sides."""
        return [*self.tokens, *(self.others or ())]


def derive(
    token: Token,
    stated: str,
    operands: Sequence[Token],
    allowed: Arithmetic = _BOTH,
    others: Sequence[Token] | None = None,
) -> str:
    """How the value of a token, written as `stated`, follows from two of the operands; "" where it does not.

    Where there are `others`, one of the two is taken of them.

    >>> from poa_ai.findings import Span
    >>> number = lambda text: Token("number", text, Span(0, 0), 0)
    >>> derive(number("17"), "17", [number("88"), number("71")])
    '88 - 71 = 17'
    """
    rules = {
        Kind.NUMBER: _numbers,
        Kind.MEASURE: _measures,
        Kind.PERCENT: _percents,
        Kind.SHARE: _shares,
        Kind.AMOUNT: _amounts,
        Kind.DURATION: _durations,
    }
    if token.kind == Kind.DATE:
        return next(_dates(token, stated, Operands(operands, others)), "")
    rule = rules.get(token.kind)  # type: ignore[call-overload]
    return next(rule(token, stated, Operands(operands, others), allowed), "") if rule else ""


def _of(kind: Kind, operands: Sequence[Token]) -> list[tuple[str, Fraction]]:
    """The distinct exact numbers of one kind among the operands, as written and as number."""
    found: dict[Fraction, str] = {}
    for token in operands:
        if token.kind == kind and (number := exact(token.key)) is not None:
            found.setdefault(number, token.key)
    return [(text, number) for number, text in found.items()][:_OPERANDS]


@lru_cache(maxsize=4096)
def exact(key: str) -> Fraction | None:
    """The number that a key begins or ends with; None where it holds none, or one of absurd length."""
    for word in key.split():
        if len(word) < 16 and word.replace(".", "", 1).isdecimal() and word.isascii():
            return Fraction(word)
    return None


def _sums(wanted: Fraction, operands: Operands, kind: Kind, allowed: Arithmetic = _BOTH) -> Iterator[str]:
    for low, high in operands.pairs(kind):
        if allowed.subtracts and high[0] - low[0] == wanted:
            yield f"{high[1]} - {low[1]}"
        elif allowed.adds and low[0] + high[0] == wanted:
            yield f"{low[1]} + {high[1]}"
    if allowed.adds:
        yield from _runs(wanted, operands.all(), kind)


def _runs(wanted: Fraction, tokens: Sequence[Token], kind: Kind) -> Iterator[str]:
    """The sum of three or more values that follow each other, as in a column."""
    numbers = [number for t in tokens if t.kind == kind and (number := exact(t.key)) is not None][:_OPERANDS]
    for start in range(len(numbers) - 2):
        total = numbers[start] + numbers[start + 1]
        for number in numbers[start + 2 :]:
            total += number
            if total == wanted:
                yield "the sum of the values above"


def _numbers(token: Token, stated: str, operands: Operands, allowed: Arithmetic) -> Iterator[str]:
    wanted = exact(token.key)
    if wanted is None:
        return
    yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, operands, Kind.NUMBER, allowed))
    if not allowed.adds:
        # What is counted by the same word may be added up unsaid: 240 units and 180 units.
        added = replace(allowed, adds=True, subtracts=False)
        for thing, counted in _by_thing(operands.all()).items():
            if thing == allowed.thing:
                yield from (
                    f"{sum_} = {stated}" for sum_ in _sums(wanted, Operands(counted), Kind.NUMBER, added)
                )
            elif len(counted) > 1 and sum(exact(token.key) or 0 for token in counted) == wanted:
                yield f"the sum of all {thing} = {stated}"


def _by_thing(operands: Sequence[Token]) -> dict[str, list[Token]]:
    """The numbers among the operands by the word behind them."""
    found: dict[str, list[Token]] = {}
    for token, behind in pairwise(operands):
        if token.kind == Kind.NUMBER and behind.kind == WORD:
            found.setdefault(behind.key, []).append(token)
    others = found.pop(word_key("others"), [])  # "3 photos ... with 11 others"
    return {thing: [*counted, *others] for thing, counted in found.items()}


def _measures(token: Token, stated: str, operands: Operands, allowed: Arithmetic) -> Iterator[str]:
    wanted, unit = exact(token.key), token.key.rpartition(" ")[2]
    if wanted is not None:
        same = _only(operands, lambda other: other.key.endswith(f" {unit}"))
        yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, same, Kind.MEASURE, allowed))


def _only(operands: Operands, wanted: Callable[[Token], bool]) -> Operands:
    others = None if operands.others is None else list(filter(wanted, operands.others))
    return Operands(list(filter(wanted, operands.tokens)), others)


def _rounds(value: Fraction, wanted: Fraction, stated: str) -> bool:
    """Whether the value comes to the wanted one at the precision in which that is written."""
    fraction = "".join(c for c in stated.partition(".")[2] if c.isdigit())
    return bool(abs(value - wanted) * 2 * 10 ** min(len(fraction), 12) <= 1)


def _percents(token: Token, stated: str, operands: Operands, allowed: Arithmetic) -> Iterator[str]:
    wanted = exact(token.key)
    if wanted is None:
        return
    points = "point" in stated.lower()
    for low, high in operands.pairs(Kind.NUMBER):
        if high[0] and not points and _rounds(100 * low[0] / high[0], wanted, stated):
            yield f"{low[1]} of {high[1]} = {stated}"
    for kind in (Kind.PERCENT, Kind.NUMBER, Kind.AMOUNT, Kind.DURATION, Kind.MEASURE):
        for low, high in operands.pairs(kind) if allowed.compares and not points else ():
            apart = 100 * (high[0] - low[0])
            if any(base and _rounds(apart / base, wanted, stated) for base in (low[0], high[0])):
                yield f"from {low[1]} to {high[1]} = {stated}"
    subtracts = points or allowed.subtracts or allowed.compares
    within = replace(allowed, subtracts=subtracts, adds=allowed.adds and not points)
    yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, operands, Kind.PERCENT, within))
    rest = _of(Kind.PERCENT, operands.all()) if within.subtracts and not points else []
    yield from (f"100 - {text} = {stated}" for text, number in rest if 100 - number == wanted)


def _shares(token: Token, stated: str, operands: Operands, allowed: Arithmetic) -> Iterator[str]:
    count, _, base = token.key.partition("/")
    wanted = Fraction(int(count), int(base))
    for low, high in operands.pairs(Kind.NUMBER):
        if high[0] and allowed.nearly(low[0] / high[0], wanted):
            yield f"{low[1]} of {high[1]} is about {stated}"
    for text, number in _of(Kind.PERCENT, operands.all()):
        if allowed.nearly(number / 100, wanted):
            yield f"{text}% is about {stated}"


def _amounts(token: Token, stated: str, operands: Operands, allowed: Arithmetic) -> Iterator[str]:
    currency, _, number = token.key.partition(" ")
    wanted = exact(number)
    if wanted is None:
        return
    same = _only(operands, lambda t: t.kind != Kind.AMOUNT or t.key[:3] == currency[:3] or currency == "¢")
    yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, same, Kind.AMOUNT, allowed))
    for text, amount in _of(Kind.AMOUNT, same.all()):
        for count, number_ in _of(Kind.NUMBER, same.all()):
            if number_ and _rounds(amount / number_, wanted, number if "." in number else f"{number}.0"):
                yield f"{text} / {count} = {stated}"
            elif amount * number_ == wanted:
                yield f"{count} x {text} = {stated}"


def _durations(token: Token, stated: str, operands: Operands, allowed: Arithmetic) -> Iterator[str]:
    wanted, unit = exact(token.key), token.key.partition(" ")[2]
    if wanted is None:
        return
    for first, last in _two_of(operands, _day):
        apart = (last - first).days
        near = unit == "day" and allowed.nearly(Fraction(apart), wanted)
        if near or token.key == f"{apart + 1} day" or (unit == "month" and _months(apart, wanted)):
            yield f"from {first} to {last} = {stated}"
    for start, end in _two_of(operands, _minute):
        if duration_text(end - start, "minute") == token.key:
            yield f"from {start // 60}:{start % 60:02} to {end // 60}:{end % 60:02} = {stated}"
    same = _only(operands, lambda other: other.key.endswith(f" {unit}"))
    yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, same, Kind.DURATION, allowed))


def _months(days: int, wanted: Fraction) -> bool:
    return abs(days * 12 - wanted * 365) <= 150


def _two_of(operands: Operands, read: Callable[[Token], _Time | None]) -> Iterator[tuple[_Time, _Time]]:
    """Two different days, or minutes of a day, among the operands, the earlier first."""
    one = sorted({time for t in operands.tokens if (time := read(t)) is not None})[:_OPERANDS]
    if operands.others is None:
        yield from combinations(one, 2)
        return
    two = sorted({time for t in operands.others if (time := read(t)) is not None})[:_OPERANDS]
    yield from ((min(pair), max(pair)) for pair in product(one, two) if pair[0] != pair[1])


def _dates(token: Token, stated: str, operands: Operands) -> Iterator[str]:
    """A day that a window begins or ends with: "60 days to 9 May"."""
    wanted = set(token.key.split("|"))
    lengths = {
        int(length)
        for other in operands.all()
        if other.kind == Kind.DURATION and other.key.endswith(" day")
        for length in [other.key.split()[0]]
        if length.isdecimal() and len(length) < 5
    }
    for day in sorted({day for other in operands.all() if (day := _day(other)) is not None})[:_OPERANDS]:
        for length in sorted(lengths)[:_OPERANDS]:
            for apart in (-length, 1 - length, length - 1, length):
                if _shifted(day, apart) & wanted:
                    yield f"{day} {apart:+} days = {stated}"


def _shifted(day: date, apart: int) -> set[str]:
    try:
        moved = (day + timedelta(days=apart)).isoformat()
    except OverflowError:
        return set()
    return {moved, f"-{moved[4:]}"}


def _day(token: Token) -> date | None:
    if token.kind != Kind.DATE or len(token.key) != 10:
        return None
    try:
        return date.fromisoformat(token.key)
    except ValueError:
        return None


def _minute(token: Token) -> int | None:
    hour, colon, minute = token.key.partition(":")
    return int(hour) * 60 + int(minute) if token.kind == Kind.NUMBER and colon else None
