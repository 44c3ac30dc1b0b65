"""Names: a capitalised word of a letter that no fact holds names somebody or something that no fact names."""

import re
from collections.abc import Iterator

from poa_ai.findings import Finding, Severity, Span
from poa_ai.validation.binding import Bound
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.grounding import SOURCE
from poa_ai.validation.invention import content, unknown_words
from poa_ai.validation.tokens import NAME

_OPENS = re.compile(r"(?:^|[:;.|*_(\[•-]|\d[.)])\s*[\"'“‘*_(]{0,4}$")
_LONGEST = 80
_TWO = re.compile(r"(?<![\w-])([A-Z][^\W\d_]+)\s([A-Z][^\W\d_]+)(?![\w-])")


def check_names(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """One error for each run of capitalised words that no fact holds; the first of a sentence may be any."""
    passage = bound.passage
    yield from _other_product(sheet, bound)
    yield from _other_surname(sheet, bound)
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


def _other_product(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """A word in the midst of a product's title that is not the title's: "Fellside 4 dome tent"."""
    tokens = bound.passage.tokens
    meant = content(bound)
    keys = tuple(zip(bound.keys, bound.keys[1:], bound.keys[2:], strict=False))
    for at, (before, key, behind) in enumerate(keys, 1):
        titles = sheet.titles.get((before, behind))
        if titles and key not in titles and tokens[at] in meant:
            said = bound.passage.said(tokens[at])
            message = f'No product of the facts is called so with "{said[:_LONGEST]}".'
            hint = "Call the product what the facts call it."
            yield Finding("grounding.name", Severity.ERROR, message, hint, SOURCE, tokens[at].span, said)


def _other_surname(sheet: FactSheet, bound: Bound) -> Iterator[Finding]:
    """A word behind the first word of a name that is not the name's: "Nadine Rothe" for Nadine Roth."""
    text, start = bound.passage.text, bound.passage.span.start
    for match in _TWO.finditer(text):
        first, second = match[1].lower(), match[2].lower()
        known = sheet.forms.get((NAME, first), ())
        if not known or (NAME, f"{first} {second}") in sheet.forms or (NAME, second) in sheet.forms:
            continue
        if any(_alike(second, name.split()[1]) for name in known if " " in name):
            span = Span(start + match.start(2), start + match.end(2))
            message, hint = f'No fact names "{match.group()}".', f'The facts name "{known[0].title()}".'
            yield Finding("grounding.name", Severity.ERROR, message, hint, SOURCE, span, match[2])


def _alike(one: str, two: str) -> bool:
    """Whether two different words begin alike, as a misspelt name does."""
    return one != two and one[:3] == two[:3] and one not in (f"{two}s", f"{two}'s")


def _runs_on(text: str, end: int, word: str) -> bool:
    """Whether another capitalised word follows: "Anji Bamboo Works changed" opens with a name."""
    following = re.match(r"\s([A-Z][\w'’-]*)", text[end:])
    return following is not None and not (word.isupper() and len(word) > 1 and following[1].isupper())
