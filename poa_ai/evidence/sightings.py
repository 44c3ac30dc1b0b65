"""What stands where in a document: products, contacts, dates, names, quantities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from poa_ai.dates import read_dates
from poa_ai.evidence.cells import Cell, buyer_cells, cells_of
from poa_ai.evidence.issuedate import DateRole, date_role
from poa_ai.evidence.page import Document, Page
from poa_ai.evidence.quantitycolumn import QuantityColumn, read_quantities
from poa_ai.evidence.vocabulary import Vocabulary
from poa_ai.identifiers import read_asins, read_emails, read_order_ids, read_phones, read_urls
from poa_ai.readings import Reader

_LIKE = str.maketrans("OQDILSZGB", "000115268")  # what a picture shows alike
_TOKEN = re.compile(r"(?<![^\W_])[A-Z0-9]{10,13}(?![^\W_])")
_POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2},? \d{5}(?:-\d{4})?\b"
    r"|\b\d{5} [A-ZÄÖÜ][a-zäöüß]+|\b[A-Z]\d[A-Z] \d[A-Z]\d\b"
)
_NUMBER = re.compile(
    r"\b(?:invoice|receipt|rechnungs?|facture|factura|fattura|beleg)"
    r"[ -]?(?:number|nummer|num|no|nr|id|n°|nº|#)?\.?\s?[:#]?\s?"
    r"(?=[A-Z/-]{0,12}\d)([A-Z0-9][A-Z0-9/-]{2,30})(?!\w)",
    re.IGNORECASE,
)
_CONTACTS: tuple[tuple[str, Reader], ...] = (
    ("email", read_emails),
    ("phone", read_phones),
    ("website", read_urls),
    ("order-id", read_order_ids),
)


class Sighting(NamedTuple):
    """A range of a page's text that shows something.

    `value` is its canonical form: the ASIN of a product, digits of a phone, an ISO date (two joined by "|"
    where it can be read in two ways), units of a quantity. `of` is the ASIN that a quantity counts. `buyers`
    tells that it stands in the buyer's block. A sighting that is not `sure` wants a look.
    """

    kind: str
    page: int
    start: int
    end: int
    text: str
    value: str
    of: str = ""
    buyers: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts know that documents may show. `names` gives for each ASIN titles and SKUs."""

    names: Mapping[str, tuple[str, ...]]
    buyer: str | None = None
    supplier: str | None = None
    words: tuple[str, ...] = ()


def sightings_in(document: Document, known: Known, vocabulary: Vocabulary) -> tuple[Sighting, ...]:
    """Everything found, page by page in the order of the text. Linear in the text."""
    found: list[Sighting] = []
    column: QuantityColumn | None = None
    for page in document.pages:
        cells = cells_of(page)
        buyers = buyer_cells(page, cells, vocabulary)
        on_page = [*_products(page, known), *_contacts(page), *_dates(page, cells, vocabulary)]
        on_page += [*_names(page, cells, buyers, known, vocabulary), *_addresses(page, cells, vocabulary)]
        owned = [sighting._replace(buyers=_inside(sighting, buyers)) for sighting in on_page]
        asins, names = ([(s.start, s.value) for s in owned if s.kind == kind] for kind in ("asin", "product"))
        heading = vocabulary.label("quantity")
        quantities, column = read_quantities(page, cells, asins, names, heading, column)
        owned += [
            Sighting(
                "quantity", page.number, q.start, q.end, page.text[q.start : q.end], str(q.units), q.asin
            )
            for q in quantities
        ]
        found += sorted(owned, key=lambda sighting: (sighting.start, sighting.kind))
    return tuple(found)


def _inside(sighting: Sighting, cells: Iterable[Cell]) -> bool:
    return any(cell.start <= sighting.start < cell.end for cell in cells)


def _seen(
    kind: str, page: Page, start: int, end: int, value: str | None = None, *, sure: bool = True
) -> Sighting:
    text = page.text[start:end]
    return Sighting(kind, page.number, start, end, text, text if value is None else value, sure=sure)


def _products(page: Page, known: Known) -> Iterator[Sighting]:
    read = {reading.start: reading.normal for reading in read_asins(page.text)}
    folded = {asin.translate(_LIKE): asin for asin in known.names} if page.confidence is not None else {}
    for match in _TOKEN.finditer(page.text):
        token = match.group()
        asin = token if token in known.names else folded.get(token.translate(_LIKE), read.get(match.start()))
        if asin is not None:
            yield _seen("asin", page, *match.span(), asin, sure=token == asin)
    for asin, names in known.names.items():
        for name in names:
            for match in as_written(name).finditer(page.text):
                yield _seen("product", page, *match.span(), asin)


def as_written(name: str) -> re.Pattern[str]:
    """The words of a name in any case, whatever stands between them."""
    words = re.findall(r"[^\W_]+", name)[:30]
    return re.compile(
        r"(?<![^\W_])" + r"[\W_]{0,4}".join(map(re.escape, words)) + r"(?![^\W_])", re.IGNORECASE
    )


def _contacts(page: Page) -> Iterator[Sighting]:
    taken: list[tuple[int, int]] = []
    for kind, read in _CONTACTS:
        for reading in sorted(read(page.text)):
            if kind == "website" and any(start < reading.end and reading.start < end for start, end in taken):
                continue  # the end of an e-mail address
            taken.append((reading.start, reading.end))
            yield _seen(kind, page, reading.start, reading.end, reading.normal)
    for match in _NUMBER.finditer(page.text):
        yield _seen("document-number", page, *match.span(1), match[1].upper())


def _dates(page: Page, cells: Sequence[Cell], vocabulary: Vocabulary) -> Iterator[Sighting]:
    for reading in sorted(read_dates(page.text)):
        if not re.fullmatch(r"\d{4}-\d\d-\d\d(?:\|\d{4}-\d\d-\d\d)?", reading.normal):
            continue  # no whole day
        role = date_role(page, cells, reading.start, vocabulary)
        if role is DateRole.OTHER:
            continue
        yield _seen("date", page, reading.start, reading.end, reading.normal, sure=role is DateRole.ISSUE)


def _names(
    page: Page, cells: Sequence[Cell], buyers: frozenset[Cell], known: Known, vocabulary: Vocabulary
) -> Iterator[Sighting]:
    buyer_places: list[tuple[int, int]] = []
    for name, sure in ((known.buyer, True), (_short(known.buyer, vocabulary), False)):
        for match in as_written(name).finditer(page.text) if name and not buyer_places else ():
            buyer_places.append(match.span())
            yield _seen("buyer-name", page, *match.span(), name, sure=sure)
    for word in known.words:
        for match in as_written(word).finditer(page.text) if re.search(r"[^\W_]", word) else ():
            yield _seen("asked-for", page, *match.span(), word)
    if known.supplier:
        for match in as_written(known.supplier).finditer(page.text):
            yield _seen("supplier-name", page, *match.span(), known.supplier)
    for cell in cells:
        if cell in buyers or any(cell.start <= start < cell.end for start, _ in buyer_places):
            continue
        if (span := _company(page, cell, vocabulary)) is not None:
            yield _seen("supplier-name", page, *span)


def _short(name: str | None, vocabulary: Vocabulary) -> str | None:
    """A company's name without its form, where at least two words are left."""
    short = vocabulary.company_form.sub("", name).strip(" ,") if name else ""
    return short if name and short != name and len(short) >= 5 else None


def _company(page: Page, cell: Cell, vocabulary: Vocabulary) -> tuple[int, int] | None:
    match = vocabulary.company_form.search(page.text, cell.start, min(cell.end, cell.start + 120))
    if match is None:
        return None
    colon = page.text.rfind(": ", cell.start, match.start())
    start = cell.start if colon < 0 else colon + 2
    words = page.text[start : match.start()].split()
    named = 1 <= len(words) <= 8 and all(word[:1].isupper() or word[:1] in "&0123456789" for word in words)
    return (start, match.end()) if named else None


def _addresses(page: Page, cells: Sequence[Cell], vocabulary: Vocabulary) -> Iterator[Sighting]:
    for cell in cells:
        text = cell.text(page)[:200]
        numbered = any(map(str.isdigit, text))
        street = numbered and vocabulary.street_word.search(text) is not None and len(text.split()) >= 3
        if street or _POSTCODE.search(text):
            yield _seen("address", page, cell.start, min(cell.end, cell.start + 200))
