"""The entries of a part: corrective actions done and dated, preventive measures that somebody keeps up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from poa_ai.dates import read_dates
from poa_ai.findings import Finding, Severity, Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.letter import Block, PartText
from poa_ai.quotations import find_quotations
from poa_ai.validation.exhibits import SOURCE

_FUTURE = lazy_pattern(
    r"\b(?:we|i|they)\s(?:(?:also|now|then|both)\s)?(?:will|shall|plan to|intend to|aim to|hope to|want to)\b"
    r"|\b(?:we|i|they)['’]ll\b"
    r"|(?:\b(?:am|are|is)|['’]re|['’]m)\s(?:(?:also|now|currently)\s)?"
    r"(?:going to|planning to|about to|in the process of)\b"
    r"|\b(?:will|shall)\s(?:(?:also|then|now|soon|immediately|no longer|not|never)\s)?be\s\w+(?:d|n|t|ing)\b"
    r"|\b(?:our|the)\s(?:[\w-]{2,20}\s){0,2}"
    r"(?:team|staff|warehouse|manager|company|supplier|lead|clerk)\s(?:will|shall)\b"
    r"|\bto be (?:done|completed|implemented|introduced|finished)\b",
    re.IGNORECASE,
)
_UNDONE = lazy_pattern(
    r"\b(?:in progress|under way|underway|ongoing|pending)\b|^\W*(?:planned|scheduled|pending)\b"
    r"|\b(?:is|are)\s(?:still\s|currently\s|now\s)?(?:planned|scheduled|intended|expected|due|being)\b"
    r"|\b(?:we|i|they)(?:\s(?:am|are)|['’]re|['’]m)\s(?:(?:also|now|currently|still)\s)?\w{2,20}ing\b"
    r"|\b(?:to|will|shall)\sbe\s\w{2,20}(?:ed|n|t)\b|\b(?:and|but|then|which|that|who)\s(?:will|shall)\b"
    r"|\b(?:has|have|is|are)\s(?:still\s)?not yet\b|\bnot yet (?:done|complete\w*|finished|in place|ready)\b"
    r"|\bas soon as\b|\bby (?:the )?(?:end of )?(?:next|the coming)\b"
    r"|\b(?:tomorrow|next (?:week|month|year))\b",
    re.IGNORECASE,
)  # under way, planned, or hanging on something else: no corrective action that is done
_OWNER = lazy_pattern(
    r"\bby\s(?:the\s|our\s|an?\s)?(?!\w+ing\b)[^\W\d_]{2,}"
    r"|\b(?:responsib\w+|owners?|owned|accountable|assigned|in charge|head of|led by|leads?|leaders?"
    r"|managers?|director|supervisors?|teams?|clerks?|staff|coordinators?|officers?|department|accountant"
    r"|assistants?|specialists?|packers?|pickers?|foreman|deputy|employees?|colleagues?|agents?)\b",
    re.IGNORECASE,
)
_CADENCE = lazy_pattern(
    r"\b(?:hourly|daily|nightly|weekly|fortnightly|biweekly|bi-weekly|monthly|quarterly|yearly|annual(?:ly)?"
    r"|every|each|per|before|after|at|when|whenever|upon|prior to|during|within|until|once|twice|times a"
    r"|continuous(?:ly)?|automatic(?:ally)?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|on (?:arrival|receipt|delivery|dispatch|intake)|as soon as|always|cadence|this is done)\b",
    re.IGNORECASE,
)


_SAME_DAY = lazy_pattern(
    r"\b(?:(?:the|that|this) (?:very )?(?:same )?(?:day|date|evening|morning|afternoon)"
    r"|the same (?:day|date|morning|evening)|(?:the )?(?:day|morning|week) (?:after|before|earlier|later)"
    r"|the (?:next|following) (?:\w+ )?(?:day|morning|week)|(?:\w+) (?:days?|weeks?) later)\b",
    re.IGNORECASE,
)  # a date told by the one before it
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_OPENING = 60
"""Within so many characters an action says when it was done."""


def says_undone(text: str) -> Span | None:
    """Where a text speaks of what is planned or still under way; None where it does not.

    Quoted words don't count.
    """
    quotations = find_quotations(text)
    for match in (*_FUTURE.finditer(text), *_UNDONE.finditer(text)):
        span = Span(*match.span())
        if not any(quotation.overlaps(span) for quotation in quotations):
            return span
    return None


def is_dated(text: str) -> bool:
    """Whether a text holds a day or at least a month; a bare year is too little."""
    # Dates alone are read here: all other values would cost ten times as much.
    read = read_dates(text.translate(_HYPHENS))
    return any(len(normal) > 4 or normal.startswith("--") for _, _, normal in read)


def is_kept_up(text: str) -> bool:
    """Whether a measure names who keeps it up, or how often or at which occasion."""
    return names_owner(text) or names_cadence(text)


def names_owner(text: str) -> bool:
    """Whether a measure names who sees to it."""
    return _OWNER.search(text) is not None


def names_cadence(text: str) -> bool:
    """Whether a measure names how often it is done, or at which occasion."""
    return _CADENCE.search(text) is not None


def action_findings(part: PartText) -> Iterator[Finding]:
    """`structure.undated-action` and `structure.future-action` for each corrective action.

    "On the same day" is a date where an action before it has one.
    """
    dated = False
    for entry in _entries(part.blocks):
        whole = " ".join(block.text for block in entry)
        undated = not is_dated(whole) and not (dated and _SAME_DAY.search(whole[:_OPENING]))
        dated = dated or not undated
        if undated:
            yield _finding(
                "undated-action",
                "A corrective action has no date.",
                "Say on which day it was done, for example 2026-10-16.",
                entry[0].span,
            )
        for block in entry:
            future = says_undone(block.text)
            if future is not None:
                yield _finding(
                    "future-action",
                    "A corrective action is still to be done.",
                    "State what was done and when; what is yet to come belongs to the preventive measures.",
                    future,
                ).shifted(block.span.start)


def measure_findings(part: PartText) -> Iterator[Finding]:
    """`structure.unowned-measure` for each preventive measure that nobody keeps up.

    A paragraph beside others that somebody keeps up may be a remark: that is a warning.
    """
    entries = tuple(_entries(part.blocks))
    kept = [is_kept_up(" ".join(block.text for block in entry)) for entry in entries]
    for entry, good in zip(entries, kept, strict=True):
        if not good:
            finding = _finding(
                "unowned-measure",
                "A preventive measure names neither who keeps it up nor how often.",
                'Say who does it, or when: "daily", "before each dispatch", "by the warehouse lead".',
                entry[0].span,
            )
            remark = entry[0].kind == "paragraph" and any(kept)
            yield replace(finding, severity=Severity.WARNING) if remark else finding


def _entries(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """List items with what is nested below them, else table rows but the first, else paragraphs."""
    kinds = {block.kind for block in blocks}
    kind = "item" if "item" in kinds else "row" if "row" in kinds else "paragraph"
    chosen = [block for block in blocks if block.kind == kind]
    if kind == "row" and any(block.kind == "rule" for block in blocks):
        chosen = chosen[1:]  # the head of the table
    top = min((block.level for block in chosen), default=0)
    entry: tuple[Block, ...] = ()
    for block in chosen:
        if block.level == top and entry:
            yield entry
            entry = ()
        entry += (block,)
    if entry:
        yield entry


def _finding(name: str, message: str, hint: str, span: Span) -> Finding:
    return Finding(f"structure.{name}", Severity.ERROR, message, hint, SOURCE, span)
