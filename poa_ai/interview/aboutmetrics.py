"""Questions about measured values: the value, its day, its counts, and what contradicts it."""

from collections.abc import Iterator

from poa_ai.facts import Metric
from poa_ai.facttext import quantity_text
from poa_ai.findings import Finding
from poa_ai.interview.answers import AnswerError, read_counts, read_day, read_value
from poa_ai.interview.asked import Asked, Record, Scene, question
from poa_ai.interview.entries import FactsEntries
from poa_ai.issue import ChecklistItem, IssueType, MetricKind
from poa_ai.units import is_share


def missing_metric(item: ChecklistItem, issue: IssueType) -> Iterator[Asked]:
    """A metric that the checklist wants and the facts lack."""
    for name in item.wants:
        if kind := issue.metric(name):
            target = quantity_text(kind.target, kind.unit)
            yield question(
                "metric",
                f"{issue.id}.{kind.name}",
                _measuring(kind),
                required=item.level.severity == "error",
                about=issue.id,
                label=kind.label.capitalize(),
                target=target,
            )


def _measuring(kind: MetricKind) -> Record:
    def record(entries: FactsEntries, answer: str) -> None:
        metric = {
            "name": kind.name,
            "value": _share(answer, kind.unit),
            "unit": kind.unit,
            "target": kind.target,
        }
        days = {"window_days": kind.window_days[0]} if len(kind.window_days) == 1 else {}
        entries.add("metrics", {**metric, **days})
        entries.settle("metrics")

    return record


def _share(answer: str, unit: str | None) -> float:
    value = read_value(answer)
    if is_share(unit) and value > 100:
        raise AnswerError("a rate is at most 100%")
    return value


def metric_details(scene: Scene) -> Iterator[Asked]:
    """Day and counts of each metric of the case's issue types that lacks them."""
    doubted = {left.about for left in scene.facts.questions if left.topic == "metrics"}
    for metric in scene.facts.metrics:
        kind = _kind(metric, scene)
        if kind is None:
            continue
        id, value, label = (
            metric.id,
            quantity_text(metric.value, metric.unit or kind.unit),
            kind.label.capitalize(),
        )
        if metric.as_of is None:
            yield question(
                "metric-day", f"{id}.as_of", _dating(id, scene), about=id, label=label, value=value
            )
        if metric.count is None and metric.base is None and id not in doubted:
            yield question("metric-counts", f"{id}.counts", _counting(id), about=id, label=label)


def _dating(id: str, scene: Scene) -> Record:
    def record(entries: FactsEntries, answer: str) -> None:
        entries.of(id)["as_of"] = read_day(answer, scene.today)

    return record


def _counting(id: str) -> Record:
    def record(entries: FactsEntries, answer: str) -> None:
        count, base = read_counts(answer)
        entries.of(id).update(count=count, base=base)

    return record


def wrong_value(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """A value that contradicts its own counts, or is the target."""
    metric = next((metric for metric in scene.facts.metrics if metric.id == gap.item), None)
    if metric is None:
        return

    def record(entries: FactsEntries, answer: str) -> None:
        entries.of(metric.id)["value"] = _share(answer, metric.unit)

    message = gap.message.partition(": ")[2].capitalize()
    yield question(
        "metric-right", f"{metric.id}.value", record, required=gap.is_error, about=metric.id, message=message
    )


def _kind(metric: Metric, scene: Scene) -> MetricKind | None:
    return next((kind for issue in scene.prepared.case.issues if (kind := issue.metric(metric.name))), None)
