"""What a draft with a model would send, without sending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from poa_ai.chatmodel import RenderedPrompt
from poa_ai.document import SectionDraft
from poa_ai.keeping import ask_for_rest
from poa_ai.masking import Mask
from poa_ai.merging import Merged
from poa_ai.outline import Outline
from poa_ai.promptstore import PromptStore
from poa_ai.repairing import PROMPT as REPAIR
from poa_ai.sectionprompt import render_section


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """The first call of a section. `masked` counts the values that were masked in it."""

    section: str
    prompt: RenderedPrompt
    masked: int


def planned_calls(
    outline: Outline, composed: Sequence[SectionDraft], store: PromptStore, kept: Mapping[str, Merged]
) -> list[PlannedCall]:
    """A call for each section that has facts to tell, in the order of the letter.

    `kept` is what of an earlier letter stands again, by the id of the root cause: it is not asked for.
    Raises PromptError for a prompt that does not exist or can't be rendered.
    """
    mask = Mask(outline.case.facts.private)
    calls = []
    for plan, draft in zip(outline.sections, composed, strict=True):
        start = kept.get(plan.id, Merged(draft))
        if start.missing.statements:
            prompt = render_section(store.get(plan.prompt), plan, outline.case)
            prompt = ask_for_rest(store.get(REPAIR), prompt, start) if start.placed else prompt
            hidden = mask.hide(prompt.messages)
            calls.append(
                PlannedCall(plan.id, replace(prompt, messages=hidden.messages), len(hidden.originals))
            )
    return calls
