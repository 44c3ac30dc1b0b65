"""Scores of the shape of an answer: a section for every root cause, its parts, and the checklist."""

from collections.abc import Iterator

from poa_ai.case import Case
from poa_ai.completeness import texts_of
from poa_ai.evaluation.scorer import Score, Trial
from poa_ai.issue import ChecklistItem
from poa_ai.normalised import normalise
from poa_ai.outline import Part
from poa_ai.patterns import occurs


def one_section_per_cause(trial: Trial) -> Score:
    """The share of root causes with a statement of the model's in every part that has facts."""
    if not trial.raw:
        return Score.nothing("no root cause to tell")
    faults = []
    for section in trial.raw:
        wanted = [part for part in Part if section.composed.of(part)]
        told = {statement.part for statement in section.statements}
        empty = [part.heading for part in wanted if part not in told]
        if section.failure or empty:
            faults.append(f"{section.cause}: {section.failure or 'nothing under ' + ', '.join(empty)}")
    return Score.share(
        len(trial.raw) - len(faults), len(trial.raw), "; ".join(faults) or "every part is told"
    )


def checklist_coverage(trial: Trial) -> Score:
    """The share of checklist items which the facts meet in words, and the letter still does."""
    items = list(met_items(trial.outline.case))
    if not items:
        return Score.nothing("no checklist item of this case is met in words")
    letter = normalise(trial.letter)
    lost = [item.id for item in items if not occurs(item.patterns, letter)]
    told = f"lost in the letter: {', '.join(lost)}" if lost else "every item that the facts meet is told"
    return Score.share(len(items) - len(lost), len(items), told)


def met_items(case: Case) -> Iterator[ChecklistItem]:
    """The checklist items that look for words and find them in the facts that the letter tells."""
    for match in case.matches:
        texts = [normalise(text) for text in texts_of(case, match.issue)]
        for item in match.issue.checklist:
            applies = not item.variants or set(item.variants) & set(match.variants)
            if item.patterns and applies and any(occurs(item.patterns, text) for text in texts):
                yield item
