"""Whether a letter answers what it was asked: products and requests of the notice, rates as measured."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from poa_ai.findings import Finding, Severity, Span
from poa_ai.lazypattern import lazy_pattern
from poa_ai.letter import Letter
from poa_ai.sentences import split_sentences
from poa_ai.validation.exhibits import SOURCE, listed_exhibits

_TARGET = lazy_pattern(
    r"(?:target|goal|aim|limit|threshold|requir\w+|allow\w*|maximum|minimum|standard|polic(?:y|ies)"
    r"|below|under|above|over|less|more|fewer|than|at (?:most|least)|up to|exceed\w*|within|reach\w*"
    r"|should|must|if|when|whenever|until|back|from|instead|not)(?!\w)|[<>≤≥]",
    re.IGNORECASE,
)
_WORD = lazy_pattern(r"[^\W_]{3,}")


class AskedProduct(NamedTuple):
    """A product that the letter must speak of; `names` are its words that no other product has.

    `by_notice` is False where only the seller's facts name it.
    """

    asin: str
    names: frozenset[str] = frozenset()
    by_notice: bool = True


class AskedDocument(NamedTuple):
    """A document that the notice asks for: the request's id, what it is, and the exhibits that answer it."""

    id: str
    what: str
    exhibits: tuple[str, ...]


class Measured(NamedTuple):
    """A rate of the facts: its names in small letters, and value and target in percent, as "1.8" and "1"."""

    id: str
    names: tuple[str, ...]
    value: str
    target: str


class Asked(NamedTuple):
    """What the notice asks, and the rates that must not be mixed up with their targets."""

    products: tuple[AskedProduct, ...] = ()
    documents: tuple[AskedDocument, ...] = ()
    measured: tuple[Measured, ...] = ()


NOTHING_ASKED = Asked()


def answer_findings(letter: Letter, asked: Asked, cited: Collection[str]) -> Iterator[Finding]:
    """`structure.product-unanswered`, `structure.request-unanswered` and `consistency.target-as-value`.

    `cited` are the exhibits that the letter names outside its list of evidence, in capitals.
    """
    yield from _product_findings(letter, asked.products)
    named = {
        *cited,
        *listed_exhibits(letter.evidence, [id.upper() for d in asked.documents for id in d.exhibits]),
    }
    for request in asked.documents:
        if request.exhibits and not named & {exhibit.upper() for exhibit in request.exhibits}:
            message = f"{request.id}: the notice asks for '{request.what}', and the letter names none."
            hint = f"Refer to {', '.join(request.exhibits[:10])} where it proves what you say."
            yield Finding(
                "structure.request-unanswered", Severity.ERROR, message, hint, SOURCE, item=request.id
            )
    for block in letter.blocks:
        if asked.measured and ("%" in block.text or "cent" in block.text):
            for finding in target_claims(block.text, asked.measured):
                yield finding.shifted(block.span.start)


def target_claims(text: str, measured: Sequence[Measured]) -> Iterator[Finding]:
    """Where a sentence gives the target of a rate as what was measured; spans index `text`."""
    # Asked where facts give rates, and not before: a letter alone is checked without reading values.
    from poa_ai.values import Kind, extract_values

    for sentence in split_sentences(text):
        said = text[sentence.start : sentence.end]
        folded = said.lower()
        about = [rate for rate in measured if any(name in folded for name in rate.names)]
        if not about or _TARGET.search(said):
            continue
        shares = [value for value in extract_values(said) if value.kind is Kind.PERCENT]
        for value in shares:
            rate = next((r for r in about if _number(value.normal) == _number(r.target)), None)
            if rate is None or any(_number(value.normal) == _number(r.value) for r in about):
                continue
            span = Span(sentence.start + value.span.start, sentence.start + value.span.end)
            yield Finding(
                "consistency.target-as-value",
                Severity.ERROR,
                f"{value.text} is the target of {rate.id}, and not what was measured.",
                f"The measured value is {rate.value}%.",
                SOURCE,
                span,
                value.text,
                item=rate.id,
            )


def _product_findings(letter: Letter, products: Sequence[AskedProduct]) -> Iterator[Finding]:
    if not products:
        return
    said = " ".join(block.text for block in letter.blocks)
    capitals, words = said.upper(), {word.lower() for word in _WORD.findall(said)}
    for product in products:
        if product.asin.upper() in capitals:
            continue
        if product.names and 2 * len(product.names & words) >= len(product.names):
            continue
        # One of its own words may speak of it without its ASIN; none surely does not.
        silent = product.by_notice and not product.names & words
        where = "The notice names" if product.by_notice else "The facts of a root cause name"
        yield Finding(
            "structure.product-unanswered",
            Severity.ERROR if silent else Severity.WARNING,
            f"{where} {product.asin}, and the letter does not speak of it.",
            "Say in the section of its root cause what was wrong with it, or that it is not affected.",
            SOURCE,
            item=product.asin,
        )


def product_words(title: str, others: Collection[str]) -> frozenset[str]:
    """The words of a product's title that the titles of no other product hold."""
    shared = {word.lower() for other in others for word in _WORD.findall(other)}
    return frozenset(word.lower() for word in _WORD.findall(title)) - shared


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
