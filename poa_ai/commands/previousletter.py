"""The letter that `--previous` names, and what is told about a new one against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poa_ai.errors import LetterError
from poa_ai.letterfile import LetterFile, read_letters

if TYPE_CHECKING:
    from poa_ai.document import Document
    from poa_ai.previous import Comparison

_MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class PreviousLetter:
    """An earlier letter as it was read from a file."""

    file: LetterFile

    @classmethod
    def read(cls, path: str) -> PreviousLetter:
        """The letter in one file. Raises LetterError for a folder and for what can't be read."""
        found = list(read_letters([path]))
        if len(found) != 1:
            raise LetterError(f"{path}: holds {len(found)} letters; name the one that was sent")
        return cls(found[0])

    def compare(self, document: Document) -> Comparison:
        """The new letter against this one."""
        from poa_ai.letter import read_letter
        from poa_ai.previous import compare_letters

        return compare_letters(document, read_letter(self.file.text, len(document.sections)))

    def to_json(self, document: Document) -> dict[str, Any]:
        """What report.json holds under "previous"."""
        return self.compare(document).to_json(self.file.path)

    def lines(self, document: Document) -> Iterator[str]:
        """What is new, changed and left out, a line each, the figures first."""
        comparison = self.compare(document)
        news = comparison.news
        same = len(comparison.statements) - len(news)
        changed = sum(1 for statement in news if statement.before)
        left = len(comparison.left_out)
        yield (
            f"against {self.file.path}: new statements {len(news) - changed}, changed {changed}, "
            f"as they were {same}; sentences left out {left}"
        )
        told = [f"{s.state} in {s.section}, {s.part.heading.lower()}: {s.text}" for s in news]
        told += [f"left out: {sentence}" for sentence in comparison.left_out]
        told += [f"new document: {id}" for id in comparison.new_exhibits]
        yield from told[:_MOST_TOLD]
        if len(told) > _MOST_TOLD:
            yield f"and {len(told) - _MOST_TOLD} more"
        if not news and not comparison.new_exhibits:
            yield f"nothing is new against {self.file.path}: an appeal that repeats the last one is ignored"
