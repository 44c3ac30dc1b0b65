"""Numbers as people write them, in digits or in words, brought to one canonical decimal string."""

import re
from collections.abc import Iterable, Sequence

from poa_ai.lazypattern import lazy_pattern

_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
}
_POWERS = {"k": 3, "hundred": 2, "thousand": 3, "million": 6, "billion": 9}

_GAP = r"(?:\s{1,2}|-)"
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:{_GAP}(?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(reversed(_SMALL))})"
_HUNDRED = rf"{_GAP}hundred(?:{_GAP}(?:and{_GAP})?{_BELOW_100})?"
_BELOW_1000 = rf"(?:a{_HUNDRED}|{_BELOW_100}(?:{_HUNDRED})?)"
_LARGE = rf"{_GAP}(?:thousand|million)(?:{_GAP}(?:and{_GAP})?{_BELOW_1000})?"
_ONE = rf"(?:{_BELOW_100}|a(?={_GAP}(?:dozen|hundred|thousand|million)(?![^\W_])))"

WORDS = rf"(?:half{_GAP}a{_GAP}dozen|{_ONE}(?:{_GAP}dozen|(?:{_HUNDRED})?(?:{_LARGE})?))(?![^\W_])"
"""Pattern of a number in words; case is the caller's matter. It starts at no boundary of its own."""

DIGITS = (
    r"(?:\d{1,3}(?:\.\d{3}){1,8},\d{1,2}(?!\d)"  # 1.234,50
    r"|\d{1,3}(?:[,'\u00a0]\d{3}){1,8}(?!\d)(?:\.\d+)?"  # 1,234.50
    r"|\d+(?:\.\d+|,\d{1,2}(?!\d))?"  # 1234.50 or 1,5
    r"|\.\d+)"
)
"""Pattern of a number in digits, with thousands separators and either decimal mark."""

_POWER = r"(?:[\s\u00a0]?(?:hundred|thousand|million|billion)(?![^\W_])|k(?![^\W_]))?"
COUNT = rf"(?:{DIGITS}{_POWER}|(?<![^\W_]){WORDS})"
"""Pattern of a number in digits or words."""


_CANDIDATE = lazy_pattern(r"\.?\d+|[$€£]|[^\W\d_]+")
_CLOSED = frozenset((".", ",", ";", ":", "!", "?", ""))
"""No article stands before these, or at the end."""
_FIRST = frozenset(
    (
        *_SMALL, *_TENS, *"a an half third quarter fifth sixth seventh eighth ninth tenth twelfth".split(),
        *"thirds quarters fifths sixths sevenths eighths ninths tenths twelfths us ca au c".split(),
        *"usd eur gbp cad aud jpy mxn inr pln sek".split(),
        *"aed sar brl sgd try chf cny".split(),
    )
)  # fmt: skip


def quantity_starts(text: str) -> list[int]:
    """Where an amount, a count or a share may begin: at each digit, number word, currency and part."""
    return [match.start() for match in _CANDIDATE.finditer(text) if _begins_quantity(match)]


def starts_left(text: str, starts: Sequence[int], ends: Iterable[int]) -> list[int]:
    """The `starts` of a text in which stretches were since blanked with NUL, each up to one of the `ends`."""
    kept = [start for start in starts if text[start] != "\0"]
    # A number that begins inside a word of which the begin was taken.
    for end in ends:
        match = _CANDIDATE.match(text, end)
        if match is not None and _begins_quantity(match):
            kept.append(end)
    return sorted(set(kept))


def _begins_quantity(match: re.Match[str]) -> bool:
    word = match.group()
    if word.isalpha() and word.lower() not in _FIRST:
        return False
    return word not in ("a", "an", "A", "An") or match.string[match.end() : match.end() + 1] not in _CLOSED


def canonical(text: str) -> str:
    """The plain decimal of text that `COUNT` matched: "1,430.50" -> "1430.5", "two dozen" -> "24".

    Works on the characters alone, so that a number of any length costs linear time.
    """
    text = text.strip().lower()
    if text[0].isdigit() or text[0] == ".":
        digits = text.rstrip("abcdefghijklmnopqrstuvwxyz")
        return shifted(_plain(digits.rstrip()), _POWERS.get(text[len(digits) :], 0))
    return str(_words_value(re.split(r"[\s-]+", text)))


def shifted(number: str, places: int) -> str:
    """A canonical decimal times ten to the power of `places` (0 or more)."""
    whole, _, fraction = number.partition(".")
    fraction = fraction.ljust(places, "0")
    return _trimmed(whole + fraction[:places], fraction[places:])


def _plain(digits: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+,\d{1,2}", digits):
        whole, _, fraction = digits.replace(".", "").partition(",")
    else:
        whole, _, fraction = re.sub(r"[,'\u00a0]", "", digits).partition(".")
    return _trimmed(whole, fraction)


def _trimmed(whole: str, fraction: str) -> str:
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _words_value(words: list[str]) -> int:
    if words[0] == "half":
        return 6
    total = part = 0
    for word in words:
        if word == "a":
            part = 1
        elif word == "dozen":
            part = 12 * part
        elif word == "hundred":
            part = 100 * part
        elif word in _POWERS:
            total, part = total + part * 10 ** _POWERS[word], 0
        else:
            part += _VALUES.get(word, 0)
    return total + part
