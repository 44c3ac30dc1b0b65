"""Yes and no: a sentence that denies what the facts say, or says what they deny."""

import re
from collections.abc import Iterator, Sequence

from poa_ai.findings import Finding, Severity
from poa_ai.validation.binding import Bound
from poa_ai.validation.denials import NO, Denial, read_denials
from poa_ai.validation.factsheet import FactSheet, Statement, key_of
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.tokens import WORD

_HINTED = re.compile(
    r"\b(?:fail|lack|miss|omit|forg[eo]t|skip|ignor|absent|unless|instead|only|zero|refus|stop|drop|dispens)\w*"
    r"|\bfree of\b"
    r"|\b(?:un|non-?)[a-z]{4,}\b|\buntil\b|\bbefore\b|\bexcept\b|\bother\b|\bremain\w*\b",
    re.IGNORECASE,
)
"""Words that may stand for a "no" in other words."""
_MORE = re.compile(r"\b(?:more|less|fewer|later|longer|only|earlier|but)\b", re.IGNORECASE)
_TOLD = 4
"""So many statements, the likest, are taken as what a sentence tells."""
_SHORT = 4
"""A sentence of up to so many words may tell the denial of a single one."""
_LITTLE, _ALIKE = 2, 0.2
"""A denial of so few words is only told by a sentence that is so much like its statement."""
_TELLS, _TELLS_FAR = 0.62, 0.8
"""The share of a denied clause that a sentence must hold to speak of the same; of a less like statement."""
_CLAIMS = 0.8
"""The share of a sentence's own denied clause that a statement must hold to speak of the same."""


def check_denials(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """At most one error: where the sentence says yes and the facts no, or the reverse."""
    passage = bound.passage
    denials = read_denials(passage.text, passage.tokens, passage.span.start)
    found = _lost(sheet, bound, denials) or (_added(sheet, bound, denials) if denials else None)
    if found is not None:
        statement, message = found
        hint = f'{statement.id} says: "{statement.text[:300]}"'
        yield Finding(
            "grounding.denial", Severity.ERROR, message, hint, SOURCE, passage.span, passage.text[:200]
        )


def _lost(sheet: FactSheet, bound: Bound, own: Sequence[Denial]) -> tuple[Statement, str] | None:
    """A statement whose denial the sentence tells without it."""
    likest = bound.likest(_TOLD)
    for place, denial in sheet.denials:
        statement = sheet.entries[place].statement
        near = place in likest
        if not _same_part(bound, statement) or not _tells(sheet, bound, denial, near=near):
            continue
        if 1 < len(denial.core) <= _LITTLE and bound.alike(place) < _ALIKE:
            continue
        if _said_otherwise(sheet, bound, denial, own):
            continue
        if any(
            _affirms(sheet, other, denial) and bound.alike(other) >= bound.alike(place) for other in likest
        ):
            continue
        return statement, f"{statement.id} says that it was not so."
    return None


def _tells(sheet: FactSheet, bound: Bound, denial: Denial, *, near: bool) -> bool:
    """Whether the sentence speaks of what the facts deny."""
    keys = frozenset(bound.keys)
    if sheet.share(keys, denial.core) < _TELLS:
        return False
    share = sheet.share(keys, denial.keys)
    words = sum(token.kind == WORD for token in bound.passage.tokens)
    if len(denial.core) == 1 and near and words <= _SHORT:
        return True
    return len(denial.keys) > 1 and share >= (_TELLS if near else _TELLS_FAR)


def _said_otherwise(sheet: FactSheet, bound: Bound, denial: Denial, own: Sequence[Denial]) -> bool:
    """Whether the sentence, or one beside it, says no to the same in these or other words."""
    passage = bound.passage
    clauses = {
        token.clause for token, key in zip(passage.tokens, bound.keys, strict=True) if key in denial.keys
    }
    if any(clauses & set(range(other.clause - (3 if other.back else 1), other.clause + 2)) for other in own):
        return True
    if _HINTED.search(passage.text) and sheet.share(frozenset(bound.keys), denial.keys) < 0.9:
        return True
    around = frozenset(map(key_of, passage.around))
    return NO.search(passage.beside) is not None and sheet.share(around, denial.core) >= 0.4


def _same_part(bound: Bound, statement: Statement) -> bool:
    """Causes are denied under the root cause; a later part tells what has changed since."""
    passage = bound.passage
    if passage.section is not None and statement.sections and passage.section not in statement.sections:
        return False
    return (passage.part or "root_cause") == (statement.part or "root_cause")


def _affirms(sheet: FactSheet, place: int, denial: Denial) -> bool:
    entry = sheet.entries[place]
    return sheet.share(entry.keys, denial.keys) >= _TELLS and not NO.search(entry.statement.text)


def _added(sheet: FactSheet, bound: Bound, denials: Sequence[Denial]) -> tuple[Statement, str] | None:
    """A statement that says what the sentence denies, where no statement near it denies anything."""
    told = [sheet.entries[place] for place in bound.likest(_TOLD)]
    told = [entry for entry in told if _same_part(bound, entry.statement) or entry.statement.part is None]
    if any(NO.search(entry.statement.text) or _HINTED.search(entry.statement.text) for entry in told):
        return None
    counts = any(token.kind == "number" for token in bound.passage.tokens)
    for denial in denials:
        start = denial.span.start - bound.passage.span.start
        if (
            denial.back
            or len(denial.core) < 2
            or counts
            or _MORE.search(bound.passage.text, start, start + 40)
        ):
            continue
        for entry in told:
            if sheet.share(entry.keys, denial.core) >= _CLAIMS:
                return entry.statement, f"{entry.statement.id} does not say no here."
    return None
