"""What the prompt of a section is given, and the shape of the reply that it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from poa_ai.case import Case
from poa_ai.chatmodel import RenderedPrompt
from poa_ai.composing import compose_section
from poa_ai.document import SectionDraft
from poa_ai.errors import PromptError
from poa_ai.outline import Part, SectionPlan
from poa_ai.prompt import Prompt
from poa_ai.promptdata import listed, one_line, quoted_lines, without_words

MAX_NOTICE_CHARS = 3_000
"""How much of Amazon's message a prompt quotes."""
MAX_STATEMENT_CHARS = 600
"""The longest statement that a reply may hold."""
MAX_STATEMENTS = 60
"""The most statements that a reply may hold, however many facts there are."""


def section_inputs(plan: SectionPlan, case: Case) -> Mapping[str, str]:
    """A text for every input that the prompt of a section may name.

    Each fact is a line "A1: sentence" in the composed wording, below the part that it belongs to. Private
    words are taken out; withheld text is not in the case to begin with.
    """
    return _inputs(compose_section(plan, case), case)


def _inputs(composed: SectionDraft, case: Case) -> Mapping[str, str]:
    plan = composed.plan
    issue = plan.cause.issue
    values = {
        "issue": issue.title,
        "cause": one_line(plan.heading),
        "reviewer": listed(issue.reviewer),
        "rejections": listed(tuple(rejection.text for rejection in issue.rejections)),
        "notice": quoted_lines(case.notice.text, MAX_NOTICE_CHARS) or "| (not given)",
        "fact_ids": ", ".join(fact_ids(composed)),
        **{f"{part}_facts": fact_lines(composed, part) for part in Part},
    }
    return {name: without_words(text, case.facts.private) for name, text in values.items()}


def render_section(
    prompt: Prompt, plan: SectionPlan, case: Case, composed: SectionDraft | None = None
) -> RenderedPrompt:
    """The prompt of a section with the schema of its reply. `composed` spares composing it once more.

    Raises PromptError where the prompt names an input that a section does not have, or asks for another
    kind of reply.
    """
    if prompt.reply not in _SCHEMAS:
        raise PromptError(f"{prompt.path}:1: reply is '{prompt.reply}'; a section is drafted with 'section'")
    composed = composed or compose_section(plan, case)
    values = _inputs(composed, case)
    if unknown := [name for name in prompt.inputs if name not in values]:
        raise PromptError(
            f"{prompt.path}:1: a section has no input '{unknown[0]}'; it has: {', '.join(sorted(values))}"
        )
    rendered = prompt.render({name: values[name] for name in prompt.inputs})
    return replace(rendered, schema=_SCHEMAS[prompt.reply](composed))


def section_schema(composed: SectionDraft) -> Mapping[str, Any]:
    """JSON Schema of the reply: statements with their part and the ids of the facts they rest on.

    Every string is bounded, since a small model may else write until its tokens end.
    """
    ids = fact_ids(composed)
    statement = closed_object(
        {
            "part": {"type": "string", "enum": [str(part) for part in Part]},
            "text": {"type": "string", "maxLength": MAX_STATEMENT_CHARS},
            "facts": {"type": "array", "items": {"type": "string", "enum": list(ids)}, "maxItems": 8},
        }
    )
    most = min(MAX_STATEMENTS, len(ids) + 2)
    least = min(most, (len(ids) + 1) // 2)  # a small model else stops after the first of each part
    return closed_object(
        {"statements": {"type": "array", "items": statement, "minItems": least, "maxItems": most}}
    )


def fact_ids(composed: SectionDraft) -> tuple[str, ...]:
    """The ids of the facts that a section tells, in their order, each once."""
    return tuple(dict.fromkeys(fact for statement in composed.statements for fact in statement.facts))


def fact_lines(composed: SectionDraft, part: Part) -> str:
    """The facts of one part, a line each: "A1: sentence"; "(none)" where there are none."""
    lines = (f"{', '.join(statement.facts)}: {one_line(statement.text)}" for statement in composed.of(part))
    return "\n".join(lines) or "(none)"


def closed_object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """JSON Schema of an object that has these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


_SCHEMAS: Mapping[str, Callable[[SectionDraft], Mapping[str, Any]]] = {"section": section_schema}
