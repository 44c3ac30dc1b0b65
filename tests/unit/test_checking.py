"""A letter that somebody edited, held against the facts: every change of meaning is found, nothing else."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from poa_ai.factsfile import load_facts
from poa_ai.findings import Finding
from poa_ai.pipeline import PreparedCase, draft, prepare, review
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.validation.checking import check_letter
from poa_ai.validation.rule import RuleSet
from poa_ai.values import extract_values

CASES = Path(__file__).parents[2] / "evals" / "cases"
COMBINED = "combined-odr-late-shipment"


@cache
def made(case: str) -> tuple[str, str, PreparedCase, RuleSet]:
    registry = Registry.installed(("returns",))
    rules, facts = load_rulebook(registry), load_facts(CASES / case / "facts.json")
    result = draft(facts, registry, rules)
    return result.text("md"), result.text("txt"), prepare(facts, registry, rules), rules


def found(letter: str, case: str = COMBINED) -> list[Finding]:
    _, _, prepared, rules = made(case)
    return [finding for finding in review(letter, prepared, rules) if finding.is_error]


@pytest.mark.parametrize("case", sorted(facts.parent.name for facts in CASES.glob("*/facts.json")))
def test_an_unedited_letter_has_no_error(case: str) -> None:
    markdown, plain, _, _ = made(case)
    assert found(markdown, case) == []
    assert found(plain, case) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("2.4%", "2.1%", "grounding.percent"),
        ("36 of 1500", "1500 of 36", "grounding.misplaced"),
        ("over 60 days", "over 30 days", "grounding.misplaced"),
        ("below 1%", "below 4%", "grounding.misplaced"),
        ("is below 1%", "is above 1%", "grounding.comparison"),
        ("14 of the 36", "22 of the 36", "grounding.misplaced"),
        (
            "On 7 November 2026, we refunded the 14",
            "On 10 November 2026, we refunded the 14",
            "grounding.misplaced",
        ),
        ("refunded the 14 orders", "refunded the 22 orders", "grounding.misplaced"),
        ("orders of B0LKS6V1JD", "orders of B0LKS9G3TB", "grounding.misplaced"),
        ("broken glass (E1)", "broken glass (E5)", "grounding.misplaced"),
        ("weekly by the service lead", "weekly by the operations manager", "grounding.misplaced"),
        ("reviewed weekly by", "reviewed daily by", "grounding.misplaced"),
        ("service lead, from 9 November", "service lead, from 11 November", "grounding.misplaced"),
        ("none of 8", "one of 8", "grounding.denial"),
        ("had not been tested", "had been tested", "grounding.denial"),
        ("Notice received: 5 November", "Notice received: 6 November", "grounding.misplaced"),
        ("Lampworks Inc.", "Lampshade Inc.", "grounding.misplaced"),
        ("Marketplace: US", "Marketplace: UK", "grounding.misplaced"),
        (
            "| Refund report of 36 orders | 7 November",
            "| Refund report of 36 orders | 9 November",
            "grounding.misplaced",
        ),
        ("| Refund report of", "| Delivery report of", "grounding.misplaced"),
        ("## 2. Order", "## 4. Order", "structure.section-order"),
        ("we refunded the 14", "we will refund the 14", "structure.future-action"),
        ("named broken glass (E1)", "named broken glass from Ostrow (E1)", "grounding.name"),
    ],
)
def test_a_change_of_meaning_is_found(old: str, new: str, rule: str) -> None:
    letter = made(COMBINED)[0]
    assert old in letter
    edited = found(letter.replace(old, new, 1))
    assert rule in {finding.rule for finding in edited}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("On 7 November 2026, we refunded the 14", "On November 7, 2026, we refunded the 14"),
        ("On 7 November 2026, we refunded the 14", "On 2026-11-07, we refunded the 14"),
        ("we refunded the 14 orders", "we refunded all 14 orders"),
        ("36 of 1500 orders", "36 of 1,500 orders"),
    ],
)
def test_another_way_to_write_the_same_is_no_error(old: str, new: str) -> None:
    letter = made(COMBINED)[0]
    assert old in letter
    assert found(letter.replace(old, new, 1)) == []


def test_a_statement_moved_to_another_section_is_found() -> None:
    letter = made(COMBINED)[0]
    line = next(line for line in letter.splitlines() if "22 of the 36" in line)
    moved = letter.replace(line + "\n", "", 1).replace("### Root cause\n\n", f"### Root cause\n\n{line}\n", 1)
    assert "belongs to C2" in " ".join(finding.message for finding in found(moved))


def test_a_row_of_evidence_that_is_taken_out_is_missed() -> None:
    letter = made(COMBINED)[0]
    row = next(line for line in letter.splitlines() if line.startswith("| E4 |"))
    rules = {finding.rule for finding in found(letter.replace(row + "\n", ""))}
    assert rules == {"structure.unlisted-exhibit"}


def test_a_claim_in_words_that_no_fact_holds_is_at_least_a_warning() -> None:
    letter, _, prepared, rules = made(COMBINED)
    claim = "### Preventive measures\n\n- A robot scans each lamp with radar every week.\n"
    findings = review(letter.replace("### Preventive measures\n", claim, 1), prepared, rules)
    assert any(f.rule == "grounding.unattested" and "robot" in f.message for f in findings)


@pytest.mark.parametrize("case", sorted(facts.parent.name for facts in CASES.glob("*/facts.json")))
def test_facts_are_read_only_for_a_letter_in_words_of_its_own(case: str) -> None:
    """A composed letter costs no reading of the facts, but for a title that states a value."""
    letter, _, prepared, rules = made(case)
    read = []
    grounds = replace(prepared.grounds, read_facts=lambda: read.append(1) or prepared.grounds.sheet)
    check_letter(letter, rules.on_facts, grounds)
    titles = [cause.cause.title or "" for cause in prepared.case.causes]
    assert bool(read) is (case == "gap-draft" or any(extract_values(title) for title in titles))
    check_letter(
        letter.replace("### Preventive measures\n", "### Preventive measures\n\n- We moved.\n"),
        rules,
        grounds,
    )
    assert read == [1]
