"""What was heard in a notice: each value with the words that it rests on."""

from dataclasses import dataclass

from poa_ai.errors import one_line
from poa_ai.findings import Span

MAX_WORDS = 120
"""Characters of the words that are quoted."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One value. `about` is a JSON pointer of the facts file, `span` the words in the notice's text."""

    about: str
    value: str
    span: Span

    def words(self, text: str) -> str:
        """The words, on one line."""
        return one_line(text[self.span.start : self.span.end])[:MAX_WORDS]

    def source(self, text: str) -> str:
        """What stands in the facts as the source of the value: place and words."""
        return f'notice, characters {self.span.start}-{self.span.end}: "{self.words(text)}"'


@dataclass(frozen=True, slots=True)
class Open:
    """A question that the notice leaves open.

    `topic` names what an answer settles, `about` the id of the entry that it concerns, or "".
    """

    topic: str
    text: str
    about: str = ""
