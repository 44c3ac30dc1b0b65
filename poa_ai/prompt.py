"""A prompt: what it is for, what it needs, and its strict rendering.

`promptfile.parse_prompt` reads it from a Markdown file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from poa_ai.chatmodel import Message, PromptRef, RenderedPrompt
from poa_ai.errors import PromptError
from poa_ai.promptdata import as_data

_ROLES = ("system", "user", "assistant", "user")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A loaded prompt; it can be rendered with a text for each of its inputs.

    `included` are the texts of its includes by id, `sha256` (hex) is the version: it changes with any
    word of the file or of an include. `example` holds a value for each input. `system` is "" in a prompt
    that follows the answer to another one; `shown` is a request and its answer that stand before the real
    one, ("", "") for none.
    """

    id: str
    path: str
    purpose: str
    inputs: tuple[str, ...]
    includes: tuple[str, ...]
    reply: str
    max_output_tokens: int
    example: Mapping[str, str]
    system: str
    shown: tuple[str, str]
    user: str
    sha256: str
    included: Mapping[str, str] = field(repr=False)

    @property
    def ref(self) -> PromptRef:
        """Id and version."""
        return PromptRef(self.id, self.sha256)

    @property
    def contract(self) -> tuple[frozenset[str], frozenset[str], str]:
        """What an override must keep: inputs, includes, reply."""
        return frozenset(self.inputs), frozenset(self.includes), self.reply

    def render(self, values: Mapping[str, str]) -> RenderedPrompt:
        """The messages, with an empty reply schema. Raises PromptError unless `values` are the inputs.

        A value can't close the markers around it: see `promptdata.as_data`.
        """
        missing, unknown = set(self.inputs) - set(values), set(values) - set(self.inputs)
        if missing or unknown:
            wrong = [f"no value for {{{name}}}" for name in sorted(missing)]
            wrong += [f"'{name}' is not an input" for name in sorted(unknown)]
            raise PromptError(f"{self.path}: {'; '.join(wrong)}; inputs: {', '.join(self.inputs) or 'none'}")
        texts = {**self.included, **{name: as_data(value) for name, value in values.items()}}
        messages = tuple(
            Message(role, _filled(text, texts))
            for role, text in zip(_ROLES, (self.system, *self.shown, self.user), strict=True)
            if text
        )
        return RenderedPrompt(messages, self.ref, {}, self.max_output_tokens)


def _filled(text: str, values: Mapping[str, str]) -> str:
    pieces: list[str] = []
    for literal, name, _, _ in Formatter().parse(text):
        pieces.append(literal)
        if name is not None:
            pieces.append(values[name].strip("\n"))
    return "".join(pieces)
