"""The lines above the first section: their labels with the values that the facts give."""

import re
from collections.abc import Iterable, Iterator

from poa_ai.findings import Finding, Severity, Span
from poa_ai.letter import Block
from poa_ai.validation.grounding import SOURCE
from poa_ai.values import Kind, Value, values_up_to


def compare_header(block: Block, header: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Where a line above the sections gives a label another value than the facts do.

    A date may be written in any form, and a name without the token in brackets behind it.
    """
    for label, right in header:
        given = re.search(rf"(?:^|[|\n])[\s*_]*{re.escape(label)}:[\s*_]*([^|\n]*)", block.text)
        if given is None:
            continue
        stated = " ".join(given[1].split()).replace("\\", "")
        if not _same(stated, " ".join(right.split())):
            message = f'"{stated[:80]}" is not what the facts give as {label.lower()}.'
            span = Span(block.span.start + given.start(1), block.span.start + given.end(1))
            yield Finding(
                "grounding.misplaced",
                Severity.ERROR,
                message,
                f'The facts say: "{right}"',
                SOURCE,
                span,
                given[1],
            )


def _same(stated: str, right: str) -> bool:
    wanted = _dates(right)
    if wanted:
        forms = {form for value in _dates(stated) for form in value.normal.split("|")}
        return wanted[0].normal in forms
    bare = right.partition(" (")[0]
    stated, right = (re.sub(r"[(),;]+", " ", text) for text in (stated, right))
    stated, right = " ".join(stated.split()), " ".join(right.split())
    return right.casefold() in stated.casefold() or stated.casefold().rstrip(". ") == bare.casefold().rstrip(
        ". "
    )


def _dates(text: str) -> list[Value]:
    return [value for value in values_up_to(Kind.DATE, text) if value.kind is Kind.DATE]
