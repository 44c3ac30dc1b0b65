"""Reading files into pages of words, and where the words stand."""

from pathlib import Path

import pytest

from poa_ai.evidence.ocr import can_read_pictures
from poa_ai.evidence.page import Page, Word
from poa_ai.evidence.pdf import PdfFile
from poa_ai.evidence.reader import DocumentReader
from poa_ai.evidence.textfiles import read_text_file
from poa_ai.testing.papers import docx_file, invoice_pdf, mail_file, pictures_of, scan_pdf

pypdfium2 = pytest.importorskip("pypdfium2")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_text_pdf_is_read_in_the_order_in_which_it_is_shown(tmp_path: Path, turn: int) -> None:
    page, marked = PdfFile(invoice_pdf(tmp_path / "a.pdf", turn=turn)).page(0, None)

    lines = page.text.split("\n")
    if turn != 180:  # drawn upright, and so shown on its head
        assert lines[0] == "Brightwater Home Goods Ltd."
        assert "Bill to:\tInvoice date: 17 September 2026" in lines
        assert "Stainless mixing bowl\tB0CJ4K9XQZ\t120\t$7.90" in lines
    assert len(page.words) > 30
    assert page.confidence is None
    assert not marked


@pytest.mark.parametrize("turn", [0, 90, 270])
def test_a_quad_stands_on_its_word(tmp_path: Path, turn: int) -> None:
    path = invoice_pdf(tmp_path / "a.pdf", turn=turn)
    page, _ = PdfFile(path).page(0, None)
    start = page.text.index("B08N5WRWNW")

    (quad,) = page.quads(start, start + 10)

    text = pypdfium2.PdfDocument(path)[0].get_textpage()
    left, right = min(quad[::2]), max(quad[::2])
    bottom, top = min(quad[1::2]), max(quad[1::2])
    assert text.get_text_bounded(left=left, bottom=bottom, right=right, top=top).strip() == "B08N5WRWNW"


def test_a_range_over_two_cells_or_lines_has_a_quad_for_each() -> None:
    words = tuple(
        Word(start, start + 1, (x, 0, x + 1, 0, x + 1, 1, x, 1), x, x + 1)
        for start, x in ((0, 0), (2, 2), (4, 9))
    )
    page = Page(1, "a b\tc", words)

    assert list(page.quads(0, 5)) == [(0, 0, 3, 0, 3, 1, 0, 1), (9, 0, 10, 0, 10, 1, 9, 1)]


def test_a_range_within_a_word_has_its_share_of_the_width() -> None:
    page = Page(1, "ASIN:B0", (Word(0, 7, (0, 0, 70, 7, 70, 17, 0, 10), 0, 70),))

    assert list(page.quads(5, 7)) == [(50, 5, 70, 7, 70, 17, 50, 15)]


def test_a_page_comes_through_the_pipe_as_it_was(tmp_path: Path) -> None:
    path = invoice_pdf(tmp_path / "a.pdf")
    own, _ = PdfFile(path).page(0, None)

    with DocumentReader() as reader:
        document = reader.read(path)

    assert document.fault is None
    assert document.pages[0].text == own.text
    assert document.pages[0].words[3].quad == pytest.approx(own.words[3].quad, abs=0.01)


def test_mail_table_and_word_processor_files_are_text(tmp_path: Path) -> None:
    lines = ["Supplier: Brightwater Home Goods Ltd.", "ASIN B0CJ4K9XQZ"]
    table = tmp_path / "a.csv"
    table.write_text("asin;qty\nB0CJ4K9XQZ;12\n", encoding="utf-8")

    assert text_of(docx_file(tmp_path / "a.docx", lines)).split() == " ".join(lines).split()
    assert "ASIN B0CJ4K9XQZ" in text_of(mail_file(tmp_path / "a.eml", lines))
    assert text_of(mail_file(tmp_path / "a.eml", lines)).startswith(
        "From: sales@brightwater-homegoods.example\nTo: "
    )
    assert text_of(table) == "asin\tqty\nB0CJ4K9XQZ\t12"


def test_the_cells_of_a_web_page_stay_apart_and_what_nobody_sees_is_no_evidence(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    hidden = "<span style='display:none'>B08N5WRWNW</span>"
    page.write_text(
        f"<table>\n\t<tr><td>Bowl,\n\tsteel<td>B0CJ4K9XQZ<td>12</tr></table>{hidden}", encoding="utf-8"
    )

    pages, notes = read_text_file(page)

    assert pages[0].text.strip() == "Bowl, steel\tB0CJ4K9XQZ\t12"
    assert notes == ('text that a reader does not see was left out: "B08N5WRWNW"',)


def text_of(path: Path) -> str:
    (page,), notes = read_text_file(path)
    assert notes == ()
    return page.text


@pytest.mark.skipif(not can_read_pictures(), reason="the extra that reads pictures is not installed")
@pytest.mark.parametrize("turn", [0, 180])
def test_a_leaning_scan_is_read_and_its_quads_stand_where_the_text_stood(tmp_path: Path, turn: int) -> None:
    source = invoice_pdf(tmp_path / "a.pdf")
    page, _ = PdfFile(source).page(0, None)
    scan = scan_pdf(source, tmp_path / "scan.pdf", lean=0, turn=turn)

    with DocumentReader() as reader:
        (seen,) = reader.read(scan).pages

    assert "Stainless mixing bowl\tB0CJ4K9XQZ\t120\t$7.90" in seen.text
    where, was = (
        next(iter(p.quads(at, at + 10))) for p in (seen, page) for at in [p.text.index("B08N5WRWNW")]
    )
    if turn == 180:
        where = tuple(size - value for size, value in zip((595, 842) * 4, where, strict=True))  # type: ignore[assignment]
    assert where == pytest.approx(was, abs=6)  # points: half a letter


@pytest.mark.skipif(not can_read_pictures(), reason="the extra that reads pictures is not installed")
def test_a_photo_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    (picture,) = pictures_of(invoice_pdf(tmp_path / "a.pdf"), lean=2, turn=90)
    picture.save(tmp_path / "photo.png")

    with DocumentReader() as reader:
        document = reader.read(tmp_path / "photo.png")

    assert "Ceramic mug 350 ml\tB08N5WRWNW\t48" in document.text
    start = document.text.index("B08N5WRWNW")
    (quad,) = document.pages[0].quads(start, start + 10)
    assert quad[3] < quad[1] - 100  # the word runs upwards
