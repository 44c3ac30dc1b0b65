"""Files made to do harm: a few words each, in bounded time, and the next file is read as ever."""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from poa_ai.errors import UsageError
from poa_ai.evidence.casefolder import CaseFolder, safe_name
from poa_ai.evidence.reader import DocumentReader
from poa_ai.testing.papers import (
    bomb_pdf,
    docx_file,
    huge_image,
    invoice_pdf,
    laden_pdf,
    locked_pdf,
    mail_file,
    many_pages_pdf,
)

pytest.importorskip("pypdfium2")

_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def _written(name: str, data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return write


FAULTS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "password": (lambda f: locked_pdf(f / "b.pdf", invoice_pdf(f / "a.pdf")), "password"),
    "broken": (_written("a.pdf", b"%PDF-1.7\n" + b"\x00garbage" * 500), "is broken"),
    "empty": (_written("a.pdf", b""), "is empty"),
    "text called PDF": (_written("a.pdf", b"hello"), "is broken"),
    "huge image": (lambda f: huge_image(f / "a.png"), "too large|million pixels"),
    "cut image": (_written("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF"), "image"),
    "entities": (lambda f: docx_file(f / "a.docx", [], xml=_LAUGHS), "broken Word file"),
    "zip bomb": (
        lambda f: docx_file(f / "a.docx", [], xml="<x>" + " " * 30_000_000 + "</x>"),
        "unpacks to more",
    ),
    "no archive": (_written("a.docx", b"PK\x03\x04 and no more"), "is a broken or locked"),
    "program": (_written("a.exe", b"MZ"), "of a kind that is not read"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_file_that_can_not_be_read_is_one_line_and_the_rest_goes_on(name: str, tmp_path: Path) -> None:
    make, words = FAULTS[name]
    path = make(tmp_path)

    with DocumentReader() as reader:
        document = reader.read(path)
        after = reader.read(invoice_pdf(tmp_path / "next.pdf"))

    assert document.fault is not None
    assert "\n" not in document.fault
    assert len(document.fault) < 120
    assert re.search(words, document.fault)
    assert "B0CJ4K9XQZ" in after.text


def test_scripts_and_embedded_files_are_told_and_not_run(tmp_path: Path) -> None:
    with DocumentReader() as reader:
        document = reader.read(laden_pdf(tmp_path / "b.pdf", invoice_pdf(tmp_path / "a.pdf")))

    assert document.notes == (
        "it holds scripts, which were not run",
        "it holds 1 embedded file, which nobody will look at",
    )
    assert "B0CJ4K9XQZ" in document.text


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"/OpenAction << /S /Launch >>", True),
        (b"/Open#41ction << /S /JavaScript /JS (x) >>", True),
        (b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>", False),
        (b"/OpenAction [3 0 R /Fit]", False),
        (b"/OpenAction 1 0 R", False),  # the catalogue itself: no action
        (b"/Pages 1 0 R /OpenAction << /S /Launch >>", True),  # a tree of pages that holds itself
    ],
)
def test_an_action_is_told_however_it_is_spelt_and_a_place_to_show_is_none(
    tmp_path: Path, written: bytes, told: bool
) -> None:
    path = many_pages_pdf(tmp_path / "a.pdf", 1)
    path.write_bytes(path.read_bytes().replace(b"/Type /Catalog", b"/Type /Catalog " + written))
    with DocumentReader() as reader:
        notes = reader.read(path).notes
    assert any("when it is opened" in note for note in notes) == told


def test_of_ten_thousand_pages_the_first_are_read_and_the_rest_is_told(tmp_path: Path) -> None:
    begun = time.perf_counter()
    with DocumentReader() as reader:
        document = reader.read(many_pages_pdf(tmp_path / "a.pdf", 10_000))

    assert len(document.pages) == 300
    assert document.notes == ("only the first 300 of 10000 pages were read",)
    assert time.perf_counter() - begun < 30


def test_a_message_of_a_thousand_parts_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    with DocumentReader() as reader:
        document = reader.read(mail_file(tmp_path / "a.eml", ["ASIN B0CJ4K9XQZ"], parts=1_000))

    assert document.fault is None
    assert "B0CJ4K9XQZ" in document.text
    assert document.notes == ("only the first 200 parts of the message were read",)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on memory there")
def test_a_file_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    begun = time.perf_counter()
    with DocumentReader(seconds=2) as reader:
        document = reader.read(bomb_pdf(tmp_path / "a.pdf", 300_000_000))
        after = reader.read(invoice_pdf(tmp_path / "next.pdf"))

    assert document.fault is not None
    assert "B0CJ4K9XQZ" in after.text
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("invoice 1.pdf", "E1-invoice-1.pdf"),
        ("..\\..\\windows.pdf", "E1-windows.pdf"),
        ("\u202efdp.exe", "E1-fdp.exe"),
        (".htaccess", "E1-htaccess"),
        ("a" * 300 + ".pdf", "E1-" + "a" * 80 + ".pdf"),
        ("发票.pdf", "E1-document.pdf"),
    ],
)
def test_copies_have_plain_names(name: str, plain: str) -> None:
    assert safe_name("E1", name) == plain


def test_nothing_is_written_over_a_source(tmp_path: Path) -> None:
    folder = CaseFolder(tmp_path)
    source = tmp_path / "originals" / "E1-a.pdf"
    source.write_bytes(b"mine")

    linked = tmp_path / "a.pdf"
    linked.hardlink_to(source)

    with pytest.raises(UsageError, match="lies in it"):
        folder.keep("E1", linked)

    assert source.read_bytes() == b"mine"
