"""What a sentence carries that must not get lost: numbers, dates, ids, addresses and quotations."""

import re
from collections import Counter
from collections.abc import Iterable

from poa_ai.findings import Span
from poa_ai.quotations import find_quotations

_COUNTING = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
    "thousands million dozen dozens half twice january february march april june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday yesterday"
)
_COUNTING_WORDS = frozenset(_COUNTING.split())
_ONE = re.compile(
    r"\bone (?=(?:(?:business|working|calendar) )?(?:minute|hour|day|night|week|month|quarter|year|time"
    r"|order|unit|parcel|item|piece|buyer|carton|box|pallet|lot|batch)\b)"
)
"""Mostly "one" is no number; before what is counted or measured it is."""

_BRACKETS = str.maketrans(dict.fromkeys('()[]{}<>"“”„«»*_', " "))
_BRACKET = re.compile(r'[()\[\]{}<>"“”„«»*_]')
_EDGES = ".,;:!?-–—'’‘"
_VALUE = re.compile(r"\d|@|://|^www\.")


def carried(text: str, outside: Iterable[Span] = ()) -> Counter[str]:
    """The values in a text by their wording, with how often each occurs, those inside `outside` left out."""
    text = _blanked(text, outside)
    quotations = find_quotations(text)
    values = Counter(text[span.start + 1 : span.end - 1].strip() for span in quotations)
    plain = _blanked(text, quotations).lower()
    if _BRACKET.search(plain):
        plain = plain.translate(_BRACKETS)
    for word in plain.split():
        bare = word.strip(_EDGES)
        if bare in _COUNTING_WORDS if bare.isalpha() else _VALUE.search(bare):
            values[bare] += 1
    if "one " in plain and (ones := len(_ONE.findall(plain))):
        values["one"] += ones
    return values


def _blanked(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for span in sorted(spans):
        start = max(span.start, done)
        if start < span.end:
            pieces += text[done:start], " " * (span.end - start)
            done = span.end
    return "".join(pieces) + text[done:]
