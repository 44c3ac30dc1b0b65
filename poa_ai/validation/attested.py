"""What the facts attest: their values, by the fact that each stands in, and the shares that they state."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise

from poa_ai.values import Kind, Value, extract_values

OF = re.compile(r"\s(?:out )?of (?:the |these |those |our |all )?(?:first |last )?", re.IGNORECASE)
"""What stands between the count and the base of a share: "14 of the 36"."""
_DOLLARS = ("USD", "CAD", "AUD", "MXN", "SGD")
_COMPARED = 500
"""The nearest fact is looked for among this many values; a bound on hostile input."""


@dataclass(frozen=True, slots=True)
class Attested:
    """What the facts hold: the values in each fact's texts, by the id of the fact."""

    values: Mapping[str, tuple[Value, ...]]
    _shares: tuple[tuple[str, str, str], ...]
    _holders: Mapping[tuple[Kind, str], tuple[str, ...]]

    @classmethod
    def of(cls, texts: Mapping[str, Sequence[str]]) -> "Attested":
        """From fact ids, each with its texts; the order of the ids is kept."""
        values: dict[str, tuple[Value, ...]] = {}
        shares: list[tuple[str, str, str]] = []
        for id_, parts in texts.items():
            values[id_] = ()
            for text in parts:
                held = extract_values(text)
                values[id_] += held
                shares += [(id_, count.normal, base.normal) for count, base in shares_in(text, held)]
        return cls._from(values, shares)

    @classmethod
    def _from(
        cls, values: Mapping[str, tuple[Value, ...]], shares: Iterable[tuple[str, str, str]]
    ) -> "Attested":
        holders: dict[tuple[Kind, str], dict[str, None]] = {}
        for id_, held in values.items():
            for value in held:
                for form in forms_of_fact(value):
                    holders.setdefault((value.kind, form), {})[id_] = None
        return cls(values, tuple(shares), {key: tuple(ids) for key, ids in holders.items()})

    def only(self, ids: Iterable[str]) -> "Attested":
        """The part that the facts with these ids hold; an unknown id holds nothing."""
        wanted = set(ids)
        values = {id_: held for id_, held in self.values.items() if id_ in wanted}
        return self._from(values, (share for share in self._shares if share[0] in wanted))

    def holders(self, value: Value) -> tuple[str, ...]:
        """Ids of the facts that hold the value, in the order of the facts; () where none does.

        A percentage is also held by a fact that states none, but a count and a base which come to it at the
        precision stated.
        """
        found = {
            id_: None for form in forms_of_text(value) for id_ in self._holders.get((value.kind, form), ())
        }
        if value.kind is Kind.DATE and len(value.normal) == 4:
            found |= dict.fromkeys(self._holders.get((Kind.NUMBER, value.normal), ()))
        if not found and value.kind is Kind.PERCENT:
            found = {id_: None for id_, held in self.values.items() if _comes_to(held, value)}
        return tuple(id_ for id_ in self.values if id_ in found) if len(found) > 1 else tuple(found)

    def crosses(self, count: Value, base: Value) -> bool:
        """Whether "count of base" mixes up the shares that the facts state, or turns one round."""
        stated = {(held, of) for _, held, of in self._shares}
        if (count.normal, base.normal) in stated:
            return False
        other_base = any(held == count.normal for held, _ in stated)
        other_count = any(of == base.normal for _, of in stated)
        return (
            (base.normal, count.normal) in stated
            or (other_base and other_count)
            or (count.normal == base.normal and (other_base or other_count))
        )

    def nearest(self, value: Value) -> tuple[str, Value] | None:
        """The fact, and its value of the same kind, that comes closest; None where no fact has that kind."""
        same = (
            (id_, held) for id_, values in self.values.items() for held in values if held.kind is value.kind
        )
        return min(islice(same, _COMPARED), key=lambda pair: _distance(value, pair[1]), default=None)


def shares_in(text: str, values: Sequence[Value]) -> Iterator[tuple[Value, Value]]:
    """The shares that a text states as such: "14 of 982", "14 out of the 982"."""
    for count, base in pairwise(values):
        near = count.kind is base.kind is Kind.NUMBER and base.span.start - count.span.end < 30
        if near and OF.fullmatch(text, count.span.end, base.span.start):
            yield count, base


def forms_of_fact(value: Value) -> Iterator[str]:
    """The forms that a value in a fact answers to: itself, and what says less than it does."""
    for normal in value.normal.split("|"):
        yield normal
        if value.kind is Kind.DATE:
            yield from _coarser_dates(normal)
            if normal.startswith("--"):
                yield f"?{normal}"
    if value.kind is Kind.AMOUNT and value.normal[:3] in _DOLLARS:
        yield f"${value.normal[3:]}"


def forms_of_text(value: Value) -> tuple[str, ...]:
    """The forms to look a stated value up by: a bare dollar sign may mean any dollar."""
    if value.kind is Kind.AMOUNT and value.text.startswith("$"):
        return (f"${value.normal[3:]}",)
    forms = tuple(value.normal.split("|"))
    if value.kind is not Kind.DATE:
        return forms
    # A fact that leaves the year out ("from 3 May to 9 June 2026") holds the day of any year.
    return (*forms, *(f"?-{form[4:]}" for form in forms if len(form) == 10))


def _coarser_dates(normal: str) -> Iterator[str]:
    if normal.startswith("--"):
        if len(normal) == 7:
            yield normal[:4]
        return
    yield normal[:4]
    if len(normal) >= 7:
        yield normal[:7]
        yield f"--{normal[5:7]}"
    if len(normal) == 10:
        yield f"--{normal[5:]}"


def _comes_to(values: Sequence[Value], percent: Value) -> bool:
    """Whether two whole numbers that follow each other come to the percentage, at the precision stated.

    A fact that states a percentage itself has said how precise it is.
    """
    _, _, places = percent.text.partition(".")
    digits = len(places) - len(places.lstrip("0123456789"))
    own = any(value.kind is Kind.PERCENT for value in values)
    if own or len(percent.normal) > 15 or digits > 10:
        return False
    stated = Fraction(percent.normal)
    numbers = [value.normal for value in values if value.kind is Kind.NUMBER]
    whole = [int(normal) if normal.isdigit() and len(normal) < 15 else 0 for normal in numbers]
    return any(
        count <= base and base > 0 and abs(Fraction(100 * count, base) - stated) * 2 * 10**digits <= 1
        for count, base in pairwise(whole)
    )


def _distance(value: Value, other: Value) -> tuple[float, int]:
    """How far apart two values of one kind are: by size where both are numbers, else by unlike characters."""
    unlike = sum(a != b for a, b in zip(value.normal, other.normal, strict=False))
    unlike += abs(len(value.normal) - len(other.normal))
    try:
        size = abs(float(value.normal[:18]) - float(other.normal[:18]))
    except ValueError:
        size = 0.0
    return size, unlike
