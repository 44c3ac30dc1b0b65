"""The words of the interview, read from questions.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from poa_ai.errors import DataFileError
from poa_ai.packagefiles import package_folder
from poa_ai.tomlfile import read_toml


@dataclass(frozen=True, slots=True)
class Words:
    """A question with {braces} to be filled in, why it is asked, and how an answer looks."""

    ask: str
    why: str
    example: str

    def filled(self, **values: str) -> "Words":
        """The same with the values in place of the braces."""
        return Words(_filled(self.ask, values), _filled(self.why, values), self.example)


@dataclass(frozen=True, slots=True)
class Wording:
    """All questions by id, and the patterns that tell which part of a section an answer belongs to."""

    questions: Mapping[str, Words]
    places: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]

    def place_of(self, ask: str, message: str) -> str:
        """The part that answers a checklist item, by its question and message; "facts" where none is told."""
        found = (
            part for part, patterns in self.places for p in patterns if p.search(ask) or p.search(message)
        )
        return next(found, "facts")


def _filled(text: str, values: Mapping[str, str]) -> str:
    # Not str.format: what the seller wrote may hold braces.
    filled = re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), text)
    return re.sub(r"[.?!]\?", "?", filled)  # a sentence at the end of a question


@cache
def load_wording() -> Wording:
    """The wording of questions.toml. Raises DataFileError for a file that is wrong."""
    path = "poa_ai/interview/questions.toml"
    root = read_toml(package_folder("poa_ai.interview") / "questions.toml", path, DataFileError)
    root.only(["question", "place"])
    questions = {}
    for table in root.tables("question"):
        table.only(["id", "ask", "why", "example"])
        words = (table.get(key, str) for key in ("ask", "why", "example"))
        questions[table.get("id", str)] = Words(*words)
    places = []
    for table in root.tables("place"):
        patterns = table.only(["part", "match"]).strings("match", required=True)
        places.append((table.get("part", str), tuple(re.compile(p, re.IGNORECASE) for p in patterns)))
    return Wording(questions, tuple(places))
