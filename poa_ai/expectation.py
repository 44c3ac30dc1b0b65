"""What a case asks of its letter: sections with what they tell, exhibits, products and requests."""

from collections.abc import Iterator

from poa_ai.case import Case
from poa_ai.document import Document
from poa_ai.evidencegaps import same_kind
from poa_ai.facttext import FactTexts, number_text
from poa_ai.units import in_percent, is_share
from poa_ai.validation.answering import Asked, AskedDocument, AskedProduct, Measured, product_words
from poa_ai.validation.sectionmatch import Expected, ExpectedSection, words_of


def expected_letter(case: Case, document: Document, texts: FactTexts) -> Expected:
    """`document` gives the titles, in order; `texts` are those of `fact_texts`."""
    told = {
        cause.id: words_of(text for part in cause.parts for text in texts.get(part.id, ()))
        for cause in case.causes
    }
    return Expected(
        tuple(
            ExpectedSection(section.id, section.draft.plan.heading, told.get(section.id, frozenset()))
            for section in document.sections
        ),
        tuple(case.evidence),
        Asked(
            tuple(_products(case, texts)),
            tuple(
                AskedDocument(
                    request.id,
                    request.kind.replace("_", " "),
                    tuple(e.id for e in case.facts.evidence if same_kind(e.kind, request.kind)),
                )
                for request in case.notice.requests
            ),
            tuple(measured_rates(case)),
        ),
    )


def measured_rates(case: Case) -> Iterator[Measured]:
    """The shares that were measured and have another target."""
    for metric in case.facts.metrics:
        kind = next((kind for issue in case.issues if (kind := issue.metric(metric.name))), None)
        unit = metric.unit or (kind.unit if kind else None)
        target = metric.target if metric.target is not None else kind.target if kind else None
        if not is_share(unit) or target is None or target == metric.value:
            continue
        names = (metric.name, *((*kind.aliases, kind.label) if kind else ()))
        yield Measured(
            metric.id,
            tuple(sorted({name.replace("_", " ").lower() for name in names})),
            number_text(in_percent(metric.value, unit)),
            number_text(in_percent(target, unit)),
        )


def _products(case: Case, texts: FactTexts) -> Iterator[AskedProduct]:
    """Those of the notice, and those that the confirmed facts of a root cause name by their ASIN."""
    told = " ".join(
        t for cause in case.causes for part in cause.parts for t in texts.get(part.id, ())
    ).upper()
    titles = {
        p.asin.upper(): " ".join(filter(None, (p.brand, p.title))) for p in case.facts.products if p.asin
    }
    asked = {asin.upper() for asin in case.notice.asins}
    for asin in dict.fromkeys((*sorted(asked), *titles)):
        if asin in asked or asin in told:
            others = [title for other, title in titles.items() if other != asin]
            yield AskedProduct(asin, product_words(titles.get(asin, ""), others), asin in asked)
