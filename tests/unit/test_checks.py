"""The table of what code finds: whole, sourced, and each example found or left alone as it says."""

from pathlib import Path

import pytest

import poa_ai
import poa_ai_odr
from poa_ai.errors import RuleError
from poa_ai.factsfile import facts_from_json
from poa_ai.lettercheck import LetterChecker
from poa_ai.letterfile import LetterFile
from poa_ai.pipeline import draft, prepare
from poa_ai.registry import Registry
from poa_ai.testing.factories import facts_json
from poa_ai.testing.findingids import ids_in
from poa_ai.validation.checks import CATEGORIES, Check, load_checks, read_checks
from poa_ai.validation.rulefile import load_builtin_rules
from poa_ai.validation.sources import addresses_of, read_addresses

ALONE = [check for check in load_checks() if "check" in check.found_by]
WITH_FACTS = [check for check in load_checks() if check.found_by[0] == "check --facts"]
TOLD = {
    *("structure.section-length", "structure.letter-length", "structure.section-missing"),
    *("structure.product-unanswered", "structure.request-unanswered", "structure.unused-exhibit"),
    *("structure.unlisted-exhibit", "structure.section-twice", "structure.exhibit-twice"),
    *("grounding.denial", "grounding.total", "grounding.limit", "consistency.target-as-value"),
}
"""Examples that tell of a letter instead of showing it."""
ENTRY = """
[[check]]
id = "structure.test"
severity = "error"
message = "M."
hint = "H."
source = "S"
found-by = ["check"]
wrong = "w"
right = "r"
"""


def test_every_id_that_code_makes_is_in_the_table() -> None:
    made = ids_in(Path(poa_ai.__file__).parent)
    known = {check.id for check in load_checks()}

    assert {id: file for id, file in made.items() if id not in known} == {}


def test_every_entry_of_the_table_is_made_by_code() -> None:
    made = ids_in(Path(poa_ai.__file__).parent)

    assert {check.id for check in load_checks()} - set(made) == set()


def test_ids_are_found_in_each_way_in_which_code_makes_them(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(
        'A = "structure.written-out"\\n'
        'def error(name): return f"evidence.{name}"\\n'
        'def of(value): return f"grounding.{value.kind}"\\n'
        'error("passed-on")\\n'
        '"structure."; "other.id"; "structure.Not an id"\\n'.replace("\\n", "\n"),
        "utf-8",
    )

    made = ids_in(tmp_path)

    assert {"structure.written-out", "evidence.passed-on", "grounding.percent"} <= set(made)
    assert not {id for id in made if id.startswith("structure.") and id != "structure.written-out"}


@pytest.mark.parametrize("check", ALONE, ids=lambda check: check.id)
def test_the_examples_for_a_letter_alone_hold(check: Check) -> None:
    if check.id in TOLD:
        return
    checker = LetterChecker(load_builtin_rules())

    assert check.id in rules_found(checker, check.wrong)
    assert check.id not in rules_found(checker, check.right)


@pytest.mark.parametrize("check", WITH_FACTS, ids=lambda check: check.id)
def test_the_examples_for_a_letter_with_facts_hold(check: Check, checker: LetterChecker, letter: str) -> None:
    if check.id in TOLD:
        return

    assert check.id not in rules_found(checker, letter)
    assert check.id in rules_found(checker, with_sentence(letter, check.wrong))
    assert check.id not in rules_found(checker, with_sentence(letter, check.right))


def test_the_examples_that_only_tell_are_few() -> None:
    assert {check.id for check in load_checks()} >= TOLD
    assert len(TOLD) < len(load_checks()) / 4


@pytest.mark.parametrize("check", load_checks(), ids=lambda check: check.id)
def test_each_check_says_where_it_comes_from(check: Check) -> None:
    addresses = addresses_of(check.source)

    assert addresses or check.source.startswith("poa-ai: ")
    assert all(str(address).startswith("https://") for address in addresses)


def test_each_language_rule_says_where_it_comes_from() -> None:
    without = [
        rule.id
        for rule in load_builtin_rules().rules
        if not addresses_of(rule.source) and not rule.source.startswith("poa-ai: ")
    ]

    assert without == []


def test_a_source_is_named_by_its_whole_key() -> None:
    assert [address.key for address in addresses_of("Adverio (adverio), and itemID 201623610")] == [
        "off-poa",
        "adverio",
    ]
    assert addresses_of("xadverio, adverio-2, itemID 2016236101") == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("hint =", "hnt =", r"checks\.toml:6: .*unknown key 'hnt'; did you mean 'hint'"),
        ('hint = "H."\n', "", "'hint' is missing"),
        ('"error"', '"fatal"', "must be one of"),
        ('"structure.test"', '"tone.test"', f"must be a name behind one of: {', '.join(CATEGORIES)}"),
        ('"structure.test"', '"structure."', "must be a name behind"),
        ('["check"]', '["draft"]', "'draft' finds nothing; known: check, "),
        ('["check"]', "[]", "'found-by' is empty"),
        (ENTRY, ENTRY + ENTRY, "'structure.test' stands twice"),
        (ENTRY, "", "holds at least one"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = tmp_path / "checks.toml"
    file.write_text(ENTRY.replace(old, new), "utf-8")
    with pytest.raises(RuleError, match=told):
        read_checks(file, "checks.toml")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('key = "k"\nwhere = "https://a"\nreliability = "official"', "without its scheme"),
        ('key = "k"\nwhere = "a"\nreliability = "rumour"', "must be one of"),
        ('where = "a"\nreliability = "official"', "'key' is missing"),
    ],
)
def test_wrong_sources_are_refused(tmp_path: Path, entry: str, told: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(f"[[source]]\n{entry}\n", "utf-8")
    with pytest.raises(RuleError, match=told):
        read_addresses(file, "sources.toml")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.of({"odr": poa_ai_odr})


@pytest.fixture(scope="module")
def checker(registry: Registry) -> LetterChecker:
    rules = load_builtin_rules()
    return LetterChecker(rules, prepare(facts_from_json(facts_json()), registry, rules))


@pytest.fixture(scope="module")
def letter(registry: Registry) -> str:
    return draft(facts_from_json(facts_json()), registry, load_builtin_rules()).text()


def with_sentence(letter: str, sentence: str) -> str:
    """The letter with one more statement about the root cause."""
    return letter.replace("### Root cause\n\n", f"### Root cause\n\n- {sentence}\n")


def rules_found(checker: LetterChecker, letter: str) -> set[str]:
    return {finding.rule for finding in checker.check(LetterFile("letter.md", letter)).findings}
