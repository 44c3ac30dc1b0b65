"""A case with an authenticity notice, for tests of documents."""

from pathlib import Path
from typing import Any

from poa_ai.case import Case
from poa_ai.evidence.page import Document, Page
from poa_ai.factsfile import facts_from_json
from poa_ai.library import _installed  # the plugins that are installed
from poa_ai.pipeline import prepare
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.papers import BUYER, ROWS, SUPPLIER

LINES = (
    *SUPPLIER,
    "INVOICE No. BW-2026-0917",
    "Invoice date: 17 September 2026",
    "",
    *BUYER,
    "",
    "Description\tASIN\tQty\tUnit price",
    *(f"{row.product}\t{row.asin}\t{row.units}\t$7.90" for row in ROWS),
)


def raw_facts(**more: Any) -> dict[str, Any]:
    """The facts of the case, with other parts on top."""
    return {
        "schema_version": 1,
        "seller": {"name": "Oakline Trading LLC"},
        "notice": {
            "received": "2026-10-14",
            "asks_for_plan": True,
            "text": "Your listings were removed because of concerns about their authenticity.",
        },
        "issues": ["authenticity"],
        "products": [{"asin": row.asin, "title": row.product, "units_sold": row.units - 10} for row in ROWS],
        "root_causes": [{"issue": "authenticity", "statement": "The invoices were not kept."}],
        "evidence": [invoice()],
        **more,
    }


def invoice(**more: Any) -> dict[str, Any]:
    """The entry of an invoice."""
    entry = {"id": "E1", "kind": "supplier_invoice", "title": "Invoice", "file": "invoice.pdf"}
    return {**entry, "dated": "2026-09-17", **more}


def case_of(raw: dict[str, Any], folder: Path | None = None) -> Case:
    registry = _installed()
    return prepare(facts_from_json(raw, folder=folder), registry, load_rulebook(registry)).case


def document(*lines: str) -> Document:
    """A document of one page without places."""
    return Document((Page(1, "\n".join(lines)),), 1)
