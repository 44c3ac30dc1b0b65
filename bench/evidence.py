"""Time and memory of `poa-ai evidence`: python bench/evidence.py.

Prints CPU seconds for each page and peak memory for PDFs with text and for scans, then one line for each
file that is made to do harm. Exit code 1 where such a file takes more than the limits, ends in a crash, or
keeps the file behind it from being read. Scans are left out where the extra for pictures is not installed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from poa_ai.evidence.ocr import can_read_pictures
from poa_ai.testing.papers import (
    ROWS,
    bomb_pdf,
    docx_file,
    huge_image,
    invoice_pdf,
    laden_pdf,
    locked_pdf,
    mail_file,
    many_pages_pdf,
    scan_pdf,
    shuffled_rows,
)

MAX_SECONDS = 60.0
MAX_MEGABYTES = 1_500.0


def hostile(good: Path) -> dict[str, Callable[[Path], object]]:
    """What makes each harmful file at a path; its name tells the ending."""
    return {
        "password.pdf": lambda path: locked_pdf(path, good),
        "broken.pdf": lambda path: path.write_bytes(good.read_bytes()[:700]),
        "garbage.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n" + os.urandom(1_000_000)),
        "pages-10000.pdf": lambda path: many_pages_pdf(path, 10_000),
        "bomb-1GB.pdf": lambda path: bomb_pdf(path, 1_000_000_000),
        "scripts.pdf": lambda path: laden_pdf(path, good),
        "huge.png": huge_image,
        "bomb.docx": lambda path: docx_file(path, [], xml="<x>" + " " * 60_000_000 + "</x>"),
        "parts-1000.eml": lambda path: mail_file(path, ["B0CJ4K9XQZ"], parts=1_000),
        "long-line.csv": lambda path: path.write_bytes(b"B0CJ4K9XQZ," * 1_700_000),
        "digits.txt": lambda path: path.write_bytes(b"1-" * 5_000_000),
        "program.exe": lambda path: path.write_bytes(b"MZ"),
    }


def facts_of(folder: Path, *names: str) -> Path:
    """A facts file whose exhibits are these files."""
    entries = [
        {"id": f"E{n}", "kind": "supplier_invoice", "title": "Invoice", "file": name}
        for n, name in enumerate(names, 1)
    ]
    facts = {
        "schema_version": 1,
        "seller": {"name": "Oakline Trading LLC"},
        "notice": {"received": "2026-10-14", "asks_for_plan": True},
        "issues": ["authenticity"],
        "products": [{"asin": row.asin, "title": row.product} for row in ROWS],
        "root_causes": [{"issue": "authenticity", "statement": "The invoices were not kept."}],
        "evidence": entries,
    }
    path = folder / "facts.json"
    path.write_text(json.dumps(facts), encoding="utf-8")
    return path


def measured(folder: Path, *names: str) -> tuple[float, float, int, dict[str, list[dict[str, object]]]]:
    """CPU seconds, peak megabytes (of the largest process), exit code, and the index of a run over files."""
    out = folder / "out"
    command = [sys.executable, "-m", "poa_ai", "evidence", str(facts_of(folder, *names)), "--quiet"]
    process = subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)  # with what its own processes used
    process.returncode = os.waitstatus_to_exitcode(status)
    index = json.loads((out / "index.json").read_text("utf-8"))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, index


def show_pages(folder: Path, scan_pages: int) -> None:
    """Time for each page: the difference of a long and a short document, so that start-up does not count."""
    print(f"{'Document':34}{'Pages':>6}{'CPU s':>9}{'CPU ms/page':>13}{'MB':>7}")
    full = shuffled_rows(24)
    files = {
        "text": (lambda path, pages: invoice_pdf(path, full, pages=pages), (1, 200)),
    }
    if can_read_pictures():
        short, dense = folder / "short.pdf", folder / "dense.pdf"
        invoice_pdf(short)
        invoice_pdf(dense, full)
        files["scan of a short invoice"] = (lambda path, n: scan_pdf(short, path, copies=n), (1, scan_pages))
        files["scan of a full invoice"] = (lambda path, n: scan_pdf(dense, path, copies=n), (1, 4))
    for name, (make, counts) in files.items():
        spent = []
        for pages in counts:
            make(folder / "pages.pdf", pages)
            seconds, megabytes, _, _ = measured(folder, "pages.pdf")
            spent.append(seconds)
            each = (
                f"{1000 * (spent[1] - spent[0]) / (pages - counts[0]):13.0f}" if len(spent) > 1 else " " * 13
            )
            print(f"{name:34}{pages:6}{seconds:9.1f}{each}{megabytes:7.0f}", flush=True)


def show_hostile(folder: Path) -> int:
    """A line for each harmful file; returns how many are beyond the limits."""
    good = invoice_pdf(folder / "good.pdf")
    bad = 0
    print(f"\n{'File':18}{'CPU s':>8}{'MB':>7}  What is said")
    for name, make in hostile(good).items():
        make(folder / name)
        seconds, megabytes, code, index = measured(folder, name, "good.pdf")
        first, second = index["exhibits"]
        fine = seconds <= MAX_SECONDS and megabytes <= MAX_MEGABYTES and code in (0, 1)
        fine &= second["fault"] is None and "\n" not in str(first["fault"])
        bad += not fine
        said = first["fault"] or "; ".join(map(str, first["notes"])) or "read"  # type: ignore[call-overload]
        print(f"{name:18}{seconds:8.1f}{megabytes:7.0f}  {said}{'' if fine else '  !!'}", flush=True)
        (folder / name).unlink()
    return bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scan-pages", type=int, default=200, help="pages of the long scan")
    parser.add_argument("--only", choices=("pages", "hostile"))
    parsed = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        if parsed.only != "hostile":
            show_pages(Path(name), parsed.scan_pages)
        if parsed.only != "pages":
            bad = show_hostile(Path(name))
            limits = f"{MAX_SECONDS:.0f} s or {MAX_MEGABYTES:.0f} MB"
            print(f"{bad} beyond {limits}, crashed, or in the way of others")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
