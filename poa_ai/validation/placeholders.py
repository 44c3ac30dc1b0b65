"""Placeholders: places in a letter that somebody still has to fill in."""

import re

from poa_ai.findings import Finding, Severity, Span
from poa_ai.lazypattern import lazy_pattern

_WORDS = (
    r"(?:your|insert|enter|add|fill|the|seller|company|business|store|supplier|buyer|carrier|order|account|date|name"
    r"|number|percentage|amount|quantity|address|phone|email|e-mail|product|asin|invoice|link|url|details?|reason|x+)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_PLACEHOLDER = lazy_pattern(
    r"\[(?!E\d)[A-Z][A-Z0-9 /_#.,:'&-]{1,60}\](?!\()"
    rf"|\[(?i:{_WORDS}(?:[ _/-][^\]\[\n]{{0,60}})?)\](?!\()"
    r"|\[\s{0,9}(?:\.{2,}|…|_{2,}|\?+|X+|x{2,})?\s{0,9}\](?![(\[:])(?<!\[ \])"
    rf"|<(?i:{_WORDS}(?:[ _/-][^<>\n]{{0,40}})?)>"
    r"|\{\{[^{}\n]{1,60}\}\}|\{[^{}\n]{1,60}\}|<<[^<>\n]{1,60}>>"
    r"|(?<![^\W_])[Xx]{2,}(?:[./-][Xx]{1,8}){0,3}(?![^\W_])(?:\s?%)?"
    r"|(?<![^\W_])X\s?%|#{3,}(?=[\s.,;%)])(?<!\n###)(?<!^###)"
    r"|\b(?:TBD|TBA|TBC|tbd|TODO|FIXME|T\.B\.D\.)(?!\w)|(?i:\blorem(?: ipsum)?\b)"
    r"|(?i:(?::|\(|[-–—=])\s{0,3}to be (?:determined|filled in|confirmed|added|supplied|completed)\b"
    r"|\bto be (?:determined|filled in|confirmed|added|supplied)(?= ?(?:[.;)\]|\n]|\Z)))"
    r"|_{3,}|\?{3,}|(?<![.\w])\.{5,}"
    r"|\b(?:Month|MONTH) (?:DD|dd|Day|day|DAY|\d{1,2}),? (?:YYYY|yyyy|Year|YEAR|\d{4})\b"
    r"|\b(?:DD|MM|YYYY|dd|yyyy)(?:[./ -](?:DD|MM|YYYY|YY|dd|mm|yyyy|yy)){1,2}\b"
    rf"|\b(?:{_MONTH}|\d{{1,2}}) (?:DD|dd|XX)(?:,? (?:YYYY|\d{{4}}))?\b"
    r"|(?i:\b(?:on|dated?|since|from|by|until)(?: |: ?)N/A(?!\w))|(?i:\bdate:? ?n\.a\.)"
    r"|(?i:\bINSERT [A-Z]+ HERE\b)"
)


_MARK = lazy_pattern(r"[\[<{?#X]")
_SIGNS = ("xx", "__", ".....", "TB", "T.B", "tbd", "TODO", "FIXME", "YY", "yyyy", "DD", "MM")
_SPOKEN = ("to be", "n/a", "n.a", "lorem", "insert", "month d")
_DATED = lazy_pattern(r"(?:yy|dd|mm)(?<![a-z]..)", re.DOTALL)
"""Of these every placeholder holds one: most texts hold none, and are then not read closer."""


def find_placeholders(text: str) -> tuple[Span, ...]:
    """Spans of "[NAME]", "XX%", "TBD", "<date>", "{name}", "lorem ipsum", "____", "???" and their like."""
    lower = text.lower()
    if not (
        _MARK.search(text)
        or any(map(text.__contains__, _SIGNS))
        or any(map(lower.__contains__, _SPOKEN))
        or _DATED.search(text)
    ):
        return ()
    return tuple(Span(*match.span()) for match in _PLACEHOLDER.finditer(text))


def placeholder_findings(text: str, source: str) -> tuple[Finding, ...]:
    """One error finding `structure.placeholder` for each of them."""
    return tuple(
        Finding(
            "structure.placeholder",
            Severity.ERROR,
            f'"{text[span.start : span.end][:60]}" is still to be filled in.',
            "Put the real value from your records here, or take the sentence out.",
            source,
            span,
            text[span.start : span.end],
        )
        for span in find_placeholders(text)
    )
