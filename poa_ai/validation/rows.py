"""The list of evidence: what a row says of an exhibit beside what the facts say of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.binding import Bound
from poa_ai.validation.derivation import derive
from poa_ai.validation.factsheet import Entry, FactSheet, key_of, keys_of_words
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.invention import content, load_claim_words, unknown_words
from poa_ai.validation.stemming import stem
from poa_ai.validation.tokens import EXHIBIT, NAME, WORD, Token
from poa_ai.values import Kind

_HARDLY = 0.2
"""A line that holds so little of the title names another document."""
_NAMED = 0.5
"""The share of an exhibit's title, by rarity, that a line must hold if it also says other words."""


def check_row(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """Errors for values that the facts do not hold of the exhibit, a wrong date, and another title."""
    passage = bound.passage
    ids = [token.key for token in passage.tokens if token.kind == EXHIBIT]
    id = ids[0] if ids else ""
    own = next((entry for entry in sheet.entries if entry.statement.id == id), None)
    if own is None:
        return
    proved = [entry for entry in sheet.entries if id in entry.statement.exhibits and entry is not own]
    for token in passage.tokens:
        if token.kind not in (WORD, EXHIBIT) and not _holds(sheet, bound, token, own, proved):
            message = f'The facts of {id} do not hold "{passage.said(token)[:80]}".'
            yield _finding(message, own, token.span, passage.said(token))
    yield from _dated_otherwise(bound, own)
    yield from _called_otherwise(sheet, bound, own, proved)


def _holds(sheet: FactSheet, bound: Bound, token: Token, own: Entry, proved: Sequence[Entry]) -> bool:
    said = bound.passage.said(token)
    keys = {f"{token.kind}:{key}" for key in (token.key, *sheet.held(token, said))}
    if any(keys & entry.keys for entry in (own, *proved)):
        return True
    if token.kind == NAME:
        covered = {key for key in own.keys if key.startswith("asin:")}
        return any(
            keys & entry.keys
            for entry in sheet.entries
            if entry.statement.id == "products" and covered & entry.keys
        )
    return bool(derive(token, said, [other for entry in proved for other in entry.tokens]))


def _dated_otherwise(bound: Bound, own: Entry) -> Iterator[Finding]:
    """The date of the document itself must be among the dates of the row, if it gives any."""
    stated = [token for token in bound.passage.tokens if token.kind == Kind.DATE]
    dates = [token.key for token in own.tokens if token.kind == Kind.DATE]
    if dates and stated and not any(_same(token.key, dates[-1]) for token in stated):
        said = bound.passage.said(stated[0])
        yield _finding(f'{own.statement.id} is not dated "{said}".', own, stated[0].span, said)


def _same(stated: str, held: str) -> bool:
    return any(form in (held, held[:7], f"-{held[4:]}") for form in stated.split("|"))


def _called_otherwise(
    sheet: FactSheet, bound: Bound, own: Entry, proved: Sequence[Entry]
) -> Iterator[Finding]:
    here = frozenset().union(*(entry.keys for entry in (own, *proved)))
    here |= keys_of_words(t.key for entry in (own, *proved) for t in entry.tokens if t.kind == NAME)
    if not any(token.kind == WORD for token in own.tokens):
        return
    cell = _document_cell(bound)
    words = [t for t in bound.passage.tokens if t.kind == WORD and cell.start <= t.span.start < cell.end]
    title = frozenset(
        key_of(token)
        for token in own.tokens
        if token.kind != Kind.DATE and not key_of(token).startswith(("asin", "exhibit"))
    )
    whole = _NAMED if cell == bound.passage.span else 1.0
    strange = [
        t
        for t in content(bound)
        if t in words and t.key not in here and t.key not in load_claim_words().plain
    ]
    share = sheet.share(frozenset(bound.keys), title)
    unknown = unknown_words(sheet, bound)
    if share >= whole:
        strange = [t for t in unknown if t in strange]
    if strange:
        said = bound.passage.said(strange[0])
        sure = (
            whole == 1.0
            or share < _HARDLY
            or any(t in unknown or _claims(bound.passage.said(t)) for t in strange)
        )
        message = f'{own.statement.id} is called otherwise: "{said}" is not in its title.'
        severity = Severity.ERROR if sure else Severity.WARNING
        yield replace(_finding(message, own, strange[0].span, said), severity=severity)


def _claims(said: str) -> bool:
    return stem(said.lower()) in load_claim_words().claiming


def _document_cell(bound: Bound) -> Span:
    """The second cell of a table row, which names the document; a line of a list as a whole."""
    span = bound.passage.span
    cells = [match.start() for match in re.finditer(r"\|", bound.passage.text)]
    if len(cells) < 2:
        return span
    return Span(span.start + cells[0], span.start + cells[1])


def _finding(message: str, own: Entry, span: Span, text: str) -> Finding:
    hint = f'{own.statement.id} is: "{own.statement.text}"'
    return Finding("grounding.misplaced", Severity.ERROR, message, hint, SOURCE, span, text)
