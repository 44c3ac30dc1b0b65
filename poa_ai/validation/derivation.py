"""Arithmetic on the facts: what follows from values that the facts or the sentence hold, and how."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise

from poa_ai.quantities import duration_text
from poa_ai.validation.tokens import WORD, Token, word_key
from poa_ai.values import Kind

_OPERANDS = 40
"""So many values are combined with each other; a bound on hostile input."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """What may be done with counts: `adds` and `subtracts` where the sentence speaks of a total or a rest."""

    adds: bool = True
    subtracts: bool = True


_BOTH, _ADDS = Arithmetic(), Arithmetic(subtracts=False)


def derive(token: Token, stated: str, operands: Sequence[Token], allowed: Arithmetic | None = None) -> str:
    """How the value of a token, written as `stated`, follows from two of the operands; "" where it does not.

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
        Kind.DATE: _dates,
    }
    rule = rules.get(token.kind)  # type: ignore[call-overload]
    if rule is _numbers:
        return next(_numbers(token, stated, operands, allowed or _BOTH), "")
    return next(rule(token, stated, operands), "") if rule else ""


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


def _sums(
    wanted: Fraction, numbers: Sequence[tuple[str, Fraction]], allowed: Arithmetic = _BOTH
) -> Iterator[str]:
    for (a, one), (b, two) in combinations(numbers, 2):
        low, high = sorted(((one, a), (two, b)))
        if allowed.subtracts and high[0] - low[0] == wanted:
            yield f"{high[1]} - {low[1]}"
        elif allowed.adds and one + two == wanted:
            yield f"{a} + {b}"


def _numbers(
    token: Token, stated: str, operands: Sequence[Token], allowed: Arithmetic = _BOTH
) -> Iterator[str]:
    wanted = exact(token.key)
    if wanted is None:
        return
    yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, _of(Kind.NUMBER, operands), allowed))
    if not allowed.adds:  # what is counted by the same word may be added up unsaid: 240 units and 180 units
        for things in _by_thing(operands).values():
            yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, _of(Kind.NUMBER, things), _ADDS))


def _by_thing(operands: Sequence[Token]) -> dict[str, list[Token]]:
    """The numbers among the operands by the word behind them."""
    found: dict[str, list[Token]] = {}
    for token, behind in pairwise(operands):
        if token.kind == Kind.NUMBER and behind.kind == WORD:
            found.setdefault(behind.key, []).append(token)
    others = found.pop(word_key("others"), [])  # "3 photos ... with 11 others"
    return {thing: [*counted, *others] for thing, counted in found.items()}


def _measures(token: Token, stated: str, operands: Sequence[Token]) -> Iterator[str]:
    wanted, unit = exact(token.key), token.key.rpartition(" ")[2]
    same = [other for other in operands if other.key.endswith(f" {unit}")]
    if wanted is not None:
        yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, _of(Kind.MEASURE, same)))


def _rounds(value: Fraction, wanted: Fraction, stated: str) -> bool:
    """Whether the value comes to the wanted one at the precision in which that is written."""
    fraction = "".join(c for c in stated.partition(".")[2] if c.isdigit())
    return bool(abs(value - wanted) * 2 * 10 ** min(len(fraction), 12) <= 1)


def _percents(token: Token, stated: str, operands: Sequence[Token]) -> Iterator[str]:
    wanted = exact(token.key)
    if wanted is None:
        return
    for (a, one), (b, two) in combinations(_of(Kind.NUMBER, operands), 2):
        low, high = sorted(((one, a), (two, b)))
        if high[0] and _rounds(100 * low[0] / high[0], wanted, stated):
            yield f"{low[1]} of {high[1]} = {stated}"
    percents = _of(Kind.PERCENT, operands)
    yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, percents))
    yield from (f"100 - {text} = {stated}" for text, number in percents if 100 - number == wanted)


def _shares(token: Token, stated: str, operands: Sequence[Token]) -> Iterator[str]:
    count, _, base = token.key.partition("/")
    wanted = Fraction(int(count), int(base))
    for (a, one), (b, two) in combinations(_of(Kind.NUMBER, operands), 2):
        low, high = sorted(((one, a), (two, b)))
        if high[0] and abs(low[0] / high[0] - wanted) <= wanted / 30:
            yield f"{low[1]} of {high[1]} is about {stated}"


def _amounts(token: Token, stated: str, operands: Sequence[Token]) -> Iterator[str]:
    currency, _, number = token.key.partition(" ")
    wanted = exact(number)
    same = [
        other
        for other in operands
        if other.kind == Kind.AMOUNT and (other.key[:3] == currency[:3] or currency == "¢")
    ]
    amounts = _of(Kind.AMOUNT, same)
    if wanted is None:
        return
    yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, amounts))
    for text, amount in amounts:
        for count, number_ in _of(Kind.NUMBER, operands):
            if number_ and _rounds(amount / number_, wanted, number if "." in number else f"{number}.0"):
                yield f"{text} / {count} = {stated}"
            elif amount * number_ == wanted:
                yield f"{count} x {text} = {stated}"


def _durations(token: Token, stated: str, operands: Sequence[Token]) -> Iterator[str]:
    days = sorted({day for token in operands if (day := _day(token)) is not None})[:_OPERANDS]
    for first, last in combinations(days, 2):
        apart = (last - first).days
        if token.key in (f"{apart} day", f"{apart + 1} day"):
            yield f"from {first} to {last} = {stated}"
    minutes = sorted({minute for token in operands if (minute := _minute(token)) is not None})[:_OPERANDS]
    for start, end in combinations(minutes, 2):
        if duration_text(end - start, "minute") == token.key:
            yield f"from {start // 60}:{start % 60:02} to {end // 60}:{end % 60:02} = {stated}"
    wanted, unit = exact(token.key), token.key.partition(" ")[2]
    same = [other for other in operands if other.key.endswith(f" {unit}")]
    if wanted is not None:
        yield from (f"{sum_} = {stated}" for sum_ in _sums(wanted, _of(Kind.DURATION, same)))


def _dates(token: Token, stated: str, operands: Sequence[Token]) -> Iterator[str]:
    """A day that a window begins or ends with: "60 days to 9 May"."""
    wanted = set(token.key.split("|"))
    lengths = {
        int(length)
        for other in operands
        if other.kind == Kind.DURATION and other.key.endswith(" day")
        for length in [other.key.split()[0]]
        if length.isdecimal() and len(length) < 5
    }
    for day in sorted({day for other in operands if (day := _day(other)) is not None})[:_OPERANDS]:
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
