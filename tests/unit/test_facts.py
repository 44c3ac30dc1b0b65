"""Facts files: what is read, what is refused, and that every problem is told at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from poa_ai.errors import FactsError
from poa_ai.facts import MARKETPLACES, Facts
from poa_ai.factsfile import facts_from_json, facts_schema, load_facts
from poa_ai.testing.factories import cause_json, facts_json, minimal_json, write_facts
from poa_ai.testing.parts import identified_parts, ids_of


def problems(raw: Any, folder: Path | None = None) -> dict[str, str]:
    """Pointer to message and hint, of facts that must be refused."""
    with pytest.raises(FactsError) as caught:
        facts_from_json(raw, "facts.json", folder)
    assert len(caught.value.lines) == len(caught.value.problems)
    return {problem.pointer: f"{problem.message}; {problem.hint}" for problem in caught.value.problems}


def test_the_complete_case_is_read_with_every_value_in_its_place() -> None:
    facts = facts_from_json(facts_json())
    assert facts.seller.marketplace == "US"
    assert facts.metrics[0].count == 27
    assert facts.root_causes[0].preventive_measures[0].starts is not None
    assert facts.asins == ("B0EXAMPLE1",)
    assert facts.names == ("Northfield Outdoor LLC", "Trail stove", "Northfield")


def test_the_least_facts_file_is_read() -> None:
    facts = facts_from_json(minimal_json())
    assert [part.id for _, part in identified_parts(facts)] == ["C1"]
    assert facts.root_causes[0].confirmed


def test_ids_are_given_where_they_are_left_out_and_never_twice() -> None:
    raw = facts_json(facts=[{"text": "one"}, {"id": "F1", "text": "two"}, {"text": "three"}])
    assert [fact.id for fact in facts_from_json(raw).facts] == ["F2", "F1", "F3"]


def test_given_ids_are_the_same_on_every_run_and_leave_the_input_alone() -> None:
    raw = facts_json()
    for part in (*raw["metrics"], *raw["root_causes"][0]["corrective_actions"]):
        del part["id"]
    before = json.dumps(raw)
    first, second = (ids_of(facts_from_json(raw)) for _ in range(2))
    assert first == second == {"M1", "F1", "C1", "A1", "A2", "P1", "P2", "E1", "E2"}
    assert json.dumps(raw) == before


def test_inner_parts_are_numbered_through_the_whole_file() -> None:
    causes = [
        {"issue": "odr", "statement": "x", "corrective_actions": [{"text": "a"}, {"text": "b"}]},
        {"issue": "odr", "statement": "y", "corrective_actions": [{"text": "c"}]},
    ]
    facts = facts_from_json({"schema_version": 1, "root_causes": causes})
    assert [action.id for action in facts.root_causes[1].corrective_actions] == ["A3"]


def test_every_problem_is_told_at_once_with_its_place_in_the_file() -> None:
    raw = facts_json(
        schema_version=2,
        sellr={"name": "x"},
        seller={"name": 7, "marketplace": "XX"},
        metrics=[{"id": "M1", "name": "odr", "value": "1.8"}, {"id": "M1", "name": " ", "value": 1}],
        root_causes=[cause_json(issue=None, facts=["F1", "F9"], statement="")],
        evidence=[{"id": "e 1", "kind": "x", "title": "y", "dated": "12/10/2026", "covers": ["short"]}],
    )
    found = problems(raw)
    assert set(found) >= {
        "/",
        "/schema_version",
        "/seller/name",
        "/seller/marketplace",
        "/metrics/0/value",
        "/metrics/1/name",
        "/metrics/1/id",
        "/root_causes/0",
        "/root_causes/0/statement",
        "/root_causes/0/facts/1",
        "/evidence/0/id",
        "/evidence/0/dated",
        "/evidence/0/covers/0",
    }
    assert "did you mean 'seller'?" in found["/"]
    assert "taken by /metrics/0" in found["/metrics/1/id"]
    assert "YYYY-MM-DD" in found["/evidence/0/dated"]
    assert "name its issue type" in found["/root_causes/0"]


@pytest.mark.parametrize(
    ("change", "pointer", "told"),
    [
        ({"facts": {"id": "F1"}}, "/facts", "expected a list [ ... ], got an object"),
        ({"seller": []}, "/seller", "expected an object { ... }, got a list of 0"),
        ({"notice": {"asks_for_plan": "yes"}}, "/notice/asks_for_plan", 'expected true or false, got "yes"'),
        ({"notice": {"asks_for_plan": 1}}, "/notice/asks_for_plan", "expected true or false, got 1"),
        ({"notice": {"respond_within_days": 1.5}}, "/notice/respond_within_days", "a whole number, got 1.5"),
        ({"notice": {"respond_within_days": -1}}, "/notice/respond_within_days", "not below 0, got -1"),
        ({"notice": {"received": "2026-02-30"}}, "/notice/received", "YYYY-MM-DD"),
        ({"notice": {"received": "20261014"}}, "/notice/received", "YYYY-MM-DD"),
        ({"notice": {"scope": "shop"}}, "/notice/scope", "'account', 'listing'"),
        ({"products": [{"asin": "B0-1"}]}, "/products/0/asin", "expected an ASIN"),
        ({"products": [None]}, "/products/0", "got null"),
        ({"issues": "odr"}, "/issues", 'expected a list [ ... ], got "odr"'),
        ({"private": [5]}, "/private/0", "expected text in quotation marks, got 5"),
        ({"private": ["x" * 201]}, "/private/0", "at most 200 characters"),
        ({"metrics": [{"name": "x", "value": True}]}, "/metrics/0/value", "a number, got true"),
        ({"metrics": [{"name": "x", "value": 1e13}]}, "/metrics/0/value", "not above 1e+12"),
        ({"questions": [{"text": "?", "about": "C7"}]}, "/questions/0/about", "did you mean 'C1'?"),
        ({"facts": [{"text": "x", "evidence": ["E3"]}]}, "/facts/0/evidence/0", "did you mean"),
        ({"facts": [{"id": "-x", "text": "x"}]}, "/facts/0/id", "an id of at most 32"),
        ({"facts": [{"text": "x", "about": 1}]}, "/facts/0", "unknown key 'about'; known keys:"),
        ({"facts": [{"text": "x", "evidense": []}]}, "/facts/0", "did you mean 'evidence'?"),
    ],
)
def test_one_fault_one_place_one_remedy(change: dict[str, Any], pointer: str, told: str) -> None:
    raw = facts_json(**change)
    raw["root_causes"][0].update(facts=[], corrective_actions=[])
    assert told in problems(raw)[pointer]


def test_a_fact_id_does_not_stand_for_an_exhibit() -> None:
    raw = facts_json(facts=[{"id": "F1", "text": "x", "evidence": ["F1"]}])
    assert "there is no 'F1'" in problems(raw)["/facts/0/evidence/0"]


@pytest.mark.parametrize("value", [None, [], "x", 1, True, 1.5, {"a": 1}, [[]], {"": {}}])
@pytest.mark.parametrize("key", ["", *Facts.model_fields])
def test_any_type_anywhere_is_read_or_refused_in_words(key: str, value: Any) -> None:
    raw = {**facts_json(), key: value} if key else value
    try:
        facts_from_json(raw)
    except FactsError as error:
        told = error.lines
    else:
        return
    assert told
    assert all(line.startswith("facts: ") for line in told)


@pytest.mark.parametrize("code", [*MARKETPLACES, "uk", "de"])
def test_marketplaces_are_amazons_codes_in_any_case(code: str) -> None:
    assert facts_from_json(facts_json(seller={"marketplace": code})).seller.marketplace == code.upper()


def test_facts_are_frozen() -> None:
    facts = facts_from_json(facts_json())
    with pytest.raises(ValueError, match="frozen"):
        facts.facts[0].text = "other"  # type: ignore[misc]


OUTSIDE = [
    "../notice.txt",
    "/etc/passwd",
    "~/notice.txt",
    "a\\b.txt",
    "C:notice.txt",
    "x/../../y",
    "link.txt",
    "a\0b",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_path_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (tmp_path / "notice.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "notice.txt")
    raw = facts_json(notice={"file": name}, evidence=[{"id": "E1", "kind": "x", "title": "y", "file": name}])
    raw["root_causes"] = []
    found = problems(raw, folder)
    assert {"/notice/file", "/evidence/0/file"} <= set(found)
    assert "outside the folder" in found["/notice/file"]
    assert "secret" not in str(found)


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("plan of action")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    facts = load_facts(write_facts(tmp_path, facts_json(notice={"file": "link.txt"})))
    assert facts.notice.text == "plan of action"
    assert facts.folder == tmp_path.resolve()


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "no such file"), (b"\xff", "not UTF-8"), (b"x" * 200_001, "larger than 200,000 bytes")],
)
def test_a_notice_file_that_cant_be_used_is_named(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / "notice.txt").write_bytes(content)
    path = write_facts(tmp_path, facts_json(notice={"file": "notice.txt"}))
    with pytest.raises(FactsError, match=told) as caught:
        load_facts(path)
    assert caught.value.problems[0].pointer == "/notice/file"


def test_a_given_text_goes_before_the_notice_file(tmp_path: Path) -> None:
    path = write_facts(tmp_path, facts_json(notice={"file": "missing.txt", "text": "given"}))
    assert load_facts(path).notice.text == "given"


def test_the_schema_leaves_ids_optional_and_refuses_unknown_keys() -> None:
    schema = facts_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["required"] == ["schema_version"]
    for name, part in schema["$defs"].items():
        assert "id" not in part.get("required", ()), name
        assert part["additionalProperties"] is False, name
    measure = schema["$defs"]["PreventiveMeasure"]["properties"]
    assert "from" in measure
    assert "starts" not in measure
    assert schema["$defs"]["RootCause"]["required"] == ["issue", "statement"]
