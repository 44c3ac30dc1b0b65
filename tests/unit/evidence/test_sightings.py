"""Finding products, contacts, dates, names and quantities."""

import pytest
from evidencecase import LINES, document

from poa_ai.evidence.page import Document, Page
from poa_ai.evidence.sightings import Known, Sighting, sightings_in
from poa_ai.evidence.vocabulary import load_vocabulary

KNOWN = Known({"B0CJ4K9XQZ": ("Stainless mixing bowl",), "B08N5WRWNW": ()}, "Oakline Trading LLC")


def found(*lines: str, known: Known = KNOWN) -> list[Sighting]:
    return list(sightings_in(document(*lines), known, load_vocabulary()))


def values(kind: str, *lines: str) -> list[str]:
    return [sighting.value for sighting in found(*lines) if sighting.kind == kind]


def test_everything_an_invoice_must_show_is_found() -> None:
    seen = found(*LINES)

    supplier = {(s.kind, s.value) for s in seen if not s.buyers}
    assert ("supplier-name", "Brightwater Home Goods Ltd.") in supplier
    assert ("phone", "1134960123") in supplier
    assert ("email", "sales@brightwater-homegoods.example") in supplier
    assert ("website", "brightwater-homegoods.example") in supplier
    assert ("date", "2026-09-17") in supplier
    assert ("document-number", "BW-2026-0917") in supplier
    assert any(kind == "address" and "Harbour Way" in value for kind, value in supplier)
    assert {s.of: s.value for s in seen if s.kind == "quantity"} == {"B0CJ4K9XQZ": "120", "B08N5WRWNW": "48"}


def test_what_stands_in_the_buyers_block_is_the_buyers() -> None:
    assert {s.kind for s in found(*LINES) if s.buyers} == {"buyer-name", "phone", "address"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Invoice date: 17 September 2026   Due: 2026-10-17", ["2026-09-17"]),
        ("Order date 2026-08-01\tInvoice date 2026-08-04", ["2026-08-04"]),
        ("Due date\tInvoice date\n2026-10-17\t2026-09-17", ["2026-09-17"]),
        ("Delivery date: 3 May 2026", []),
        ("Date: 03/04/2026", ["2026-03-04|2026-04-03"]),
        ("Rechnungsdatum: 17.09.2026  Fällig: 17.10.2026", ["2026-09-17"]),
    ],
)
def test_only_the_date_of_issue_counts(text: str, days: list[str]) -> None:
    assert values("date", text) == days


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Item\tASIN\tQty\nBowl\tB0CJ4K9XQZ\t1,200", ["1200"]),
        ("Item\tQty Shipped\tPrice\nStainless mixing bowl\t24 pcs\t$3.00", ["24"]),
        ("Qty\tItem\n24.00\tStainless mixing bowl", ["24"]),
        ("Item\tQty\nStainless mixing bowl\t24\nB0CJ4K9XQZ", ["24"]),
        ("Item\tPrice\nStainless mixing bowl\t24", []),
        ("Item\tQty\nB0CJ4K9XQZ and B08N5WRWNW\t24", []),
        ("Stainless mixing bowl\t24", []),
    ],
)
def test_units_stand_below_their_heading_in_the_row_of_the_product(text: str, units: list[str]) -> None:
    assert values("quantity", text) == units


def test_an_asin_that_a_picture_shows_alike_is_told_as_unsure() -> None:
    scan = Document((Page(1, "BOCJ4K9XQZ", confidence=0.9),), 1)

    (sighting,) = sightings_in(scan, KNOWN, load_vocabulary())

    assert (sighting.value, sighting.text, sighting.sure) == ("B0CJ4K9XQZ", "BOCJ4K9XQZ", False)


def test_an_asin_of_digits_alone_counts_where_the_facts_know_it() -> None:
    known = Known({"1234567890": ()})

    assert [s.value for s in found("ISBN 1234567890", known=known) if s.kind == "asin"] == ["1234567890"]
    assert not [s for s in found("Phone 1234567890") if s.kind == "asin"]


def test_a_buyer_without_its_form_of_company_wants_a_look() -> None:
    (sighting,) = (s for s in found("Sold to Oakline Trading") if s.kind == "buyer-name")

    assert not sighting.sure
