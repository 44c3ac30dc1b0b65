"""The finding that a value stands in the place of another, and how a statement is quoted."""

from poa_ai.findings import Finding, Severity
from poa_ai.validation.binding import Bound, Fit
from poa_ai.validation.factsheet import FactSheet, Slot
from poa_ai.validation.grounding import SOURCE


def in_place_of(sheet: FactSheet, bound: Bound, at: int, rival: Fit) -> Finding:
    """An error for the token at a place: the slot of another value fits it better."""
    token = bound.passage.tokens[at]
    said = bound.passage.said(token)
    statement = sheet.entries[rival.slot.entry].statement
    return Finding(
        "grounding.misplaced", Severity.ERROR, f'"{said[:80]}" is not what {statement.id} says here.',
        says(sheet, rival.slot), SOURCE, token.span, said,
    )  # fmt: skip


def says(sheet: FactSheet, slot: Slot) -> str:
    """What the statement of a slot says, with its id."""
    statement = sheet.entries[slot.entry].statement
    return f'{statement.id} says: "{statement.text[:300]}"'
