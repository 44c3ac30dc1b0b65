"""Documents held against what they must show."""

from typing import Any

import pytest
from evidencecase import LINES, case_of, document, invoice, raw_facts

from poa_ai.evidence.checks import Check, State, checks_on
from poa_ai.evidence.demands import demands_on
from poa_ai.evidence.gathering import _known  # what the facts know of a document
from poa_ai.evidence.page import Document
from poa_ai.evidence.sightings import sightings_in
from poa_ai.evidence.vocabulary import load_vocabulary


def checked(paper: Document, entry: dict[str, Any] | None = None, **more: Any) -> dict[str, Check]:
    case = case_of(raw_facts(evidence=[entry or invoice()], **more))
    vocabulary = load_vocabulary()
    exhibit = case.facts.evidence[0]
    sightings = sightings_in(paper, _known(exhibit, case), vocabulary)
    checks = checks_on(exhibit, paper, sightings, demands_on(exhibit, case, vocabulary))
    return {check.what: check for check in checks}


def failed(paper: Document, entry: dict[str, Any] | None = None, **more: Any) -> set[str]:
    return {what for what, check in checked(paper, entry, **more).items() if check.failed}


def without(*words: str) -> Document:
    return document(*(line for line in LINES if not any(word in line for word in words)))


def test_a_whole_invoice_fails_nothing() -> None:
    assert failed(document(*LINES)) == set()


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("Harbour Way", "supplier address"),
        ("+44 113", "supplier telephone"),
        ("Invoice date", "issue date"),
        ("Oakline", "buyer name and address as in the account"),
        ("Qty", "quantity for each ASIN"),
    ],
)
def test_what_is_missing_is_named(word: str, what: str) -> None:
    paper = without(word, "www.") if "+44" in word else without(word)

    assert what in failed(paper)


@pytest.mark.parametrize(
    ("file", "fails"),
    [("invoice.pdf", False), ("invoice.JPEG", False), ("invoice.docx", True), ("i.pdf.zip", True)],
)
def test_a_format_that_is_not_accepted_fails_and_names_those_that_are(file: str, fails: bool) -> None:
    found = checked(document(*LINES), invoice(file=file))
    assert ("file format" in found) == fails
    if fails:
        assert found["file format"].failed
        told = "not accepted as invoices or receipts of the supplier; send it as pdf, jpg, png or gif"
        assert found["file format"].told == told


def test_the_buyers_contacts_are_not_the_suppliers() -> None:
    assert failed(without("+44 113", "www.")) == {"supplier telephone", "supplier website"}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("14 October 2026", State.OK),
        ("15 October 2026", State.WRONG),
        ("14 October 2025", State.OK),
        ("13 October 2025", State.WRONG),
    ],
)
def test_the_window_is_counted_from_the_notice(day: str, state: State) -> None:
    paper = document(*(line.replace("17 September 2026", day) for line in LINES))

    assert checked(paper, invoice(dated=None))["issue date"].state is state


def test_the_window_of_the_notice_goes_before_that_of_the_issue_type() -> None:
    notice = raw_facts()["notice"] | {"requests": [{"id": "R1", "kind": "invoice", "window_days": 10}]}

    check = checked(document(*LINES), notice=notice)["issue date"]

    assert check.failed
    assert "R1" in check.told


def test_a_date_that_can_be_read_in_two_ways_wants_a_look_unless_the_facts_tell() -> None:
    paper = document(*(line.replace("17 September 2026", "10/12/2026") for line in LINES))

    assert checked(paper, invoice(dated=None))["issue date"].state is State.LOOK
    assert checked(paper, invoice(dated="2026-10-12"))["issue date"].state is State.OK


def test_facts_that_say_otherwise_than_the_document_fail() -> None:
    entry = invoice(dated="2026-09-18", quantities={"B0CJ4K9XQZ": 500}, covers=["B0NOTTHERE"])

    assert failed(document(*LINES), entry) == {
        "issue date",
        "units as in the facts",
        "products as in the facts",
    }


@pytest.mark.parametrize("heading", ["PRO FORMA INVOICE", "Order Confirmation", "Proforma-Invoice"])
def test_a_paper_that_calls_itself_one_that_is_refused_fails(heading: str) -> None:
    assert "accepted kind" in failed(document(heading, *LINES))


def test_a_kind_that_is_refused_fails() -> None:
    assert "accepted kind" in checked(document(*LINES), invoice(kind="order_confirmation"))


def test_a_page_that_is_not_there_is_named() -> None:
    paper = document(*LINES, "Page 1 of 3")

    assert checked(paper)["all pages"].told == "page 2, 3 of 3 is not there"


def test_a_document_without_text_or_with_a_fault_fails_at_being_read_and_nothing_else() -> None:
    assert failed(Document(fault="is broken")) == {"readable"}
    assert failed(document("")) == {"readable"}


def test_what_only_helps_does_not_fail() -> None:
    assert failed(document("Nothing at all"), invoice(kind="photo")) == set()
