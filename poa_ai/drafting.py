"""Sections written by a model, statement by statement; the composed statement stands wherever it fails.

Each section is asked for, checked, and once more asked for what failed. All sections go their way at once.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from poa_ai.case import Case
from poa_ai.chatmodel import ChatModel, PromptRef, RenderedPrompt, Reply
from poa_ai.critique import PROMPT as REVIEW
from poa_ai.critique import Critique, read_review, review_prompt
from poa_ai.document import SectionDraft
from poa_ai.errors import ModelError, NotAskedError, PoaError
from poa_ai.facttext import fact_texts
from poa_ai.keeping import ask_for_rest
from poa_ai.llm.metering import NOTHING_SPENT, Spending
from poa_ai.llm.prices import Price
from poa_ai.merging import Answer, Merged
from poa_ai.outline import Outline
from poa_ai.promptstore import PromptStore
from poa_ai.repairing import PROMPT as REPAIR
from poa_ai.repairing import repair_prompt
from poa_ai.sectionprompt import render_section
from poa_ai.statementcheck import StatementCheck
from poa_ai.validation.rule import RuleSet

MAX_PROMPT_CHARS = 120_000
"""A section whose prompt is longer is not asked for; its composed statements stand."""

Progress = Callable[[str, str], None]
"""Told the id of a section and its state, in a few words, whenever that changes."""


@dataclass(frozen=True, slots=True)
class DraftingResult:
    """The drafts in the order of the outline, and what reports say about how they came about.

    `prompts` are those used, each once. `failures` tells why a section got no usable answer, by the id of
    its root cause. `notes` say what the provider does not take. `reviews` are empty where none was asked for.
    `price` None is unknown. `answers` are the model's in their order, `first` is what became of the
    first of them, both by the id of the root cause.
    """

    drafts: tuple[SectionDraft, ...]
    prompts: tuple[PromptRef, ...]
    model: str
    failures: Mapping[str, str]
    answers: Mapping[str, tuple[Answer, ...]]
    first: Mapping[str, Merged]
    notes: tuple[str, ...] = ()
    reviews: tuple[Critique, ...] = ()
    spending: Spending = NOTHING_SPENT
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class Drafting:
    """How sections are drafted. `review` asks for a critique of each, `repairs` once more for what failed.

    `kept` is what of an earlier letter stands again, by the id of the root cause: only the rest is asked for.
    """

    model: ChatModel
    store: PromptStore
    rules: RuleSet
    review: bool = False
    repairs: bool = True
    kept: Mapping[str, Merged] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Section:
    draft: SectionDraft
    prompts: tuple[PromptRef, ...]
    failure: str
    notes: tuple[str, ...]
    answers: tuple[Answer, ...]
    first: Merged
    critique: Critique | None = None


async def draft_sections(
    outline: Outline,
    composed: Sequence[SectionDraft],
    drafting: Drafting,
    on_progress: Progress = lambda _id, _state: None,
) -> DraftingResult:
    """All sections of the outline, at once, in its order.

    Raises PromptError for a prompt that does not exist or can't be rendered; of the model's failures none
    is raised. Cancelled, it cancels its calls.
    """
    case = outline.case
    store = drafting.store
    prompts = [render_section(store.get(own.plan.prompt), own.plan, case, own) for own in composed]
    texts = fact_texts(case)

    async def section(draft: SectionDraft, prompt: RenderedPrompt) -> _Section:
        vocabulary = draft.plan.cause.issue.vocabulary
        check = StatementCheck(drafting.rules, case.facts.names, case.facts.private, texts, vocabulary)
        return await _draft(draft, prompt, check, drafting, case, on_progress)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(section(*pair)) for pair in zip(composed, prompts, strict=True)]
    except ExceptionGroup as several:  # a recording that can't be written, or a bug: the first one tells it
        raise several.exceptions[0] from None
    done = [task.result() for task in tasks]
    return DraftingResult(
        tuple(section.draft for section in done),
        tuple(dict.fromkeys(ref for section in done for ref in section.prompts)),
        drafting.model.name,
        {section.draft.plan.id: section.failure for section in done if section.failure},
        {section.draft.plan.id: section.answers for section in done},
        {section.draft.plan.id: section.first for section in done},
        tuple(dict.fromkeys(note for section in done for note in section.notes)),
        tuple(section.critique for section in done if section.critique is not None),
    )


async def _draft(
    composed: SectionDraft,
    prompt: RenderedPrompt,
    check: StatementCheck,
    drafting: Drafting,
    case: Case,
    on_progress: Progress,
) -> _Section:
    id = composed.plan.id
    on_progress(id, "asked")
    merged = first = drafting.kept.get(id, Merged(composed))
    answers: list[Answer] = []
    refs: list[PromptRef] = []
    answer: Answer = NotAskedError("all of it stood in the earlier letter")
    if merged.missing.statements or not composed.statements:
        asked = ask_for_rest(drafting.store.get(REPAIR), prompt, merged) if merged.placed else prompt
        answer = await _ask(drafting.model, asked, composed)
        merged = first = merged.with_answer(answer, check)
        answers.append(answer)
        refs.append(asked.ref)
        prompt = asked
    if drafting.repairs and isinstance(answer, Reply) and merged.missing.statements:
        on_progress(id, f"{len(merged.missing.statements)} of {len(composed.statements)} sent back")
        again = repair_prompt(drafting.store.get(REPAIR), prompt, answer, merged)
        answers.append(await _ask(drafting.model, again, composed))
        refs.append(again.ref)
        merged = merged.with_answer(answers[-1], check, repaired=True)
    draft = merged.draft()
    critique = None
    if drafting.review and draft.statements:
        on_progress(id, "under review")
        reading = review_prompt(drafting.store.get(REVIEW), draft, case)
        answers.append(await _ask(drafting.model, reading, composed))
        refs.append(reading.ref)
        critique = _critique(answers[-1], draft, reading)
    written = sum(statement.by == "model" for statement in draft.statements)
    failure = merged.failure if composed.statements else ""
    on_progress(id, failure or f"done, {written} of {len(draft.statements)} statements are the model's")
    notes = tuple(note for reply in answers if isinstance(reply, Reply) for note in reply.notes)
    return _Section(draft, tuple(refs), failure, notes, tuple(answers), first, critique)


async def _ask(model: ChatModel, prompt: RenderedPrompt, composed: SectionDraft) -> Answer:
    """The answer; a failure is a ModelError in its place, never raised."""
    length = sum(len(message.content) for message in prompt.messages)
    if not composed.statements:
        return NotAskedError("the section has no facts to tell")
    if length > MAX_PROMPT_CHARS:
        return NotAskedError(f"the facts are too long for one prompt ({length} characters)")
    try:
        return await model.complete(prompt)
    except ModelError as reason:
        return reason
    except PoaError:
        raise
    except Exception as reason:  # a model is foreign code; whatever it raises is its failure, not ours
        return ModelError(f"the model failed ({type(reason).__name__})")


def _critique(answer: Answer, draft: SectionDraft, asked: RenderedPrompt) -> Critique:
    if isinstance(answer, ModelError):
        return Critique(failure=str(answer))
    return read_review(answer, draft, asked)
