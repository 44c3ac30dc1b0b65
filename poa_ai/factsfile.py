"""Reading facts.json: every problem at once, each with its place and what would be right."""

import difflib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from poa_ai.errors import FactsError, Problem
from poa_ai.facts import MAX_DEPTH, MAX_FILE_BYTES, Facts
from poa_ai.factsproblems import schema_problems
from poa_ai.jsontext import JsonTextError, parse_json

_ID_PREFIXES = {"metrics": "M", "facts": "F", "root_causes": "C", "evidence": "E", "questions": "Q"}
_INNER_PREFIXES = {"corrective_actions": "A", "preventive_measures": "P"}

_LEVELS = 5  # the file, a list, a root cause in it, the list of its actions, an action

RawPart = tuple[str, str, dict[str, Any]]
"""JSON pointer, id prefix and the object itself."""


def load_facts(path: Path | str) -> Facts:
    """The facts in a file ("-" reads standard input), with ids given where they were left out.

    Paths in the facts are relative to the file's folder, and the notice's `file` is read into `text`.
    Raises FactsError with every problem found.
    """
    name = str(path)
    data = _read(name)
    try:
        raw = parse_json(data, max_bytes=MAX_FILE_BYTES, max_depth=MAX_DEPTH)
    except JsonTextError as error:
        raise FactsError([Problem(name, "", str(error))]) from None
    folder = Path.cwd() if name == "-" else Path(path).resolve().parent
    return facts_from_json(raw, name, folder)


def facts_from_json(raw: Any, path: str = "facts", folder: Path | None = None) -> Facts:
    """The facts in an already parsed JSON value. `path` is how errors name it.

    Without a `folder` no file is looked at. Raises FactsError with every problem found.
    """
    if not isinstance(raw, dict):
        raise FactsError([Problem(path, "", "expected a JSON object { ... } at the top")])
    raw = _with_ids(raw)
    problems = _cross_problems(raw, path)
    notice_text = None
    if folder is not None:
        problems += _path_problems(raw, path, folder)
        if not problems:
            notice_text, notice_problems = _notice_text(raw, path, folder)
            problems += notice_problems
    try:
        facts = Facts.model_validate(raw)
    except ValidationError as error:
        problems = schema_problems(error, path) + problems
    if problems:
        raise FactsError(problems)
    if notice_text is not None:
        facts = facts.model_copy(update={"notice": facts.notice.model_copy(update={"text": notice_text})})
    return facts.read_from(path, folder)


def facts_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of facts.json, in which ids may be left out."""
    schema = Facts.model_json_schema()
    for part in schema["$defs"].values():
        if "id" in part.get("required", ()):
            part["required"].remove("id")
            part["properties"]["id"]["description"] = "given where it is left out"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _read(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    return read_bounded(Path(path), path, MAX_FILE_BYTES, "give the path of a facts file (JSON)")


def read_bounded(file: Path, name: str, limit: int, hint: str) -> bytes:
    """At most `limit` + 1 bytes of a regular file. Raises FactsError where there is none to read."""
    try:
        if file.is_dir():
            raise FactsError([Problem(name, "", "is a folder, not a file", hint)])
        if not file.exists():
            raise FactsError([Problem(name, "", "no such file", hint)])
        if not file.is_file():
            raise FactsError([Problem(name, "", "is not a regular file", hint)])
        with file.open("rb") as stream:
            return stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FactsError([Problem(name, "", f"can't be read ({reason})", hint)]) from None


def _raw_parts(raw: Mapping[str, Any]) -> Iterator[RawPart]:
    notice = raw.get("notice")
    if isinstance(notice, dict):
        yield from _entries(notice, "requests", "R", "/notice")
    for key, prefix in _ID_PREFIXES.items():
        for part in _entries(raw, key, prefix, ""):
            yield part
            for inner, inner_prefix in _INNER_PREFIXES.items() if key == "root_causes" else ():
                yield from _entries(part[2], inner, inner_prefix, part[0])


def _entries(parent: Mapping[str, Any], key: str, prefix: str, pointer: str) -> Iterator[RawPart]:
    values = parent.get(key)
    for index, value in enumerate(values if isinstance(values, list) else ()):
        if isinstance(value, dict):
            yield f"{pointer}/{key}/{index}", prefix, value


def _with_ids(raw: dict[str, Any]) -> dict[str, Any]:
    raw = _copied(raw, _LEVELS)
    parts = list(_raw_parts(raw))
    taken = {part["id"] for _, _, part in parts if isinstance(part.get("id"), str)}
    counts: dict[str, int] = {}
    for _, prefix, part in parts:
        if "id" in part:
            continue
        while True:
            counts[prefix] = counts.get(prefix, 0) + 1
            if (given := f"{prefix}{counts[prefix]}") not in taken:
                break
        part["id"] = given
    return raw


def _copied(value: Any, levels: int) -> Any:
    """Objects and lists of so many levels as others; what lies deeper is the same, and is not written to."""
    if levels and isinstance(value, dict):
        return {key: _copied(inner, levels - 1) for key, inner in value.items()}
    if levels and isinstance(value, list):
        return [_copied(inner, levels - 1) for inner in value]
    return value


def _cross_problems(raw: Mapping[str, Any], path: str) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, str] = {}
    prefixes: dict[str, set[str]] = {}
    for pointer, prefix, part in _raw_parts(raw):
        given = part.get("id")
        if not isinstance(given, str):
            continue
        if given in first:
            problems.append(
                Problem(
                    path,
                    f"{pointer}/id",
                    f"the id '{given}' is taken by {first[given]}",
                    "ids are unique in the file",
                )
            )
        first.setdefault(given, pointer)
        prefixes.setdefault(prefix, set()).add(given)
    for pointer, prefix, part in _raw_parts(raw):
        wanted = {"evidence": ("E",), "facts": ("F", "M")} if prefix != "E" else {}
        for key, kinds in wanted.items():
            known = set().union(*(prefixes.get(kind, set()) for kind in kinds))
            problems += _reference_problems(path, pointer, key, part.get(key), known)
        if prefix == "Q" and isinstance(part.get("about"), str):
            problems += _reference_problems(path, pointer, "about", [part["about"]], set(first))
    return problems


def _reference_problems(path: str, pointer: str, key: str, values: Any, known: set[str]) -> list[Problem]:
    problems = []
    for index, value in enumerate(values if isinstance(values, list) else ()):
        if isinstance(value, str) and value not in known:
            near = difflib.get_close_matches(value, known, 1, 0.5)
            hint = (
                f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(known)[:12]) or 'none'}"
            )
            where = f"{pointer}/{key}" + ("" if key == "about" else f"/{index}")
            problems.append(Problem(path, where, f"there is no '{value[:40]}' to refer to", hint))
    return problems


def _path_problems(raw: Mapping[str, Any], path: str, folder: Path) -> list[Problem]:
    problems = []
    notice = raw.get("notice")
    places = [("/notice", notice)] if isinstance(notice, dict) else []
    places += [(pointer, part) for pointer, prefix, part in _raw_parts(raw) if prefix == "E"]
    for pointer, part in places:
        value = part.get("file")
        if isinstance(value, str) and not _inside(folder, value):
            problems.append(
                Problem(
                    path,
                    f"{pointer}/file",
                    f"'{value[:60]}' leads outside the folder of the facts file",
                    "copy the document next to the facts file and name it by its relative path",
                )
            )
    return problems


def _inside(folder: Path, name: str) -> bool:
    if "\0" in name or "\\" in name or name.startswith(("/", "~")) or name[1:2] == ":":
        return False
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _notice_text(raw: Mapping[str, Any], path: str, folder: Path) -> tuple[str | None, list[Problem]]:
    notice = raw.get("notice")
    if not isinstance(notice, dict) or not isinstance(name := notice.get("file"), str) or notice.get("text"):
        return None, []
    pointer = "/notice/file"
    try:
        data = read_bounded(folder / name, name, 200_000, "give the notice as a text file")
        if len(data) > 200_000:
            return None, [Problem(path, pointer, f"'{name}' is larger than 200,000 bytes")]
        return data.decode("utf-8-sig"), []
    except FactsError as error:
        return None, [Problem(path, pointer, f"'{p.path}' {p.message}", p.hint) for p in error.problems]
    except UnicodeDecodeError:
        return None, [Problem(path, pointer, f"'{name}' is not UTF-8 text", "save the notice as plain text")]
