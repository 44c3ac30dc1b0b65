"""What a draft with a model would send, without sending it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from poa_ai.chatmodel import RenderedPrompt
from poa_ai.document import SectionDraft
from poa_ai.masking import Mask
from poa_ai.outline import Outline
from poa_ai.promptstore import PromptStore
from poa_ai.sectionprompt import render_section


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """The first call of a section. `masked` counts the values that were masked in it."""

    section: str
    prompt: RenderedPrompt
    masked: int


def planned_calls(
    outline: Outline, composed: Sequence[SectionDraft], store: PromptStore
) -> list[PlannedCall]:
    """A call for each section that has facts to tell, in the order of the letter.

    Raises PromptError for a prompt that does not exist or can't be rendered.
    """
    mask = Mask(outline.case.facts.private)
    calls = []
    for plan, draft in zip(outline.sections, composed, strict=True):
        if draft.statements:
            prompt = render_section(store.get(plan.prompt), plan, outline.case)
            hidden = mask.hide(prompt.messages)
            calls.append(
                PlannedCall(plan.id, replace(prompt, messages=hidden.messages), len(hidden.originals))
            )
    return calls
