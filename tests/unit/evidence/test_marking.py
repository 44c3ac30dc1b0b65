"""What is marked, what never is, and that marks change nothing else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from evidencecase import case_of, document, invoice, raw_facts

from poa_ai.evidence.demands import demands_on
from poa_ai.evidence.markfile import mark_file
from poa_ai.evidence.marking import never_marked
from poa_ai.evidence.vocabulary import load_vocabulary
from poa_ai.testing.papers import invoice_pdf

pypdf = pytest.importorskip("pypdf")


def reason(text: str = "Invoice", **entry: Any) -> str | None:
    case = case_of(raw_facts(evidence=[invoice(**entry)]))
    exhibit, vocabulary = case.facts.evidence[0], load_vocabulary()
    demands = demands_on(exhibit, case, vocabulary)
    return never_marked(exhibit, document(text), demands, case, vocabulary)


def test_an_invoice_may_be_marked() -> None:
    assert reason() is None


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "passport"},
        {"kind": "bank_statement"},
        {"kind": "utility_bill"},
        {"kind": "owners_driving_licence", "highlight": ["B0CJ4K9XQZ"]},
        {"kind": "photo", "title": "Passport of the director"},
        {"kind": "photo", "file": "bank-statement.pdf"},
        {"kind": "photo", "text": "PASSPORT No 123456789, Nationality: GBR"},
        {"kind": "invoice", "text": "Account statement\nOpening balance 12.00\nClosing balance 9.00"},
        {"kind": "holiday_picture"},
    ],
)
def test_identity_and_bank_papers_and_what_nobody_asked_for_are_not(entry: dict[str, Any]) -> None:
    assert reason(**entry) is not None


def test_what_the_issue_type_says_comes_on_top_of_that() -> None:
    case = case_of(raw_facts())
    exhibit, vocabulary = case.facts.evidence[0], load_vocabulary()
    demands = replace(demands_on(exhibit, case, vocabulary), unmarked=True)
    told = never_marked(exhibit, document("Invoice"), demands, case, vocabulary)
    assert told == "papers of this kind are never marked: marks on them are read as forgery"


def test_a_marked_copy_begins_with_the_original_and_shows_the_same_text(tmp_path: Path) -> None:
    source, copy = invoice_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf"
    before = source.read_bytes()
    quad = (60, 700, 120, 700, 120, 690, 60, 690)
    note = "ASIN: B0 (é)"

    mark_file(source, copy, [{"page": 1, "quads": [quad], "colour": [255, 235, 60], "note": note}])

    assert source.read_bytes() == before
    assert copy.read_bytes().startswith(before)
    page = pypdf.PdfReader(copy).pages[0]
    assert page.extract_text() == pypdf.PdfReader(source).pages[0].extract_text()
    (mark,) = (entry.get_object() for entry in page["/Annots"])
    assert (mark["/Subtype"], mark["/F"], mark["/Contents"]) == ("/Highlight", 4, note)
    assert [float(value) for value in mark["/QuadPoints"]] == [60, 700, 120, 700, 60, 690, 120, 690]
    assert b"Multiply" in copy.read_bytes()
    assert "/N" in mark["/AP"]


def test_a_file_that_is_no_pdf_within_can_not_be_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 and no more")

    with pytest.raises(ValueError, match="does not allow"):
        mark_file(path, tmp_path / "b.pdf", [])
