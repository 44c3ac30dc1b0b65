"""A model reads a finished section as the investigator would and names weaknesses; it changes no word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from poa_ai.case import Case
from poa_ai.chatmodel import RenderedPrompt, Reply
from poa_ai.document import SectionDraft
from poa_ai.findings import Finding, Severity
from poa_ai.jsonobject import find_json
from poa_ai.outline import Part
from poa_ai.prompt import Prompt
from poa_ai.promptdata import as_data, listed, one_line, without_words
from poa_ai.sectionprompt import closed_object, fact_ids, fact_lines
from poa_ai.values import extract_values

PROMPT = "shared/review"
"""The id of the prompt."""
KINDS: Mapping[str, str] = {
    "cause_blames": "The root cause may read as blame: ",
    "cause_is_symptom": "The root cause may tell what happened and not why: ",
    "action_misses_cause": "The corrective actions may not answer the cause: ",
    "measure_misses_cause": "The preventive measures may not answer the cause: ",
    "missing": "The investigator may ask for more: ",
}
"""The weaknesses that may be named, and how a note begins."""
MAX_NOTES = 3
MAX_WORDS = 40
_RUN = 5


class _Note(BaseModel):
    model_config = ConfigDict(frozen=True)

    kind: str
    facts: tuple[str, ...] = Field(default=(), max_length=50)
    weakness: str = Field(max_length=2_000)


class _Notes(BaseModel):
    notes: tuple[_Note, ...] = Field(max_length=50)


@dataclass(frozen=True, slots=True)
class Critique:
    """What a review of one section came to. `failure` is "" where the answer could be used."""

    notes: tuple[Finding, ...] = ()
    failure: str = ""


def review_prompt(prompt: Prompt, draft: SectionDraft, case: Case) -> RenderedPrompt:
    """The request for a review of a section. Raises PromptError where the prompt names other inputs."""
    issue = draft.plan.cause.issue
    section = "\n\n".join(f"part {part}\n{fact_lines(draft, part)}" for part in Part)
    values = {
        "issue": issue.title,
        "heading": one_line(draft.plan.heading),
        "reviewer": listed(issue.reviewer),
        "rejections": listed(tuple(rejection.text for rejection in issue.rejections)),
        "section": section,
        "fact_ids": ", ".join(fact_ids(draft)),
    }
    shown = {name: without_words(text, case.facts.private) for name, text in values.items()}
    return replace(prompt.render(shown), schema=review_schema(draft))


def review_schema(draft: SectionDraft) -> Mapping[str, Any]:
    """JSON Schema of the reply: at most three notes, each of a known kind about known facts."""
    ids = list(fact_ids(draft))
    note = closed_object(
        {
            "kind": {"type": "string", "enum": list(KINDS)},
            "facts": {"type": "array", "items": {"type": "string", "enum": ids}, "maxItems": 6},
            "weakness": {"type": "string", "maxLength": 300},
        }
    )
    return closed_object({"notes": {"type": "array", "items": note, "maxItems": MAX_NOTES}})


def read_review(reply: Reply, draft: SectionDraft, asked: RenderedPrompt) -> Critique:
    """The notes of a reply, as findings that change no exit code.

    Left out are a note of an unknown kind, one that is too long, one that repeats the words of the request,
    as small models do, and one that brings a value which the section does not hold: nobody shall write an
    invented figure into the facts because a note named it.
    """
    try:
        notes = _Notes.model_validate(find_json(reply.text)).notes
    except ValidationError:
        return Critique(failure="the answer does not have the shape asked for")
    held = {value.normal for unit in draft.statements for value in extract_values(unit.cited_text)}
    request = _runs(asked.messages[0].content)
    found = (_finding(note, draft, held) for note in notes if not request & _runs(note.weakness))
    return Critique(tuple(note for note in found if note is not None)[:MAX_NOTES])


def _finding(note: _Note, draft: SectionDraft, held: set[str]) -> Finding | None:
    text = one_line(as_data(note.weakness))
    start = KINDS.get(note.kind)
    if start is None or not re.search(r"[^\W\d_]", text) or len(text.split()) > MAX_WORDS:
        return None
    if any(value.normal not in held for value in extract_values(text)):
        return None
    ids = _known(note.facts, draft)
    where = f" ({', '.join(ids)})" if ids else ""
    return Finding(
        "structure.review",
        Severity.NOTE,
        f"{start}{text}{where}",
        "A model's reading, not a rule; change the facts only where it is right.",
        section=draft.plan.id,
    )


def _runs(text: str) -> set[tuple[str, ...]]:
    """All runs of so many words that two texts hardly share them by chance."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def _known(facts: Sequence[str], draft: SectionDraft) -> tuple[str, ...]:
    ids = fact_ids(draft)
    return tuple(dict.fromkeys(fact for fact in facts if fact in ids))
