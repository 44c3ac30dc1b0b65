"""Identifiers as people write them: addresses, order ids, ASINs, phone and document numbers."""

import re
from collections.abc import Iterator

from poa_ai.lazypattern import lazy_pattern
from poa_ai.readings import Reading, reader

_START = r"(?<![^\W_])"
_END = r"(?![^\W_])"
_DOMAINS = "com|net|org|info|biz|shop|store|io|eu|co|uk|de|fr|it|es|nl|ca|au|cn|jp|in|mx"
_URL = lazy_pattern(
    r"(?<![\w@.-])(?:https?://[^\s<>\0]++|www\.[^\s<>\0]++"
    rf"|(?:[a-z0-9-]++\.)+(?:{_DOMAINS})(?![\w-])(?:/[^\s<>\0]*+)?)",
    re.IGNORECASE,
)
_MARKETPLACE = lazy_pattern(r"amazon(?:\.[a-z]{2,3}){1,2}")
_SPACE = r"[ \u00a0]"


def read_urls(text: str) -> Iterator[Reading]:
    """Web addresses without scheme and "www."; the marketplace's bare name (Amazon.com) is none."""
    for match in _URL.finditer(text):
        address = match.group().rstrip(".,;:!?)]}'\"*_")
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE)
        host, slash, rest = bare.partition("/")
        if "." in host and not _MARKETPLACE.fullmatch(bare.lower()):
            yield Reading(
                match.start(), match.start() + len(address), f"{host.lower()}{slash}{rest}".rstrip("/")
            )


def _as_written(match: re.Match[str]) -> str:
    return match.group()


def _phone(match: re.Match[str]) -> str:
    return re.sub(r"\D", "", match.group())[-10:]


def _reference(match: re.Match[str]) -> str | None:
    token = match.group()
    if token.isalpha() or not any(map(str.isdigit, token)):
        return None
    numbers = re.fullmatch(r"\d+(?:[-_/]?[^\W\d_]+)+|[\d/_]+|\d+-\d+", token)
    if numbers and not re.fullmatch(r"\d+[A-Z]{4,}", token):
        return None  # 3rd, 5kg, 2-person, 14/982, 14-22: numbers with something behind
    return token.upper()


read_emails = reader(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+", lambda match: match.group().lower())
"""E-mail addresses in lower case."""

read_order_ids = reader(r"(?<![\w-])\d{3}-\d{7}-\d{7}(?!\w|-\d)", _as_written)
"""Amazon order ids, 3-7-7 digits."""

read_asins = reader(rf"{_START}(?:B0[A-Z0-9]{{8}}|\d{{9}}X){_END}", lambda match: match.group().upper())
"""ASINs, and ISBNs that end in X; one in digits alone counts as a number."""

read_phones = reader(
    rf"(?<![\w+-])(?:\+\d{{1,3}}(?:[ .\u00a0-]?\(?\d{{1,4}}\)?){{2,5}}"
    rf"|\(\d{{3,5}}\){_SPACE}?\d{{3,4}}[ .-]?\d{{3,4}}"
    rf"|\d{{3}}([-.])\d{{3}}\1\d{{4}}|0\d{{2,4}}[ -]\d{{3,4}}[ -]?\d{{3,4}}){_END}(?!-\d)",
    _phone,
)
"""Phone numbers as their last ten digits, so that a country code or a leading zero makes no difference."""

read_references = reader(rf"{_START}[^\W_]++(?:[-_/][^\W_]++)*", _reference)
"""Any other token of letters and digits, in capitals: INV-2026-118, FBA15ABC, TS-101."""
