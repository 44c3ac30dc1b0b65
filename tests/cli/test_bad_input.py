"""Whatever is wrong with the input: clear lines on stderr, exit code 3, nothing printed, nothing written."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from commandrun import Runner

from poa_ai.testing.factories import cause_json, facts_json, minimal_json, write_facts

GOOD = json.dumps(facts_json())
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n ", "the file is empty"),
    "binary": (bytes(range(256)), "binary data"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "binary data"),
    "utf16": (GOOD.encode("utf-16"), "binary data or UTF-16"),
    "latin1": ('{"seller": {"name": "Caf\u00e9"}}'.encode("latin-1"), "is not UTF-8"),
    "cut short": (GOOD[:-1].encode(), "line 1, column"),
    "comma": (b'{\n  "schema_version": 1,\n}', "line 2, column 22|line 3, column 1"),
    "a comment": (b'{\n  // mine\n  "schema_version": 1}', "line 2, column 3"),
    "two values": (b"{} {}", "line 1, column 4"),
    "a list": (b"[]", "expected a JSON object"),
    "a text": (b'"facts"', "expected a JSON object"),
    "null": (b"null", "expected a JSON object"),
    "NaN": (b'{"schema_version": 1, "metrics": [{"name": "x", "value": NaN}]}', "NaN is not a number"),
    "1e999": (b'{"schema_version": 1, "metrics": [{"name": "x", "value": 1e999}]}', "1e999 is out of range"),
    "huge integer": (
        b'{"schema_version": ' + b"1" * 10_000 + b"}",
        "out of range; put ids into quotation marks",
    ),
    "surrogate": (rb'{"schema_version": 1, "issues": ["\ud800"]}', "/issues/0 holds half a character"),
    "duplicate key": (
        b'{"schema_version": 1, "seller": {"name": "a", "name": "b"}}',
        "/seller: the key 'name'",
    ),
    "deep lists": (b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "nested deeper than 24 levels"),
    "deep objects": (b'{"a":' * 10_000, "nested deeper than 24 levels"),
}
OBJECTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no version": ({"issues": ["odr"]}, "/", "'schema_version' is missing; write \"schema_version\": 1"),
    "another version": ({**minimal_json(), "schema_version": 2}, "/schema_version", "expected 1, got 2"),
    "unknown key": (
        {**minimal_json(), "evidense": []},
        "/",
        "unknown key 'evidense'; did you mean 'evidence'?",
    ),
    "duplicate id": (
        facts_json(facts=[{"id": "M1", "text": "x"}], root_causes=[cause_json(facts=[])]),
        "/facts/0/id",
        "the id 'M1' is taken by /metrics/0",
    ),
    "unknown exhibit": (
        facts_json(facts=[{"id": "F1", "text": "x", "evidence": ["E8"]}]),
        "/facts/0/evidence/0",
        "there is no 'E8' to refer to",
    ),
    "unknown fact": (
        facts_json(root_causes=[cause_json(facts=["F7"])]),
        "/root_causes/0/facts/0",
        "there is no 'F7' to refer to; did you mean 'F1'?",
    ),
    "cause without issue": (
        facts_json(root_causes=[cause_json(issue=None)]),
        "/root_causes/0",
        "'issue' is missing; name its issue type",
    ),
    "unknown issue": (
        facts_json(root_causes=[cause_json(issue="late-shipment")]),
        "/root_causes/0/issue",
        "no installed issue type is called 'late-shipment'; did you mean 'late_shipment'?",
    ),
    "unknown named issue": (
        facts_json(issues=["defects"]),
        "/issues",
        "no installed issue type is called 'defects'",
    ),
    "bad date": (
        facts_json(notice={"received": "14.10.2026"}),
        "/notice/received",
        "expected a date written YYYY-MM-DD",
    ),
    "outside": (
        facts_json(notice={"file": "../x"}),
        "/notice/file",
        "leads outside the folder of the facts file",
    ),
    "no notice file": (facts_json(notice={"file": "n.txt"}), "/notice/file", "'n.txt' no such file"),
    "wants documents": (
        facts_json(notice={"asks_for_plan": False}),
        "",
        "the notice wants documents, not a plan",
    ),
}


def refused(run: Runner, path: object, *told: str) -> None:
    """Both commands refuse it with these words, and leave nothing behind."""
    out = Path("letter")
    ran = run("draft", path, "--out", out)
    assert (ran.code, ran.out) == (3, "")
    assert not out.exists()
    assert "Traceback" not in ran.err
    assert all(line.startswith("poa-ai: ") and len(line) < 600 for line in ran.lines)
    for words in told:
        assert words in ran.err


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_json_object(run: Runner, working_folder: Path, name: str) -> None:
    data, told = FILES[name]
    path = working_folder / "facts.json"
    path.write_bytes(data)
    refused(run, path, str(path))
    ran = run("gaps", path)
    assert (ran.code, ran.out) == (3, "")
    assert len(ran.lines) == 1
    assert re.search(told, ran.err)


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_that_is_no_facts_file(run: Runner, working_folder: Path, name: str) -> None:
    raw, pointer, told = OBJECTS[name]
    refused(run, write_facts(working_folder, raw), f"{pointer}: " if pointer else "", told)


def test_what_is_not_a_file(run: Runner, working_folder: Path) -> None:
    refused(run, "missing.json", "missing.json: no such file")
    refused(run, working_folder, "is a folder, not a file")
    refused(run, "a\0b", "a\\x00b: ")
    refused(run, "x" * 300, "can't be read")
    os.mkfifo(working_folder / "pipe")
    refused(run, "pipe", "is not a regular file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read(run: Runner, facts: Path) -> None:
    facts.chmod(0)
    refused(run, facts, "can't be read (Permission denied)")


def test_fifty_megabytes_are_not_read(run: Runner, working_folder: Path) -> None:
    path = working_folder / "big.json"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    refused(run, path, "larger than 2,000,000 bytes")


@pytest.mark.parametrize(
    "name", ["../n.txt", "/etc/hostname", "~/n.txt", "..\\n.txt", "link.txt", "in/../../n.txt"]
)
def test_no_path_leads_out_of_the_folder(
    run: Runner, working_folder: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "n.txt").write_text("hidden words")
    (working_folder / "link.txt").symlink_to(tmp_path / "n.txt")
    exhibits = [{**exhibit, "file": name} for exhibit in facts_json()["evidence"]]
    path = write_facts(working_folder, facts_json(notice={"file": name}, evidence=exhibits))
    refused(run, path, "/notice/file: ", "/evidence/0/file: ", "/evidence/1/file: ")


def test_every_problem_comes_at_once_each_on_a_line_with_its_place(run: Runner, working_folder: Path) -> None:
    raw = facts_json(
        seller={"marketplace": "Mars"}, sellr=1, metrics=[{"id": "E1", "name": 3}], evidence="none"
    )
    path = write_facts(working_folder, raw)
    ran = run("draft", path)
    assert (ran.code, ran.out) == (3, "")
    for pointer in (
        "/seller/marketplace",
        "/",
        "/metrics/0/name",
        "/metrics/0",
        "/evidence",
        "/facts/0/evidence/0",
    ):
        assert any(line.startswith(f"poa-ai: {path}: {pointer}: ") for line in ran.lines), pointer
    assert len(ran.lines) == len(set(ran.lines)) >= 6


@pytest.mark.parametrize("value", [None, True, 5, 1.5, "x", [], [[]], [None], ["x"], {}, {"x": 1}])
def test_a_wrong_type_anywhere_never_ends_in_a_bug(run: Runner, working_folder: Path, value: Any) -> None:
    for key in facts_json():
        ran = run("draft", write_facts(working_folder, {**facts_json(), key: value}))
        assert ran.code in {0, 1, 3}, (key, ran.err)
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", ["draft", "gaps"])
def test_standard_input_is_read_within_the_same_bounds(spawn: Runner, command: str) -> None:
    ran = spawn(command, "-", stdin=b"{" + b" " * 2_000_001)
    assert (ran.code, ran.out) == (3, "")
    assert "larger than 2,000,000 bytes" in ran.err
    assert spawn(command, "-").lines == ["poa-ai: -: the file is empty; it must hold a JSON object"]


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"\xff\xfe", "not UTF-8"), (b"a\0b", "binary data"), (b"x" * 5_000_001, "larger than 5,000,000 bytes")],
)
def test_a_letter_that_cant_be_read(run: Runner, working_folder: Path, data: bytes, told: str) -> None:
    (working_folder / "letter.md").write_bytes(data)
    ran = run("check", "letter.md")
    assert (ran.code, ran.out) == (3, "")
    assert len(ran.lines) == 1
    assert told in ran.err
    assert run("check", "missing.md").code == 3
