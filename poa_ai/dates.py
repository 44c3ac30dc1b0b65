"""Dates as people write them, brought to ISO form.

A day is "2026-10-16", a month "2026-10", a year "2026"; where the year is not said "--10-16" and
"--10". A date that can be read in two ways (03/04/2026) holds both readings, joined by "|".
"""

import re
from collections.abc import Iterator
from datetime import date

from poa_ai.lazypattern import lazy_pattern
from poa_ai.readings import Reading, blanked, matches_at, plain_case

_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_FULL = "|".join(name.capitalize() for name in _NAMES if name not in ("may", "march"))
_MONTH = (
    r"(?P<m>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![^\W_])"
)
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_LIST = r"(?P<list>(?:\d{1,2}(?:st|nd|rd|th)?,\s){1,12})"
_FIRST = r"(?P<first>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|to|and|until|through)\s?"
_START = r"(?<![\w/-])"
_CANDIDATE = lazy_pattern(r"\d+|[^\W\d_]+")
_MONTHS = frozenset(name[:3] for name in _NAMES)
DATE_SIGN = rf"\d|{'|'.join(name[:3] for name in _NAMES)}"
"""What every date in plain small letters holds."""
_SAYING = frozenset(
    "in since during of from until till by before after to through year early late mid and end".split()
)
"""Words that say that a year or a month follows."""
_JOINED, _DIGIT, _MONTH_NAME, _WORD = 0, 1, 2, 3
"""What a form of date begins with: a digit, where marks join some; a digit, where there are months; a month;
a month, or a word that says that one follows."""
_JOIN = lazy_pattern(r"\d[-/.]\d")
_SAID = (
    r"\b(?i:in|since|during|of|from|until|till|by|before|after|to|through|year|early|late|mid|and|end)[ -]"
)


def day_text(day: date) -> str:
    """A date that no reader can take for another: 16 October 2026."""
    return f"{day.day} {_NAMES[day.month - 1].capitalize()} {day.year}"


def _pattern(text: str) -> re.Pattern[str]:
    return lazy_pattern(text, re.IGNORECASE)


_ISO = _pattern(
    _START + r"(?P<y>\d{4})(?P<mark>[-/])(?P<n>\d\d)(?P=mark)(?P<d>\d\d)"
    r"(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:z|[+-]\d\d:?\d\d)?)?(?!\w|[-/]\d)"
)
_DAY_MONTH = _pattern(
    rf"{_START}(?:{_LIST}?{_FIRST},?{_TO})?(?P<rest>{_DAY}(?:\s{{1,2}}|-)(?:of\s)?{_MONTH}"
    rf"(?:[\s,]{{1,2}}{_YEAR}|-{_YEAR.replace('<y>', '<z>')})?)"
)
_MONTH_DAY = _pattern(
    rf"{_START}(?P<head>{_MONTH}\s{{1,2}}{_FIRST}(?![\d%]|[.,]\d|:\d))"
    rf"(?:{_TO}(?P<rest>{_DAY}(?![\w%]|[.,:]\d)))?(?:[\s,]{{1,2}}{_YEAR})?"
)
_MONTH_YEAR = _pattern(_START + rf"{_MONTH}(?:\s|,\s|-|\sof\s){_YEAR}")
_SLASHED = _pattern(
    r"(?<![\w/.-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d\d)(?!\w|[-/.]\d)"
)
_DOTTED = _pattern(
    r"(?<![\w/.-])(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?=\s?(?:-|to|and|until|through)\s?\d{1,2}\.\d{1,2}\.(?!\d\d?\.))"
)
_ISO_MONTH = _pattern(_START + r"(?P<y>(?:19|20)\d\d)-(?P<n>0[1-9]|1[0-2])(?!\w|[-/]\d)")
_BARE_MONTH = lazy_pattern(rf"(?<![\w/-])(?:{_FULL})(?![^\W_])|{_SAID}(?P<said>May|March)(?![^\W_])")
_BARE_YEAR = _pattern(rf"{_SAID}{_YEAR}(?![\w%]|[.,]\d)")


def read_dates(text: str) -> Iterator[Reading]:
    """Every date, in no promised order; later forms never overlap earlier ones. Linear time."""
    text = plain_case(text)
    starts = _starts(text)
    for pattern, read, opening in (form for form in _FORMS if starts[form[2]]):
        found = [date for match in matches_at(pattern, text, starts[opening]) for date in read(match)]
        if found:
            yield from found
            text = blanked(text, found)


def _starts(text: str) -> tuple[list[int], ...]:
    """Where each form may begin, by what it begins with."""
    digits, months, said = [], [], []
    for match in _CANDIDATE.finditer(text):
        word = match.group()
        if word.isdigit():
            digits.append(match.start())
        elif word[:3].lower() in _MONTHS:
            months.append(match.start())
            said.append(match.start())
        elif word.lower() in _SAYING:
            said.append(match.start())
    if not digits and not months:
        return [], [], [], []
    return digits if _JOIN.search(text) else [], digits if months else [], months, said


def _month_number(name: str) -> int:
    return next(place for place, full in enumerate(_NAMES, 1) if full.startswith(name.lower()[:3]))


def _said(year: str | None, month: int, day: str | None = None) -> str:
    """ISO form, "" where no calendar has such a day."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return ""
    head = f"{year or '-'}-{month:02}"
    return head if day is None else f"{head}-{int(day):02}"


def _dated(start: int, end: int, normal: str) -> list[Reading]:
    return [Reading(start, end, normal)] if normal else []


def _read_iso(match: re.Match[str]) -> list[Reading]:
    return _dated(*match.span(), _said(match["y"], int(match["n"]), match["d"]))


def _read_day_month(match: re.Match[str]) -> list[Reading]:
    year, month = match["y"] or match["z"], _month_number(match["m"])
    last = _dated(match.start("rest"), match.end(), _said(year, month, match["d"]))
    if not last or match["first"] is None:
        return last
    listed = re.finditer(r"\d{1,2}", match["list"] or "")
    start = match.start("list")
    return [
        *(
            d
            for day in listed
            for d in _dated(start + day.start(), start + day.end(), _said(year, month, day[0]))
        ),
        *_dated(*match.span("first"), _said(year, month, match["first"])),
        *last,
    ]


def _read_month_day(match: re.Match[str]) -> list[Reading]:
    if match["y"] is None and not match["m"][0].isupper():
        return []  # "may 5": a verb, not a month
    month = _month_number(match["m"])
    if match["rest"] is None:
        return _dated(*match.span(), _said(match["y"], month, match["first"]))
    first = _dated(*match.span("head"), _said(match["y"], month, match["first"]))
    return first + _dated(match.start("rest"), match.end(), _said(match["y"], month, match["d"]))


def _read_month_year(match: re.Match[str]) -> list[Reading]:
    return _dated(*match.span(), _said(match["y"], _month_number(match["m"])))


def _read_slashed(match: re.Match[str]) -> list[Reading]:
    year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
    us = _said(year, int(match["a"]), match["b"])
    elsewhere = _said(year, int(match["b"]), match["a"])
    return _dated(*match.span(), "|".join(sorted({us, elsewhere} - {""})))


def _read_dotted(match: re.Match[str]) -> list[Reading]:
    return _dated(*match.span(), _said(None, int(match["b"]), match["a"]))


def _read_iso_month(match: re.Match[str]) -> list[Reading]:
    return _dated(*match.span(), _said(match["y"], int(match["n"])))


def _read_bare_month(match: re.Match[str]) -> list[Reading]:
    group = "said" if match["said"] else 0
    return _dated(*match.span(group), _said(None, _month_number(match[group])))


def _read_bare_year(match: re.Match[str]) -> list[Reading]:
    return _dated(*match.span("y"), match["y"])


_FORMS = (
    (_ISO, _read_iso, _JOINED),
    (_DAY_MONTH, _read_day_month, _DIGIT),
    (_MONTH_DAY, _read_month_day, _MONTH_NAME),
    (_MONTH_YEAR, _read_month_year, _MONTH_NAME),
    (_SLASHED, _read_slashed, _JOINED),
    (_DOTTED, _read_dotted, _JOINED),
    (_ISO_MONTH, _read_iso_month, _JOINED),
    (_BARE_MONTH, _read_bare_month, _WORD),
    (_BARE_YEAR, _read_bare_year, _WORD),
)
