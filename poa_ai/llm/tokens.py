"""How many tokens a prompt has, before it is sent."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from poa_ai.chatmodel import RenderedPrompt
from poa_ai.llm.tokentable import TABLES

MESSAGE_TOKENS = 4
"""What a message costs besides its words: its marks and its role."""
REPLY_TOKENS = 3
"""What opens the answer."""
STRANGER = 1.15
"""Other makers' tokenizers need up to this many times the tokens of o200k_base for such prompts."""
_PIECE = re.compile(r"(?P<word>[A-Za-z]+(?![A-Za-z0-9]))|(?P<id>[A-Za-z0-9]+)|(?P<sign>[^A-Za-z0-9 ])")
_ENCODINGS = (
    ("gpt-4o", "o200k_base"),
    ("gpt-4.", "o200k_base"),
    ("gpt-5", "o200k_base"),
    ("chatgpt-4o", "o200k_base"),
    ("o1", "o200k_base"),
    ("o3", "o200k_base"),
    ("o4", "o200k_base"),
    ("gpt-4", "cl100k_base"),
    ("gpt-3.5", "cl100k_base"),
    ("gpt-35", "cl100k_base"),
)


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts texts. `exact` tells that the model's own table is used; else the count is an over-estimate.

    `how` says in words what it rests on.
    """

    count: Callable[[str], int]
    exact: bool
    how: str

    @classmethod
    def bound(cls) -> Self:
        """A counter that needs no table and no library."""
        return cls(_bound, exact=False, how="letters and signs, an over-estimate")

    @classmethod
    def of(cls, model: str) -> Self:
        """The best counter for a model's name that this machine has; nothing is fetched."""
        name = model.casefold().removeprefix("ft:")
        known = next((encoding for start, encoding in _ENCODINGS if name.startswith(start)), None)
        encoding = TABLES[known or "o200k_base"].load()
        if encoding is None:
            return cls(_bound, exact=False, how="letters and signs, an over-estimate (no table here)")

        def counted(text: str) -> int:
            return len(encoding.encode(text, disallowed_special=()))

        if known is not None:
            return cls(counted, exact=True, how=f"tiktoken {known}")
        more = f"{STRANGER - 1:.0%} more than tiktoken o200k_base, an over-estimate (unknown model)"
        return cls(lambda text: -(-counted(text) * 115 // 100), exact=False, how=more)

    def prompt_tokens(self, prompt: RenderedPrompt) -> int:
        """What the messages and the reply schema cost; the schema is counted as its JSON text.

        Providers differ in what a schema costs them, down to nothing.
        """
        schema = json.dumps(prompt.schema) if prompt.schema else ""
        return self.message_tokens(prompt) + (self.count(schema) if schema else 0)

    def message_tokens(self, prompt: RenderedPrompt) -> int:
        """What the messages alone cost."""
        words = sum(self.count(message.content) for message in prompt.messages)
        return words + MESSAGE_TOKENS * len(prompt.messages) + REPLY_TOKENS


def _bound(text: str) -> int:
    """A third of the letters of a word, two thirds of an id, one for any other sign or byte of one."""
    words, ids, signs = 0, 0, 0
    for match in _PIECE.finditer(text):
        size = match.end() - match.start()
        if match.lastgroup == "word":
            words += -(-size // 3)
        elif match.lastgroup == "id":
            ids += -(-2 * size // 3)
        else:
            signs += len(match[0].encode("utf-8", "surrogatepass"))
    return words + ids + signs
