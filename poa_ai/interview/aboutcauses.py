"""Questions about root causes: the causes themselves, their actions and measures, and what is proposed."""

from collections.abc import Callable, Iterator

from poa_ai.case import CaseCause
from poa_ai.completeness import RULE_UNOWNED
from poa_ai.facts import Fact, RootCause
from poa_ai.findings import Finding
from poa_ai.interview.answers import read_choice, read_day, read_text, read_yes
from poa_ai.interview.asked import Asked, Record, Scene, pick_cause, question
from poa_ai.interview.entries import FactsEntries
from poa_ai.interview.wording import load_wording
from poa_ai.issue import ChecklistItem, IssueType
from poa_ai.outline import Part, cause_title

Change = Callable[[FactsEntries, str], object]


def text_record(change: Change) -> Record:
    """A record of an answer in words."""

    def record(entries: FactsEntries, answer: str) -> None:
        change(entries, read_text(answer))

    return record


def proposed(scene: Scene) -> Iterator[Asked]:
    """What a report proposed and the seller has not yet said."""
    for cause in scene.facts.root_causes:
        if not cause.confirmed:
            yield _proposed_cause(cause, scene)
    for fact in scene.facts.facts:
        if not fact.confirmed:
            yield _proposed_fact(fact)


def _proposed_cause(cause: RootCause, scene: Scene) -> Asked:
    def record(entries: FactsEntries, answer: str) -> None:
        said = read_yes(answer)
        if said is False:
            entries.remove(cause.id)
            return
        if said is None:
            entries.of(cause.id)["statement"] = read_text(answer)
        entries.of(cause.id)["confirmed"] = True
        for open_question in scene.facts.questions:
            if open_question.about == cause.id:
                entries.remove(open_question.id)

    # Where nothing else answers the issue yet, what is proposed is asked about before "what went wrong?".
    alone = all(confirmed.cause.issue != cause.issue for confirmed in scene.prepared.case.causes)
    key, told = f"{cause.id}.confirmed", cause.statement
    return question("proposed-cause", key, record, required=alone, about=cause.id, statement=told)


def _proposed_fact(fact: Fact) -> Asked:
    def record(entries: FactsEntries, answer: str) -> None:
        said = read_yes(answer)
        if said is False:
            entries.remove(fact.id)
            return
        if said is None:
            entries.of(fact.id)["text"] = read_text(answer)
        entries.of(fact.id)["confirmed"] = True

    return question("proposed-fact", f"{fact.id}.confirmed", record, about=fact.id, text=fact.text)


def missing_cause(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """An issue type that no confirmed cause answers."""
    issue = next((issue for issue in scene.prepared.case.issues if issue.id == gap.item), None)
    if issue is None:
        return
    causes = "; ".join(kind.title for kind in issue.cause_kinds)
    add = text_record(lambda e, text: e.add("root_causes", {"issue": issue.id, "statement": text}))
    yield question(
        "cause", f"{issue.id}.cause", add, required=True, about=issue.id, issue=issue.title, causes=causes
    )


def empty_part(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """A part of a section that has nothing to say."""
    cause = _cause(scene, gap.section)
    if cause is None:
        return
    id, title = cause.id, cause_title(cause)
    for part, name, words in (
        (Part.CORRECTIVE_ACTIONS, "corrective_actions", "action"),
        (Part.PREVENTIVE_MEASURES, "preventive_measures", "measure"),
    ):
        if f"'{part.heading}'" in gap.message:
            yield question(words, f"{id}.{name}", adding(name, id), required=True, about=id, cause=title)
    if f"'{Part.ROOT_CAUSE.heading}'" in gap.message:
        state = text_record(lambda e, text: e.of(id).update(statement=text))
        yield question("statement", f"{id}.statement", state, required=True, about=id, id=id)


def adding(name: str, cause: str) -> Record:
    """A record that adds an action or a measure (`name` of the list) to a root cause."""
    return text_record(lambda entries, text: entries.add(name, {"text": text}, cause))


def undated_action(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """An action without its day."""
    cause = _cause(scene, gap.section)
    action = next((a for a in cause.cause.corrective_actions if a.id == gap.item), None) if cause else None
    if action is None:
        return

    def record(entries: FactsEntries, answer: str) -> None:
        entries.of(action.id)["done_on"] = read_day(answer, scene.today)

    yield question(
        "action-day", f"{action.id}.done_on", record, required=True, about=action.id, text=action.text
    )


def measure_details(scene: Scene) -> Iterator[Asked]:
    """Owner, cadence and start of each measure that lacks them; one of the first two is required."""
    for cause in scene.prepared.case.causes:
        for measure in cause.cause.preventive_measures:
            bare = any(
                gap.rule == RULE_UNOWNED and gap.is_error and gap.item == measure.id
                for gap in scene.prepared.gaps
            )
            id, text = measure.id, measure.text
            if not text.strip():
                continue
            if measure.owner is None:
                yield question(
                    "measure-owner", f"{id}.owner", _setting(id, "owner"), required=bare, about=id, text=text
                )
            if measure.cadence is None:
                yield question(
                    "measure-cadence",
                    f"{id}.cadence",
                    _setting(id, "cadence"),
                    required=bare,
                    about=id,
                    text=text,
                )
            if measure.starts is None:
                yield question("measure-start", f"{id}.from", _starting(id), about=id, text=text)


def _setting(id: str, key: str) -> Record:
    return text_record(lambda entries, text: entries.of(id).update({key: text[:200]}))


def _starting(id: str) -> Record:
    def record(entries: FactsEntries, answer: str) -> None:
        entries.of(id)["from"] = read_day(answer)

    return record


def checklist_item(item: ChecklistItem, issue: IssueType, scene: Scene) -> Iterator[Asked]:
    """An item of an issue type's checklist that looks for words, or for the kind of each cause."""
    if item.check == "cause-kind":
        yield from _kinds(issue, scene)
        return
    cause = pick_cause(scene, issue, f"{issue.id}.{item.id}.cause", item.ask)
    if isinstance(cause, Asked):
        yield cause
    elif cause is not None:
        name = load_wording().place_of(item.ask, item.message)
        add = telling(cause.id) if name == "facts" else adding(name, cause.id)
        required = item.level.severity == "error"
        example = item.met[0] if item.met else ""
        yield Asked(f"{issue.id}.{item.id}", item.ask, item.why, example, add, required, cause.id)


def telling(cause: str) -> Record:
    """A record that adds a fact to a root cause."""
    return text_record(lambda entries, text: entries.tell(cause, entries.add("facts", {"text": text})))


def _kinds(issue: IssueType, scene: Scene) -> Iterator[Asked]:
    titles = [kind.title for kind in issue.cause_kinds]
    for cause in scene.prepared.case.causes_of(issue):
        if cause.kind is None:
            id = cause.id

            def record(entries: FactsEntries, answer: str, id: str = id) -> None:
                entries.of(id)["kind"] = issue.cause_kinds[read_choice(answer, titles)].id

            statement = cause.cause.statement or cause_title(cause)
            yield question("kind", f"{id}.kind", record, about=id, choices=titles, statement=statement)


def loose_fact(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """A confirmed fact that no root cause names."""
    fact = next((fact for fact in scene.facts.facts if fact.id == gap.item and fact.confirmed), None)
    causes = scene.prepared.case.causes
    if fact is None or not causes:
        return
    choices = (*scene.cause_titles(causes), "none of them: take it out again")

    def record(entries: FactsEntries, answer: str) -> None:
        place = read_choice(answer, choices)
        if place == len(causes):
            entries.remove(fact.id)
        else:
            entries.tell(causes[place].id, fact.id)

    yield question("which-cause", f"{fact.id}.cause", record, about=fact.id, choices=choices, text=fact.text)


def told_product(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """A product of the notice of which no root cause speaks."""
    asin = gap.item or ""
    cause = pick_cause(scene, None, f"{asin}.cause", asin)
    if isinstance(cause, Asked):
        yield cause
    elif cause is not None:

        def add(entries: FactsEntries, text: str) -> None:
            told = text if asin in text.upper() else f"{asin}: {text}"
            entries.tell(cause.id, entries.add("facts", {"text": told}))

        yield question("product", f"{asin}.told", text_record(add), required=True, about=asin, asin=asin)


def _cause(scene: Scene, id: str | None) -> CaseCause | None:
    return next((cause for cause in scene.prepared.case.causes if cause.id == id), None)
