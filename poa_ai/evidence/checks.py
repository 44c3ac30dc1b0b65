"""One document held against what it must show."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from poa_ai.evidence.demands import Demands, FieldDemand
from poa_ai.evidence.page import Document
from poa_ai.evidence.sightings import Sighting
from poa_ai.facts import Evidence

UNSURE = 0.8
"""A picture that is read with less confidence than this wants a look."""
_PAGE_OF = re.compile(
    r"(?:page|seite|pagina|página|pág\.?)\s?(\d{1,4})\s?(?:of|/|von|de|di|sur)\s?(\d{1,4})(?!\d)",
    re.IGNORECASE,
)
_MAX_PAGES = 2_000


class State(StrEnum):
    """How a check went. LOOK: a program can't tell, and a person must look."""

    OK = "ok"
    LOOK = "look"
    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a document must show: what was found of it, and on which page (None: nowhere)."""

    what: str
    state: State
    required: bool
    told: str = ""
    page: int | None = None

    @property
    def failed(self) -> bool:
        """Whether the case can't be sent like this."""
        return self.required and self.state in (State.MISSING, State.WRONG)


def checks_on(
    exhibit: Evidence, document: Document, sightings: Sequence[Sighting], demands: Demands
) -> tuple[Check, ...]:
    """Every check of one exhibit, that of its readability first."""
    readable = _readable(document, demands)
    checks = [replace(readable, required=demands.required), *_refused(exhibit, document, demands)]
    for missed in demands.formats:
        told = f"not accepted as {missed.named.lower()}; send it as {missed.formats}"
        checks.append(Check("file format", State.WRONG, missed.required, told))
    if document.fault is None and any(page.text.strip() for page in document.pages):
        checks += _complete(document, demands)
        checks += (_shown(field, sightings) for field in demands.fields if field.shows != "issue-date")
        checks += _issued(exhibit, sightings, demands)
        checks += _as_in_facts(exhibit, sightings, demands)
    return tuple(checks)


def _readable(document: Document, demands: Demands) -> Check:
    name = "readable"
    if document.fault is not None:
        return Check(name, State.MISSING, demands.required, document.fault)
    text = any(page.text.strip() for page in document.pages)
    if not text:
        unread = any("not read" in note for note in document.notes)
        told = "no text was read; look at it yourself" if unread else "no text can be read on it"
        return Check(name, State.LOOK if unread else State.MISSING, demands.required, told)
    weak = [str(p.number) for p in document.pages if p.confidence is not None and p.confidence < UNSURE]
    if weak:
        return Check(name, State.LOOK, demands.required, f"hard to read: page {', '.join(weak[:12])}")
    return Check(name, State.OK, demands.required)


def _refused(exhibit: Evidence, document: Document, demands: Demands) -> Iterator[Check]:
    for refused in demands.refused:
        kind = exhibit.kind.replace("_", " ")
        yield Check("accepted kind", State.WRONG, demands.required, f"a {kind} is refused: {refused.reason}")
    head = document.pages[0].text[:1_500] if document.pages else ""
    for refused in demands.refusable:
        names = "|".join(re.escape(kind).replace("_", r"[\s_-]?") for kind in refused.kinds)
        if match := re.search(rf"(?<!\w)(?:{names})(?!\w)", head, re.IGNORECASE):
            told = f"it calls itself '{' '.join(match.group().split())}': {refused.reason}"
            yield Check("accepted kind", State.WRONG, demands.required, told, page=1)


def _complete(document: Document, demands: Demands) -> Iterator[Check]:
    seen: set[int] = set()
    total = 0
    for page in document.pages:
        for match in _PAGE_OF.finditer(page.text):
            seen.add(int(match[1]))
            total = max(total, int(match[2]))
    missing = [number for number in range(1, min(total, _MAX_PAGES) + 1) if number not in seen]
    if total and missing and document.total_pages < total:
        told = f"page {', '.join(map(str, missing[:12]))} of {total} is not there"
        yield Check("all pages", State.WRONG, demands.required, told)
    elif total:
        yield Check("all pages", State.OK, demands.required)


def _shown(field: FieldDemand, sightings: Sequence[Sighting]) -> Check:
    if not field.shows:
        return Check(field.named, State.LOOK, field.required, "no program can tell; look yourself")
    kinds = _KINDS[field.shows]
    found = [
        s for s in sightings if s.kind in kinds and not (field.shows.startswith("supplier") and s.buyers)
    ]
    if not found:
        state = State.LOOK if field.shows in _NAMES else State.MISSING
        return Check(field.named, state, field.required, "not found")
    first = next((s for s in found if s.sure), found[0])
    told = "" if first.sure else f"it reads '{first.text}', expected '{first.value}'"
    return Check(field.named, State.OK if first.sure else State.LOOK, field.required, told, first.page)


_NAMES = ("supplier-name", "account-name")
"""Names may be written in a way that only a person knows again."""
_KINDS = {
    "supplier-name": ("supplier-name",),
    "supplier-phone": ("phone",),
    "supplier-address": ("address",),
    "supplier-website": ("website", "email"),
    "buyer-name": ("buyer-name",),
    "account-name": ("buyer-name",),
    "product": ("asin", "product"),
    "quantity": ("quantity",),
    "order-id": ("order-id",),
}


def issue_date(exhibit: Evidence, sightings: Sequence[Sighting]) -> Sighting | None:
    """The date of issue: a labelled one, else the one that the facts give, else the first."""
    dates = [s for s in sightings if s.kind == "date"]
    given = exhibit.dated.isoformat() if exhibit.dated else ""
    labelled = [s for s in dates if s.sure]
    told = [s for s in labelled or dates if given and given in s.value.split("|")]
    return next(iter((*told, *labelled, *dates)), None)


def issue_days(exhibit: Evidence, sighting: Sighting) -> tuple[date, ...]:
    """The days that it may mean: two where day and month can be exchanged and the facts don't tell."""
    days = []
    for text in sighting.value.split("|"):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:  # 31 June
            continue
    return (exhibit.dated,) if exhibit.dated in days and exhibit.dated else tuple(days)


def _issued(exhibit: Evidence, sightings: Sequence[Sighting], demands: Demands) -> Iterator[Check]:
    asked = next((field for field in demands.fields if field.shows == "issue-date"), None)
    if asked is None and not demands.windows:
        return
    name = asked.named if asked else "issue date"
    required = any(window.required for window in demands.windows) or bool(asked and asked.required)
    sighting = issue_date(exhibit, sightings)
    days = issue_days(exhibit, sighting) if sighting else ()
    if sighting is None or not days:
        yield Check(name, State.MISSING, required, "no date of issue is found")
        return
    read = " or ".join(map(str, days))
    if exhibit.dated and exhibit.dated not in days:
        told = f"the document reads {read}, the facts say {exhibit.dated}"
        yield Check(name, State.WRONG if sighting.sure else State.LOOK, required, told, sighting.page)
        return
    for window in demands.windows:
        inside = [window.first <= day <= window.last for day in days]
        if not any(inside):
            where = "after" if days[0] > window.last else "before"
            limit = window.last if where == "after" else window.first
            told = f"{read} is {where} {limit}: {window.why}"
            yield Check(name, State.WRONG, window.required, told, sighting.page)
            return
        if not all(inside):
            yield Check(name, State.LOOK, required, f"it may mean {read}, and not both count", sighting.page)
            return
    sure = sighting.sure or exhibit.dated in days
    yield Check(
        name, State.OK if sure else State.LOOK, required, "" if sure else f"is it {read}?", sighting.page
    )


def _as_in_facts(exhibit: Evidence, sightings: Sequence[Sighting], demands: Demands) -> Iterator[Check]:
    shown = {s.value for s in sightings if s.kind in ("asin", "product")}
    said = dict.fromkeys(asin.upper() for asin in (*exhibit.covers, *exhibit.quantities))
    if missing := [asin for asin in said if asin not in shown]:
        told = f"it shows neither ASIN, title nor SKU of {', '.join(missing)}"
        yield Check("products as in the facts", State.MISSING, demands.required, told)
    units = units_shown(sightings)
    for asin, count in exhibit.quantities.items():
        if (found := units.get(asin.upper())) is not None and found != count:
            told = f"{asin}: the document shows {found} units, the facts say {count}"
            yield Check("units as in the facts", State.WRONG, demands.required, told)
    words = {s.value for s in sightings if s.kind == "asked-for"} | shown
    if absent := [word for word in exhibit.highlight if word not in words and word.upper() not in words]:
        told = f"not found: {', '.join(absent)}"
        yield Check("words to be marked", State.MISSING, required=False, told=told)


def units_shown(sightings: Sequence[Sighting]) -> dict[str, int]:
    """The units of each ASIN that a document counts."""
    units: dict[str, int] = {}
    for sighting in sightings:
        if sighting.kind == "quantity":
            units[sighting.of] = units.get(sighting.of, 0) + int(sighting.value)
    return units
