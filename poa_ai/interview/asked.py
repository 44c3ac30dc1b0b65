"""One question of the interview, and what questions are made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from poa_ai.case import CaseCause
from poa_ai.facts import Facts
from poa_ai.interview.answers import read_choice
from poa_ai.interview.entries import FactsEntries
from poa_ai.interview.wording import load_wording
from poa_ai.issue import IssueType
from poa_ai.outline import cause_title
from poa_ai.pipeline import PreparedCase

Record = Callable[[FactsEntries, str], None]
"""Puts an answer into the facts. Raises AnswerError for one that can't be used."""
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `key` is its name within the file, `about` the id of the entry that it concerns, or "".

    `choices` are answers to pick from. Without a `record` the answer is kept for the interview alone: it is
    one of `picks`, and later questions depend on it.
    """

    key: str
    text: str
    why: str
    example: str
    record: Record | None
    required: bool = False
    about: str = ""
    choices: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """The case as it stands between two questions. `facts` are as written, `prepared` is what they give.

    `chosen` are the picks made so far, `today` is the last day on which something can have been done,
    `issues` are all issue types that are installed.
    """

    facts: Facts
    prepared: PreparedCase
    chosen: Mapping[str, str]
    today: date
    issues: tuple[IssueType, ...] = ()

    def cause_titles(self, causes: Sequence[CaseCause]) -> tuple[str, ...]:
        """The titles of root causes, for picking one."""
        return tuple(f"{cause.issue.title}: {cause_title(cause)}"[:_SHOWN] for cause in causes)


def question(
    id: str,
    key: str,
    record: Record | None,
    /,
    *,
    required: bool = False,
    about: str = "",
    choices: Sequence[str] = (),
    picks: Sequence[str] = (),
    **values: str,
) -> Asked:
    """The question `id` of questions.toml with its values filled in."""
    words = load_wording().questions[id].filled(**{name: shown(value) for name, value in values.items()})
    return Asked(
        key, words.ask, words.why, words.example, record, required, about, tuple(choices), tuple(picks)
    )


def shown(text: str) -> str:
    """A text of the seller as a question names it: on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= 2 * _SHOWN else line[: 2 * _SHOWN].rsplit(" ", 1)[0] + " ..."


def pick_cause(scene: Scene, issue: IssueType | None, key: str, text: str) -> CaseCause | Asked | None:
    """The root cause that an answer belongs to: the only one, the one picked, or the question which it is.

    None where the issue type (None: any of the case) has no cause yet.
    """
    case = scene.prepared.case
    causes = case.causes if issue is None else case.causes_of(issue)
    if len(causes) < 2:
        return causes[0] if causes else None
    if key in scene.chosen:
        return next((cause for cause in causes if cause.id == scene.chosen[key]), None)
    ids = [cause.id for cause in causes]
    return question(
        "which-cause", key, None, choices=scene.cause_titles(causes), picks=ids, text=text.rstrip("?.")
    )


def picked(asked: Asked, answer: str) -> str:
    """The pick that an answer names. Raises AnswerError for none."""
    return asked.picks[read_choice(answer, asked.choices)]


def issue_question(issues: Sequence[IssueType]) -> Asked:
    """Which issue type the case is about, where nothing tells it."""

    def record(entries: FactsEntries, answer: str) -> None:
        chosen = issues[read_choice(answer, [issue.title for issue in issues])]
        entries.raw["issues"] = [*entries.raw.get("issues", ()), chosen.id]

    return question("issues", "issues", record, required=True, choices=[issue.title for issue in issues])
