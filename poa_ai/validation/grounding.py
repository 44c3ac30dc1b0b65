"""Grounding: every value that a text states must stand in the facts."""

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.attested import Attested, shares_in
from poa_ai.values import Kind, Value, extract_values

__all__ = ["SOURCE", "Attested", "ground"]

SOURCE = "Seller Central, Create a plan of action (itemID 201623610)"

NAMES: dict[str, str] = {
    Kind.PERCENT: "percentage",
    Kind.ORDER_ID: "order id",
    Kind.ASIN: "ASIN",
    Kind.EMAIL: "e-mail address",
    Kind.PHONE: "phone number",
    Kind.URL: "web address",
    Kind.INVOICE: "document number",
}
"""What a kind of value is called where its own name would not do."""
_HINTED = 100
"""So many values of one text get a hint that names the nearest fact; a bound on hostile input."""


def ground(text: str, attested: Attested) -> tuple[Finding, ...]:
    """One error finding `grounding.<kind>` for each value of the text that no fact holds, in order.

    A count and a base ("19 of 58") that stand in the facts, but not as that share, are one error
    `grounding.misplaced`.
    """
    hints: dict[tuple[Kind, str], str | None] = {}
    findings = []
    values = extract_values(text)
    for value in values:
        key = (value.kind, value.normal)
        if key not in hints:
            near = attested.nearest(value) if len(hints) < _HINTED else None
            hints[key] = None if attested.holders(value) else _hint(value, near)
        hint = hints[key]
        if hint is not None:
            findings.append(_finding(value, hint))
    findings += [
        _misplaced(text, count, base)
        for count, base in shares_in(text, values)
        if attested.crosses(count, base)
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.span or Span(0, 0), finding.rule)))


def _finding(value: Value, hint: str) -> Finding:
    name = NAMES.get(value.kind, str(value.kind))
    return Finding(
        f"grounding.{value.kind}",
        Severity.ERROR,
        f'No fact holds the {name} "{value.text[:80]}".',
        hint,
        SOURCE,
        value.span,
        value.text,
    )


def _misplaced(text: str, count: Value, base: Value) -> Finding:
    span = Span(count.span.start, base.span.end)
    share = text[span.start : span.end]
    hint = "Both numbers stand in the facts, but for something else: state the share that a fact states."
    return Finding(
        "grounding.misplaced", Severity.ERROR, f'No fact says "{share[:80]}".', hint, SOURCE, span, share
    )


def _hint(value: Value, nearest: tuple[str, Value] | None) -> str:
    if nearest is None:
        name = NAMES.get(value.kind, value.kind)
        return f"Add the {name} to the facts, or leave it out."
    return f'{nearest[0]} has "{nearest[1].text[:80]}".'
