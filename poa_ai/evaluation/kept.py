"""Scores kept from run to run, so that an equal run is read and not worked out again.

A score is used only where nothing that it rests on has changed: the case, the prompts, the model and its
settings, and all files of poa-ai itself.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from poa_ai.errors import InputError
from poa_ai.evaluation.jsonentry import Entry
from poa_ai.evaluation.resultentries import case_of
from poa_ai.evaluation.resultfile import case_to_json
from poa_ai.evaluation.results import CaseResult, ScorerInfo, State
from poa_ai.evaluation.running import Task, scorers_told
from poa_ai.evaluation.trying import Setup
from poa_ai.llm.recording import Parameters

MAX_BYTES = 100_000_000
"""A larger file of scores is begun anew."""


class KeptScores:
    """The scored trials in a file of JSON lines, by key; those added are on disk at once.

    What can't be read in it is passed over: it only saves time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = dict(_lines(path))

    def get(self, key: str, scorers: Iterable[ScorerInfo]) -> CaseResult | None:
        """The trial of that key; None where there is none, or it can't be read."""
        if key not in self._known:
            return None
        try:
            return case_of(
                Entry(self._known[key], str(self._path)), {scorer.name: scorer for scorer in scorers}
            )
        except InputError:
            return None

    def add(self, lines: Iterable[str]) -> None:
        """Append lines. Raises OSError where they can't be written."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        full = self._path.is_file() and self._path.stat().st_size > MAX_BYTES
        with self._path.open("w" if full else "a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


class KeptRun:
    """The kept scores of the trials of one run: which of them are known, and where the others go."""

    def __init__(
        self, folder: Path, tasks: Sequence[Task], setup: Setup, parameters: Parameters, server: str
    ) -> None:
        """`server` is the address of the model, "" for the provider's own."""
        suites = {task.suite.id: task.suite for task in tasks}
        code = code_fingerprint()
        self._scorers = {id: scorers_told(setup.scorers[id].values()) for id in suites}
        self._scores = {id: KeptScores(folder / f"{id}.jsonl") for id in suites}
        rules = [(rule.id, rule.severity, rule.action) for rule in setup.rules.rules]
        told = [setup.store.fingerprint, code, rules, repr(parameters), server]
        shared = {id: _hash([*told, suite.repairs, list(setup.scorers[id])]) for id, suite in suites.items()}
        self._keys = {_place(task): _key(shared[task.suite.id], task) for task in tasks}

    def get(self, task: Task) -> CaseResult | None:
        """The scored trial; None where it has to be made."""
        return self._scores[task.suite.id].get(self._keys[_place(task)], self._scorers[task.suite.id])

    def add(self, results: Iterable[CaseResult]) -> None:
        """Keep trials of the run, but for those without an answer. A full disk is no reason to stop."""
        lines: dict[str, list[str]] = {}
        for result in results:
            if result.state is State.SCORED:
                key = self._keys[result.suite, result.case, result.repeat]
                line = json.dumps({"key": key, "case": case_to_json(result)}, ensure_ascii=True)
                lines.setdefault(result.suite, []).append(line)
        for suite, added in lines.items():
            with suppress(OSError):
                self._scores[suite].add(added)


def _place(task: Task) -> tuple[str, str, int]:
    return task.suite.id, task.case.id, task.repeat


def _key(shared: str, task: Task) -> str:
    return _hash(
        [shared, task.suite.id, task.case.id, task.case.fingerprint, repr(task.case.expect), task.repeat]
    )


def _lines(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            return
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        try:
            value = json.loads(line)
            yield str(value["key"]), dict(value["case"])
        except (ValueError, KeyError, TypeError, RecursionError):
            continue


def code_fingerprint() -> str:
    """SHA-256 (hex) over name, size and time of every file of poa-ai and of the plugins that come with it."""
    modules = [module for name, module in list(sys.modules.items()) if re.fullmatch(r"poa_ai\w*", name)]
    folders = {Path(module.__file__).parent for module in modules if module.__file__}
    files = sorted(found for folder in folders for found in _files(folder))
    return _hash(files)


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(Path(entry.path))
        else:
            stat = entry.stat()
            yield entry.path, stat.st_size, stat.st_mtime_ns


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
