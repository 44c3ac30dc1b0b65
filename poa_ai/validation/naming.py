"""Names: a capitalised word of a letter that no fact holds names somebody or something that no fact names."""

import re
from collections.abc import Iterator

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.binding import Bound
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.invention import unknown_words

_OPENS = re.compile(r"(?:^|[:;.|*_(\[•-]|\d[.)])\s*[\"'“‘*_(]{0,4}$")
_LONGEST = 80


def check_names(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """One error for each run of capitalised words that no fact holds; the first of a sentence may be any."""
    passage = bound.passage
    runs: list[Span] = []
    for token in unknown_words(sheet, bound):
        word = passage.said(token)
        at = token.span.start - passage.span.start
        if not word[0].isupper() or (
            _OPENS.search(passage.text[:at]) and not _runs_on(passage.text, at + len(word), word)
        ):
            continue
        if runs and not passage.text[runs[-1].end - passage.span.start : at].strip(" -&"):
            runs[-1] = Span(runs[-1].start, token.span.end)
        else:
            runs.append(token.span)
    for span in runs:
        name = passage.text[span.start - passage.span.start : span.end - passage.span.start]
        hint = "Name only what the facts name, or add it to the facts."
        message = f'No fact names "{name[:_LONGEST]}".'
        yield Finding("grounding.name", Severity.ERROR, message, hint, SOURCE, span, name)


def _runs_on(text: str, end: int, word: str) -> bool:
    """Whether another capitalised word follows: "Anji Bamboo Works changed" opens with a name."""
    following = re.match(r"\s([A-Z][\w'’-]*)", text[end:])
    return following is not None and not (word.isupper() and len(word) > 1 and following[1].isupper())
