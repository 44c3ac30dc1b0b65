"""Reading suites: evals/suites/*.toml with the cases they name, below evals/cases."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from poa_ai.errors import FactsError, SuiteError
from poa_ai.evaluation.suite import EvalCase, Expectation, Suite
from poa_ai.factsfile import facts_from_json, load_facts
from poa_ai.tomlfile import Table, read_toml

KEYS = (
    "id",
    "title",
    "purpose",
    "model",
    "temperature",
    "seed",
    "repeats",
    "repairs",
    "scorers",
    "context_tokens",
)
CASE_KEYS = ("id", "facts", "tags", "expect")
EXPECT_KEYS = ("sections", "gap_draft", "contains", "lacks", "answer_lacks", "words")
GENERATED_KEYS = ("id", "seed", "count", "issues", "causes", "bare")
MAX_CASES = 2_000
"""The most cases of a suite."""
MAX_REPEATS = 20
"""The most times a case is asked."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def load_suites(evals: Path, names: Sequence[str] = ()) -> tuple[Suite, ...]:
    """The suites of those ids, or paths of suite files; without names all below `evals`/suites, by name.

    Raises SuiteError for a folder without suites, an unknown name and everything wrong in a file.
    """
    folder = evals / "suites"
    files = {file.stem: file for file in sorted(folder.glob("*.toml"))} if folder.is_dir() else {}
    if not names and not files:
        raise SuiteError(f"{folder}: no suites there; --evals names the folder that holds suites/ and cases/")
    chosen = dict.fromkeys(_file(name, files, folder).resolve() for name in (names or tuple(files)))
    return tuple(load_suite(_shown(file)) for file in chosen)


def _shown(file: Path) -> Path:
    """The path as a person in the working folder would name it."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _file(name: str, files: Mapping[str, Path], folder: Path) -> Path:
    if name in files:
        return files[name]
    if name.endswith(".toml") and Path(name).is_file():
        return Path(name)
    raise SuiteError(f"no suite '{name}' in {folder}; there are: {', '.join(files) or 'none'}")


def load_suite(file: Path) -> Suite:
    """One suite with its cases. Raises SuiteError, with file, line and what would be right."""
    table = read_toml(file, str(file), SuiteError).only((*KEYS, "thresholds", "cases", "generated"))
    name = table.get("id", str)
    if name != file.stem or not _ID.fullmatch(name):
        raise table.fail(f"'id' must be the file's name, '{file.stem}', in lower-case words with -", "id")
    folder = file.resolve().parent.parent / "cases"
    cases = tuple(_cases(table, folder))
    _refuse_doubles(table, cases)
    return Suite(
        id=name,
        title=table.get("title", str),
        purpose=table.get("purpose", str),
        path=str(file),
        model=table.get("model", str),
        temperature=_between(table, "temperature", 0.0, (0.0, 2.0)),
        seed=table.get("seed", int, 7),
        repeats=_whole(table, "repeats", 1, (1, MAX_REPEATS)),
        repairs=table.get("repairs", bool, True),
        scorers=table.strings("scorers"),
        thresholds=_thresholds(table.table("thresholds")),
        context_tokens=_whole(table, "context_tokens", 8192, (1, 10_000_000)),
        cases=cases,
    )


def _cases(table: Table, folder: Path) -> Iterator[EvalCase]:
    for entry in table.tables("cases"):
        yield _case(entry.only(CASE_KEYS), folder)
    for entry in table.tables("generated"):
        yield from _generated(entry.only(GENERATED_KEYS))


def _refuse_doubles(table: Table, cases: Sequence[EvalCase]) -> None:
    if not cases:
        raise table.fail("a suite without cases; add [[cases]] or [[generated]]")
    if len(cases) > MAX_CASES:
        raise table.fail(f"{len(cases)} cases; at most {MAX_CASES}")
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise table.fail(f"two cases are called '{case.id}'")
        seen.add(case.id)


def _case(entry: Table, folder: Path) -> EvalCase:
    name, given = entry.get("id", str), entry.get("facts", str)
    file = (folder / given).resolve()
    if not _ID.fullmatch(name):
        raise entry.fail(f"'{name}' is no id; write lower-case words with -", "id")
    if not file.is_relative_to(folder.resolve()):
        raise entry.fail(f"'{given}' lies outside {folder.name}/; name a file below it", "facts")
    try:
        facts = load_facts(file)
    except FactsError as reason:
        raise entry.fail(f"facts: {reason.lines[0]}", "facts") from None
    fingerprint = hashlib.sha256(json.dumps(facts.model_dump(mode="json"), sort_keys=True).encode())
    expect = entry.table("expect")
    return EvalCase(
        name,
        facts,
        Expectation() if expect is None else _expectation(expect.only(EXPECT_KEYS)),
        entry.strings("tags"),
        None,
        fingerprint.hexdigest(),
    )


def _expectation(table: Table) -> Expectation:
    words = table.get("words", list, [])
    if words and (len(words) != 2 or any(type(n) is not int for n in words) or not 0 <= words[0] <= words[1]):
        raise table.fail("'words' must be the least and the most, [60, 400]", "words")
    return Expectation(
        _whole(table, "sections", 0, (0, 1_000)) if "sections" in table.values else None,
        table.get("gap_draft", bool) if "gap_draft" in table.values else None,
        table.strings("contains"),
        table.strings("lacks"),
        table.strings("answer_lacks"),
        (words[0], words[1]) if words else None,
    )


def _generated(entry: Table) -> Iterator[EvalCase]:
    from poa_ai.evaluation.casegeneration import ISSUES, Generated, generate  # few suites have such cases

    causes = entry.get("causes", list, [1, 1])
    if len(causes) != 2 or any(type(n) is not int for n in causes) or not 1 <= causes[0] <= causes[1] <= 12:
        raise entry.fail("'causes' must be the least and the most of a case, [1, 2]; at most 12", "causes")
    if not _ID.fullmatch(entry.get("id", str)):
        raise entry.fail(f"'{entry.get('id', str)}' is no id; write lower-case words with -", "id")
    spec = Generated(
        entry.get("id", str),
        entry.get("seed", int),
        _whole(entry, "count", 1, (1, MAX_CASES)),
        entry.strings("issues", required=True),
        (causes[0], causes[1]),
        entry.get("bare", bool, False),
    )
    if unknown := [issue for issue in spec.issues if issue not in ISSUES]:
        raise entry.fail(f"no cases of '{unknown[0]}' can be made; known: {', '.join(ISSUES)}", "issues")
    for name, raw in generate(spec):
        facts = facts_from_json(raw, name)
        yield EvalCase(name, facts, Expectation(), ("generated",), spec.seed, _fingerprint(raw))


def _fingerprint(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()


def _thresholds(table: Table | None) -> Mapping[str, float]:
    if table is None:
        return {}
    return {name: _between(table, name, None, (0.0, 1.0)) for name in table.values}


def _whole(table: Table, key: str, default: int, limits: tuple[int, int]) -> int:
    value = table.get(key, int, default)
    _between(table, key, default, limits)
    return value


def _between(table: Table, key: str, default: float | None, limits: tuple[float, float]) -> float:
    value = table.get(key, float, None if default is None else float(default))
    if not limits[0] <= value <= limits[1]:
        raise table.fail(f"'{key}' is {value:g}; it must lie from {limits[0]:g} to {limits[1]:g}", key)
    return value
