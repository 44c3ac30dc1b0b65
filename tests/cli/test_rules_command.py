"""`rules list`, `explain` and `test`: what is to be known of each rule, and the page of the documentation."""

import json
from pathlib import Path

import pytest
from commandrun import Runner

from poa_ai.validation.checks import load_checks
from poa_ai.validation.rulefile import load_builtin_rules

ROOT = Path(__file__).parents[2]


def test_a_list_holds_every_rule_and_check(run: Runner) -> None:
    ids = {line.split()[0] for line in run("rules", "list").out.splitlines()}
    listed = json.loads(run("rules", "list", "--json").out)

    assert ids >= {rule.id for rule in load_builtin_rules().rules} | {check.id for check in load_checks()}
    assert ids == {entry["id"] for entry in listed}
    assert {entry["kind"] for entry in listed} == {"language", "check", "checklist"}
    assert all(entry["source"] and entry["message"] and entry["found_by"] for entry in listed)


def test_a_list_can_be_narrowed(run: Runner) -> None:
    listed = json.loads(run("rules", "list", "--select", "begging,grounding.number", "--format", "json").out)

    assert {entry["category"] for entry in listed} == {"begging", "grounding"}
    assert [entry["id"] for entry in listed if entry["category"] == "grounding"] == ["grounding.number"]


def test_a_rule_is_explained(run: Runner) -> None:
    told = run("rules", "explain", "emotive.apology").out

    assert told.startswith("emotive.apology (error, ")
    for part in (
        "https://sellercentral.amazon.nl/gp/help/external/help.html?itemID=201623610",
        "Takes out:",
        "-> 41 of 58 orders were late.",
        "Leaves alone:",
        "<!-- poa: allow emotive.apology because REASON -->",
        'rule = "emotive.apology"',
    ):
        assert part in told


def test_a_category_and_ids_are_explained_as_json(run: Runner) -> None:
    told = json.loads(run("rules", "explain", "question", "structure.part-empty", "--json").out)
    by_id = {entry["id"]: entry for entry in told}

    assert {entry["category"] for entry in told} == {"question", "structure"}
    part = by_id["structure.part-empty"]
    assert "### Root cause" in part["examples"]["flags"][0]
    assert part["allow"]["letter"] == "<!-- poa: allow structure.part-empty because REASON -->"
    assert part["found_by"] == ["check", "gaps"]


def test_what_cant_be_allowed_says_so(run: Runner) -> None:
    assert "It can't be allowed." in run("rules", "explain", "structure.suppression").out
    assert "It can't be allowed." in run("rules", "explain", "consistency.arithmetic").out
    assert "never for `draft`" in run("rules", "explain", "grounding.number").out
    assert "never for `draft`" not in run("rules", "explain", "vague").out


def test_what_an_issue_type_asks_for_is_explained_with_its_source(run: Runner) -> None:
    listed = json.loads(run("rules", "list", "--json").out)
    asked = [entry for entry in listed if entry["kind"] == "checklist"]

    assert {"odr", "late_shipment", "ip_complaint", "authenticity"} < {entry["issues"][0] for entry in asked}
    assert all(entry["addresses"] for entry in asked)
    assert run("rules", "explain", asked[0]["id"]).out.startswith(f"{asked[0]['id']} (")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["explain"], "rules explain: which one?"),
        (["explain", "beging"], "there is no rule or category 'beging'; did you mean 'begging'?"),
        (["explain", "grounding.nmber"], "did you mean 'grounding.number'?"),
        (["explain", "x" * 5000], "`poa-ai rules list` shows those there are"),
        (["list", "begging"], "rules list: takes no rule ids"),
        (["list", "--select", "beging"], "--select: there is no rule or category 'beging'"),
        (["test", "--select", "beging"], "--select: there is no rule or category 'beging'"),
    ],
)
def test_wrong_usage_is_one_line(run: Runner, arguments: list[str], told: str) -> None:
    ran = run("rules", *arguments)

    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert told in ran.err
    assert len(ran.err) < 300


def test_the_examples_of_the_rules_hold(run: Runner) -> None:
    ran = run("rules", "test", "--select", "question")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith(" rules, 0 examples do not hold\n")


def test_the_page_of_the_documentation_is_current(run: Runner) -> None:
    """Made by `poa-ai rules list --format markdown > docs/rules.md`."""
    assert run("rules", "list", "--format", "markdown").out == (ROOT / "docs/rules.md").read_text(
        encoding="utf-8"
    )


def test_the_page_shows_every_rule_as_it_is_written(run: Runner) -> None:
    page = run("rules", "list", "--format", "markdown").out

    for rule in load_builtin_rules().rules:
        assert f"\n### {rule.id}\n" in page
        assert rule.message in page
    assert page.count("```") % 2 == 0
    assert not [line for line in page.splitlines() if line != line.rstrip()]
