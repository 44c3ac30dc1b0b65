"""The index of the exhibits: for a person as Markdown and as a table, for programs as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from poa_ai.errors import one_line
from poa_ai.evidence.checks import Check, State
from poa_ai.evidence.exhibit import Exhibit
from poa_ai.evidence.gathering import Gathered
from poa_ai.evidence.marking import Mark

SCHEMA = 1
_MAX_PLACES = 12


def index_json(gathered: Gathered) -> dict[str, Any]:
    """The index as `index.json` holds it. Places are corners in points (PDF) or pixels (image)."""
    return {
        "schema": SCHEMA,
        "ok": gathered.ok,
        "exhibits": [_exhibit_json(exhibit) for exhibit in gathered.exhibits],
        "products": [
            {
                "asin": product.asin,
                "exhibits": list(product.exhibits),
                "units": product.units,
                "units_sold": product.sold,
                "faults": list(product.faults),
            }
            for product in gathered.coverage
        ],
    }


def _exhibit_json(exhibit: Exhibit) -> dict[str, Any]:
    return {
        "id": exhibit.facts.id,
        "kind": exhibit.facts.kind,
        "title": exhibit.facts.title,
        "file": exhibit.facts.file,
        "sha256": exhibit.checksum or None,
        "original": exhibit.original,
        "marked": exhibit.marked,
        "submit": exhibit.submit or None,
        "pages": exhibit.document.total_pages,
        "read_by_ocr": exhibit.document.by_ocr,
        "fault": exhibit.document.fault,
        "notes": list(exhibit.notes),
        "checks": [
            {
                "what": check.what,
                "state": check.state.value,
                "required": check.required,
                "message": check.told,
                "page": check.page,
            }
            for check in exhibit.checks
        ],
        "look_at": [
            {"page": mark.sighting.page, "what": mark.told, "places": [list(quad) for quad in mark.quads]}
            for mark in exhibit.marks
        ],
    }


def index_table(gathered: Gathered) -> str:
    """What standard output shows: a row for each exhibit and product, and below it what is to be done."""
    rows = [("Exhibit", "Kind", "File", "Pages", "Checks", "Copies")]
    for exhibit in gathered.exhibits:
        copies = "original, marked" if exhibit.marked else "original" if exhibit.original else "none"
        facts = exhibit.facts
        pages = str(exhibit.document.total_pages or "-") + (
            " (read as picture)" if exhibit.document.by_ocr else ""
        )
        rows.append((facts.id, facts.kind, facts.file or "-", pages, _verdict(exhibit), copies))
    parts = ["\n".join(_columns(rows))]
    if gathered.coverage:
        parts.append("\n".join(_columns(_product_rows(gathered))))
    if lines := list(_to_do(gathered)):
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _verdict(exhibit: Exhibit) -> str:
    if exhibit.failures:
        return f"{len(exhibit.failures)} fail"
    looks = sum(check.state is not State.OK for check in exhibit.checks)
    return f"ok, {looks} to look at" if looks else "ok"


def _product_rows(gathered: Gathered) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("ASIN", "Shown by", "Units", "Sold")]
    for product in gathered.coverage:
        units, sold = ("-" if count is None else str(count) for count in (product.units, product.sold))
        rows.append((product.asin, ", ".join(product.exhibits) or "nothing", units, sold))
    return rows


def _to_do(gathered: Gathered) -> Iterator[str]:
    for exhibit in gathered.exhibits:
        for check in exhibit.checks:
            if check.state is not State.OK:
                yield one_line(f"{exhibit.facts.id}: {_told(check)}")
        for note in exhibit.notes:
            yield one_line(f"{exhibit.facts.id}: note: {note}")
    for product in gathered.coverage:
        yield from (f"required: {fault}" for fault in product.faults)


def _told(check: Check) -> str:
    word = "required" if check.failed else "look" if check.state is State.LOOK else "better"
    page = f" (page {check.page})" if check.page else ""
    return f"{word}: {check.what}: {check.told or check.state.value}{page}"


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    cells = [[one_line(cell)[:60] for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def index_markdown(gathered: Gathered) -> str:
    """The index for a person: what to send, what to look at, and where."""
    lines = ["# Evidence", "", "Originals are copied byte for byte; marked copies are for the eye.", ""]
    lines += _markdown_table(("ASIN", "Shown by", "Units", "Sold"), _product_rows(gathered)[1:])
    for exhibit in gathered.exhibits:
        lines += ["", *_exhibit_lines(exhibit)]
    return "\n".join(lines) + "\n"


def _exhibit_lines(exhibit: Exhibit) -> Iterator[str]:
    facts = exhibit.facts
    yield f"## {facts.id}: {_plain(facts.title)}"
    yield ""
    yield f"- File: {_plain(facts.file or 'none')}"
    if exhibit.original:
        yield f"- Original: {exhibit.original}, SHA-256 {exhibit.checksum}"
    if exhibit.marked:
        yield f"- Marked copy: {exhibit.marked}"
    if exhibit.submit:
        yield f"- Submit: {exhibit.submit}"
    yield from (f"- Note: {_plain(note)}" for note in exhibit.notes)
    if exhibit.checks:
        rows = [
            (
                check.what,
                check.state.value,
                "yes" if check.required else "no",
                check.told,
                str(check.page or ""),
            )
            for check in exhibit.checks
        ]
        yield ""
        yield from _markdown_table(("Must show", "State", "Required", "Found", "Page"), rows)
    if exhibit.marks:
        yield ""
        yield from _markdown_table(("Look at", "Page", "Where"), list(_places(exhibit.marks)))


def _places(marks: Sequence[Mark]) -> Iterator[tuple[str, str, str]]:
    ordered = sorted(marks, key=lambda mark: (mark.sighting.page, mark.told))
    for (page, told), group in groupby(ordered, key=lambda mark: (mark.sighting.page, mark.told)):
        quads = [quad for mark in group for quad in mark.quads]
        spots = [f"{min(quad[::2]):.0f}, {min(quad[1::2]):.0f}" for quad in quads[:_MAX_PLACES]]
        more = f" and {len(quads) - _MAX_PLACES} more" if len(quads) > _MAX_PLACES else ""
        yield told, str(page), "; ".join(spots) + more


def _markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(_plain(cell) for cell in row) + " |"


def _plain(text: str) -> str:
    return one_line(text).replace("|", "\\|").replace("<", "&lt;")
