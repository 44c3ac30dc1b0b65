"""What a document must show, by its kind, the issue types of the case and the requests of the notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from poa_ai.case import Case
from poa_ai.evidence.vocabulary import Vocabulary
from poa_ai.evidencegaps import counted_from, counting_window, requirements, same_kind
from poa_ai.facts import Evidence
from poa_ai.issue import Disqualified, Level, Marking


@dataclass(frozen=True, slots=True)
class FieldDemand:
    """A field that the document must show.

    `shows` is what is looked for; "" where only a person can tell. `named` are the words of the issue type.
    """

    shows: str
    named: str
    required: bool


@dataclass(frozen=True, slots=True)
class WindowDemand:
    """First and last day on which the document may be issued, and `why` in words."""

    first: date
    last: date
    why: str
    required: bool


@dataclass(frozen=True, slots=True)
class FormatDemand:
    """Formats of which none is the file's: `formats` in words, and `named` the document that is wanted so."""

    formats: str
    named: str
    required: bool


@dataclass(frozen=True, slots=True)
class Demands:
    """Everything asked of one exhibit.

    `wanted` tells that an issue type or the notice asks for its kind, `required` that the case needs it,
    `per_product` that each product needs one of its kind, `quantities` that its units are held against sales.
    `formats` are the demands on the file format that it misses; `unmarked` tells that it must bear no marks.
    """

    fields: tuple[FieldDemand, ...] = ()
    windows: tuple[WindowDemand, ...] = ()
    refused: tuple[Disqualified, ...] = ()
    refusable: tuple[Disqualified, ...] = ()
    wanted: bool = False
    required: bool = False
    per_product: bool = False
    quantities: bool = False
    formats: tuple[FormatDemand, ...] = ()
    unmarked: bool = False


def demands_on(exhibit: Evidence, case: Case, vocabulary: Vocabulary) -> Demands:
    """What the case asks of an exhibit; nothing where neither issue type nor notice wants its kind."""
    wanted = [w for w in requirements(case) if any(same_kind(exhibit.kind, kind) for kind in w.kinds)]
    requests = [r for r in case.notice.requests if same_kind(exhibit.kind, r.kind)]
    fields: dict[str, FieldDemand] = {}
    for requirement in wanted:
        for named in requirement.fields:
            shows = vocabulary.fields.get(named.casefold(), "")
            required = requirement.level is Level.REQUIRED
            known = fields.get(shows or named)
            if known is None or (required and not known.required):
                fields[shows or named] = FieldDemand(shows, named, required)
    refusable = tuple(refused for requirement in requirements(case) for refused in requirement.disqualified)
    return Demands(
        fields=tuple(fields.values()),
        windows=tuple(_windows(exhibit, case)),
        refused=tuple(r for r in refusable if any(same_kind(exhibit.kind, kind) for kind in r.kinds)),
        refusable=tuple(refused for requirement in wanted for refused in requirement.disqualified),
        wanted=bool(wanted or requests),
        required=bool(requests) or any(w.level is Level.REQUIRED for w in wanted),
        per_product=any(w.per_product for w in wanted) or any(r.asins for r in requests),
        quantities=any(w.quantities for w in wanted),
        formats=tuple(
            FormatDemand(w.formats_told, w.title, w.level is Level.REQUIRED)
            for w in wanted
            if exhibit.file is not None and not w.accepts(exhibit.file)
        ),
        unmarked=any(w.marking is Marking.NEVER for w in wanted),
    )


def _windows(exhibit: Evidence, case: Case) -> Iterator[WindowDemand]:
    """The windows of the notice's requests; where it names none, those of the issue types."""
    asked = False
    for request in case.notice.requests:
        if same_kind(exhibit.kind, request.kind):
            window = counting_window(request.window_days, counted_from(request, case), case)
            if window is not None:
                asked = True
                why = f"the notice asks for the {request.window_days} days up to {window[1]} ({request.id})"
                yield WindowDemand(*window, why, required=True)
    if asked:
        return
    for wanted in requirements(case):
        if any(same_kind(exhibit.kind, kind) for kind in wanted.kinds):
            window = counting_window(wanted.window_days, wanted.counted_from, case)
            if window is not None:
                why = f"only the {wanted.window_days} days up to {window[1]} count"
                yield WindowDemand(*window, why, required=wanted.level is Level.REQUIRED)
