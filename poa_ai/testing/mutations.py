"""A right letter made wrong on purpose, at one place at a time, to see whether the checks notice."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from poa_ai.dates import day_text
from poa_ai.facts import Facts
from poa_ai.findings import Span
from poa_ai.values import Kind, Value, extract_values

_UNITS = {"day": "week", "hour": "day", "minute": "hour", "month": "week", "week": "day", "year": "month"}
_OTHER_UNITS = {"kg": "lb", "g": "oz", "mm": "cm", "cm": "mm", "m": "ft", "lb": "kg", "ml": "l", "in": "cm"}
_HEADING = re.compile(r"#|\||[A-Z][\w ]{0,30}:")
_INVENTED = "A second team of Halbert and Voss Ltd signed a safety certificate for the conveyor."


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change that makes a letter wrong: `text` in place of `span`; `kind` says what was changed."""

    kind: str
    span: Span
    text: str

    def applied(self, letter: str) -> str:
        """The wrong letter."""
        return letter[: self.span.start] + self.text + letter[self.span.end :]


def mutations(letter: str, facts: Facts) -> Iterator[Mutation]:
    """The changes of one letter: values changed, swapped and invented, names, owners, cadences, sentences."""
    values = [value for value in extract_values(letter) if _is_prose(letter, value.span)]
    for kind, group in groupby(sorted(values, key=lambda value: value.kind), key=lambda value: value.kind):
        alike = sorted(group, key=lambda value: value.span)
        for place, value in enumerate(alike):
            yield from _changed(value)
            yield from _swapped(kind, value, alike, place)
    yield from _names(letter, facts)
    yield from _sentences(letter)


def _is_prose(letter: str, span: Span) -> bool:
    """Whether a place lies in the sentences of a section, not in a heading, the header or the evidence."""
    line = letter[letter.rfind("\n", 0, span.start) + 1 :].partition("\n")[0]
    return _HEADING.match(line) is None and not line.startswith("E")


def _changed(value: Value) -> Iterator[Mutation]:
    text = value.text
    if value.kind is Kind.DATE:
        if len(value.normal) == 10:
            moved = date.fromisoformat(value.normal) + timedelta(days=11)
            yield Mutation("date changed", value.span, day_text(moved))
        return
    digits = re.search(r"\d+", text)
    if digits is None:
        return
    number = digits.group()
    if value.kind in (Kind.DURATION, Kind.MEASURE):
        unit = value.normal.rpartition(" ")[2]
        other = _UNITS.get(unit) or _OTHER_UNITS.get(unit)
        if other and value.kind is Kind.DURATION:
            yield Mutation("unit changed", value.span, f"{number} {other}s")
        elif other:
            yield Mutation("unit changed", value.span, re.sub(r"[^\d.,\s]+$", other, text))
    turned = number[:-1] + str((int(number[-1]) + 3) % 10)
    if turned != number and int(turned):
        yield Mutation(
            f"{value.kind} changed", value.span, text[: digits.start()] + turned + text[digits.end() :]
        )
    longer = f"{int(number) * 3 + 7}" if len(number) < 7 else number[::-1]
    if value.kind in (Kind.NUMBER, Kind.PERCENT, Kind.AMOUNT, Kind.INVOICE) and longer != number:
        yield Mutation(
            f"{value.kind} invented", value.span, text[: digits.start()] + longer + text[digits.end() :]
        )


def _swapped(kind: Kind, value: Value, alike: Sequence[Value], place: int) -> Iterator[Mutation]:
    """Another value of the kind that the letter states: the nearest one before and the nearest behind."""
    others = [*reversed(alike[:place]), *alike[place + 1 :]]
    seen = {value.normal}
    for other in others:
        if other.normal not in seen and len(seen) < 3:
            seen.add(other.normal)
            yield Mutation(f"{kind} swapped", value.span, other.text)


def _names(letter: str, facts: Facts) -> Iterator[Mutation]:
    measures = [measure for cause in facts.root_causes for measure in cause.preventive_measures]
    lists: Mapping[str, Sequence[str | None]] = {
        "owner": [measure.owner for measure in measures],
        "cadence": [measure.cadence for measure in measures],
        "brand": [product.brand for product in facts.products],
        "product": [product.title for product in facts.products],
        "document": [exhibit.title for exhibit in facts.evidence],
        "exhibit": [exhibit.id for exhibit in facts.evidence],
    }
    for kind, names in lists.items():
        known = sorted({name for name in names if name})
        for name in known:
            wrong = [other for other in known if other != name and name not in other and other not in name][
                :2
            ]
            for match in re.finditer(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", letter):
                if kind == "document" or _is_prose(letter, Span(*match.span())):
                    yield from (Mutation(f"{kind} swapped", Span(*match.span()), other) for other in wrong)


def _sentences(letter: str) -> Iterator[Mutation]:
    for match in re.finditer(r"(?m)^- .+\.$", letter):
        end = match.end()
        yield Mutation("sentence invented", Span(end, end), f" {_INVENTED}")
    for match in re.finditer(r"\b(?:was|were|had|is|are|did) not\b", letter):
        yield Mutation("negation dropped", Span(*match.span()), match.group().removesuffix(" not"))
