"""What a letter on a case is held against: its facts, its composed sentences, its headings."""

from collections.abc import Iterator

from poa_ai.case import Case
from poa_ai.composing import compose
from poa_ai.document import Document, assemble
from poa_ai.expectation import expected_letter
from poa_ai.factstatements import fact_names, fact_statements
from poa_ai.facttext import fact_texts
from poa_ai.outline import Outline, Part, plan_sections
from poa_ai.validation.checking import Grounds
from poa_ai.validation.factsheet import FactSheet
from poa_ai.validation.groundchecking import bare
from poa_ai.values import extract_values

_HEADINGS = ("Plan of Action", "Supporting evidence", "Exhibit | Document | Dated | Shows | ASINs")
"""What every letter calls itself and its list of evidence, and the columns of that."""


def grounds_of(case: Case, document: Document | None = None) -> Grounds:
    """What a letter on this case is held against: `document`, else the composed letter."""
    if document is None:
        outline = Outline(case, plan_sections(case.causes))
        document = assemble(outline, compose(outline), gap_draft=False)
    texts = fact_texts(case)
    known = (
        *(section.heading for section in document.sections),
        *(text for told in texts.values() for text in told),
        *(word for issue in case.issues for word in issue.vocabulary),
    )
    return Grounds(
        expected_letter(case, document, texts),
        lambda: FactSheet.of(fact_statements(case), fact_names(case), known),
        case.facts.names,
        {cause.id: cause.issue.id for cause in case.causes},
        document.header,
        frozenset(_told(document)),
    )


def _told(document: Document) -> Iterator[tuple[str, str, str]]:
    """The composed sentences, headings and rows of the list of evidence, as `Grounds` holds them."""
    for section in document.sections:
        for statement in section.draft.statements:
            yield section.id, str(statement.part), bare(statement.cited_text)
        # A title is the seller's own word; a value in it is held against the facts like any other.
        if not extract_values(section.draft.plan.heading):
            yield "", "", bare(section.heading)
    for heading in (*_HEADINGS, *(part.heading for part in Part)):
        yield "", "", bare(heading)
    for row in document.exhibits:
        asins = ", ".join(row.asins)
        for rest in (asins, f"ASINs {asins}" if asins else "", row.shows + asins):
            yield "", "", bare("".join((row.id, row.title, row.dated, rest)))
