"""From a case and its files to exhibits that are read, checked, copied and marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from poa_ai.case import Case
from poa_ai.evidence.casefolder import MARKED, CaseFolder, safe_name
from poa_ai.evidence.checks import Check, State, checks_on
from poa_ai.evidence.coverage import ProductCoverage, coverage_of
from poa_ai.evidence.demands import demands_on
from poa_ai.evidence.exhibit import Exhibit
from poa_ai.evidence.marking import Mark, marks_of, never_marked
from poa_ai.evidence.page import Document
from poa_ai.evidence.reader import DocumentReader
from poa_ai.evidence.sightings import Known, sightings_in
from poa_ai.evidence.vocabulary import Vocabulary
from poa_ai.facts import Evidence

MARKED_ENDINGS = frozenset(
    {".pdf", ".png", ".jpg", ".jpeg", ".jfif", ".pjpeg", ".gif", ".tif", ".tiff", ".webp", ".bmp"}
)
Progress = Callable[[str, int], None]
"""Told the id of an exhibit and the number of its page that was read."""
_OF = re.compile(r"\b(?:of|from|by) (?:the )?([A-Z][^,;()]{2,80})$")
_ASKS_FOR_MARKS = re.compile(
    r"\b(?:highlight|circle|underline|mark)\w*\b(?:\s+\S+){0,6}?\s+(?:asin|product|item|supplier|section|information|document|invoice)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The exhibits in the order of the facts, and the products that they cover."""

    exhibits: tuple[Exhibit, ...]
    coverage: tuple[ProductCoverage, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing required fails."""
        return not any(e.failures for e in self.exhibits) and not any(c.faults for c in self.coverage)


def gather(
    case: Case, reader: DocumentReader, folder: CaseFolder, vocabulary: Vocabulary, progress: Progress
) -> Gathered:
    """Look at every exhibit of the case. A file that can't be read is an exhibit with a fault.

    Raises UsageError where the folder can't be written.
    """
    work = _Work(case, reader, folder, vocabulary, progress)
    exhibits = _with_repeats_told(tuple(work.exhibit(entry) for entry in case.facts.evidence))
    exhibits = tuple(_shown_elsewhere(exhibit, exhibits) for exhibit in exhibits)
    return Gathered(exhibits, coverage_of(exhibits, case))


@dataclass(frozen=True, slots=True)
class _Work:
    case: Case
    reader: DocumentReader
    folder: CaseFolder
    vocabulary: Vocabulary
    progress: Progress

    def exhibit(self, entry: Evidence) -> Exhibit:
        demands = demands_on(entry, self.case, self.vocabulary)
        if entry.file is None:
            told = Check("file", State.MISSING, demands.required, 'no file is named; add it as "file"')
            return Exhibit(entry, Document(fault="no file is named"), demands, checks=(told,))
        path = (self.case.facts.folder or Path()) / entry.file
        document = self.reader.read(path, lambda page: self.progress(entry.id, page))
        sightings = sightings_in(document, _known(entry, self.case), self.vocabulary)
        checks = checks_on(entry, document, sightings, demands)
        exhibit = Exhibit(entry, document, demands, sightings, checks, notes=document.notes)
        try:
            original, checksum = self.folder.keep(entry.id, path)
        except OSError:
            return exhibit
        return self._marked(replace(exhibit, original=original, checksum=checksum), path)

    def _marked(self, exhibit: Exhibit, path: Path) -> Exhibit:
        if exhibit.document.fault is not None:
            return replace(exhibit, submit="none before it can be read")
        reason = never_marked(exhibit.facts, exhibit.document, exhibit.demands, self.case, self.vocabulary)
        if reason is not None:
            return replace(exhibit, submit=f"the original, unmarked: {reason}")
        marks = marks_of(exhibit.facts, exhibit.document, exhibit.sightings, self.case)
        exhibit = replace(exhibit, marks=marks, submit="the original")
        placed = [mark for mark in marks if mark.quads]
        if not placed or path.suffix.lower() not in MARKED_ENDINGS:
            return exhibit
        return self._copied(exhibit, path, placed)

    def _copied(self, exhibit: Exhibit, path: Path, marks: list[Mark]) -> Exhibit:
        ending = path.suffix.lower()
        if ending != ".pdf":
            ending = ".tif" if len(exhibit.document.pages) > 1 else ".png"
        place = f"{MARKED}/{safe_name(exhibit.facts.id, path.stem + '-marked' + ending)}"
        with self.folder.writing(place, path) as temporary:
            fault = self.reader.mark(path, temporary, [mark.to_json() for mark in marks])
            if fault is not None:
                temporary.unlink()  # nothing is moved to its place
                return replace(exhibit, notes=(*exhibit.notes, f"no marked copy: {fault}"))
        return replace(exhibit, marked=place, submit=self._advice())

    def _advice(self) -> str:
        if _ASKS_FOR_MARKS.search(self.case.facts.notice.text or ""):
            return "the original and the marked copy: the notice asks for marks"
        return "the original; the marked copy only beside it, never instead of it"


def _known(entry: Evidence, case: Case) -> Known:
    names: dict[str, tuple[str, ...]] = {}
    for product in case.facts.products:
        if product.asin:
            title = re.split(r"[,(|:;]|\s[-–—]\s", product.title or "", maxsplit=1)[0].strip()
            given = (title if len(title) >= 5 else "", product.sku or "")
            names[product.asin.upper()] = tuple(name for name in given if re.search(r"[^\W_]", name))
    asked = (asin for request in case.notice.requests for asin in request.asins)
    for asin in (*asked, *entry.covers, *entry.quantities):
        names.setdefault(asin.upper(), ())
    words = tuple(word for word in entry.highlight if word.upper() not in names)
    supplier = _OF.search(entry.title)
    seller = case.facts.seller.name
    named = supplier[1].strip() if supplier and supplier[1].strip() != seller else None
    return Known(names, seller, named if named and re.search(r"[^\W_]", named) else None, words)


def _with_repeats_told(exhibits: tuple[Exhibit, ...]) -> tuple[Exhibit, ...]:
    first: dict[str, str] = {}
    told = []
    for exhibit in exhibits:
        number = f"{exhibit.facts.kind} {exhibit.number}" if exhibit.number else ""
        keys = [key for key in (exhibit.checksum, number) if key]
        same = next((first[key] for key in keys if key in first), None)
        for key in keys:
            first.setdefault(key, same or exhibit.facts.id)
        note = (f"the same document as {same}; its units count once",) if same else ()
        told.append(replace(exhibit, same_as=same, notes=(*exhibit.notes, *note)))
    return tuple(told)


def _shown_elsewhere(exhibit: Exhibit, exhibits: tuple[Exhibit, ...]) -> Exhibit:
    """A supplier's contact that is missing here counts as shown by another document that is wanted for it."""
    shows = {
        field.named: field.shows for field in exhibit.demands.fields if field.shows.startswith("supplier-")
    }
    checks = []
    for check in exhibit.checks:
        if check.failed and check.what in shows:
            others = _showing(shows[check.what], exhibit, exhibits)
            if (other := next(others, None)) is not None:
                check = replace(check, state=State.LOOK, told=f"not on it, but {other} shows it")  # noqa: PLW2901
        checks.append(check)
    return replace(exhibit, checks=tuple(checks))


def _showing(shows: str, exhibit: Exhibit, exhibits: tuple[Exhibit, ...]) -> Iterator[str]:
    for other in exhibits:
        if other is exhibit or other.demands.per_product or not other.demands.wanted:
            continue
        found = {field.named for field in other.demands.fields if field.shows == shows}
        if any(check.what in found and check.state is State.OK for check in other.checks):
            yield other.facts.id
