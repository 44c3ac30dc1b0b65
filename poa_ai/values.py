"""The values a text states: numbers, dates, amounts, ids and the like, each in one canonical form."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from poa_ai.dates import DATE_SIGN, read_dates
from poa_ai.findings import Span
from poa_ai.identifiers import (
    read_asins,
    read_emails,
    read_order_ids,
    read_phones,
    read_references,
    read_urls,
)
from poa_ai.lazypattern import lazy_pattern
from poa_ai.numerals import DIGITS, WORDS, canonical, quantity_starts, starts_left
from poa_ai.quantities import (
    AMOUNT_SIGN,
    DURATION_SIGN,
    GAP,
    MEASURE_SIGN,
    SHARE_SIGN,
    read_amounts,
    read_durations,
    read_measures,
    read_percents,
    read_shares,
    read_times,
)
from poa_ai.readings import Reader, StartingReader, blanked, plain_case, reader

MEMO_CHARS = 2_000
"""What is read of a longer text is not kept."""


class Kind(StrEnum):
    """What a value is; also the name of its grounding finding."""

    PERCENT = "percent"
    DATE = "date"
    AMOUNT = "amount"
    SHARE = "share"
    DURATION = "duration"
    MEASURE = "measure"
    NUMBER = "number"
    ORDER_ID = "order-id"
    ASIN = "asin"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    INVOICE = "invoice"


class Value(NamedTuple):
    """One stated value. `text` is what stands at `span`.

    `normal` by kind: percent, number "1.43" (a time of day "17:00"); date as in `poa_ai.dates`;
    amount "USD 1234.50"; share "2/3"; measure "4.2 kg", in the unit written;
    duration "60 day" (weeks are days, years are months, 24 hours are 1 day);
    phone its last ten digits; url without scheme and "www."; ids and references in capitals.
    """

    kind: Kind
    normal: str
    span: Span
    text: str


def extract_values(text: str) -> tuple[Value, ...]:
    """Every value of the text, sorted by place, none overlapping another. Never raises; linear time.

    Ids are read first, plain numbers last, so that no part of an id counts as a number. Every decimal
    digit lies in a value, but for ordinals (3rd) and exhibits: "(E1)", "Exhibit 2". A short text is read
    once: the sentences of a case are asked for again and again.
    """
    return _values(text) if len(text) > MEMO_CHARS else _memo(text)


def values_up_to(last: Kind, text: str) -> tuple[Value, ...]:
    """The values of that kind and of those that are read before it (see `_READERS`), as `extract_values`."""
    return _values(text, last) if len(text) > MEMO_CHARS else _memo(text, last)


def _values(text: str, last: Kind | None = None) -> tuple[Value, ...]:
    working = _folded(text)
    lower = working.lower() if working.isascii() else ""
    found = []
    starts: list[int] | None = None
    for kind, read, sign in _READERS[: _PLACES[last] if last else None]:
        if sign is not None and lower and not sign.search(lower):
            continue
        if isinstance(read, StartingReader):
            starts = quantity_starts(plain_case(working)) if starts is None else starts
            readings = read.at(working, starts)
        else:
            readings = list(read(working))
        if not readings:
            continue
        working = blanked(working, readings)
        if starts is not None:
            starts = starts_left(working, starts, [reading.end for reading in readings])
        if kind is not None:
            found += [
                Value(kind, normal, Span(start, end), text[start:end]) for start, end, normal in readings
            ]
    return tuple(sorted(found, key=lambda value: value.span))


_memo = lru_cache(maxsize=4_096)(_values)


def find_exhibits(text: str) -> tuple[tuple[str, Span], ...]:
    """Exhibits cited in brackets, "(E1)" or "(E1, E2)": each id in capitals, with its own place."""
    return tuple(
        (match.group().upper(), Span(cited.start() + match.start(), cited.start() + match.end()))
        for cited in _CITED.finditer(text)
        for match in re.finditer(r"E\d+", cited.group(), re.IGNORECASE)
    )


def _folded(text: str) -> str:
    """A copy of the same length: digits of any script as ASCII, one kind of hyphen, quote and hard space."""
    return text if text.isascii() else _FOREIGN.sub(lambda match: _folded_character(match.group()), text)


_FOREIGN = lazy_pattern(r"[^\x00-\x7f]")


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
_EXHIBITS = r"\(\s?(?:exhibits?\s)?E\d{1,6}(?:(?:,|;|\sand|\s&)\s?E\d{1,6}){0,40}\s?\)"
_CITED = lazy_pattern(_EXHIBITS, re.IGNORECASE)
_read_exhibits = reader(rf"{_EXHIBITS}|\bexhibits?\sE?\d+(?!\w)", re.Match.group)
_read_ordinals = reader(rf"(?<![^\W_])\d+(?:st|nd|rd|th){_END}", re.Match.group)

_BEFORE_PRONOUN = ("no", "the", "this", "that", "any", "each", "every", "which", "another", "some", "only")
_COUNTED = lazy_pattern(
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
    rf"{DIGITS}(?:{GAP}(?:hundred|thousand|million|billion)(?!\w)|k(?!\w))?|(?<![^\W_]){WORDS}",
    _number,
    starts=quantity_starts,
)

_READERS: tuple[tuple[Kind | None, Reader, re.Pattern[str] | None], ...] = (
    (Kind.EMAIL, read_emails, lazy_pattern("@")),
    (Kind.URL, read_urls, lazy_pattern(r"\.[a-z]|://|www")),
    (Kind.ORDER_ID, read_order_ids, lazy_pattern(r"\d-\d")),
    (Kind.ASIN, read_asins, lazy_pattern(r"b0|\dx")),
    (None, _read_exhibits, lazy_pattern(r"e\d|xhibit")),
    (Kind.DATE, read_dates, lazy_pattern(DATE_SIGN)),
    (Kind.PHONE, read_phones, lazy_pattern(r"[+(]\d|\d{3}[-. ]\d{3}")),
    (Kind.AMOUNT, read_amounts, lazy_pattern(AMOUNT_SIGN)),
    (Kind.PERCENT, read_percents, lazy_pattern("%|cent|pct|point")),
    (Kind.SHARE, read_shares, lazy_pattern(SHARE_SIGN)),
    (Kind.DURATION, read_durations, lazy_pattern(DURATION_SIGN)),
    (Kind.MEASURE, read_measures, lazy_pattern(MEASURE_SIGN)),
    (Kind.NUMBER, read_times, lazy_pattern(r"\d(?::[0-5]|\s?[ap]\.?m)")),
    (Kind.INVOICE, read_references, lazy_pattern(r"\d(?:(?=[a-z/_-])|(?<=[a-z/_-].))")),
    (None, _read_ordinals, lazy_pattern(r"\d(?:st|nd|rd|th)")),
    (Kind.NUMBER, _read_numbers, None),
)
"""What is read, in this order, and of most a sign: a plain text in small letters that lacks it holds none."""
_PLACES = {kind: place for place, (kind, _, _) in enumerate(_READERS, 1) if kind is not None}
"""After which so many readers each kind has been read."""
