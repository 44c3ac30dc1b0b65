"""Documents that are missing, too old or cover too little, by the notice's requests and the issue types."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from poa_ai.case import Case
from poa_ai.facts import Evidence, NoticeRequest
from poa_ai.facttext import fact_texts
from poa_ai.findings import Finding, Severity
from poa_ai.issue import Disqualified, EvidenceRequirement, IssueType, Marking
from poa_ai.matching import IssueMatch

CREATE_PLAN = "Seller Central, Create a plan of action (itemID 201623610)"
"""The page of Amazon that most demands on a plan of action come from."""


def find_evidence_gaps(case: Case) -> Iterator[Finding]:
    """Requests of the notice first, then the requirements of each issue that has a cause or needs none."""
    for request in case.notice.requests:
        yield from _request_gaps(request, case)
    for match in case.matches:
        if case.causes_of(match.issue) or not case.wants_plan_on(match.issue):
            for wanted in requirements_of(match):
                yield from _requirement_gaps(wanted, match.issue, case)


def requirements(case: Case) -> Iterator[EvidenceRequirement]:
    """What the issue types of the case want, for the variants that are heard."""
    for match in case.matches:
        yield from requirements_of(match)


def requirements_of(match: IssueMatch) -> Iterator[EvidenceRequirement]:
    """What one issue type wants, for the variants that are heard."""
    for wanted in match.issue.evidence:
        if not wanted.variants or set(wanted.variants) & set(match.variants):
            yield wanted


def make_gap(
    rule: str,
    severity: Severity,
    message: str,
    hint: str,
    source: str = CREATE_PLAN,
    section: str | None = None,
    item: str | None = None,
) -> Finding:
    """A gap: a finding without a place in a text, about the fact or checklist item `item`."""
    return Finding(rule, severity, message, hint, source, section=section, item=item)


def _request_gaps(request: NoticeRequest, case: Case) -> Iterator[Finding]:
    refused = {
        exhibit.id
        for issue in case.issues
        for wanted in issue.evidence
        if any(same_kind(kind, request.kind) for kind in wanted.kinds)
        for exhibit, _ in _disqualified(case, wanted)
    }
    found = [e for e in case.facts.evidence if same_kind(e.kind, request.kind) and e.id not in refused]
    what = request.kind.replace("_", " ")
    if not found:
        yield make_gap(
            "evidence.request-unanswered",
            Severity.ERROR,
            f"{request.id}: the notice asks for '{what}', and no evidence of that kind is there.",
            f'Add the document under "evidence" with "kind": "{request.kind}".',
            item=request.id,
        )
        return
    yield from _window_gaps(found, request.window_days, counted_from(request, case), case, request.id, what)
    yield from _stray_documents(request, found, case)
    covered = {asin.upper() for exhibit in found for asin in (*exhibit.covers, *exhibit.quantities)}
    if missing := [asin for asin in request.asins if asin.upper() not in covered]:
        yield make_gap(
            "evidence.product-uncovered",
            Severity.ERROR,
            f"{request.id}: no {what} covers {', '.join(missing)}.",
            'List the ASINs that each document shows under "covers".',
            item=request.id,
        )


def _disqualified(case: Case, wanted: EvidenceRequirement) -> Iterator[tuple[Evidence, Disqualified]]:
    for exhibit in case.facts.evidence:
        for refused in wanted.disqualified:
            if any(same_kind(exhibit.kind, kind) for kind in refused.kinds):
                yield exhibit, refused
                break


def same_kind(kind: str, wanted: str) -> bool:
    """Whether a document kind is the wanted one or a special form of it: supplier_invoice is an invoice."""
    words = kind.casefold().replace("-", "_").replace(" ", "_").split("_")
    target = wanted.casefold().replace("-", "_").replace(" ", "_").split("_")
    singular = [[word.removesuffix("s") for word in entry] for entry in (words, target)]
    return singular[0][-len(target) :] == singular[1]


def counted_from(request: NoticeRequest, case: Case) -> str | None:
    """What the window of a request counts from: a day that the notice names, else what an issue type knows.

    "The last 90 days" of a notice may mean either; a utility bill is counted from the day it is sent.
    """
    if request.counted_from not in (None, "notice"):
        return request.counted_from
    wanted = (w for w in requirements(case) if any(same_kind(request.kind, kind) for kind in w.kinds))
    return next((w.counted_from for w in wanted if w.counted_from != "none"), request.counted_from)


def counting_window(days: int | None, start: str | None, case: Case) -> tuple[date, date] | None:
    """First and last day that count for a request; None where no window is asked for or its end is not known.

    `start` is "notice", None for the same, "today", or a day in ISO form.
    """
    last = case.today if start == "today" else case.notice.received
    if start != "today" and not (start is None or "notice" in start.casefold()):
        try:
            last = date.fromisoformat(start.strip())
        except ValueError:
            return None
    if days is None or last is None:
        return None
    return last - timedelta(days=min(days, (last - last.min).days)), last


def _stray_documents(request: NoticeRequest, found: Sequence[Evidence], case: Case) -> Iterator[Finding]:
    """Documents of the requested kind that don't count, beside others that do."""
    window = counting_window(request.window_days, counted_from(request, case), case)
    dated = [(exhibit, exhibit.dated) for exhibit in found if exhibit.dated is not None]
    if window is None or not any(window[0] <= day <= window[1] for _, day in dated):
        return
    first, last = window
    for exhibit, day in dated:
        if not first <= day <= last:
            where = f"after {last}" if day > last else f"more than {request.window_days} days before {last}"
            message = f"{exhibit.id}: it is dated {day}, {where}, and does not count for {request.id}."
            hint = f"{request.id} asks for documents from {first} to {last}."
            yield make_gap("evidence.outside-window", Severity.WARNING, message, hint, item=exhibit.id)


def _named_day(name: str | None) -> str:
    return "the notice" if name is None or "notice" in name.casefold() else "the day"


def _window_gaps(
    found: Sequence[Evidence], window: int | None, start: str | None, case: Case, item: str, what: str
) -> Iterator[Finding]:
    window_span = counting_window(window, start, case)
    if window_span is None:
        return
    first, received = window_span
    if any(e.dated is not None and first <= e.dated <= received for e in found):
        return
    dated = [e for e in found if e.dated is not None]
    if dated:
        day = f"{_named_day(start)} of {received}"
        message = f"{item}: no {what} is dated within {window} days before {day}."
        hint = f"It must be dated from {first.isoformat()} to {received.isoformat()}; found: " + ", ".join(
            f"{e.id} {e.dated}" for e in dated
        )
        yield make_gap("evidence.outside-window", Severity.ERROR, message, hint, item=item)
    else:
        message = f"{item}: no {what} has a date, and only those of the last {window} days count."
        yield make_gap(
            "evidence.undated",
            Severity.ERROR,
            message,
            'Give the date on the document as "dated".',
            item=item,
        )


def _requirement_gaps(wanted: EvidenceRequirement, issue: IssueType, case: Case) -> Iterator[Finding]:
    for exhibit, refused in _disqualified(case, wanted):
        if _serves_elsewhere(exhibit, issue, case):
            continue
        message = f"{exhibit.id}: this kind of document is not accepted as {wanted.title.lower()}."
        yield make_gap(
            "evidence.disqualified",
            Severity.WARNING,
            message,
            refused.reason,
            str(refused.source),
            item=exhibit.id,
        )
    useless = {exhibit.id for exhibit, _ in _disqualified(case, wanted)}
    found = [
        exhibit
        for exhibit in case.facts.evidence
        if exhibit.id not in useless and any(same_kind(exhibit.kind, kind) for kind in wanted.kinds)
    ]
    name = f"evidence.{issue.id}-{wanted.id}"
    if not found:
        message = f"{issue.title}: {wanted.title} is missing."
        formats = f" Amazon takes it as {wanted.formats_told}." if wanted.formats else ""
        hint = f"{wanted.why} It must show: {', '.join(wanted.fields)}.{formats}"
        yield make_gap(name, wanted.level.severity, message, hint, str(wanted.source), item=wanted.id)
        return
    for gap in _window_gaps(found, wanted.window_days, wanted.counted_from, case, wanted.title, "document"):
        yield make_gap(
            gap.rule, wanted.level.severity, gap.message, gap.hint, str(wanted.source), item=wanted.id
        )
    yield from _file_gaps(wanted, found)
    if wanted.per_product:
        yield from _coverage_gaps(wanted, found, _asins_of(issue, case), case)


def _serves_elsewhere(exhibit: Evidence, issue: IssueType, case: Case) -> bool:
    """Whether another issue type of the case takes the document: an invoice is no record of inspected stock,
    and beside a complaint about authenticity it is wanted all the same."""
    others = (wanted for match in case.matches if match.issue != issue for wanted in requirements_of(match))
    return any(
        any(same_kind(exhibit.kind, kind) for kind in wanted.kinds)
        and not any(same_kind(exhibit.kind, kind) for no in wanted.disqualified for kind in no.kinds)
        for wanted in others
    )


def _asins_of(issue: IssueType, case: Case) -> tuple[str, ...]:
    """The products whose papers an issue type wants: all, but for those that other issues' causes alone name.

    Where its own causes name none, nothing tells them apart.
    """
    texts = fact_texts(case)
    told = {
        cause.id: " ".join(text for part in cause.parts for text in texts.get(part.id, ())).upper()
        for cause in case.causes
    }
    own = " ".join(told[cause.id] for cause in case.causes_of(issue))
    others = " ".join(told[cause.id] for cause in case.causes if cause.issue != issue)
    asins = case.facts.asins
    if not any(asin.upper() in own for asin in asins):
        return asins
    return tuple(asin for asin in asins if asin.upper() in own or asin.upper() not in others)


def _file_gaps(wanted: EvidenceRequirement, found: Sequence[Evidence]) -> Iterator[Finding]:
    """Files in a format that is not accepted, and marks asked for on papers that must bear none."""
    for exhibit in found:
        if exhibit.file is not None and not wanted.accepts(exhibit.file):
            ending = exhibit.file.rpartition(".")[2][:12]
            message = f"{exhibit.id}: a .{ending} file is not accepted as {wanted.title.lower()}."
            hint = f"Send it as {wanted.formats_told}, made anew from the original and not edited."
            source = str(wanted.source)
            yield make_gap("evidence.format", Severity.WARNING, message, hint, source, item=exhibit.id)
        if exhibit.highlight and wanted.marking is Marking.NEVER:
            message = f'{exhibit.id}: {wanted.title} must bear no marks, and "highlight" asks for some.'
            hint = 'Take "highlight" away: marks on such papers are read as forgery.'
            source = str(wanted.source)
            yield make_gap("evidence.marks", Severity.WARNING, message, hint, source, item=exhibit.id)


def _coverage_gaps(
    wanted: EvidenceRequirement, found: Sequence[Evidence], asins: Sequence[str], case: Case
) -> Iterator[Finding]:
    covered = {asin.upper() for exhibit in found for asin in (*exhibit.covers, *exhibit.quantities)}
    if missing := [asin for asin in asins if asin.upper() not in covered]:
        message = f"{wanted.title}: nothing covers {', '.join(missing)}."
        hint = 'List the ASINs that each document shows under "covers".'
        yield make_gap(
            "evidence.product-uncovered",
            wanted.level.severity,
            message,
            hint,
            str(wanted.source),
            item=wanted.id,
        )
    if not wanted.quantities:
        return
    for product in case.facts.products:
        bought = [e.quantities[product.asin] for e in found if product.asin and product.asin in e.quantities]
        if bought and product.units_sold is not None and sum(bought) < product.units_sold:
            message = (
                f"{product.asin}: the documents show {sum(bought)} units, and {product.units_sold} were sold."
            )
            hint = "Add the documents of the other units; quantities below sales are refused."
            yield make_gap(
                "evidence.quantity-below-sales",
                Severity.ERROR,
                message,
                hint,
                str(wanted.source),
                item=product.asin,
            )
