"""Sections written by a model, statement by statement; the composed statement stands wherever it fails.

Every fact is told once, whatever the model answers, so the letter is never worse than the composed one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from poa_ai.chatmodel import ChatModel, PromptRef, RenderedPrompt, Reply, Usage
from poa_ai.document import Author, Rejected, SectionDraft, Statement
from poa_ai.errors import ModelError
from poa_ai.facttext import fact_texts
from poa_ai.llm.asking import Answer, ask_all
from poa_ai.outline import Outline
from poa_ai.promptstore import PromptStore
from poa_ai.sectionprompt import render_section
from poa_ai.sectionreply import ProposedStatement, parse_reply
from poa_ai.statementcheck import Accepted, StatementCheck
from poa_ai.validation.rule import RuleSet

MAX_PROMPT_CHARS = 120_000
"""A section whose prompt is longer is not asked for; its composed statements stand."""


@dataclass(frozen=True, slots=True)
class DraftingResult:
    """The drafts in the order of the outline, and what reports say about how they came about.

    `prompts` are those used, each once. `usage` counts the replies that came; `model` is the model's name.
    `failures` tells why a section got no usable answer, by the id of its root cause.
    """

    drafts: tuple[SectionDraft, ...]
    prompts: tuple[PromptRef, ...]
    usage: Usage
    model: str
    failures: Mapping[str, str]


def draft_sections(
    outline: Outline,
    composed: Sequence[SectionDraft],
    store: PromptStore,
    model: ChatModel,
    rules: RuleSet,
    *,
    deadline: float,
    on_progress: Callable[[str], None] | None = None,
) -> DraftingResult:
    """All sections of the outline, asked for at once; `deadline` is in seconds, for all together.

    `on_progress` is told a line as soon as a section is answered. Raises PromptError for a prompt that does
    not exist or can't be rendered; of the model's failures none is raised.
    """
    case = outline.case
    prompts = [render_section(store.get(plan.prompt), plan, case) for plan in outline.sections]
    answers = _ask(composed, prompts, model, deadline, on_progress or (lambda _: None))
    texts = fact_texts(case)
    drafts, failures = [], {}
    for draft, answer in zip(composed, answers, strict=True):
        vocabulary = draft.plan.cause.issue.vocabulary
        check = StatementCheck(rules, case.facts.names, case.facts.private, texts, vocabulary)
        usable = _usable(answer)
        drafts.append(draft_section(draft, usable, check))
        if isinstance(usable, ModelError) and draft.statements:
            failures[draft.plan.id] = str(usable)
    usage = sum((answer.usage for answer in answers if isinstance(answer, Reply)), Usage())
    refs = tuple(dict.fromkeys(prompt.ref for prompt in prompts))
    return DraftingResult(tuple(drafts), refs, usage, model.name, failures)


def draft_section(composed: SectionDraft, reply: Answer, check: StatementCheck) -> SectionDraft:
    """The composed section with every statement of the reply that passes the check in its place.

    A statement that tells several facts stands where the first of them stood. What stays composed says why.
    """
    try:
        if isinstance(reply, ModelError):
            raise reply
        proposed = parse_reply(reply)
    except ModelError as reason:
        stayed = (replace(statement, why=f"no usable answer: {reason}") for statement in composed.statements)
        return replace(composed, statements=tuple(stayed))
    placed: dict[int, Accepted] = {}
    attempts: list[tuple[ProposedStatement, Rejected]] = []
    for statement, verdict in zip(proposed, check.judge(proposed, composed), strict=True):
        if isinstance(verdict, Accepted):
            places = _places(verdict, composed)
            if not placed.keys() & set(places):
                placed |= dict.fromkeys(places, verdict)
                continue
            again = Rejected(verdict.text, (f"tells {', '.join(verdict.facts)} a second time",))
            attempts.append((statement, again))
        else:
            attempts.append((statement, verdict))
    return replace(composed, statements=tuple(_merged(composed, placed, attempts)))


def _ask(
    composed: Sequence[SectionDraft],
    prompts: Sequence[RenderedPrompt],
    model: ChatModel,
    deadline: float,
    on_progress: Callable[[str], None],
) -> list[Answer]:
    """The answers in the order of the sections; a section that can't be asked for is a failure at once."""
    answers: list[Answer] = [ModelError("the section has no facts to tell")] * len(prompts)
    asked = []
    for index, prompt in enumerate(prompts):
        length = sum(len(message.content) for message in prompt.messages)
        if length > MAX_PROMPT_CHARS:
            answers[index] = ModelError(f"the facts are too long for one prompt ({length} characters)")
        elif composed[index].statements:
            asked.append(index)

    def done(place: int, answer: Answer) -> None:
        outcome = "no answer" if isinstance(answer, ModelError) else "answered"
        on_progress(f"section {composed[asked[place]].plan.id}: {outcome}")

    for index, answer in zip(asked, ask_all(model, [prompts[i] for i in asked], deadline, done), strict=True):
        answers[index] = answer
    return answers


def _usable(answer: Answer) -> Answer:
    if isinstance(answer, Reply):
        try:
            parse_reply(answer)
        except ModelError as reason:
            return reason
    return answer


def _places(accepted: Accepted, composed: SectionDraft) -> list[int]:
    return [
        index
        for index, unit in enumerate(composed.statements)
        if unit.part is accepted.part and set(unit.facts) <= set(accepted.facts)
    ]


def _merged(
    composed: SectionDraft,
    placed: dict[int, Accepted],
    attempts: Sequence[tuple[ProposedStatement, Rejected]],
) -> list[Statement]:
    merged = []
    for index, unit in enumerate(composed.statements):
        accepted = placed.get(index)
        if accepted is None:
            merged.append(_stayed(unit, attempts))
            continue
        places = _places(accepted, composed)
        if index == places[0]:
            exhibits = (exhibit for place in places for exhibit in composed.statements[place].exhibits)
            merged.append(
                Statement(
                    accepted.part,
                    accepted.text,
                    accepted.facts,
                    tuple(dict.fromkeys(exhibits)),
                    Author.MODEL,
                    accepted.why,
                )
            )
    return merged


def _stayed(unit: Statement, attempts: Sequence[tuple[ProposedStatement, Rejected]]) -> Statement:
    rejected = tuple(attempt for proposed, attempt in attempts if set(proposed.facts) & set(unit.facts))
    why = f"rejected: {rejected[0].reasons[0]}" if rejected else "the model left it out"
    return replace(unit, why=why, rejected=rejected)
