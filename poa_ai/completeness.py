"""What a case still lacks: the parts every section needs, the notice's requests, the issue types' checklists.

A gap of severity error keeps the letter a gap draft; a warning is advice.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from poa_ai.case import Case, CaseCause
from poa_ai.facts import Evidence, NoticeRequest
from poa_ai.facttext import sentences_of
from poa_ai.findings import Finding, Severity
from poa_ai.issue import ChecklistItem, EvidenceRequirement, IssueType
from poa_ai.issuefile import matches
from poa_ai.matching import IssueMatch
from poa_ai.outline import Part

CREATE_PLAN = "Seller Central, Create a plan of action (itemID 201623610)"


def find_gaps(case: Case) -> tuple[Finding, ...]:
    """All gaps of a case, in the order in which a seller would work through them."""
    return (
        *_issue_gaps(case),
        *(gap for cause in case.causes for gap in _cause_gaps(cause)),
        *(gap for request in case.notice.requests for gap in _request_gaps(request, case)),
        *(gap for match in case.matches for gap in _checklist_gaps(match, case)),
        *(gap for match in case.matches for gap in _evidence_gaps(match, case)),
        *_loose_ends(case),
    )


def _gap(
    rule: str,
    severity: Severity,
    message: str,
    hint: str,
    source: str = CREATE_PLAN,
    section: str | None = None,
    item: str | None = None,
) -> Finding:
    return Finding(rule, severity, message, hint, source, section=section, item=item)


def _issue_gaps(case: Case) -> Iterator[Finding]:
    for match in case.matches:
        if case.causes_of(match.issue):
            continue
        ground = f" ({match.reasons[0]})" if match.reasons and not match.named else ""
        yield _gap(
            "structure.issue-without-cause",
            Severity.ERROR,
            f"{match.issue.title}: no confirmed root cause answers this issue{ground}.",
            f'Add a root cause with "issue": "{match.issue.id}", or name under "issues" those that apply.',
            item=match.issue.id,
        )


def _cause_gaps(cause: CaseCause) -> Iterator[Finding]:
    def gap(rule: str, message: str, hint: str, item: str | None = None) -> Finding:
        return _gap(rule, Severity.ERROR, message, hint, section=cause.id, item=item or cause.id)

    actions = [action for action in cause.cause.corrective_actions if action.text.strip()]
    measures = [measure for measure in cause.cause.preventive_measures if measure.text.strip()]
    told = cause.cause.statement.strip() or any(fact.text.strip() for fact in cause.facts)
    for missing, part, hint in (
        (not told, Part.ROOT_CAUSE, "Say in a sentence or two what went wrong and why, with figures."),
        (
            not actions,
            Part.CORRECTIVE_ACTIONS,
            "Add what was done about this cause, each with the day it was done.",
        ),
        (
            not measures,
            Part.PREVENTIVE_MEASURES,
            "Add what keeps it from happening again, with owner and cadence.",
        ),
    ):
        if missing:
            yield gap("structure.part-empty", f"{cause.id}: nothing to say under '{part.heading}'.", hint)
    for action in actions:
        if action.done_on is None:
            message = f"{action.id}: the corrective action has no date."
            yield gap(
                "structure.undated-action", message, 'Give the day it was done as "done_on".', action.id
            )
    for measure in measures:
        if not (measure.owner or measure.cadence):
            message = f"{measure.id}: the preventive measure names neither who does it nor how often."
            yield gap("structure.unowned-measure", message, 'Add "owner", "cadence" or both.', measure.id)


def _request_gaps(request: NoticeRequest, case: Case) -> Iterator[Finding]:
    found = [exhibit for exhibit in case.facts.evidence if same_kind(exhibit.kind, request.kind)]
    what = request.kind.replace("_", " ")
    if not found:
        yield _gap(
            "evidence.request-unanswered",
            Severity.ERROR,
            f"{request.id}: the notice asks for '{what}', and no evidence of that kind is there.",
            f'Add the document under "evidence" with "kind": "{request.kind}".',
            item=request.id,
        )
        return
    yield from _window_gaps(found, request.window_days, request.counted_from, case, request.id, what)
    covered = {asin.upper() for exhibit in found for asin in exhibit.covers}
    if missing := [asin for asin in request.asins if asin.upper() not in covered]:
        yield _gap(
            "evidence.product-uncovered",
            Severity.ERROR,
            f"{request.id}: no {what} covers {', '.join(missing)}.",
            'List the ASINs that each document shows under "covers".',
            item=request.id,
        )


def same_kind(kind: str, wanted: str) -> bool:
    """Whether a document kind is the wanted one or a special form of it: supplier_invoice is an invoice."""
    words = kind.casefold().replace("-", "_").replace(" ", "_").split("_")
    target = wanted.casefold().replace("-", "_").replace(" ", "_").split("_")
    singular = [[word.removesuffix("s") for word in entry] for entry in (words, target)]
    return singular[0][-len(target) :] == singular[1]


def _window_gaps(
    found: Sequence[Evidence], window: int | None, counted_from: str | None, case: Case, item: str, what: str
) -> Iterator[Finding]:
    received = case.notice.received
    if window is None or received is None or counted_from not in {None, "notice"}:
        return
    first = received - timedelta(days=min(window, (received - received.min).days))
    inside = [e for e in found if e.dated is not None and first <= e.dated <= received]
    if inside:
        return
    dated = [e for e in found if e.dated is not None]
    if dated:
        message = (
            f"{item}: no {what} is dated within {window} days before the notice of {received.isoformat()}."
        )
        hint = f"It must be dated from {first.isoformat()} to {received.isoformat()}; found: " + ", ".join(
            f"{e.id} {e.dated}" for e in dated
        )
        yield _gap("evidence.outside-window", Severity.ERROR, message, hint, item=item)
    else:
        message = f"{item}: no {what} has a date, and only those of the last {window} days count."
        yield _gap(
            "evidence.undated",
            Severity.ERROR,
            message,
            'Give the date on the document as "dated".',
            item=item,
        )


def _checklist_gaps(match: IssueMatch, case: Case) -> Iterator[Finding]:
    for item in match.issue.checklist:
        applies = not item.variants or set(item.variants) & set(match.variants)
        if applies and case.causes_of(match.issue) and not _is_met(item, match, case):
            category = "consistency" if item.check == "metric" else "structure"
            yield _gap(
                f"{category}.{match.issue.id}-{item.id}",
                item.level.severity,
                f"{match.issue.title}: {item.message}",
                f"{item.ask} {item.why}",
                str(item.source),
                item=item.id,
            )


def _is_met(item: ChecklistItem, match: IssueMatch, case: Case) -> bool:
    issue = match.issue
    if item.check == "metric":
        wanted = {kind.name for name in item.wants if (kind := issue.metric(name))}
        return any((kind := issue.metric(m.name)) and kind.name in wanted for m in case.facts.metrics)
    if item.check == "products":
        return bool(case.facts.asins)
    if item.check == "cause-kind":
        return all(cause.kind is not None for cause in case.causes_of(issue))
    if item.check == "variant":
        return bool(match.variants)
    return any(matches(item.patterns, text) for text in _texts_of(case, issue))


def _texts_of(case: Case, issue: IssueType) -> Iterator[str]:
    for cause in case.causes_of(issue):
        yield cause.cause.title or ""
        yield from (sentences_of(part) for part in cause.parts)
    yield from (exhibit.title for exhibit in case.facts.evidence)


def _evidence_gaps(match: IssueMatch, case: Case) -> Iterator[Finding]:
    if not case.causes_of(match.issue):
        return
    for wanted in match.issue.evidence:
        if not wanted.variants or set(wanted.variants) & set(match.variants):
            yield from _requirement_gaps(wanted, match.issue, case)


def _requirement_gaps(wanted: EvidenceRequirement, issue: IssueType, case: Case) -> Iterator[Finding]:
    for refused in wanted.disqualified:
        for exhibit in case.facts.evidence:
            if any(same_kind(exhibit.kind, kind) for kind in refused.kinds):
                yield _gap(
                    "evidence.disqualified",
                    Severity.WARNING,
                    f"{exhibit.id}: this kind of document is not accepted as {wanted.title.lower()}.",
                    refused.reason,
                    str(refused.source),
                    item=exhibit.id,
                )
    found = [e for e in case.facts.evidence if any(same_kind(e.kind, kind) for kind in wanted.kinds)]
    name = f"evidence.{issue.id}-{wanted.id}"
    if not found:
        message = f"{issue.title}: {wanted.title} is missing."
        hint = f"{wanted.why} It must show: {', '.join(wanted.fields)}."
        yield _gap(name, wanted.level.severity, message, hint, str(wanted.source), item=wanted.id)
        return
    for gap in _window_gaps(found, wanted.window_days, wanted.counted_from, case, wanted.title, "document"):
        yield _gap(gap.rule, wanted.level.severity, gap.message, gap.hint, str(wanted.source), item=wanted.id)
    if wanted.per_product:
        yield from _coverage_gaps(wanted, found, case)


def _coverage_gaps(wanted: EvidenceRequirement, found: Sequence[Evidence], case: Case) -> Iterator[Finding]:
    covered = {asin.upper() for exhibit in found for asin in (*exhibit.covers, *exhibit.quantities)}
    if missing := [asin for asin in case.facts.asins if asin.upper() not in covered]:
        message = f"{wanted.title}: nothing covers {', '.join(missing)}."
        hint = 'List the ASINs that each document shows under "covers".'
        yield _gap(
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
            yield _gap(
                "evidence.quantity-below-sales",
                Severity.ERROR,
                message,
                hint,
                str(wanted.source),
                item=product.asin,
            )


def _loose_ends(case: Case) -> Iterator[Finding]:
    facts = case.facts
    used = {part.id for cause in case.causes for part in cause.parts}
    cited = {id for cause in case.causes for id in cause.evidence_ids}
    for fact in facts.facts:
        if not fact.confirmed:
            yield _loose(
                fact.id,
                "is not confirmed and stays out of the letter",
                'Set "confirmed": true once it is your word.',
            )
        elif fact.id not in used:
            yield _loose(
                fact.id,
                "belongs to no root cause and stays out of the letter",
                'Name it under "facts" of a cause.',
            )
    for cause in facts.root_causes:
        if not cause.confirmed:
            yield _loose(
                cause.id,
                "is not confirmed and gets no section",
                'Set "confirmed": true once it is your word.',
            )
    for metric in facts.metrics:
        if metric.id not in used:
            yield _loose(
                metric.id, "belongs to no issue type of the case", 'Name it under "facts" of a cause.'
            )
    for exhibit in facts.evidence:
        if exhibit.id not in cited:
            yield _loose(
                exhibit.id, "proves no statement of the letter", 'Name it under "evidence" of what it proves.'
            )


def _loose(id: str, what: str, hint: str) -> Finding:
    return _gap("structure.unreferenced", Severity.WARNING, f"{id}: {what}.", hint, "", item=id)
