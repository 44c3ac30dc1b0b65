"""The values a text states: numbers, dates, amounts, ids and the like, each in one canonical form."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from poa_ai.dates import read_dates
from poa_ai.findings import Span
from poa_ai.identifiers import (
    read_asins,
    read_emails,
    read_order_ids,
    read_phones,
    read_references,
    read_urls,
)
from poa_ai.numerals import COUNT, DIGITS, WORDS, canonical
from poa_ai.readings import Reader, blanked, reader


class Kind(StrEnum):
    """What a value is; also the name of its grounding finding."""

    PERCENT = "percent"
    DATE = "date"
    AMOUNT = "amount"
    DURATION = "duration"
    NUMBER = "number"
    ORDER_ID = "order-id"
    ASIN = "asin"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Value:
    """One stated value. `text` is what stands at `span`.

    `normal` by kind: percent, number "1.43" (a time of day "17:00"); date as in `poa_ai.dates`;
    amount "USD 1234.50"; duration "60 day" (weeks are days, years are months, 24 hours are 1 day);
    phone its last ten digits; url without scheme and "www."; ids and references in capitals.
    """

    kind: Kind
    normal: str
    span: Span
    text: str


def extract_values(text: str) -> tuple[Value, ...]:
    """Every value of the text, sorted by place, none overlapping another. Never raises; linear time.

    Ids are read first, plain numbers last, so that no part of an id counts as a number. Every decimal
    digit lies in a value, but for ordinals (3rd) and exhibits: "(E1)", "Exhibit 2".
    """
    working = _folded(text)
    found = []
    for kind, read in _READERS:
        readings = list(read(working))
        working = blanked(working, readings)
        if kind is not None:
            found += [
                Value(kind, normal, Span(start, end), text[start:end]) for start, end, normal in readings
            ]
    return tuple(sorted(found, key=lambda value: value.span))


def find_exhibits(text: str) -> tuple[tuple[str, Span], ...]:
    """Exhibits cited in brackets, "(E1)" or "(E1, E2)": each id in capitals, with its own place."""
    return tuple(
        (match.group().upper(), Span(cited.start() + match.start(), cited.start() + match.end()))
        for cited in _CITED.finditer(text)
        for match in re.finditer(r"E\d+", cited.group(), re.IGNORECASE)
    )


def _folded(text: str) -> str:
    """A copy of the same length: digits of any script as ASCII, one kind of hyphen, quote and hard space."""
    return text if text.isascii() else "".join(map(_folded_character, text))


def _folded_character(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in "\u2010\u2011\u2012\u2013\u2014\u2212":
        return "-"
    if character in "\u2009\u202f":
        return "\u00a0"
    if character == "\u2019":
        return "'"
    folded = unicodedata.normalize("NFKC", character) if character > "\uff00" else character
    return folded if len(folded) == 1 else character


_END = r"(?![^\W_])"
_TIGHT = r"(?<![^\W_])(?<![^\W\d_]-)(?<!\d[.,'])"
_GAP = r"[\s\u00a0]?"
_TO = rf"(?={_GAP}(?:-|to){_GAP}"

_EXHIBITS = r"\(\s?(?:exhibits?\s)?E\d{1,6}(?:(?:,|;|\sand|\s&)\s?E\d{1,6}){0,40}\s?\)"
_CITED = re.compile(_EXHIBITS, re.IGNORECASE)
_read_exhibits = reader(rf"{_EXHIBITS}|\bexhibits?\sE?\d+(?!\w)", re.Match.group)
_read_ordinals = reader(rf"(?<![^\W_])\d+(?:st|nd|rd|th){_END}", re.Match.group)

_SIGNS = {
    "$": "USD",
    "us$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "€": "EUR",
    "£": "GBP",
}
_SIGN = r"(?:us|ca|au|c|a)?\$|€|£"
_CODE = "USD|EUR|GBP|CAD|AUD|JPY|MXN|INR|PLN|SEK|AED|SAR|BRL|SGD|TRY|CHF|CNY"
_NAMED = {"dollar": "USD", "euro": "EUR"}


def _amount(match: re.Match[str]) -> str:
    mark = (match["mark"] or match["tail"]).lower()
    currency = _SIGNS.get(mark) or _NAMED.get(mark.rstrip("s")) or mark.upper()
    whole, point, fraction = canonical(match["n"] or match["n2"]).partition(".")
    return f"{currency} {whole}{point}{fraction.ljust(2, '0') if point else ''}"


_read_amounts = reader(
    rf"{_TIGHT}(?:(?P<mark>{_SIGN}|{_CODE}){_GAP}(?P<n>{DIGITS}(?:\s?(?:thousand|million)(?!\w)|k(?!\w))?)"
    rf"|(?P<n2>{COUNT}){_GAP}(?P<tail>{_CODE}|dollars?|euros?|€|£|\$){_END})",
    _amount,
)

_PERCENT = rf"(?:%|(?:per\s?cent|pct|percentage\spoints?){_END})"
_read_percents = reader(
    rf"{_TIGHT}(?P<n>{COUNT})(?:[\s\u00a0-]?{_PERCENT}|{_TO}{DIGITS}{_GAP}{_PERCENT}))",
    lambda match: canonical(match["n"]),
)

_NAMES = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
_SMALLER = {"week": (7, "day"), "year": (12, "month")}
_LARGER = {"second": (60, "minute"), "minute": (60, "hour"), "hour": (24, "day")}
_LABEL = r"business|working|calendar"
_UNIT = rf"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|months?|years?|yrs?){_END}"


def _duration(match: re.Match[str]) -> str:
    number, unit = canonical(match["n"]), (match["unit"] or match["unit2"]).lower()
    name = "month" if unit.startswith("mo") else _NAMES[unit[0]]
    if (match["label"] or match["label2"] or "").lower() in ("business", "working"):
        return f"{number} working {name}"
    if not number.isdigit() or len(number) > 9:
        return f"{number} {name}"
    factor, name = _SMALLER.get(name, (1, name))
    count = int(number) * factor
    while name in _LARGER and count and count % _LARGER[name][0] == 0:
        factor, name = _LARGER[name]
        count //= factor
    return f"{count} {name}"


_read_durations = reader(
    rf"{_TIGHT}(?P<n>{COUNT})(?:[\s\u00a0-]?(?:(?P<label>{_LABEL})[\s-])?(?P<unit>{_UNIT})"
    rf"|{_TO}{COUNT}[\s\u00a0-]?(?:(?P<label2>{_LABEL})[\s-])?(?P<unit2>{_UNIT})))",
    _duration,
)


def _time(match: re.Match[str]) -> str | None:
    hour, half = int(match["h"] or match["h2"]), (match["half"] or match["half2"] or "").lower()
    if hour > 24:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour}:{match['min'] or '00'}"


_read_times = reader(
    rf"{_TIGHT}(?:(?P<h>\d\d?):(?P<min>[0-5]\d)(?::\d\d)?(?:\s?(?P<half>[ap])\.?m{_END})?"
    rf"|(?P<h2>\d\d?)\s?(?P<half2>[ap])\.?m{_END})(?!\d)",
    _time,
)

_BEFORE_PRONOUN = ("no", "the", "this", "that", "any", "each", "every", "which", "another", "some", "only")
_COUNTED = re.compile(
    r"[\s\u00a0]+(?!(?:of|another|who|that|which|by|to|must|should|can|may|is|was|has|had|and|or|in|at|on|for|with"
    rf"|will|as|than|from){_END})[^\W\d_]",
    re.IGNORECASE,
)


def _number(match: re.Match[str]) -> str | None:
    word = match.group().lower()
    if word == "one":  # a number before a noun ("one parcel"), else a pronoun
        before = match.string[max(0, match.start() - 12) : match.start()].lower().split()
        if not _COUNTED.match(match.string, match.end()) or (before and before[-1] in _BEFORE_PRONOUN):
            return None
    return canonical(word)


_read_numbers = reader(
    rf"{DIGITS}(?:{_GAP}(?:hundred|thousand|million|billion)(?!\w)|k(?!\w))?|(?<![^\W_]){WORDS}", _number
)

_READERS: tuple[tuple[Kind | None, Reader], ...] = (
    (Kind.EMAIL, read_emails),
    (Kind.URL, read_urls),
    (Kind.ORDER_ID, read_order_ids),
    (Kind.ASIN, read_asins),
    (None, _read_exhibits),
    (Kind.DATE, read_dates),
    (Kind.PHONE, read_phones),
    (Kind.AMOUNT, _read_amounts),
    (Kind.PERCENT, _read_percents),
    (Kind.DURATION, _read_durations),
    (Kind.NUMBER, _read_times),
    (Kind.INVOICE, read_references),
    (None, _read_ordinals),
    (Kind.NUMBER, _read_numbers),
)
