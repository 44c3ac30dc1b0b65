"""The values a text states: numbers, dates, amounts, ids and the like, each in one canonical form."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from poa_ai.dates import blanked, find_dates
from poa_ai.findings import Span
from poa_ai.numerals import COUNT, DIGITS, WORDS, canonical


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


Reading = tuple[int, int, str]
"""Start, end and canonical form; the form means nothing where the reader has no kind."""

_DOLLARS = {"$": "USD", "us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "€": "EUR", "£": "GBP"}
_CODES = "USD|EUR|GBP|CAD|AUD|JPY|MXN|INR|PLN|SEK|AED|SAR|BRL|SGD|TRY|CHF|CNY"
_NAMED = {"dollar": "USD", "euro": "EUR"}
_SIGNS = r"(?:us|ca|au|c|a)?\$|€|£"
_UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
_LARGER = {"second": (60, "minute"), "minute": (60, "hour"), "hour": (24, "day")}
_SMALLER = {"week": (7, "day"), "year": (12, "month")}
_UNIT = (
    r"(?:(?P<kind>business|working|calendar)[\s-])?"
    r"(?P<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|months?|years?|yrs?)(?![^\W_])"
)
_PERCENT = r"(?:%|per\s?cent(?![^\W_])|pct(?![^\W_])|percentage\spoints?(?![^\W_]))"
_START = r"(?<![^\W_])"
_TIGHT = r"(?<![^\W_])(?<![^\W\d_]-)(?<!\d[.,'])"
_RANGE = r"(?=[\s\u00a0]?(?:-|to)[\s\u00a0]?"
_NOT_COUNTED = "of|another|who|that|which|by|to|must|should|can|may|is|was|has|had|and|or|in|at|on|for|with|will|as|than|from"
_EXHIBITS = r"\(\s?(?:exhibits?\s)?E\d{1,6}(?:(?:,|;|\sand|\s&)\s?E\d{1,6}){0,40}\s?\)"
_CITED = re.compile(_EXHIBITS, re.IGNORECASE)
_NOT_BEFORE_ONE = ("no", "the", "this", "that", "any", "each", "every", "which", "another", "some", "only")


def extract_values(text: str) -> tuple[Value, ...]:
    """Every value of the text, sorted by place, none overlapping another. Never raises; linear time.

    Ids are read first, plain numbers last, so that no part of an id counts as a number. Every decimal
    digit lies in a value, but for ordinals (3rd) and exhibits: "(E1)", "Exhibit 2".
    """
    working = _folded(text)
    found = []
    for kind, read in _READERS:
        readings = sorted(read(working))
        working = blanked(working, [(start, end) for start, end, _ in readings])
        if kind is not None:
            found += [Value(kind, normal, Span(start, end), text[start:end]) for start, end, normal in readings]
    return tuple(sorted(found, key=lambda value: value.span))


def find_exhibits(text: str) -> tuple[tuple[str, Span], ...]:
    """Exhibits that the text cites in brackets, "(E1)" or "(E1, E2)", each id in capitals with its own place."""
    return tuple(
        (match.group().upper(), Span(group.start() + match.start(), group.start() + match.end()))
        for group in _CITED.finditer(text)
        for match in re.finditer(r"E\d+", group.group(), re.IGNORECASE)
    )


def _folded(text: str) -> str:
    """A copy of the same length: decimal digits of any script as ASCII, one kind of hyphen, quote, hard space."""
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
    folded = unicodedata.normalize("NFKC", character) if character > "\uff00" else character
    return {"\u2019": "'"}.get(folded, folded if len(folded) == 1 else character)


def _matches(pattern: str, normal: Callable[[re.Match[str]], str | None]) -> Callable[[str], Iterator[Reading]]:
    compiled = re.compile(pattern, re.IGNORECASE)

    def read(text: str) -> Iterator[Reading]:
        for match in compiled.finditer(text):
            reading = normal(match)
            if reading is not None:
                yield match.start(), match.end(), reading

    return read


def _read_dates(text: str) -> Iterator[Reading]:
    for date in find_dates(text):
        yield date.start, date.end, date.normal


def _read_urls(text: str) -> Iterator[Reading]:
    for match in _URL.finditer(text):
        address = match.group().rstrip(".,;:!?)]}'\"*_")
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE)
        host, slash, rest = bare.partition("/")
        if "." in host and not re.fullmatch(r"amazon(?:\.[a-z]{2,3}){1,2}", bare.lower()):  # the marketplace's name
            yield match.start(), match.start() + len(address), (host.lower() + slash + rest).rstrip("/")


_URL = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s<>\0]++|www\.[^\s<>\0]++"
    r"|(?:[a-z0-9-]++\.)+(?:com|net|org|info|biz|shop|store|io|eu|co|uk|de|fr|it|es|nl|ca|au|cn|jp|in|mx)(?![\w-])"
    r"(?:/[^\s<>\0]*+)?)",
    re.IGNORECASE,
)


def _phone(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match.group())[-10:]


def _amount(match: re.Match[str]) -> str:
    mark = (match["mark"] or match["tail"]).lower()
    currency = _DOLLARS.get(mark) or _NAMED.get(mark.rstrip("s")) or mark.upper()
    whole, point, fraction = canonical(match["n"] or match["n2"]).partition(".")
    return f"{currency} {whole}{point}{fraction.ljust(2, '0') if point else ''}"


def _duration(match: re.Match[str]) -> str | None:
    number, unit = canonical(match["n"]), match["unit"] or match["unit2"]
    name = "month" if unit.lower().startswith("mo") else _UNITS[unit[0].lower()]
    label = (match["kind"] or match["kind2"] or "").lower()
    if label in ("business", "working"):
        return f"{number} working {name}"
    if not number.isdigit() or len(number) > 9:
        return f"{number} {name}"
    count = int(number)
    if name in _SMALLER:
        factor, name = _SMALLER[name]
        count *= factor
    while name in _LARGER and count and count % _LARGER[name][0] == 0:
        factor, name = _LARGER[name]
        count //= factor
    return f"{count} {name}"


def _time(match: re.Match[str]) -> str | None:
    hour, half = int(match["h"] or match["h2"]), (match["half"] or match["half2"] or "").lower()
    if hour > 24:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour}:{match['min'] or '00'}"


def _reference(match: re.Match[str]) -> str | None:
    token = match.group()
    if token.isalpha() or not any(map(str.isdigit, token)):
        return None
    if re.fullmatch(r"\d+(?:[-_/]?[^\W\d_]+)+|[\d/_]+|\d+-\d+", token) and not re.fullmatch(r"\d+[A-Z]{4,}", token):
        return None  # 3rd, 5kg, 2-person, 14/982, 14-22: numbers with something behind
    return token.upper()


def _number(match: re.Match[str]) -> str | None:
    word = match.group().lower()
    if word == "one":
        before = match.string[max(0, match.start() - 12) : match.start()].lower().split()
        after = re.match(rf"[\s\u00a0]+(?!(?:{_NOT_COUNTED})(?![^\W_]))[^\W\d_]", match.string[match.end() :][:16], re.I)
        if after is None or (before and before[-1] in _NOT_BEFORE_ONE):
            return None  # a pronoun
    return canonical(word)


_READERS: tuple[tuple[Kind | None, Callable[[str], Iterator[Reading]]], ...] = (
    (Kind.EMAIL, _matches(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+", lambda match: match.group().lower())),
    (Kind.URL, _read_urls),
    (Kind.ORDER_ID, _matches(r"(?<![\w-])\d{3}-\d{7}-\d{7}(?![\w]|-\d)", lambda match: match.group())),
    (Kind.ASIN, _matches(_START + r"(?:B0[A-Z0-9]{8}|\d{9}X)(?![^\W_])", lambda match: match.group().upper())),
    (None, _matches(rf"{_EXHIBITS}|\bexhibits?\sE?\d+(?!\w)", re.Match.group)),
    (Kind.DATE, _read_dates),
    (
        Kind.PHONE,
        _matches(
            r"(?<![\w+-])(?:\+\d{1,3}(?:[ .\u00a0-]?\(?\d{1,4}\)?){2,5}|\(\d{3,5}\)[ \u00a0]?\d{3,4}[ .-]?\d{3,4}"
            r"|\d{3}([-.])\d{3}\1\d{4}|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4})(?![^\W_]|-\d)",
            _phone,
        ),
    ),
    (
        Kind.AMOUNT,
        _matches(
            rf"{_TIGHT}(?:(?P<mark>{_SIGNS}|{_CODES})[\s\u00a0]?(?P<n>{DIGITS}(?:\s?(?:thousand|million)(?!\w)|k(?!\w))?)"
            rf"|(?P<n2>{COUNT})[\s\u00a0]?(?P<tail>{_CODES}|dollars?|euros?|€|£|\$)(?![^\W_]))",
            _amount,
        ),
    ),
    (
        Kind.PERCENT,
        _matches(
            rf"{_TIGHT}(?P<n>{COUNT})(?:[\s\u00a0-]?{_PERCENT}|{_RANGE}{DIGITS}[\s\u00a0]?{_PERCENT}))",
            lambda match: canonical(match["n"]),
        ),
    ),
    (
        Kind.DURATION,
        _matches(
            rf"{_TIGHT}(?P<n>{COUNT})(?:[\s\u00a0-]?{_UNIT}"
            rf"|{_RANGE}{COUNT}[\s\u00a0-]?{_UNIT.replace('<kind>', '<kind2>').replace('<unit>', '<unit2>')}))",
            _duration,
        ),
    ),
    (
        Kind.NUMBER,
        _matches(
            rf"{_TIGHT}(?:(?P<h>\d\d?):(?P<min>[0-5]\d)(?::\d\d)?(?:\s?(?P<half>[ap])\.?m(?![^\W_]))?"
            r"|(?P<h2>\d\d?)\s?(?P<half2>[ap])\.?m(?![^\W_]))(?!\d)",
            _time,
        ),
    ),
    (Kind.INVOICE, _matches(_START + r"[^\W_]++(?:[-_/][^\W_]++)*", _reference)),
    (None, _matches(_START + r"\d+(?:st|nd|rd|th)(?![^\W_])", re.Match.group)),
    (Kind.NUMBER, _matches(rf"{DIGITS}(?:[\s\u00a0]?(?:hundred|thousand|million|billion)(?!\w)|k(?!\w))?|{_START}{WORDS}", _number)),
)
