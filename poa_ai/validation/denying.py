"""Yes and no: a sentence that denies what the facts say, or says what they deny."""

import re
from collections.abc import Iterator, Sequence

from poa_ai.findings import Finding, Severity
from poa_ai.validation.binding import Bound
from poa_ai.validation.denials import NO, Denial, read_denials
from poa_ai.validation.factsheet import FactSheet, Statement, key_of
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.tokens import EXHIBIT, NAME, Token
from poa_ai.values import Kind

_HINTED = re.compile(
    r"\b(?:fail|lack|miss|omit|forg[eo]t|skip|ignor|absent|refus|stop|drop|dispens|doubt|suspect|question|disput"
    r"|counterfeit|fake|inauthentic|less)\w*"
    r"|\bfree of\b|\b(?:un|non-?)[a-z]{4,}\b|\bzero\b|\bwhen we\b|\bneglect\w*|\bhardly\b|\brather than\b"
    r"|\b(?:left|switched|turned) off\b",
    re.IGNORECASE,
)
"""Words that may stand for a "no" in other words, where the statement does not have them too."""
_WEAKLY = re.compile(r"\b(?:unless|instead|only|until|before|except|other|remain\w*)\b", re.IGNORECASE)
"""Words that may do so where they take the place of others."""
_MORE = re.compile(
    r"\b(?:before|until|unless|without|except|more|less|fewer|later|longer|only|earlier|but)\b", re.IGNORECASE
)
_NAMED = (f"{NAME}:", f"{Kind.ASIN}:")
"""How the keys of names and products begin."""
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
        if len(denial.core) <= _LITTLE and bound.alike(place) < _ALIKE:
            continue
        if _said_otherwise(sheet, bound, statement, denial, own):
            continue
        if any(
            _affirms(sheet, bound, other, denial) and bound.alike(other) >= bound.alike(place)
            for other in likest
        ):
            continue
        return statement, f"{statement.id} says that it was not so."
    return None


def _tells(sheet: FactSheet, bound: Bound, denial: Denial, *, near: bool) -> bool:
    """Whether the sentence speaks of what the facts deny."""
    keys = frozenset(bound.keys)
    if denial.verb and denial.verb not in keys:
        return False
    named = {key for key in keys if key.startswith(_NAMED)}
    if denial.about and named and not denial.about & named:
        return False
    if sheet.share(keys, denial.core) < _TELLS:
        return False
    if len(denial.core) == 1 and near and "|" not in bound.passage.text:
        whole = len(denial.keys) > _SHORT and sheet.share(keys, denial.keys) > _TELLS_FAR
        return whole or bool(denial.about & named) or _is_short(bound, denial.verb)
    share = sheet.share(keys, denial.keys)
    return len(denial.keys) > 1 and share >= (_TELLS if near else _TELLS_FAR)


def _is_short(bound: Bound, key: str) -> bool:
    """Whether the clause that holds the key says little else."""
    tokens = bound.passage.tokens
    clauses = {token.clause for token, own in zip(tokens, bound.keys, strict=True) if own == key}
    inside = [token for token in tokens if token.clause in clauses and token.kind not in (NAME, EXHIBIT)]
    return len(inside) <= _SHORT and not any(token.kind == Kind.NUMBER for token in inside)


def _said_otherwise(
    sheet: FactSheet, bound: Bound, statement: Statement, denial: Denial, own: Sequence[Denial]
) -> bool:
    """Whether the sentence, or one beside it, says no to the same in these or other words."""
    passage = bound.passage
    clauses = {
        token.clause for token, key in zip(passage.tokens, bound.keys, strict=True) if key in denial.keys
    }
    if any(clauses & set(range(other.clause - (3 if other.back else 1), other.clause + 2)) for other in own):
        return True
    if _words(_HINTED, passage.text) - _words(_HINTED, statement.text):
        return True
    share = sheet.share(frozenset(bound.keys), denial.keys)
    if share < 0.9 and _words(_WEAKLY, passage.text) - _words(_WEAKLY, statement.text):
        return True
    return any(sheet.share(other, denial.core) >= _TELLS for other in _denied_beside(bound))


def _words(pattern: re.Pattern[str], text: str) -> set[str]:
    return {match.group().lower() for match in pattern.finditer(text)}


def _denied_beside(bound: Bound) -> Iterator[frozenset[str]]:
    """The keys of the clauses, in the sentences beside this one, that say no."""
    passage = bound.passage
    before, behind = passage.beside
    ahead = [token for token in passage.around if token.span.start < passage.span.start]
    after = passage.around[len(ahead) :]
    if NO.search(before):
        yield from _clauses(read_denials(before, ahead, passage.span.start - len(before)), ahead)
    if NO.search(behind):
        yield from _clauses(read_denials(behind, after, passage.span.end), after)


def _clauses(denials: Sequence[Denial], tokens: Sequence[Token]) -> Iterator[frozenset[str]]:
    for denial in denials:
        yield frozenset(key_of(token) for token in tokens if abs(token.clause - denial.clause) < 2)


def _same_part(bound: Bound, statement: Statement) -> bool:
    """Causes are denied under the root cause; a later part tells what has changed since."""
    passage = bound.passage
    if passage.section is not None and statement.sections and passage.section not in statement.sections:
        return False
    return (passage.part or "root_cause") == (statement.part or "root_cause")


def _affirms(sheet: FactSheet, bound: Bound, place: int, denial: Denial) -> bool:
    """Whether a statement says what the denial denies, and of no other name or product than the sentence."""
    entry = sheet.entries[place]
    if sheet.share(entry.keys, denial.keys) < _TELLS or NO.search(entry.statement.text):
        return False
    named = {key for key in entry.keys if key.startswith(_NAMED)}
    spoken = {key for key in bound.keys if key.startswith(_NAMED)}
    alike = not named or not spoken or bool(named & spoken)
    return alike and (not denial.verb or denial.verb in entry.keys)


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
            or _MORE.search(bound.passage.text, start, start + 80)
        ):
            continue
        for entry in told:
            if sheet.share(entry.keys, denial.core) >= _CLAIMS:
                return entry.statement, f"{entry.statement.id} does not say no here."
    return None
