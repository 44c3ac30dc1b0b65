"""The interview as it goes on: the next question, an answer put into the facts, a step back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from poa_ai.errors import FactsError, IssueMatchError, one_line
from poa_ai.facts import Facts, RootCause
from poa_ai.factsfile import facts_from_json
from poa_ai.findings import Finding
from poa_ai.interview.answers import MAX_TEXT, AnswerError
from poa_ai.interview.asked import Asked, Scene, issue_question, picked
from poa_ai.interview.entries import Entry, FactsEntries
from poa_ai.interview.questions import open_questions
from poa_ai.issue import IssueType
from poa_ai.pipeline import PreparedCase

Prepare = Callable[[Facts], PreparedCase]
"""Binds facts to issue types and finds what is missing. May raise IssueMatchError."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What stood before an answer, to go back to."""

    raw: Entry
    key: str
    touched: frozenset[str]


class Interview:
    """The questions on one facts file. `raw` is its JSON after the last answer."""

    def __init__(
        self,
        raw: Entry,
        prepare: Prepare,
        issues: tuple[IssueType, ...],
        today: date,
        origin: str,
        folder: Path,
    ) -> None:
        """Begin with the parsed JSON of a facts file. Raises FactsError for one that is not valid."""
        self.raw = raw
        self._prepare, self._issues, self._today = prepare, issues, today
        self._origin, self._folder = origin, folder
        self._done: set[str] = set()
        self._chosen: dict[str, str] = {}
        self._steps: list[_Step] = []
        self._touched: frozenset[str] = frozenset()
        self._again = ""
        self._facts, self._prepared = self._read(raw)

    @property
    def questions(self) -> tuple[Asked, ...]:
        """All that is still open and was not skipped, the next one first."""
        if self._prepared is None:
            return tuple(asked for asked in [issue_question(self._issues)] if asked.key not in self._done)
        scene = Scene(self._facts, self._prepared, self._chosen, self._today, self._issues)
        found = [asked for asked in open_questions(scene) if asked.key not in self._done]
        return tuple(sorted(found, key=self._distance))

    @property
    def blocking(self) -> tuple[Finding, ...] | None:
        """What keeps the letter a gap draft; None where no issue type is known yet."""
        return None if self._prepared is None else self._prepared.blocking

    def answer(self, asked: Asked, answer: str) -> tuple[str, ...]:
        """Put an answer into the facts; returns what is to be told about it, a line each.

        Raises AnswerError, and changes nothing, for an answer that can't be used.
        """
        if len(answer) > MAX_TEXT:
            raise AnswerError(f"that is longer than {MAX_TEXT:,} characters; say it in a sentence or two")
        step = _Step(self.raw, asked.key, self._touched)
        if asked.record is None:
            self._chosen[asked.key] = picked(asked, answer)
            self._taken(step, self._touched)
            self._again = asked.key.rpartition(".")[0]  # the question that the pick was for
            return ()
        entries = FactsEntries(self.raw, self._facts)
        known = frozenset(_ids(entries.raw))
        asked.record(entries, answer)
        facts, prepared = self._tried(entries.raw)
        told = tuple(self._told(prepared))
        self.raw, self._facts, self._prepared = entries.raw, facts, prepared
        beside = self._touched if asked.about in self._touched else frozenset({asked.about} - {""})
        self._taken(step, (frozenset(_ids(entries.raw)) - known) or beside)
        return told

    def skip(self, asked: Asked) -> None:
        """Leave a question for another time."""
        self._taken(_Step(self.raw, asked.key, self._touched), self._touched)

    def back(self) -> bool:
        """Take the last answer or skip back, so that its question comes next; False where there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        self._done.discard(step.key)
        self._chosen.pop(step.key, None)
        self.raw, self._touched, self._again = step.raw, step.touched, step.key
        self._facts, self._prepared = self._read(step.raw)
        return True

    def _distance(self, asked: Asked) -> tuple[bool, int]:
        """How far a question is from the last answer: its own details first, then its root cause."""
        if asked.about in self._touched:
            return asked.key != self._again, 0
        near = any(
            asked.about in ids and ids & self._touched for ids in map(_ids_of, self._facts.root_causes)
        )
        return asked.key != self._again, (1 if near else 2) if asked.required else 3 if near else 4

    def _taken(self, step: _Step, touched: frozenset[str]) -> None:
        self._steps.append(step)
        self._done.add(step.key)
        self._touched, self._again = touched, ""

    def _tried(self, raw: Entry) -> tuple[Facts, PreparedCase | None]:
        try:
            return self._read(raw)
        except FactsError as error:
            problem = error.problems[0]
            raise AnswerError(one_line(problem.message)) from None

    def _read(self, raw: Entry) -> tuple[Facts, PreparedCase | None]:
        facts = facts_from_json(raw, self._origin, self._folder)
        try:
            return facts, self._prepare(facts)
        except IssueMatchError:
            if facts.issues or facts.root_causes or "issues" in self._done:
                raise
            return facts, None

    def _told(self, now: PreparedCase | None) -> Iterator[str]:
        """What the answer brought about. Raises AnswerError where it holds what must not be kept."""
        if now is None:
            return
        before = self._prepared
        known = set(before.attestation.withheld) if before else set()
        for withheld in now.attestation.withheld:
            if withheld not in known and withheld.rule.startswith("privacy."):
                raise AnswerError(
                    "that tells of a private person; please say it without name, address or number"
                )
            if withheld not in known:
                yield f"the letter will leave out: {withheld.text} ({withheld.rule})"
        found = {gap.message for gap in before.gaps} if before else set()
        for gap in now.gaps:
            if gap.category == "consistency" and gap.section is None and gap.message not in found:
                yield f"but {gap.message} {gap.hint}".rstrip()


def _ids_of(cause: RootCause) -> frozenset[str]:
    """The ids of a root cause and of all that it names."""
    done = {action.id: action.evidence for action in cause.corrective_actions}
    kept = {measure.id: measure.evidence for measure in cause.preventive_measures}
    exhibits = (id for named in (*done.values(), *kept.values()) for id in named)
    return frozenset({cause.id, *cause.facts, *done, *kept, *exhibits})


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)
