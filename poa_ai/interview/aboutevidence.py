"""Questions about documents and products: which there are, their dates, and what they show."""

import re
from collections.abc import Iterator, Sequence

from poa_ai.evidencegaps import same_kind
from poa_ai.facts import CorrectiveAction, Evidence, Fact, PreventiveMeasure
from poa_ai.findings import Finding
from poa_ai.interview.answers import read_asins, read_choice, read_count, read_day, read_text
from poa_ai.interview.asked import Asked, Record, Scene, question
from poa_ai.interview.entries import FactsEntries
from poa_ai.issue import EvidenceRequirement

_MOST_STATEMENTS = 40
_OWN_WORDS = 4
"""So many words are a statement of its own, and no choice."""
_PARTING = re.compile(r"[,;]\s*|\s+and\s+")
_BETWEEN = re.compile(r"_|(?<![0-9])-|-(?![0-9])")


def missing_document(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """A document that is asked for and not there, too old, or of too few products."""
    request = next((r for r in scene.prepared.case.notice.requests if r.id == gap.item), None)
    wanted = None if request else _requirement(gap, scene)
    kinds = (request.kind,) if request else wanted.kinds if wanted else ()
    title = request.kind.replace("_", " ").capitalize() if request else wanted.title if wanted else ""
    if not kinds or (gap.rule == "evidence.product-uncovered" and _without_products(kinds, scene)):
        return  # which products the documents show is asked first
    if wanted and _asked_by_notice(kinds, scene):
        return  # one question for one document
    why = wanted.why if wanted else "The notice asks for it."
    key = f"{gap.item}.{gap.rule.partition('.')[2]}"
    kind = kinds[0] if len(kinds) == 1 else scene.chosen.get(f"{key}.kind")
    if kind is None:
        choices = [kind.replace("_", " ") for kind in kinds]
        yield question(
            "document-kind",
            f"{key}.kind",
            None,
            required=gap.is_error,
            choices=choices,
            picks=kinds,
            title=title,
            why=why,
        )
    else:
        record = filing(kind, scene)
        yield question(
            "document", key, record, required=gap.is_error, about=gap.item or "", title=title, why=why
        )


def _requirement(gap: Finding, scene: Scene) -> EvidenceRequirement | None:
    for issue in scene.prepared.case.issues:
        for wanted in issue.evidence:
            named = gap.rule == f"evidence.{issue.id}-{wanted.id}" or gap.message.startswith(wanted.title)
            if wanted.id == gap.item and named:
                return wanted
    return None


def _without_products(kinds: Sequence[str], scene: Scene) -> bool:
    found = (e for e in scene.facts.evidence if any(same_kind(e.kind, kind) for kind in kinds))
    return any(not exhibit.covers and not exhibit.quantities for exhibit in found)


def _asked_by_notice(kinds: Sequence[str], scene: Scene) -> bool:
    """Whether the notice asks for a document of these kinds, and none is there yet."""
    open_ones = {gap.item for gap in scene.prepared.gaps if gap.rule == "evidence.request-unanswered"}
    requests = (r for r in scene.prepared.case.notice.requests if r.id in open_ones)
    return any(same_kind(request.kind, kind) for request in requests for kind in kinds)


def filing(kind: str, scene: Scene) -> Record:
    """A record that adds documents of a kind: files, parted by commas, or one that is told in words."""

    def record(entries: FactsEntries, answer: str) -> None:
        text = read_text(answer)
        named = [_file_name(part.strip(), scene) for part in _PARTING.split(text)]
        files = list(dict.fromkeys(named)) if all(named) else []
        for file in files:
            entries.add("evidence", {"kind": kind, "title": _title(file) or text[:200], "file": file})
        if not files:
            entries.add("evidence", {"kind": kind, "title": text[:200]})

    return record


def _title(file: str) -> str:
    """What a document is called in the letter, by the name of its file."""
    words = " ".join(_BETWEEN.sub(" ", file.rpartition("/")[2].rpartition(".")[0]).split())
    return words[:1].upper() + words[1:200]


def _file_name(text: str, scene: Scene) -> str:
    """The answer, where it is the name of a file below the folder of the facts; else ""."""
    folder = scene.facts.folder
    if folder is None or "\0" in text or text.startswith(("/", "~")):
        return ""
    try:
        file = (folder / text).resolve()
        return text if file.is_file() and file.is_relative_to(folder.resolve()) else ""
    except (OSError, RuntimeError, ValueError):
        return ""


def document_details(scene: Scene) -> Iterator[Asked]:
    """Date and products of each document, and the units on it where they are weighed against sales."""
    asins = scene.facts.asins
    for exhibit in scene.facts.evidence:
        id, title = exhibit.id, exhibit.title
        if exhibit.dated is None:
            required = any(gap.rule == "evidence.undated" and gap.is_error for gap in scene.prepared.gaps)
            yield question(
                "document-day", f"{id}.dated", _dating(id, scene), required=required, about=id, title=title
            )
        if asins and not exhibit.covers and _per_product(exhibit, scene):
            required = any(
                gap.rule == "evidence.product-uncovered" and gap.is_error for gap in scene.prepared.gaps
            )
            yield question(
                "document-products",
                f"{id}.covers",
                _covering(id, asins),
                required=required,
                about=id,
                title=title,
            )


def _per_product(exhibit: Evidence, scene: Scene) -> bool:
    wanted = (w for issue in scene.prepared.case.issues for w in issue.evidence if w.per_product)
    kinds = [kind for w in wanted for kind in w.kinds]
    kinds += [request.kind for request in scene.prepared.case.notice.requests if request.asins]
    return any(same_kind(exhibit.kind, kind) for kind in kinds)


def _dating(id: str, scene: Scene) -> Record:
    def record(entries: FactsEntries, answer: str) -> None:
        entries.of(id)["dated"] = read_day(answer, scene.today)

    return record


def _covering(id: str, asins: Sequence[str]) -> Record:
    def record(entries: FactsEntries, answer: str) -> None:
        entries.of(id)["covers"] = read_asins(answer, asins)

    return record


def loose_documents(scene: Scene) -> Iterator[Asked]:
    """The documents that no statement refers to; asked for last, when there are statements."""
    loose = {gap.item for gap in scene.prepared.gaps if gap.rule == "structure.unreferenced"}
    for exhibit in scene.facts.evidence:
        if exhibit.id in loose:
            yield from _loose(exhibit, scene)


def _loose(exhibit: Evidence, scene: Scene) -> Iterator[Asked]:
    found: list[Fact | CorrectiveAction | PreventiveMeasure] = []
    for cause in scene.prepared.case.causes:
        found += (*cause.facts, *cause.cause.corrective_actions, *cause.cause.preventive_measures)
    found = [part for part in found if part.text][:_MOST_STATEMENTS]
    if not found:
        return
    choices = [" ".join(part.text.split())[:160] for part in found]

    def record(entries: FactsEntries, answer: str) -> None:
        if len(answer.split()) < _OWN_WORDS:
            entries.link(found[read_choice(answer, choices)].id, "evidence", exhibit.id)
            return
        fact = entries.add("facts", {"text": read_text(answer), "evidence": [exhibit.id]})
        if len(causes := _causes_for(exhibit, scene)) == 1:
            entries.tell(causes[0], fact)

    key = f"{exhibit.id}.proves"
    yield question("document-proves", key, record, choices=choices, title=exhibit.title)


def _causes_for(exhibit: Evidence, scene: Scene) -> list[str]:
    """The root causes that a document may belong to: those of the issue types that ask for its kind."""
    case = scene.prepared.case
    asking = {
        issue.id
        for issue in case.issues
        for wanted in issue.evidence
        if any(same_kind(exhibit.kind, kind) for kind in wanted.kinds)
    }
    return [cause.id for cause in case.causes if cause.issue.id in asking or not asking]


def missing_products(required: bool) -> Asked:
    """The products that the notice names."""

    def record(entries: FactsEntries, answer: str) -> None:
        entries.name_products(read_asins(answer))

    return question("products", "products", record, required=required)


def units_sold(scene: Scene) -> Iterator[Asked]:
    """How much of each product was sold, where documents must cover it."""
    if not any(wanted.quantities for issue in scene.prepared.case.issues for wanted in issue.evidence):
        return
    for place, product in enumerate(scene.facts.products):
        if product.units_sold is None and (name := product.title or product.asin):

            def record(entries: FactsEntries, answer: str, place: int = place) -> None:
                entries.raw["products"][place]["units_sold"] = read_count(answer)

            yield question("units-sold", f"products.{place}.units_sold", record, product=name)
