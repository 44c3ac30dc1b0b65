"""Questions that stand in the file: what the notice or a report left open, and what the seller noted.

An answer goes where its topic belongs; without a topic it is a fact that the letter may tell.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from poa_ai.facts import Question
from poa_ai.interview.answers import (
    AnswerError,
    read_asins,
    read_choice,
    read_count,
    read_counts,
    read_day,
    read_text,
    read_value,
    read_yes,
)
from poa_ai.interview.asked import Asked, Record, Scene, issue_question, question
from poa_ai.interview.entries import FactsEntries

_ELSEWHERE = frozenset({"received", "reply"})
"""Topics that are asked about anyway, or that another command settles."""
SCOPES = {
    "account": "the whole account is closed",
    "listing": "single listings are removed",
    "warning": "nothing is closed yet, it is a warning",
    "reply": "it answers an appeal",
}


@dataclass(frozen=True, slots=True)
class _Left:
    """A question of the file, in its scene."""

    question: Question
    scene: Scene

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def about(self) -> str:
        return self.question.about or ""


def left_open(scene: Scene) -> Iterator[Asked]:
    """The questions of the file, but for those that are asked about anyway or that no answer settles."""
    unsaid = {cause.id for cause in scene.facts.root_causes if not cause.confirmed}
    for entry in scene.facts.questions:
        if entry.about not in unsaid and entry.topic not in _ELSEWHERE:
            yield from _BY_TOPIC.get(entry.topic or "", _noted)(_Left(entry, scene))


def _noted(left: _Left) -> Iterator[Asked]:
    causes = {cause.id for cause in left.scene.prepared.case.causes}

    def record(entries: FactsEntries, answer: str) -> None:
        asked = entries.of(left.id)["text"]
        entries.remove(left.id)
        if answer.strip().casefold() != "drop":
            added = entries.add("facts", {"text": read_text(answer), "source": f"answer to: {asked}"[:500]})
            if left.about in causes:
                entries.tell(left.about, added)

    yield question("open", f"{left.id}.answer", record, about=left.about, text=left.question.text)


def _settling(id: str, left: _Left, record: Record, choices: tuple[str, ...] = ()) -> Asked:
    """A question that is out of the file with its answer."""

    def settle(entries: FactsEntries, answer: str) -> None:
        record(entries, answer)
        entries.remove(left.id)

    return question(
        id, f"{left.id}.answer", settle, about=left.about, choices=choices, text=left.question.text
    )


def _scope(left: _Left) -> Iterator[Asked]:
    told = tuple(SCOPES.values())

    def record(entries: FactsEntries, answer: str) -> None:
        entries.object("notice")["scope"] = list(SCOPES)[read_choice(answer, told)]

    yield _settling("open-choice", left, record, told)


def _plan(left: _Left) -> Iterator[Asked]:
    def record(entries: FactsEntries, answer: str) -> None:
        said = read_yes(answer)
        if said is None:
            raise AnswerError("please answer yes, it asks for a plan of action, or no")
        entries.object("notice")["asks_for_plan"] = said

    yield _settling("open-plan", left, record)


def _respond(left: _Left) -> Iterator[Asked]:
    def record(entries: FactsEntries, answer: str) -> None:
        if read_yes(answer) is not False:
            received = entries.object("notice").get("received")
            entries.object("notice")["respond_within_days"] = _days(answer, received)

    yield _settling("open-days", left, record)


def _days(answer: str, received: object) -> int:
    """So many days as the answer says, or until the day that it names."""
    words = answer.casefold().replace("days", " ").replace("day", " ").strip()
    if words.isascii() and words.isdigit():
        return min(read_count(words), 36_500)
    last = date.fromisoformat(read_day(answer))
    days = (last - date.fromisoformat(str(received))).days if received else -1
    if days < 0:
        raise AnswerError("please give the days that the notice gives, such as 17, or no for none")
    return days


def _products(left: _Left) -> Iterator[Asked]:
    def record(entries: FactsEntries, answer: str) -> None:
        if read_yes(answer) is not False:
            entries.name_products(read_asins(answer))

    yield _settling("open-products", left, record)


def _issues(left: _Left) -> Iterator[Asked]:
    choice = issue_question(left.scene.issues)
    if choice.record is not None:
        yield _settling("open-choice", left, choice.record, choice.choices)


def _request(left: _Left) -> Iterator[Asked]:
    id = left.about
    if not id:
        yield from _report(left)
        return

    def record(entries: FactsEntries, answer: str) -> None:
        said = read_yes(answer)
        kind = "_".join(answer.casefold().split())
        if said is False:
            entries.remove_request(id)
        elif "notice" in answer.casefold():
            entries.of_request(id)["counted_from"] = "notice"
        elif kind and kind.replace("_", " ") in left.question.text.casefold():
            entries.of_request(id)["kind"] = kind
        elif said is None:
            entries.of_request(id)["counted_from"] = read_day(answer)

    yield _settling("open-request", left, record)


def _metric(left: _Left) -> Iterator[Asked]:
    metric = next((metric for metric in left.scene.facts.metrics if metric.id == left.about), None)
    if metric is None:
        return  # the value is asked for by the checklist

    def record(entries: FactsEntries, answer: str) -> None:
        said = read_yes(answer)
        if said is False:
            entries.remove(metric.id)
        elif " of " in answer:
            count, base = read_counts(answer)
            entries.of(metric.id).update(count=count, base=base)
        elif said is None:
            entries.of(metric.id)["value"] = read_value(answer)

    yield _settling("open-metric", left, record)


def _report(left: _Left) -> Iterator[Asked]:
    yield _settling("open-report", left, lambda _entries, _answer: None)


_BY_TOPIC: Mapping[str, Callable[[_Left], Iterator[Asked]]] = {
    "scope": _scope,
    "asks_for_plan": _plan,
    "respond_within_days": _respond,
    "products": _products,
    "issues": _issues,
    "requests": _request,
    "metrics": _metric,
    "report": _report,
}
