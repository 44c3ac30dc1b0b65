"""Which questions are open: what `gaps` finds, put so that a person can answer it."""

from collections.abc import Callable, Iterator, Mapping

from poa_ai.completeness import PRODUCT_UNANSWERED
from poa_ai.findings import Finding
from poa_ai.interview import aboutcauses, aboutevidence, aboutmetrics, aboutopen, aboutreply
from poa_ai.interview.answers import AnswerError, read_day, read_text
from poa_ai.interview.asked import Asked, Scene, question
from poa_ai.interview.entries import FactsEntries
from poa_ai.issue import ChecklistItem, IssueType
from poa_ai.reply import RULE

_BY_RULE: Mapping[str, Callable[[Finding, Scene], Iterator[Asked]]] = {
    "structure.issue-without-cause": aboutcauses.missing_cause,
    "structure.part-empty": aboutcauses.empty_part,
    "structure.undated-action": aboutcauses.undated_action,
    PRODUCT_UNANSWERED: aboutcauses.told_product,
    "evidence.request-unanswered": aboutevidence.missing_document,
    "evidence.outside-window": aboutevidence.missing_document,
    "evidence.product-uncovered": aboutevidence.missing_document,
    RULE: aboutreply.unanswered,
    "consistency.arithmetic": aboutmetrics.wrong_value,
    "consistency.count": aboutmetrics.wrong_value,
    "consistency.target-as-value": aboutmetrics.wrong_value,
}


def open_questions(scene: Scene) -> tuple[Asked, ...]:
    """All open questions, what the letter can't do without first. Each key stands once."""
    found = [
        *_about_notice(scene),
        *aboutcauses.proposed(scene),
        *(asked for gap in scene.prepared.gaps for asked in _about_gap(gap, scene)),
        *aboutcauses.measure_details(scene),
        *aboutmetrics.metric_details(scene),
        *aboutevidence.document_details(scene),
        *aboutevidence.units_sold(scene),
        *_reworded(scene),
        *aboutopen.left_open(scene),
        *aboutevidence.loose_documents(scene),
    ]
    by_key: dict[str, Asked] = {}
    for asked in sorted(found, key=lambda asked: not asked.required):
        by_key.setdefault(asked.key, asked)
    return tuple(by_key.values())


def _about_gap(gap: Finding, scene: Scene) -> Iterator[Asked]:
    if build := _BY_RULE.get(gap.rule):
        yield from build(gap, scene)
    elif gap.rule == "structure.unreferenced":
        yield from aboutcauses.loose_fact(gap, scene)
    elif gap.rule in {"evidence.undated", "evidence.format", "evidence.marks"}:
        return  # the documents are there: the date of each is asked for, and the rest is done to the file
    elif gap.rule.startswith("evidence."):
        yield from aboutevidence.missing_document(gap, scene)
    else:
        for issue in scene.prepared.case.issues:
            for item in issue.checklist:
                if gap.rule.partition(".")[2] == f"{issue.id}-{item.id}":
                    yield from _about_item(item, issue, scene)


def _about_item(item: ChecklistItem, issue: IssueType, scene: Scene) -> Iterator[Asked]:
    if item.check == "metric":
        yield from aboutmetrics.missing_metric(item, issue)
    elif item.check == "products":
        yield aboutevidence.missing_products(item.level.severity == "error")
    elif item.check in {"mentions", "cause-kind"}:
        yield from aboutcauses.checklist_item(item, issue, scene)


def _about_notice(scene: Scene) -> Iterator[Asked]:
    def received(entries: FactsEntries, answer: str) -> None:
        entries.object("notice")["received"] = read_day(answer, scene.today)
        entries.settle("received")

    def named(entries: FactsEntries, answer: str) -> None:
        entries.object("seller")["name"] = read_text(answer)[:200]

    if scene.facts.notice.received is None:
        yield question("received", "notice.received", received)
    if scene.facts.seller.name is None:
        yield question("seller", "seller.name", named)


def _reworded(scene: Scene) -> Iterator[Asked]:
    """Sentences that the letter leaves out, where they stand as they are in the file."""
    hints = {gap.message: gap.hint for gap in scene.prepared.gaps if gap.rule == "structure.withheld"}
    for number, withheld in enumerate(scene.prepared.attestation.withheld):
        hint = next((hint for told, hint in hints.items() if withheld.text in told), "")

        def record(
            entries: FactsEntries, answer: str, id: str = withheld.id, text: str = withheld.text
        ) -> None:
            try:
                entry = entries.of(id)
            except KeyError:
                entry = {}
            place = next(
                (key for key in ("text", "statement", "title") if text in str(entry.get(key, ""))), None
            )
            if place is None:
                raise AnswerError("these words can't be changed from here; skip, and mend them in the file")
            entry[place] = entry[place].replace(text, read_text(answer), 1)

        key = f"{withheld.id}.wording.{number}"
        yield question("wording", key, record, about=withheld.id, text=withheld.text, hint=hint)
