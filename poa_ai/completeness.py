"""What a case still lacks: the parts every section needs, the notice's requests, the issue types' checklists.

A gap of severity error keeps the letter a gap draft; a warning is advice.
"""

from collections.abc import Iterator, Sequence

from poa_ai.case import Case, CaseCause
from poa_ai.evidencegaps import find_evidence_gaps, make_gap, same_kind
from poa_ai.facts import PreventiveMeasure
from poa_ai.facttext import fact_texts, sentences_of
from poa_ai.findings import Finding, Severity
from poa_ai.issue import ChecklistItem, IssueType
from poa_ai.matching import IssueMatch
from poa_ai.normalised import NormalisedText, normalise
from poa_ai.outline import Part
from poa_ai.patterns import occurs
from poa_ai.phrasing import measure_sentence
from poa_ai.validation.entries import is_dated, names_cadence, names_owner

PRODUCT_UNANSWERED = "structure.product-unanswered"
RULE_UNOWNED = "structure.unowned-measure"


def find_gaps(case: Case) -> tuple[Finding, ...]:
    """All gaps of a case, in the order in which a seller would work through them."""
    return (
        *_issue_gaps(case),
        *(gap for cause in case.causes for gap in _cause_gaps(cause)),
        *(gap for match in case.matches for gap in _checklist_gaps(match, case)),
        *find_evidence_gaps(case),
        *_product_gaps(case),
        *_loose_ends(case),
    )


def _issue_gaps(case: Case) -> Iterator[Finding]:
    for match in case.matches:
        if case.causes_of(match.issue) or not case.wants_plan_on(match.issue):
            continue
        ground = f" ({match.reasons[0]})" if match.reasons and not match.named else ""
        yield make_gap(
            "structure.issue-without-cause",
            Severity.ERROR,
            f"{match.issue.title}: no confirmed root cause answers this issue{ground}.",
            f'Add a root cause with "issue": "{match.issue.id}", or name under "issues" those that apply.',
            item=match.issue.id,
        )


def _product_gaps(case: Case) -> Iterator[Finding]:
    """The products of the notice of which no root cause and no exhibit speaks."""
    if not case.notice.asins or not any(map(case.wants_plan_on, case.issues)):
        return
    texts = fact_texts(case)
    told = " ".join(text for cause in case.causes for part in cause.parts for text in texts.get(part.id, ()))
    held = {asin.upper() for exhibit in case.facts.evidence for asin in exhibit.covers}
    titles = {p.asin.upper(): p.title or "" for p in case.facts.products if p.asin}
    for asin in sorted({asin.upper() for asin in case.notice.asins}):
        title = titles.get(asin, "")
        if asin in held or asin in told.upper() or (title and title.lower() in told.lower()):
            continue
        yield make_gap(
            PRODUCT_UNANSWERED,
            Severity.ERROR,
            f"The notice names {asin}, and no root cause speaks of it.",
            "Say in a root cause what was wrong with it, or that it is not affected.",
            item=asin,
        )


def _cause_gaps(cause: CaseCause) -> Iterator[Finding]:
    def gap(rule: str, message: str, hint: str, item: str | None = None) -> Finding:
        return make_gap(rule, Severity.ERROR, message, hint, section=cause.id, item=item or cause.id)

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
        if action.done_on is None and not is_dated(action.text):
            message = f"{action.id}: the corrective action has no date."
            yield gap(
                "structure.undated-action", message, 'Give the day it was done as "done_on".', action.id
            )
    for measure in measures:
        yield from _measure_gaps(measure, cause)


def _measure_gaps(measure: PreventiveMeasure, cause: CaseCause) -> Iterator[Finding]:
    """An error where neither owner nor cadence is told, advice where one of them is not."""
    told = measure_sentence(measure.text, measure.owner, measure.cadence, measure.starts)
    owned, timed = bool(measure.owner) or names_owner(told), bool(measure.cadence) or names_cadence(told)
    if owned and timed:
        return
    missing, hint = ("who does it", 'Add "owner"; a role is enough.')
    if owned:
        missing, hint = "how often, or at which occasion", 'Add "cadence".'
    message = f"{measure.id}: the preventive measure does not say {missing}."
    if not owned and not timed:
        message = f"{measure.id}: the preventive measure names neither who does it nor how often."
        hint = 'Add "owner", "cadence" or both.'
    severity = Severity.WARNING if owned or timed else Severity.ERROR
    yield make_gap(RULE_UNOWNED, severity, message, hint, section=cause.id, item=measure.id)


def _checklist_gaps(match: IssueMatch, case: Case) -> Iterator[Finding]:
    texts = [normalise(text) for text in texts_of(case, match.issue)]
    for item in match.issue.checklist:
        applies = not item.variants or set(item.variants) & set(match.variants)
        if applies and case.causes_of(match.issue) and not _is_met(item, match, case, texts):
            category = "consistency" if item.check == "metric" else "structure"
            yield make_gap(
                f"{category}.{match.issue.id}-{item.id}",
                item.level.severity,
                f"{match.issue.title}: {item.message}",
                f"{item.ask} {item.why}",
                str(item.source),
                item=item.id,
            )


def _is_met(item: ChecklistItem, match: IssueMatch, case: Case, texts: Sequence[NormalisedText]) -> bool:
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
    return any(occurs(item.patterns, text) for text in texts)


def texts_of(case: Case, issue: IssueType) -> Iterator[str]:
    """All prose of the facts about an issue type, in which its checklist looks for words."""
    for cause in case.causes_of(issue):
        yield cause.cause.title or ""
        yield from (sentences_of(part) for part in cause.parts)
    yield from (exhibit.title for exhibit in case.facts.evidence)


def _loose_ends(case: Case) -> Iterator[Finding]:
    yield from _loose_causes(case)
    if not any(map(case.wants_plan_on, case.issues)):
        return  # there is no letter to stay out of
    facts = case.facts
    used = {part.id for cause in case.causes for part in cause.parts}
    cited = {id for cause in case.causes for id in cause.evidence_ids} | set(_sent_alone(case))
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
    for metric in facts.metrics:
        if metric.id not in used and not any(issue.metric(metric.name) for issue in case.issues):
            yield _loose(
                metric.id, "belongs to no issue type of the case", 'Name it under "facts" of a cause.'
            )
    for exhibit in facts.evidence:
        if exhibit.id not in cited:
            yield _loose(
                exhibit.id, "proves no statement of the letter", 'Name it under "evidence" of what it proves.'
            )


def _loose_causes(case: Case) -> Iterator[Finding]:
    issues = {issue.id: issue for issue in case.issues}
    for cause in case.facts.root_causes:
        issue = issues[cause.issue]
        if not issue.route.may_be_plan:
            told = f"gets no section: no plan is ever written on {issue.title.lower()}"
            yield _loose(cause.id, told, "Leave it out, and see what the issue wants instead.")
        elif not cause.confirmed:
            yield _loose(
                cause.id,
                "is not confirmed and gets no section",
                'Set "confirmed": true once it is your word.',
            )


def _sent_alone(case: Case) -> Iterator[str]:
    """The exhibits that are sent for themselves: papers of issues on which the notice wants no plan."""
    for match in case.matches:
        if not case.wants_plan_on(match.issue):
            kinds = [kind for wanted in match.issue.evidence for kind in wanted.kinds]
            for exhibit in case.facts.evidence:
                if any(same_kind(exhibit.kind, kind) for kind in kinds):
                    yield exhibit.id


def _loose(id: str, what: str, hint: str) -> Finding:
    return make_gap("structure.unreferenced", Severity.WARNING, f"{id}: {what}.", hint, "", item=id)
