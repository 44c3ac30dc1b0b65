"""ASINs, order ids, the marketplace and the account's token in a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from poa_ai.findings import Span
from poa_ai.intake.heard import Heard
from poa_ai.lazypattern import lazy_pattern
from poa_ai.values import Kind, Value

MAX_PRODUCTS = 2_000
"""So many products a facts file holds."""

_ISBN = lazy_pattern(r"(?<![\w-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\w-])")
_TITLE = lazy_pattern(r"(?:asins?|isbns?(?:-1[03])?)(?:/isbns?)?(?: numbers?| \(s\)|\(s\))?\b", re.IGNORECASE)
_OTHER_LABEL = lazy_pattern(
    r"(?:complaint|case|report|order|reference|ticket|phone|telephone|tel|fax|registration|patent|trademark|invoice|ean|upc|gtin"
    r"|tracking|shipment|claim|notice|account|merchant|request|submission|call)(?:\s\w{2,12})?\s?(?:ids?|numbers?|no\.?|nos\.?|#)?\s?[:#]?\s*$",
    re.IGNORECASE,
)
_LINKED = lazy_pattern(
    r"(?:/dp/|/gp/product/|/gp/aw/d/|/gp/offer-listing/|/product/|[?&]asin=)(B0[A-Z0-9]{8})(?![A-Za-z0-9])"
)
_PLACEHOLDER = lazy_pattern(r"(.)\1{5}")
_CODE = lazy_pattern(r"(?<![\w-])(?=[A-Z0-9-]{0,16}\d)[A-Z0-9-]{9,17}(?![\w-])|[:#.]")
_LISTED = lazy_pattern(r"[\s,;|/&()•*-]*(?:and\s|or\s)?[\s,;|/&()•*-]*", re.IGNORECASE)
_BOOKS = lazy_pattern(
    r"\b(?:(?:text|work|hand|note|e-?)?books?|titles?|editions?|paperbacks?|hard(?:cover|back)s?|novels?"
    r"|isbns?|publish(?:ers?|ed|ing)|publications?|authors?|volumes?)\b",
    re.IGNORECASE,
)
_LISTED_ASIN = lazy_pattern(r"[\s*•|\d.)-]{0,8}B0[A-Z0-9]{8}\b")
_TOKEN = lazy_pattern(r"(?:merchant token|seller id|merchant id)\s?[:#]?\s?(A[A-Z0-9]{11,14})\b")
_STORE = lazy_pattern(
    r"amazon\.(com\.(?:mx|br|au|tr|be)|co\.(?:uk|jp|za)|com|de|fr|it|es|nl|se|pl|ca|in|sg|ae|sa|eg|ie)\b(?!\.\w)",
    re.IGNORECASE,
)
_STORES = {"com": "US", "co.uk": "UK", "co.jp": "JP", "co.za": "ZA"}


def read_products(text: str, values: Sequence[Value]) -> Iterator[Heard]:
    """The ASINs, each once, those in links as well.

    An ISBN counts where it is called so or listed below such a word; elsewhere where it adds up and the
    notice speaks of books, or holds an ISBN that ends in X.
    """
    found = {value.span: value.normal for value in values if value.kind is Kind.ASIN}
    found |= dict(_isbns(text))
    found |= {Span(*match.span(1)): match[1] for match in _LINKED.finditer(text)}
    books = {asin[:9] for asin in found.values() if len(asin) == 10}
    seen: set[str] = set()
    for span, asin in sorted(found.items()):
        if len(asin) == 13 and asin[3:12] in books:
            continue  # the same book by its longer number
        if asin in seen or _PLACEHOLDER.search(asin[2:]) or len(seen) == MAX_PRODUCTS:
            continue
        if (
            asin.startswith("B0")
            and not any(map(str.isupper, text[span.start : span.end]))
            and asin.isalpha()
        ):
            continue
        seen.add(asin)
        yield Heard(f"/products/{len(seen) - 1}/asin", asin, span)


def _isbns(text: str) -> Iterator[tuple[Span, str]]:
    end, listed = -1, False
    codes = [
        (match, match.group().upper().replace("-", "").replace(" ", "")) for match in _ISBN.finditer(text)
    ]
    of_books = _BOOKS.search(text) is not None or any(code[-1] == "X" and _checks(code) for _, code in codes)
    for match, code in codes:
        joined = listed and _LISTED.fullmatch(text, end, match.start()) is not None
        before = text[max(0, match.start() - 60) : match.start()]
        label = list(_TITLE.finditer(before))
        called = bool(label) and _LISTED.fullmatch(_CODE.sub(" ", before[label[-1].end() :])) is not None
        listed = (joined or called or _in_list(text, *match.span())) and not _OTHER_LABEL.search(before)
        end = match.end()
        if listed or (of_books and _checks(code) and not _OTHER_LABEL.search(before)):
            yield Span(*match.span()), code


def _in_list(text: str, start: int, end: int) -> bool:
    """Whether the code begins or ends a line, beside one that begins with an ASIN or below one naming it."""
    lines = text[max(0, start - 400) : start].split("\n")
    begins = not lines[-1].strip(" -*•|\t0123456789.)")
    ends = len(lines[-1]) < 80 and not text[end : end + 20].split("\n")[0].strip(" |\t")
    if len(lines) < 2 or not (begins or ends):
        return False
    below = text[end : end + 400].partition("\n")[2]
    if begins and (_LISTED_ASIN.match(lines[-2]) or _LISTED_ASIN.match(below)):
        return True
    for line in reversed(lines[:-1]):
        titles = list(_TITLE.finditer(line))
        if titles:
            return begins or not line[titles[-1].end() :].strip(" |\t")
        if any(map(str.isalnum, line)) and not any(map(str.isdigit, line)):
            return False
    return False


def _checks(code: str) -> bool:
    """Whether the check digit of an ISBN is right."""
    if len(code) == 13:
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code)) % 10 == 0
    total = sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(code))
    return total % 11 == 0


def read_orders(values: Sequence[Value]) -> tuple[tuple[str, Span], ...]:
    """The order ids, each once, with their first place."""
    found: dict[str, Span] = {}
    for value in values:
        if value.kind is Kind.ORDER_ID:
            found.setdefault(value.normal, value.span)
    return tuple(found.items())


def read_seller(text: str) -> Iterator[Heard]:
    """The marketplace where the text names exactly one, and the account's token where it is labelled."""
    stores = {
        _STORES.get(m[1].lower(), m[1].lower()[-2:].upper()): Span(*m.span())
        for m in _STORE.finditer(text)
        if not _in_address(text, m.start())
    }
    if len(stores) == 1:
        ((code, span),) = stores.items()
        yield Heard("/seller/marketplace", code, span)
    if token := _TOKEN.search(text):
        yield Heard("/seller/merchant_token", token[1], Span(*token.span(1)))


def _in_address(text: str, start: int) -> bool:
    """Whether the name belongs to an e-mail address or a link, which says little about where one sells."""
    return text[max(0, start - 1) : start] in ("@", "/", ".", "-")
