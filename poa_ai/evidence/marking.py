"""What is marked in a copy, and which documents never are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from poa_ai.case import Case
from poa_ai.evidence.checks import issue_date
from poa_ai.evidence.demands import Demands
from poa_ai.evidence.page import Document, Quad
from poa_ai.evidence.sightings import Sighting
from poa_ai.evidence.vocabulary import Vocabulary
from poa_ai.evidencegaps import same_kind
from poa_ai.facts import Evidence

MAX_MARKS = 2_000
"""More marks than this show nobody anything."""
LABELS = {
    "asin": "ASIN",
    "product": "Product",
    "quantity": "Quantity",
    "date": "Issue date",
    "supplier-name": "Supplier",
    "phone": "Supplier's telephone",
    "email": "Supplier's e-mail",
    "website": "Supplier's website",
    "address": "Supplier's address",
    "buyer-name": "Buyer",
    "order-id": "Order id",
    "asked-for": "Marked as the facts ask",
}
"""What is marked, with its name in the index and in the mark's note."""
COLOURS = {
    "asin": (255, 235, 60),
    "product": (255, 235, 60),
    "quantity": (255, 205, 130),
    "date": (255, 185, 215),
    "buyer-name": (200, 225, 190),
    "order-id": (215, 195, 255),
}
_SUPPLIER = (165, 215, 255)


class Mark(NamedTuple):
    """Something to look at in a document; `quads` is empty where the file knows no places."""

    sighting: Sighting
    quads: tuple[Quad, ...]

    @property
    def told(self) -> str:
        """In words: "ASIN B0EXAMPLE1"."""
        label = LABELS[self.sighting.kind]
        if self.sighting.kind == "quantity":
            return f"{label} of {self.sighting.of}: {self.sighting.text}"
        return f"{label}: {' '.join(self.sighting.text.split())}"

    def to_json(self) -> dict[str, Any]:
        """As the marking process takes it."""
        colour = COLOURS.get(self.sighting.kind, _SUPPLIER)
        return {"page": self.sighting.page, "quads": self.quads, "colour": colour, "note": self.told}


def never_marked(
    exhibit: Evidence, document: Document, demands: Demands, case: Case, vocabulary: Vocabulary
) -> str | None:
    """Why this document must not be marked; None where it may be. When in doubt it must not."""
    issue = next((issue for issue in case.issues if issue.id in vocabulary.unmarked_issues), None)
    if issue is not None:
        return f"a notice on {issue.title.lower()} wants every file as it is"
    if any(same_kind(exhibit.kind, kind) for kind in vocabulary.unmarked_kinds):
        return "identity and bank papers are never marked: marks on them are read as forgery"
    if demands.unmarked:
        return "papers of this kind are never marked: marks on them are read as forgery"
    name = f"{exhibit.title} {exhibit.file or ''}".replace("_", " ").replace("-", " ").replace(".", " ")
    words = {match.group().lower() for match in vocabulary.unmarked_word.finditer(document.text)}
    if vocabulary.unmarked_title.search(name) or len(words) >= (2 if demands.wanted else 1):
        return "it reads like an identity or bank paper, and such are never marked"
    if not demands.wanted and not exhibit.highlight:
        return "neither the notice nor the issue type asks for a document of this kind"
    return None


def marks_of(
    exhibit: Evidence, document: Document, sightings: Sequence[Sighting], case: Case
) -> tuple[Mark, ...]:
    """What a reviewer should look at, in the order of the document."""
    pages = {page.number: page for page in document.pages}
    chosen = sorted(_chosen(exhibit, sightings, case), key=lambda s: (s.page, s.start))
    private = [word.casefold() for word in case.facts.private]
    return tuple(
        Mark(sighting, tuple(pages[sighting.page].quads(sighting.start, sighting.end)))
        for sighting in chosen[:MAX_MARKS]
        if not any(word in sighting.text.casefold() for word in private)
    )


def _chosen(exhibit: Evidence, sightings: Sequence[Sighting], case: Case) -> Iterator[Sighting]:
    asked = (asin for request in case.notice.requests for asin in request.asins)
    asins = {asin.upper() for asin in (*case.facts.asins, *asked, *exhibit.covers)}
    issued = issue_date(exhibit, sightings)
    supplier = next((s for s in sightings if s.kind == "supplier-name"), None)
    with_asin = {s.value for s in sightings if s.kind == "asin"}
    seen: set[tuple[str, str]] = set()
    for sighting in sightings:
        kind, value = sighting.kind, sighting.value
        if kind in ("asin", "quantity"):
            wanted = (sighting.of or value) in asins
        elif kind == "product":
            wanted = value in asins and value not in with_asin
        elif kind in ("phone", "email", "website", "address"):
            wanted = not sighting.buyers and (kind, value) not in seen
        elif kind in ("date", "supplier-name"):
            wanted = sighting is issued or sighting is supplier
        else:
            wanted = kind == "asked-for" or (kind == "buyer-name" and (kind, value) not in seen)
        seen.add((kind, value))
        if wanted:
            yield sighting
