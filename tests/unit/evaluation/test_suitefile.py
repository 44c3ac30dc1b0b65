"""Suite files: what loads, and the one line for each thing that does not."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from poa_ai.errors import SuiteError
from poa_ai.evaluation.scoring.builtin import BUILTIN, scorers_for
from poa_ai.evaluation.suitefile import CASE_KEYS, EXPECT_KEYS, GENERATED_KEYS, KEYS, load_suite, load_suites
from poa_ai.evaluation.suiteschema import suite_schema

ROOT = Path(__file__).parents[3]
EVALS = ROOT / "evals"
HEAD = 'id = "mine"\ntitle = "Mine"\npurpose = "A try."\nmodel = "openai:m"\n'
CASE = '[[cases]]\nid = "one"\nfacts = "one.json"\n'


@pytest.fixture
def evals(tmp_path: Path) -> Path:
    (tmp_path / "suites").mkdir()
    (tmp_path / "cases").mkdir()
    facts = (EVALS / "cases" / "odr-untracked-mail" / "facts.json").read_text(encoding="utf-8")
    raw = json.loads(facts)
    raw["notice"].pop("file")
    (tmp_path / "cases" / "one.json").write_text(json.dumps(raw), encoding="utf-8")
    return tmp_path


def written(evals: Path, text: str) -> Path:
    file = evals / "suites" / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_suites_of_the_project_cover_what_they_must() -> None:
    suites = {suite.id: suite for suite in load_suites(EVALS)}
    for id in ("odr", "late-shipment", "ip-complaint", "authenticity", "combined", "hostile"):
        assert len(suites[id].cases) >= 12
        assert all(case.generated is None for case in suites[id].cases)
    assert all(case.generated is not None for case in suites["overhead"].cases)
    assert any(len(case.facts.root_causes) == 12 for case in suites["hostile"].cases)
    for suite in suites.values():
        assert scorers_for(suite, {})


def test_a_case_brings_its_facts_its_expectation_and_a_fingerprint(evals: Path) -> None:
    text = HEAD + CASE + 'tags = ["plain"]\n[cases.expect]\nsections = 1\nwords = [10, 20]\n'
    (case,) = load_suite(written(evals, text)).cases
    assert case.facts.root_causes
    assert (case.tags, case.expect.sections, case.expect.words) == (("plain",), 1, (10, 20))
    assert case.generated is None
    assert len(case.fingerprint) == 64


def test_generated_cases_are_marked_and_the_same_every_time(evals: Path) -> None:
    text = HEAD + '[[generated]]\nid = "made"\nseed = 3\ncount = 4\nissues = ["odr"]\n'
    first, second = (load_suite(written(evals, text)).cases for _ in range(2))
    assert [case.generated for case in first] == [3] * 4
    assert [case.fingerprint for case in first] == [case.fingerprint for case in second]
    assert len({case.fingerprint for case in first}) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "a suite without cases"),
        (HEAD.replace("mine", "other") + CASE, "'id' must be the file's name, 'mine'"),
        (HEAD + "typo = 1\n" + CASE, "unknown key 'typo'"),
        (HEAD + CASE + 'fact = "x"\n', "unknown key 'fact'; did you mean 'facts'?"),
        (HEAD + CASE + CASE, "two cases are called 'one'"),
        (HEAD + CASE.replace("one.json", "../../secret.json"), "lies outside cases/"),
        (HEAD + CASE.replace("one.json", "none.json"), "none.json"),
        (HEAD + CASE.replace('"one"', '"One Case"'), "is no id"),
        (HEAD + CASE + "[cases.expect]\nwords = [9, 2]\n", "'words' must be the least and the most"),
        (HEAD + "repeats = 0\n" + CASE, "'repeats' is 0; it must lie from 1 to 20"),
        (HEAD + "temperature = 3.5\n" + CASE, "it must lie from 0 to 2"),
        (HEAD + "[thresholds]\nlength = 2.0\n" + CASE, "'length' is 2; it must lie from 0 to 1"),
        (HEAD + '[[generated]]\nid = "m"\nseed = 1\ncount = 1\nissues = ["nope"]\n', "no cases of 'nope'"),
        (
            HEAD + '[[generated]]\nid = "m"\nseed = 1\ncount = 1\nissues = ["odr"]\ncauses = [3, 1]\n',
            "'causes' must be",
        ),
    ],
)
def test_one_line_tells_what_is_wrong(evals: Path, text: str, said: str) -> None:
    with pytest.raises(SuiteError) as caught:
        load_suite(written(evals, text))
    (line,) = caught.value.lines
    assert "mine.toml:" in line
    assert said in line


def test_an_unknown_suite_is_answered_with_those_that_there_are(evals: Path) -> None:
    written(evals, HEAD + CASE)
    with pytest.raises(SuiteError, match=r"no suite 'odrr' in .*; there are: mine"):
        load_suites(evals, ["odrr"])
    with pytest.raises(SuiteError, match="no suites there"):
        load_suites(evals / "cases")


def test_a_threshold_names_a_scorer_that_decides(evals: Path) -> None:
    for name in ("tonne-before-fix", "tokens"):
        suite = load_suite(written(evals, f'{HEAD}[thresholds]\n"{name}" = 1.0\n{CASE}'))
        with pytest.raises(SuiteError, match=rf"no scorer '{name}' decides; there are: tone-before-fix"):
            scorers_for(suite, {})


def test_the_schema_for_editors_knows_the_keys_that_the_loader_knows() -> None:
    schema = suite_schema()
    properties: dict[str, Any] = schema["properties"]
    assert set(properties) == {*KEYS, "thresholds", "cases", "generated"}
    case = properties["cases"]["items"]["properties"]
    assert set(case) == set(CASE_KEYS)
    assert set(case["expect"]["properties"]) == set(EXPECT_KEYS)
    assert set(properties["generated"]["items"]["properties"]) == set(GENERATED_KEYS)
    assert set(properties["thresholds"]["properties"]) == {s.name for s in BUILTIN if s.better != "neither"}
    kept = json.loads((EVALS / "suite.schema.json").read_text(encoding="utf-8"))
    assert kept == schema, "write it anew: poa-ai schema suite > evals/suite.schema.json"


def test_every_suite_of_the_project_names_the_schema() -> None:
    for file in (EVALS / "suites").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("#:schema ../suite.schema.json\n")
        assert tomllib.loads(text)["id"] == file.stem
