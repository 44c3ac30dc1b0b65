"""Plugins of other people: a good one works like a built-in one, a broken one is named and left out."""

import json
from pathlib import Path
from typing import Any

import pytest
from builtin import BUILT_IN

ERRORS = {
    "broken_entry": "No module named 'poa_ai_broken.not_there'",
    "broken_exit": "this plugin wants a newer system",
    "broken_hook_name": "poa_ai_issue_type",
    "broken_import": "a_module_that_is_not_installed",
    "broken_issue_file": "poa_ai_broken/issue.toml:2",
    "broken_raise": "the licence has run out",
    "broken_taken": "'odr' is already brought by odr",
    "broken_type": "must return IssueType values",
}
"""Plugins that fail when they are loaded, each with words that its error must hold."""
LATE = ["late_prompts", "late_review", "late_review_type", "late_rules"]
"""Plugins that load well, and fail when a letter is drafted."""


@pytest.fixture(scope="module")
def plugins(with_outside_plugins: Any) -> dict[str, dict[str, Any]]:
    return with_outside_plugins.plugins()  # type: ignore[no-any-return]  # a fixture's type is not known here


@pytest.fixture(scope="module")
def facts(cases: Path) -> str:
    return str(cases / "combined-odr-late-shipment" / "facts.json")


@pytest.fixture(scope="module")
def letter(with_outside_plugins: Any, facts: str) -> str:
    """The letter of a run without the broken plugins."""
    drafted = with_outside_plugins.run("draft", facts, *_without([*ERRORS, *LATE]))
    assert drafted.returncode == 0, drafted.stderr
    return str(drafted.stdout)


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_a_plugin_that_cannot_be_loaded_is_named_with_its_fault(
    plugins: dict[str, dict[str, Any]], name: str
) -> None:
    plugin = plugins[name]

    assert (plugin["distribution"], plugin["version"]) == ("poa-ai-broken", "0.3.1")
    assert plugin["state"] == "broken"
    assert ERRORS[name] in plugin["error"]
    assert "\n" not in plugin["error"]
    assert plugin["issue_types"] == []


def test_the_other_plugins_work_beside_the_broken_ones(plugins: dict[str, dict[str, Any]]) -> None:
    good = [plugin for plugin in plugins.values() if plugin["distribution"] != "poa-ai-broken"]

    assert {plugin["name"] for plugin in good} == {*BUILT_IN, "returns"}
    assert {plugin["state"] for plugin in good} == {"ok"}
    assert set(plugins) == {plugin["name"] for plugin in good} | set(ERRORS) | set(LATE)


def test_a_broken_plugin_costs_one_line_and_no_exit_code(
    with_outside_plugins: Any, facts: str, letter: str
) -> None:
    drafted = with_outside_plugins.run("draft", facts)

    assert drafted.returncode == 0, drafted.stderr
    assert drafted.stdout == letter
    for name in [*ERRORS, "late_review", "late_review_type", "late_rules"]:
        lines = [line for line in drafted.stderr.splitlines() if f"'{name}'" in line]
        assert len(lines) == 1, (name, lines)
        assert "poa-ai-broken" in lines[0]


@pytest.mark.parametrize("name", LATE)
def test_a_plugin_that_fails_in_use_spoils_no_letter(
    with_outside_plugins: Any, facts: str, letter: str, name: str
) -> None:
    others = [other for other in [*ERRORS, *LATE] if other != name]
    drafted = with_outside_plugins.run("draft", facts, *_without(others))

    assert drafted.returncode == 0, drafted.stderr
    assert drafted.stdout == letter


def test_the_prompts_survive_a_plugin_with_no_mapping(with_outside_plugins: Any) -> None:
    listed = with_outside_plugins.run("prompts", "list")

    assert listed.returncode == 0, listed.stderr
    assert "returns/section" in listed.stdout
    assert "late_prompts" in listed.stderr


def test_strict_plugins_ends_with_the_exit_code_of_data_files(with_outside_plugins: Any) -> None:
    ended = with_outside_plugins.run("plugins", "list", "--strict-plugins")

    assert ended.returncode == 4
    assert ended.stdout == ""


def test_an_outside_issue_type_gets_a_letter_of_its_own(
    with_outside_plugins: Any, tmp_path: Path, plugins: dict[str, dict[str, Any]]
) -> None:
    facts = Path(__file__).parents[1] / "thirdparty" / "poa-ai-returns" / "facts.json"
    drafted = with_outside_plugins.run(
        "draft", str(facts), "--out", str(tmp_path), *_without([*ERRORS, *LATE])
    )
    letter = (tmp_path / "plan.md").read_text(encoding="utf-8")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))

    assert drafted.returncode == 0, drafted.stderr
    assert plugins["returns"]["issue_types"] == ["returns"]
    assert "## 1. Returns: Return requests answered late\n" in letter
    assert "31 of the 42 requests were opened on a Saturday or a Sunday" in letter
    assert [section["issue"] for section in report["sections"]] == ["returns"]


def test_the_review_of_an_outside_plugin_reaches_the_report(
    with_outside_plugins: Any, tmp_path: Path
) -> None:
    facts = Path(__file__).parents[1] / "thirdparty" / "poa-ai-returns" / "facts.json"
    changed = json.loads(facts.read_text(encoding="utf-8"))
    changed["root_causes"][0]["preventive_measures"][0]["text"] = "Return requests read on Saturdays as well"
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(changed), encoding="utf-8")
    with_outside_plugins.run(
        "draft", str(file), "--out", str(tmp_path / "letter"), *_without([*ERRORS, *LATE])
    )
    report = json.loads((tmp_path / "letter" / "report.json").read_text(encoding="utf-8"))

    assert "consistency.returns-time-limit" in {finding["rule"] for finding in report["findings"]}


def _without(names: list[str]) -> list[str]:
    return [argument for name in names for argument in ("--without", name)]
