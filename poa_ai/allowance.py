"""What somebody decided may stand in a letter, and why."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Allowance:
    """Findings of a rule, or of a category, that may stand.

    `because` is the reason; "" where none was given, and then nothing is allowed. `path` is a glob of
    letters; None means every letter. `file` and `line` (from 1) say where it is written down; they are ""
    and 0 for one that was given in a call.
    """

    rule: str
    because: str
    path: str | None = None
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """File and line, as "poa-ai.toml:3"; "" where there are none."""
        return f"{self.file}:{self.line}" if self.file else ""

    def covers(self, rule: str) -> bool:
        """Whether it names a rule id, or the category of that id."""
        return self.rule in (rule, rule.partition(".")[0])

    def holds_for(self, path: str) -> bool:
        """Whether a letter is meant. A glob without a slash also fits the name alone; `*` crosses slashes."""
        if self.path is None:
            return True
        letter = PurePath(path)
        return fnmatchcase(letter.as_posix(), self.path) or (
            "/" not in self.path and fnmatchcase(letter.name, self.path)
        )
