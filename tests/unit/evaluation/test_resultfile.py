"""Result files: equal runs are equal bytes, and what is wrong in a file is told in one line."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from resultfactory import PROMPT, hostile, names, result, run, unscored

from poa_ai.errors import InputError
from poa_ai.evaluation import resultfile
from poa_ai.evaluation.comparison import Comparison
from poa_ai.evaluation.resultfile import load_results, results_from_json, results_to_json
from poa_ai.evaluation.results import Missed, State
from poa_ai.version import __version__

MISSED = (Missed("odr", "tone-before-fix", 0.9, 0.5),)
RUN = run(
    [result("b", False), result("a", True, repeat=1), result("a", True), unscored("c", State.STALE, "none")],
    missed=MISSED,
)


def changed(*path: Any, value: Any) -> bytes:
    """The file of a run with one value replaced."""
    raw = json.loads(results_to_json(RUN))
    *into, last = path
    place = raw
    for step in into:
        place = place[step]
    place[last] = value
    return json.dumps(raw).encode()


def test_what_is_written_reads_the_same(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_text(results_to_json(RUN), encoding="utf-8")

    assert load_results(file) == RUN


def test_the_order_in_which_cases_finish_changes_no_byte() -> None:
    other = replace(RUN, cases=tuple(reversed(RUN.cases)), cost=0.0123 + 1e-12)

    assert results_to_json(other) == results_to_json(RUN)


def test_the_keys_are_those_of_schema_1() -> None:
    raw = json.loads(results_to_json(RUN))

    assert (
        list(raw)
        == (
            "schema poa_ai label ring model suites repeats prompts scorers thresholds_missed problems "
            "cost_usd cases"
        ).split()
    )
    assert (raw["schema"], raw["poa_ai"]) == (1, __version__)
    assert raw["prompts"][0]["text"] == PROMPT.split("\n")
    assert [case["case"] for case in raw["cases"]] == ["a", "a", "b", "c"]


def test_half_characters_become_the_sign_for_a_lost_one() -> None:
    found = hostile("half \ud800 and \x00").after

    read = results_from_json(results_to_json(found).encode())

    assert read.label == "half \ufffd and \x00"
    assert read.cases[0].marks[0].end == 3


def test_a_score_that_is_no_number_is_never_written() -> None:
    broken = result("a", True)
    scores = {"length": replace(broken.scores["length"], value=float("nan"))}

    with pytest.raises(ValueError, match="JSON compliant"):
        results_to_json(run([replace(broken, scores=scores)]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "r.json: the file is empty; it must hold a JSON object"),
        (b"[1]", "r.json: this is no results file; give one that `eval run` wrote"),
        (b'{"schema": 1}', "r.json: this is no results file; give one that `eval run` wrote"),
        (
            b'{"schema": NaN, "cases": []}',
            "r.json: NaN is not a number; write a finite number or leave the key out",
        ),
        (b'{"schema": 1, "cases": ' + b"[" * 99, "r.json: nested deeper than 12 levels"),
        (
            changed("schema", value=2),
            "r.json: /schema: the file has schema 2, this poa-ai reads 1; "
            "use the version of poa-ai that wrote it, or run again",
        ),
        (changed("label", value=3), "r.json: /label: expected text, got 3"),
        (changed("repeats", value=True), "r.json: /repeats: expected a whole number, got true"),
        (changed("cost_usd", value="1"), 'r.json: /cost_usd: expected a number, got "1"'),
        (changed("suites", value=["a", 1]), "r.json: /suites: expected a list of texts, got 1 at 1"),
        (changed("cases", value={}), "r.json: /cases: expected a list, got an object"),
        (changed("cases", 1, value="x"), 'r.json: /cases/1: expected an object, got "x"'),
        (
            changed("cases", 0, "usage", "cached", value=-1),
            "r.json: /cases/0/usage/cached: expected a number from 0, got -1",
        ),
        (
            changed("cases", 0, "state", value="lost"),
            'r.json: /cases/0/state: expected one of scored, stale, failed, got "lost"',
        ),
        (
            changed("cases", 0, "scores", "tone-before-fix", "value", value=1.5),
            "r.json: /cases/0/scores/tone-before-fix/value: expected a number from 0 to 1, got 1.5",
        ),
        (
            changed("cases", 0, "scores", "a/b", value={}),
            "r.json: /cases/0/scores/a~1b: no such scorer stands under 'scorers'; "
            "name it there, or take the score out",
        ),
        (
            changed("cases", 2, "marks", 0, "end", value=10**9),
            "r.json: /cases/2/marks/0: characters 412 to 1000000000 do not lie in the letter, which has 686",
        ),
        (
            changed("cases", 1, "repeat", value=0),
            'r.json: /cases/1: the case "a" of suite "odr", repeat 0 stands twice; keep one of them',
        ),
        (
            changed("cases", 0, "raw", value=[{}]),
            "r.json: /cases/0/raw/0: the key 'cause' is missing; results are written whole; write them again",
        ),
    ],
)
def test_a_wrong_file_is_told_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as raised:
        results_from_json(data, "r.json")

    assert raised.value.lines == (said,)


def test_every_key_must_be_there() -> None:
    raw = json.loads(results_to_json(RUN))
    for key in set(raw) - {"schema", "cases", "poa_ai"}:
        lesser = {name: value for name, value in raw.items() if name != key}
        with pytest.raises(InputError, match=f"the key '{key}' is missing"):
            results_from_json(json.dumps(lesser).encode())


def test_a_key_of_a_later_version_is_passed_over() -> None:
    assert results_from_json(changed("new", value=1)) == RUN


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "results.json"
    file.write_text(results_to_json(run([result(name, True) for name in names(4)])))
    monkeypatch.setattr(resultfile, "MAX_BYTES", 1_000)

    with pytest.raises(InputError, match="larger than 1,000 bytes"):
        load_results(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"none\.json: can't be read \(No such file or directory\); give a file"
    ):
        load_results(tmp_path / "none.json")


def test_a_comparison_of_hostile_texts_survives_its_files() -> None:
    found: Comparison = hostile('"\\ \u2028 \u202e </x>')

    assert results_from_json(results_to_json(found.before).encode()) == found.before
