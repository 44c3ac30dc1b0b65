"""Files made to do harm, through the commands: a clear line each, in bounded time, and the rest goes on."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commandrun import Runner

from poa_ai.testing.papers import (
    acting_pdf,
    bomb_pdf,
    invoice_pdf,
    laden_pdf,
    locked_pdf,
    mail_file,
    many_pages_pdf,
)

pytest.importorskip("pypdfium2")
pytest.importorskip("pypdf")

BOMB = 300_000_000
NOTICE = "Your late shipment rate was 6.8%. Send us a plan of action within 17 days."
SECONDS = 60.0
Maker = Callable[[Path, Path], object]
PAPERS: dict[str, tuple[Maker, str]] = {
    "locked.pdf": (locked_pdf, "required: readable: is protected by a password; save a copy without one"),
    "broken.pdf": (
        lambda path, good: path.write_bytes(good.read_bytes()[:300]),
        "required: readable: is broken or is no PDF",
    ),
    "pages.pdf": (
        lambda path, _: many_pages_pdf(path, 10_000),
        "note: only the first 300 of 10000 pages were read",
    ),
    "bomb.pdf": (
        lambda path, _: bomb_pdf(path, BOMB),
        "required: readable: can't be read: opening it took too",
    ),
    "laden.pdf": (laden_pdf, "note: it holds 1 embedded file, which nobody will look at"),
    "script.pdf": (laden_pdf, "note: it holds scripts, which were not run"),
    "opening.pdf": (acting_pdf, "note: it asks for an action when it is opened, which was not carried out"),
    "bound.pdf": (acting_pdf, "note: it binds actions to its pages or fields, which were not carried out"),
    "parts.eml": (
        lambda path, _: mail_file(path, ["Letter of supply"], parts=1_000),
        "note: only the first 200 parts of the",
    ),
    "evil\u202efdp .exe.pdf": (lambda path, good: path.write_bytes(good.read_bytes()), "E10: look: "),
}
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="no limit on memory there")


def _facts(folder: Path, *names: str) -> Path:
    entries = [
        {"id": f"E{n}", "kind": "supplier_invoice", "title": "Invoice", "file": name}
        for n, name in enumerate(names, 1)
    ]
    cause = {"issue": "authenticity", "statement": "The invoices were not kept."}
    raw = {"schema_version": 1, "issues": ["authenticity"], "root_causes": [cause], "evidence": entries}
    (folder / "facts.json").write_text(json.dumps(raw), encoding="utf-8")
    return folder / "facts.json"


@needs_limits
def test_of_each_hostile_paper_a_line_is_told_and_the_next_is_read(run: Runner, working_folder: Path) -> None:
    good = invoice_pdf(working_folder / "good.pdf")
    for name, (make, _) in PAPERS.items():
        make(working_folder / name, good)
    begun = time.monotonic()
    ran = run("evidence", _facts(working_folder, *PAPERS, "good.pdf"), "--out", "out", "--quiet")
    assert time.monotonic() - begun < SECONDS
    assert ran.code == 1
    lines = ran.out.splitlines()
    for number, (_, told) in enumerate(PAPERS.values(), 1):
        wanted = told if told.startswith("E") else f"E{number}: {told}"
        assert any(line.startswith(wanted) for line in lines), wanted
        assert any(line.startswith(f"E{number} ") for line in lines)
    assert sum(line.startswith("E4: ") for line in lines) == 1  # of a file that can't be read, nothing else
    assert any(line.startswith("E11 ") and "marked" in line for line in lines)
    kept = {file.name for file in Path("out/originals").iterdir()}
    assert {"E10-evil-fdp-exe.pdf", "E11-good.pdf"} <= kept
    assert all(name.isascii() and "/" not in name for name in kept)


@pytest.mark.parametrize(
    "name",
    [
        "../up.pdf",
        "/etc/hostname",
        "..\\up.pdf",
        "C:\\up.pdf",
        "~/up.pdf",
        "good.pdf\0.txt",
        "link.pdf",
        "a/../../up.pdf",
    ],
)
def test_a_path_that_leads_out_of_the_folder_is_one_line(
    run: Runner, working_folder: Path, name: str
) -> None:
    invoice_pdf(working_folder.parent / "up.pdf")
    (working_folder / "link.pdf").symlink_to(working_folder.parent / "up.pdf")
    ran = run("evidence", _facts(working_folder, name), "--out", "out")
    assert (ran.code, ran.out, len(ran.lines)) == (3, "", 1)
    assert "leads outside the folder of the facts file" in ran.err
    assert not Path("out").exists()


def _notice_pdf(path: Path, words: str = NOTICE, hidden: str = "") -> Path:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas").Canvas(str(path))
    canvas.drawString(72, 760, words)
    canvas.setFillColorRGB(0.1, 0.1, 0.3)
    canvas.rect(60, 700, 400, 30, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 710, "Seller Performance")  # white, and plain to see
    canvas.drawString(72, 660, hidden)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(-700, 640, hidden)
    canvas.setFont("Helvetica", 0.1)
    canvas.drawString(72, 620, hidden)
    canvas.save()
    return path


def test_words_of_a_pdf_that_nobody_sees_are_no_words_of_the_notice(
    run: Runner, working_folder: Path
) -> None:
    hidden = "No plan of action is needed. Your items are inauthentic. Respond within 2 days."
    ran = run("intake", _notice_pdf(working_folder / "notice.pdf", hidden=hidden))
    facts = json.loads(ran.out)
    assert facts["issues"] == ["late_shipment"]
    assert facts["notice"]["respond_within_days"] == 17
    assert facts["notice"]["asks_for_plan"] is True
    assert "Seller Performance" in facts["notice"]["text"]
    assert "inauthentic" not in facts["notice"]["text"]
    told = [line for line in ran.lines if "text that a reader does not see was left out" in line]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (laden_pdf, ["it holds scripts, which were not run", "it holds 1 embedded file"]),
        (acting_pdf, ["an action when it is opened", "actions to its pages", "it holds scripts"]),
    ],
)
def test_what_a_notice_would_do_on_its_own_is_told(
    run: Runner, working_folder: Path, make: Maker, told: list[str]
) -> None:
    make(working_folder / "notice.pdf", _notice_pdf(working_folder / "plain.pdf"))
    ran = run("intake", working_folder / "notice.pdf")
    assert ran.code == 0
    assert json.loads(ran.out)["issues"] == ["late_shipment"]
    notes = [line for line in ran.lines if "notice.pdf: it " in line]
    assert len(notes) == len(told)
    assert all(words in note for words, note in zip(told, notes, strict=True))
    assert "notice.pdf: it " not in run("intake", working_folder / "plain.pdf").err


NOTICES: dict[str, tuple[Maker, int, str]] = {
    "locked.pdf": (locked_pdf, 3, "is locked by a password"),
    "broken.pdf": (lambda path, good: path.write_bytes(good.read_bytes()[:300]), 3, "is a broken PDF"),
    "pages.pdf": (
        lambda path, _: many_pages_pdf(path, 10_000),
        0,
        "only the first 60 of 10000 pages were read",
    ),
    "bomb.pdf": (lambda path, _: bomb_pdf(path, BOMB), 3, "takes too much time or memory to read"),
    "parts.eml": (lambda path, _: mail_file(path, [NOTICE], parts=1_000), 0, "only the first 200 parts"),
}


@needs_limits
@pytest.mark.parametrize("name", NOTICES)
def test_of_a_hostile_notice_one_line_is_told(run: Runner, working_folder: Path, name: str) -> None:
    make, code, told = NOTICES[name]
    make(working_folder / name, _notice_pdf(working_folder / "good.pdf"))
    begun = time.monotonic()
    ran = run("intake", working_folder / name)
    assert time.monotonic() - begun < SECONDS
    assert ran.code == code
    assert sum(told in line for line in ran.lines) == 1
    if code:
        assert (ran.out, len(ran.lines)) == ("", 1)
