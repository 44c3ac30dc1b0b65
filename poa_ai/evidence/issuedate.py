"""Whether a date is the day on which a document was issued, by the label before or above it."""

import re
from collections.abc import Sequence
from enum import StrEnum

from poa_ai.evidence.cells import Cell
from poa_ai.evidence.page import Page
from poa_ai.evidence.vocabulary import Vocabulary

_BEFORE = 40
"""A label stands within so many characters before its date."""
_LINES_ABOVE = 2


class DateRole(StrEnum):
    """What a date is the date of, as far as labels tell."""

    ISSUE = "issue"
    OTHER = "other"
    UNLABELLED = "unlabelled"


def date_role(page: Page, cells: Sequence[Cell], start: int, vocabulary: Vocabulary) -> DateRole:
    """The role of the date that begins at `start` in the page's text."""
    line_start = page.text.rfind("\n", 0, start) + 1
    before = page.text[max(line_start, start - _BEFORE) : start]
    role = _nearest(before, vocabulary)
    if role is not DateRole.UNLABELLED:
        return role
    index = next((i for i, cell in enumerate(cells) if cell.start <= start < cell.end), None)
    if index is None:
        return role
    cell = cells[index]
    for above in reversed(cells[max(0, index - 24) : index]):
        if above.line < cell.line - _LINES_ABOVE:
            break
        if above.line < cell.line and above.left < cell.right and above.right > cell.left:
            role = _nearest(above.text(page)[-_BEFORE:], vocabulary, whole=True)
            if role is not DateRole.UNLABELLED:
                break
    return role


def _nearest(text: str, vocabulary: Vocabulary, *, whole: bool = False) -> DateRole:
    """The role of the label that stands last; with `whole` the text must be little else."""
    best = (0, 0, DateRole.UNLABELLED)
    for name, role in (("issue_date", DateRole.ISSUE), ("other_date", DateRole.OTHER)):
        for match in vocabulary.label(name).finditer(text):
            rest = (
                text[: match.start()] + text[match.end() :]
                if whole
                else re.split(r"\d{2}", text[match.end() :])[-1]
            )
            if len(rest.strip(" :.\t(#")) <= 12:
                best = max(best, (match.end(), match.end() - match.start(), role))
    return best[2]
