"""`poa-ai evidence`: table, index, copies, exit code."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from commandrun import Runner

from poa_ai.testing.papers import ROWS, invoice_pdf

pytest.importorskip("pypdfium2")
pytest.importorskip("pypdf")


@pytest.fixture
def facts(working_folder: Path) -> Path:
    (working_folder / "docs").mkdir()
    invoice_pdf(working_folder / "docs" / "invoice.pdf")
    return _write(working_folder)


def _write(folder: Path, *more: dict[str, Any], **parts: Any) -> Path:
    invoice = {"id": "E1", "kind": "supplier_invoice", "title": "Invoice of Brightwater Home Goods Ltd."}
    raw = {
        "schema_version": 1,
        "seller": {"name": "Oakline Trading LLC"},
        "notice": {"received": "2026-10-14", "asks_for_plan": True},
        "issues": ["authenticity"],
        "products": [{"asin": r.asin, "title": r.product, "units_sold": r.units} for r in ROWS],
        "root_causes": [{"issue": "authenticity", "statement": "The invoices were not kept."}],
        "evidence": [{**invoice, "file": "docs/invoice.pdf", "dated": "2026-09-17"}, *more],
        **parts,
    }
    path = folder / "facts.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def test_a_good_invoice_is_checked_copied_and_marked(run: Runner, facts: Path, tmp_path: Path) -> None:
    source = facts.parent / "docs" / "invoice.pdf"
    before = source.read_bytes()

    ran = run("evidence", facts, "--out", tmp_path / "out")

    assert ran.code == 0
    assert ran.err == ""
    assert "E1       supplier_invoice  docs/invoice.pdf  1      ok" in ran.out
    assert source.read_bytes() == before
    assert (tmp_path / "out/originals/E1-invoice.pdf").read_bytes() == before
    assert (tmp_path / "out/marked/E1-invoice-marked.pdf").read_bytes().startswith(before)
    assert hashlib.sha256(before).hexdigest() in (tmp_path / "out/index.md").read_text("utf-8")


def test_the_index_says_what_to_look_at_and_where(run: Runner, facts: Path, tmp_path: Path) -> None:
    ran = run("evidence", facts, "--out", tmp_path / "out", "--json")

    index = json.loads(ran.out)
    assert index == json.loads((tmp_path / "out/index.json").read_text("utf-8"))
    (exhibit,) = index["exhibits"]
    assert {"page": 1, "what": "ASIN: B0CJ4K9XQZ"}.items() <= exhibit["look_at"][-4].items()
    assert all(len(place) == 8 for look in exhibit["look_at"] for place in look["places"])
    assert exhibit["submit"].startswith("the original; the marked copy only beside it")
    assert index["products"][0] == {
        "asin": "B0CJ4K9XQZ",
        "exhibits": ["E1"],
        "units": 120,
        "units_sold": 120,
        "faults": [],
    }


def test_a_notice_that_asks_for_marks_gets_the_marked_copy(run: Runner, facts: Path, tmp_path: Path) -> None:
    text = "Your items may be inauthentic. Please highlight or circle the ASIN on the invoice."
    _write(facts.parent, notice={"received": "2026-10-14", "asks_for_plan": True, "text": text})

    ran = run("evidence", facts, "--out", tmp_path / "out", "--json")

    assert json.loads(ran.out)["exhibits"][0]["submit"].startswith("the original and the marked copy")


def test_a_file_that_fails_is_a_line_and_the_rest_goes_on(run: Runner, facts: Path, tmp_path: Path) -> None:
    (facts.parent / "docs" / "bad.pdf").write_bytes(b"%PDF nothing")
    bad = {"id": "E2", "kind": "supplier_invoice", "title": "Second invoice", "file": "docs/bad.pdf"}
    gone = {"id": "E3", "kind": "photo", "title": "Photo", "file": "docs/gone.png"}
    _write(facts.parent, bad, gone)

    ran = run("evidence", facts, "--out", tmp_path / "out")

    assert ran.code == 1
    assert "E2: required: readable: is broken or is no PDF" in ran.out
    assert "E3: better: readable: is not there" in ran.out
    assert (tmp_path / "out/marked/E1-invoice-marked.pdf").exists()


def test_units_below_sales_fail_and_copies_of_one_invoice_count_once(
    run: Runner, facts: Path, tmp_path: Path
) -> None:
    invoice_pdf(facts.parent / "docs" / "again.pdf", pages=1, said_pages=1)
    again = {"id": "E2", "kind": "supplier_invoice", "title": "Copy", "file": "docs/again.pdf"}
    products = [{"asin": "B0CJ4K9XQZ", "units_sold": 121}]
    _write(facts.parent, again, products=products)

    ran = run("evidence", facts, "--out", tmp_path / "out")

    assert ran.code == 1
    assert "required: B0CJ4K9XQZ: the documents show 120 units, and 121 were sold" in ran.out
    assert "E2: note: the same document as E1; its units count once" in ran.out


def test_identity_papers_are_copied_and_never_marked(run: Runner, facts: Path, tmp_path: Path) -> None:
    paper = {"id": "E2", "kind": "passport", "title": "Passport", "file": "docs/invoice.pdf"}
    _write(facts.parent, {**paper, "highlight": ["B0CJ4K9XQZ"]})

    ran = run("evidence", facts, "--out", tmp_path / "out", "--json")

    exhibit = json.loads(ran.out)["exhibits"][1]
    assert exhibit["original"] == "originals/E2-invoice.pdf"
    assert exhibit["marked"] is None
    assert exhibit["look_at"] == []
    assert exhibit["submit"].startswith("the original, unmarked: identity and bank papers are never marked")


def test_private_words_do_not_appear(run: Runner, facts: Path, tmp_path: Path) -> None:
    _write(facts.parent, private=["Harbour Way"])

    run("evidence", facts, "--out", tmp_path / "out")

    assert "Harbour" not in (tmp_path / "out/index.json").read_text("utf-8")


def test_a_copy_of_an_earlier_run_is_told(run: Runner, facts: Path, tmp_path: Path) -> None:
    (tmp_path / "out/marked").mkdir(parents=True)
    (tmp_path / "out/marked/E9-old.pdf").write_bytes(b"old")

    ran = run("evidence", facts, "--out", tmp_path / "out")

    assert "E9-old.pdf is left from an earlier run" in ran.err


def test_a_folder_that_can_not_be_written_is_wrong_usage(run: Runner, facts: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    ran = run("evidence", facts, "--out", tmp_path / "out")

    assert ran.code == 2
    assert len(ran.lines) == 1
