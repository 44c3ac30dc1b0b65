"""Which document shows which product, and whether the units suffice for what was sold."""

from collections.abc import Sequence
from dataclasses import dataclass

from poa_ai.case import Case
from poa_ai.evidence.checks import units_shown
from poa_ai.evidence.exhibit import Exhibit
from poa_ai.evidencegaps import requirements
from poa_ai.issue import Level


@dataclass(frozen=True, slots=True)
class ProductCoverage:
    """One product: the exhibits that show it, and their units beside the units sold (None: not told).

    `faults` say what the case can't be sent with.
    """

    asin: str
    exhibits: tuple[str, ...]
    units: int | None
    sold: int | None
    faults: tuple[str, ...]


def coverage_of(exhibits: Sequence[Exhibit], case: Case) -> tuple[ProductCoverage, ...]:
    """The products of the facts and of the notice's requests, in that order.

    Only documents count that are wanted for each product, are accepted and are issued within the window; of
    several files of one document one counts.
    """
    asked = [asin.upper() for request in case.notice.requests for asin in request.asins]
    level = {wanted.level for wanted in requirements(case) if wanted.per_product}
    required = Level.REQUIRED in level
    sold = {p.asin.upper(): p.units_sold for p in case.facts.products if p.asin}
    counting = [e for e in exhibits if e.demands.per_product and e.counts]
    covered = []
    for asin in dict.fromkeys((*(asin.upper() for asin in case.facts.asins), *asked)):
        showing = [
            e for e in counting if any(s.value == asin for s in e.sightings if s.kind in ("asin", "product"))
        ]
        single = {e.same_as or e.facts.id: e for e in showing if e.demands.quantities}
        found = [units_shown(e.sightings).get(asin) for e in single.values()]
        units = (
            sum(count for count in found if count is not None) if any(c is not None for c in found) else None
        )
        faults = []
        if not showing and (required or asin in asked):
            faults.append(f"{asin}: no document that counts shows it")
        enough = sold.get(asin)
        if units is not None and enough is not None and units < enough and None not in found:
            faults.append(f"{asin}: the documents show {units} units, and {enough} were sold")
        covered.append(
            ProductCoverage(asin, tuple(e.facts.id for e in showing), units, enough, tuple(faults))
        )
    return tuple(covered)
