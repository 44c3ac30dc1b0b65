"""Labelled sentences: which belong in a plan of action, which do not, and why.

One sentence a line: `+category`, a tab, and a sentence that offends in that category; or `-category`, a tab,
and a sentence that is right although it may look as if it offended. Lines that begin with # are comments.
"""

from dataclasses import dataclass
from pathlib import Path

from poa_ai.validation.rule import CATEGORIES


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence, whether it offends, and the category in which it does or seems to."""

    text: str
    category: str
    offends: bool


def read_corpus(path: Path) -> tuple[LabelledSentence, ...]:
    """The sentences of a file, or of all .tsv files of a folder. Raises ValueError with file and line."""
    if path.is_dir():
        return tuple(line for file in sorted(path.glob("*.tsv")) for line in read_corpus(file))
    found = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        label, tab, text = line.partition("\t")
        if not tab or label[0] not in "+-" or label[1:] not in CATEGORIES or not text.strip():
            raise ValueError(
                f"{path}:{number}: not a label, a tab and a sentence; write +vague<TAB>We did steps."
            )
        found.append(LabelledSentence(text, label[1:], label[0] == "+"))
    return tuple(found)
