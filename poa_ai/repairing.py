"""The second request for a section: what was wrong, in words a model can act on, and what is left to tell."""

import re
from dataclasses import replace

from poa_ai.chatmodel import Message, RenderedPrompt, Reply
from poa_ai.document import Rejected
from poa_ai.merging import Answer, Merged
from poa_ai.outline import Part
from poa_ai.prompt import Prompt
from poa_ai.promptdata import one_line
from poa_ai.sectionprompt import fact_ids, fact_lines, section_schema

PROMPT = "shared/repair"
"""The id of the prompt."""
MAX_SHOWN = 8_000
"""How much of its own answer a model is shown again."""
_RULE = re.compile(r"^[a-z-]+\.[a-z-]+: ")


def repair_prompt(prompt: Prompt, asked: RenderedPrompt, answer: Answer, merged: Merged) -> RenderedPrompt:
    """The first request, the model's answer, and the findings, as one conversation.

    The first request stands unchanged, so that a provider's cache of it holds. Raises PromptError where the
    prompt names other inputs.
    """
    missing = merged.missing
    values = {
        "findings": _findings(merged),
        **{f"{part}_facts": fact_lines(missing, part) for part in Part},
        "fact_ids": ", ".join(fact_ids(missing)),
    }
    follow_up = prompt.render(values)
    said = answer.text if isinstance(answer, Reply) else ""
    own = (Message("assistant", said[:MAX_SHOWN]),) if said.strip() else ()
    return replace(
        follow_up,
        messages=(*asked.messages, *own, *follow_up.messages),
        schema=section_schema(missing),
    )


def _findings(merged: Merged) -> str:
    if merged.failure:
        return f"- Nothing of it can be used: {one_line(merged.failure)}."
    lines = []
    for unit in merged.missing.statements:
        rejected = merged.reasons(unit)
        lines += [_line(entry) for entry in rejected[:2]]
        if not rejected:
            lines.append(f"- No statement tells {', '.join(unit.facts)}.")
    return "\n".join(dict.fromkeys(lines))


def _line(rejected: Rejected) -> str:
    reasons = "; it ".join(_RULE.sub("says what no fact holds: ", reason) for reason in rejected.reasons[:3])
    return f'- "{one_line(rejected.text)}" can\'t stand: it {reasons.rstrip(".")}.'
