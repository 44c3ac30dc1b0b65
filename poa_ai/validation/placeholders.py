"""Placeholders: places in a letter that somebody still has to fill in."""

import re

from poa_ai.findings import Finding, Severity, Span

_WORDS = (
    r"(?:your|insert|enter|add|fill|the|seller|company|business|store|supplier|buyer|carrier|order|account|date|name"
    r"|number|percentage|amount|quantity|address|phone|email|e-mail|product|asin|invoice|link|url|details?|reason|x+)"
)
_PLACEHOLDER = re.compile(
    r"\[[A-Z][A-Z /_#-]{1,60}\](?!\()"
    rf"|\[(?i:{_WORDS}(?:[ _/-][^\]\[\n]{{0,60}})?)\](?!\()"
    rf"|<(?i:{_WORDS}(?:[ _/-][^<>\n]{{0,40}})?)>"
    r"|\{\{?[^{}\n]{1,60}\}\}?"
    r"|(?<![^\W_])[Xx]{2,}(?:[./-][Xx]{1,8}){0,3}(?![^\W_])(?:\s?%)?"
    r"|(?<![^\W_])X\s?%"
    r"|\b(?:TBD|TBA|TBC|tbd)\b|(?i:\blorem(?: ipsum)?\b|\bto be (?:determined|filled in|confirmed|added)\b)"
    r"|_{4,}"
)


def find_placeholders(text: str) -> tuple[Span, ...]:
    """Spans of "[NAME]", "XX%", "TBD", "<date>", "{name}", "lorem ipsum", "____" and their like."""
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
