"""Quantities as people write them: amounts, percentages, shares, durations, measures and times of day."""

import re
from decimal import Decimal

from poa_ai.lazypattern import lazy_pattern
from poa_ai.numerals import COUNT, DIGITS, canonical, quantity_starts
from poa_ai.readings import reader

_END = r"(?![^\W_])"
TIGHT = r"(?<![^\W_])(?<![^\W\d_]-)(?<!\d[.,'])"
"""What must not stand right before a number: a letter, a digit, a hyphen after letters, a decimal mark."""
GAP = r"[\s\u00a0]?"
"""At most one space, hard or soft."""
_TO = rf"(?={GAP}(?:-|to){GAP}"

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
    if mark in ("cent", "cents", "pence"):
        return f"¢ {Decimal(canonical(match['n2'])) / 100}"
    currency = _SIGNS.get(mark) or _NAMED.get(mark.rstrip("s")) or mark.upper()
    whole, point, fraction = canonical(match["n"] or match["n2"]).partition(".")
    return f"{currency} {whole}{point}{fraction.ljust(2, '0') if point else ''}"


read_amounts = reader(
    rf"{TIGHT}(?:(?P<mark>{_SIGN}|{_CODE}){GAP}(?P<n>{DIGITS}(?:\s?(?:thousand|million)(?!\w)|k(?!\w))?)"
    rf"|(?P<n2>{COUNT}){GAP}(?P<tail>{_CODE}|dollars?|euros?|cents?|pence|€|£|\$){_END})",
    _amount,
    starts=quantity_starts,
)
"""Amounts of money: "USD 1234.50"; "¢ 0.15" for 15 cents of whatever currency."""
AMOUNT_SIGN = rf"\$|(?<![^\W\d_])(?:{_CODE.lower()}|dollars?|euros?|cents?|pence)(?![^\W\d_])"
"""What every amount in plain small letters holds, as of the other signs below."""

_PERCENT = (
    rf"(?:%(?:[\s-]points?{_END})?|(?:per\s?cent(?:age)?[\s-]points?|per\s?cent|pct){_END}"
    rf"|points?(?=\s(?:above|below|over|under|higher|lower|more|less|up|down|beyond){_END}))"
)
read_percents = reader(
    rf"{TIGHT}(?P<n>{COUNT})(?:[\s\u00a0-]?{_PERCENT}|{_TO}{DIGITS}{GAP}{_PERCENT}))",
    lambda match: canonical(match["n"]),
    starts=quantity_starts,
)
"""Percentages, the first of a range included: "1.43"."""

_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_PARTS |= {"ninth": 9, "tenth": 10, "twelfth": 12}


def _share(match: re.Match[str]) -> str | None:
    if match["one"]:
        base = canonical(match["in"] or match["in2"])
        return f"{canonical(match['one'])}/{base}" if base.isdecimal() and int(base[:9]) else None
    name, count = (
        (match["part"] or match["part2"]).lower(),
        (match["count"] or match["count2"] or "a").lower(),
    )
    part = _PARTS.get(name) or _PARTS[name.rstrip("s")]
    return f"{1 if count in ('a', 'an') else canonical(count)}/{part}"


_TENTHS = "thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twelfths?"
read_shares = reader(
    r"(?<![^\W_])(?:(?:(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|eleven)[\s-])?"
    rf"(?P<part>half|{_TENTHS}){_END}(?=\sof\s(?!an?\s(?:hour|day|week|month|year)|(?:19|20)\d\d|\0))"
    rf"|(?<!once )(?<!twice )(?<!times )(?P<count2>an?|two|three|four|five|six|seven|eight|nine|eleven)[\s-]"
    rf"(?P<part2>{_TENTHS})(?=\s?[,.;:)(]|\s(?:were|was|are|is|had|have|came|come){_END})"
    rf"|(?P<one>{COUNT})\s(?:(?:in|out\sof|of)\severy\s(?P<in>{COUNT})"
    rf"|(?:in|out\sof)\s(?P<in2>two|three|four|five|six|eight|ten|twenty|[2-9]|10|20){_END}))",
    _share,
    starts=quantity_starts,
)
"""Shares in words: "two thirds of" is "2/3", "one in five" is "1/5"."""
SHARE_SIGN = (
    rf"half\sof|{_TENTHS}|\severy\s"
    rf"|\s(?:in|of)\s(?:two|three|four|five|six|eight|ten|twenty|[2-9]|10|20){_END}"
)

_NAMES = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year", "f": "fortnight"}
_SMALLER = {"week": (7, "day"), "fortnight": (14, "day"), "year": (12, "month")}
_LARGER = {"second": (60, "minute"), "minute": (60, "hour"), "hour": (24, "day")}
_LABEL = r"business|working|calendar|consecutive|full|whole|further|additional|more"
_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|fortnights?|months?|years?|yrs?)"
    + _END
)


def _duration(match: re.Match[str]) -> str:
    if match["odd"]:
        return _ODD[" ".join(match["odd"].lower().split())]
    number, unit = canonical(match["n"]), (match["unit"] or match["unit2"]).lower()
    name = "month" if unit.startswith("mo") else _NAMES[unit[0]]
    if (match["label"] or match["label2"] or "").lower() in ("business", "working"):
        return f"{number} working {name}"
    if not number.isdigit() or len(number) > 9:
        return f"{number} {name}"
    return duration_text(int(number), name)


def duration_text(count: int, name: str) -> str:
    """A count of a unit in canonical form: 2 weeks are "14 day", 48 hours "2 day", 3 hours "3 hour"."""
    factor, name = _SMALLER.get(name, (1, name))
    count *= factor
    while name in _LARGER and count and count % _LARGER[name][0] == 0:
        factor, name = _LARGER[name]
        count //= factor
    return f"{count} {name}"


_ODD = {
    "an hour and a half": "90 minute",
    "one and a half hours": "90 minute",
    "half an hour": "30 minute",
    "a quarter of an hour": "15 minute",
    "three quarters of an hour": "45 minute",
    "half a year": "6 month",
    "half a day": "12 hour",
    "a fortnight": "14 day",
}
read_durations = reader(
    rf"{TIGHT}(?:(?P<odd>{'|'.join(words.replace(' ', chr(92) + 's') for words in _ODD)}){_END}"
    rf"|(?P<n>{COUNT})(?:[\s\u00a0-]?(?:(?P<label>{_LABEL})[\s-])?(?P<unit>{_UNIT})"
    rf"|{_TO}{COUNT}[\s\u00a0-]?(?:(?P<label2>{_LABEL})[\s-])?(?P<unit2>{_UNIT}))))",
    _duration,
    starts=quantity_starts,
)
"""Durations: "60 day"."""
DURATION_SIGN = rf"[\d\s-]{_UNIT}"

_PERIODS = {
    "hourly": "1 hour",
    "daily": "1 day",
    "weekly": "7 day",
    "fortnightly": "14 day",
    "biweekly": "14 day",
    "monthly": "1 month",
    "quarterly": "3 month",
    "yearly": "12 month",
    "annually": "12 month",
    "annual": "12 month",
    "hour": "1 hour",
    "day": "1 day",
    "morning": "1 day",
    "evening": "1 day",
    "week": "7 day",
    "fortnight": "14 day",
    "month": "1 month",
    "quarter": "3 month",
    "year": "12 month",
}
_TIMES = {"once": "1", "twice": "2", "two": "2", "three": "3", "four": "4", "five": "5"}


def _cadence(match: re.Match[str]) -> str:
    if match["n"]:
        return duration_text(int(canonical(match["n"])), match["unit"].lower().rstrip("s"))
    period = _PERIODS[(match["ly"] or match["every"] or match["a"]).lower()]
    times = _TIMES.get((match["times"] or match["times2"] or "once").lower(), "1")
    return period if times == "1" else f"{period}/{times}"


_PERIOD = "hour|day|morning|evening|week|fortnight|month|quarter|year"
read_cadences = reader(
    r"(?<![^\W_])(?:(?:(?P<times>once|twice)\s)?"
    r"(?P<ly>hourly|daily|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually|annual)"
    rf"|(?:every|each)\s(?P<every>{_PERIOD})"
    r"|(?P<times2>once|twice|(?:two|three|four|five)(?=\stimes))(?:\stimes)?"
    rf"\s(?:an?|each|every|per)\s(?P<a>{_PERIOD})"
    rf"|every\s(?P<n>\d{{1,2}}|two|three|four|six)\s(?P<unit>weeks|months)){_END}",
    _cadence,
)
"""How often: the time from one to the next, "7 day" for weekly, "7 day/2" for twice a week."""

_MEASURES = {
    "mm": "mm|millimet(?:er|re)s?",
    "cm": "cm|centimet(?:er|re)s?",
    "m": "m|met(?:er|re)s?",
    "km": "km|kilomet(?:er|re)s?",
    "in": "inch(?:es)?|in(?=\\s?[.,;:)(]|\\s(?:carton|box|wide|long|high|deep|thick))",
    "ft": "ft|foot|feet",
    "yd": "yards?",
    "mi": "miles?",
    "mg": "mg|milligrams?",
    "g": "g|grams?",
    "kg": "kg|kilos?|kilograms?",
    "lb": "lbs?|pounds?",
    "oz": "oz|ounces?",
    "t": "tonnes?|tons?",
    "ml": "ml|millilit(?:er|re)s?",
    "cl": "cl",
    "l": "l|lit(?:er|re)s?",
    "gal": "gallons?",
    "°c": "°\\s?c|degrees\\scelsius",
    "°f": "°\\s?f|degrees\\sfahrenheit",
    "v": "v|volts?",
    "w": "w|watts?",
    "kwh": "kwh",
    "mah": "mah",
    "mph": "mph",
    "gb": "gb|gigabytes?",
    "mb": "mb|megabytes?",
}
_FORMS = [(lazy_pattern(words, re.IGNORECASE), name) for name, words in _MEASURES.items()]


def _measure(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    name = next((name for form, name in _FORMS if form.fullmatch(unit)), "in")
    return f"{canonical(match['n'])} {name}"


read_measures = reader(
    rf"{TIGHT}(?P<n>{COUNT})[\s\u00a0-]?(?P<unit>{'|'.join(_MEASURES.values())}){_END}",
    _measure,
    starts=quantity_starts,
)
"""Lengths, weights, volumes, temperatures and the like: "4.2 kg"; each in the unit that is written."""
MEASURE_SIGN = rf"[\d\s-](?:{'|'.join(_MEASURES.values())}){_END}"


def _time(match: re.Match[str]) -> str | None:
    hour, half = int(match["h"] or match["h2"]), (match["half"] or match["half2"] or "").lower()
    if hour > 24:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour}:{match['min'] or '00'}"


read_times = reader(
    rf"{TIGHT}(?:(?P<h>\d\d?):(?P<min>[0-5]\d)(?::\d\d)?(?:\s?(?P<half>[ap])\.?m{_END})?"
    rf"|(?P<h2>\d\d?)\s?(?P<half2>[ap])\.?m{_END})(?!\d)",
    _time,
)
"""Times of day: "17:00"."""
