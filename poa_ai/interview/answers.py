"""Reading what a person answered: a text, a day, a value, a choice; or telling why it can't be used."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from poa_ai.dates import read_dates
from poa_ai.promptdata import as_data, one_line

MAX_TEXT = 4_000
"""Characters of an answer, the most that a text of the facts may have."""
_NUMBER = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(?:%|percent)?$")
_COUNTS = re.compile(
    r"([0-9][0-9,]{0,14})\s*(?:of|/|out of|from|among)\s*([0-9][0-9,]{0,14})$", re.IGNORECASE
)
_ASIN = re.compile(r"(?<![A-Z0-9])(?:B0[A-Z0-9]{8}|[0-9]{9}[0-9X]|[0-9]{13})(?![A-Z0-9])")
_NEAR_DAYS = {"today": 0, "yesterday": 1}
_YES = frozenset("yes y yeah right true correct ok si ja oui".split())
_NO = frozenset("no n not wrong false nothing none nein non".split())


class AnswerError(Exception):
    """An answer that can't be used; the message says what would be right."""


def read_text(answer: str) -> str:
    """The answer as one line without invisible characters. Raises AnswerError for none, a date, a book."""
    text = one_line(as_data(answer))
    rest = text
    for reading in read_dates(text[:MAX_TEXT]):
        rest = rest[: reading.start] + " " * (reading.end - reading.start) + rest[reading.end :]
    if not any(character.isalpha() for character in rest):
        raise AnswerError("please answer in words, or press Enter to skip")
    if len(text) > MAX_TEXT:
        raise AnswerError(f"that is longer than {MAX_TEXT:,} characters; say it in a sentence or two")
    return text


def read_day(answer: str, latest: date | None = None) -> str:
    """The day in ISO form. `latest` is the last day that it may be, and "today"; None: any day."""
    if latest is not None and answer.strip().casefold() in _NEAR_DAYS:
        return (latest - timedelta(_NEAR_DAYS[answer.strip().casefold()])).isoformat()
    found = {reading.normal for reading in read_dates(answer) if len(reading.normal) == 10}
    days = [day for text in found for day in _day(text)]
    if len(days) != 1:
        raise AnswerError("please give one day, written as 2026-10-16 or 16 October 2026")
    if latest is not None and days[0] > latest:
        raise AnswerError(f"{days[0]} lies ahead; give the day on which it was done, or skip until it is")
    return days[0].isoformat()


def _day(text: str) -> list[date]:
    try:
        return [date.fromisoformat(text)]
    except ValueError:
        return []


def read_value(answer: str) -> float:
    """A value such as "1.8%" or "1.8"."""
    match = _NUMBER.match(answer.strip())
    if match is None:
        raise AnswerError("please give a number with a point, such as 1.8 or 1.8%")
    return float(match[1])


def read_count(answer: str) -> int:
    """A whole number; thousands may be parted by commas."""
    text = answer.strip().replace(",", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise AnswerError("please give a whole number, such as 310")
    return int(text)


def read_counts(answer: str) -> tuple[int, int]:
    """A count and what it is a part of: "27 of 1500"."""
    match = _COUNTS.match(answer.strip())
    if match is None:
        raise AnswerError("please give two whole numbers, such as 27 of 1500")
    count, base = (int(group.replace(",", "")) for group in match.groups())
    if count > base:
        raise AnswerError(f"{count} of {base} is no share; the smaller number comes first")
    return count, base


def read_asins(answer: str, known: Sequence[str] = ()) -> list[str]:
    """ASINs or ISBNs, each once; "all" for the `known` ones."""
    if known and answer.strip().casefold() in {"all", "all of them", "yes"}:
        return list(known)
    found = list(dict.fromkeys(_ASIN.findall(answer.upper())))
    if not found:
        raise AnswerError("please give ASINs, such as B0EXAMPLE1; they have ten characters")
    return found


def read_choice(answer: str, choices: Sequence[str]) -> int:
    """The place of the chosen entry, by its number from 1 on or by its words."""
    text = one_line(answer).rstrip(".").casefold()
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= len(choices):
        return int(text[:6]) - 1
    named = [place for place, choice in enumerate(choices) if text and choice.casefold().startswith(text)]
    if len(named) == 1:
        return named[0]
    raise AnswerError(f"please give a number from 1 to {len(choices)}")


def read_yes(answer: str) -> bool | None:
    """True for yes, False for no, None for anything else."""
    text = one_line(answer).strip(".!").casefold()
    return True if text in _YES else False if text in _NO else None
