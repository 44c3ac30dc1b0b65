"""The changes that make a letter wrong: each differs at its place alone, and most are noticed."""

from pathlib import Path

from poa_ai.facts import Facts
from poa_ai.factsfile import load_facts
from poa_ai.pipeline import draft, grounds_of, prepare
from poa_ai.registry import Registry
from poa_ai.testing.mutations import mutations
from poa_ai.validation.checking import check_letter
from poa_ai.validation.rule import RuleSet

FACTS = Path(__file__).parents[2] / "evals" / "cases" / "odr-untracked-mail" / "facts.json"
NO_RULES = RuleSet(())


def letter() -> tuple[str, Facts]:
    facts = load_facts(FACTS)
    return draft(facts, Registry.installed(), NO_RULES).text("md"), facts


def test_each_changes_one_place() -> None:
    text, facts = letter()
    changes = tuple(mutations(text, facts))
    assert {change.kind.split()[-1] for change in changes} == {"changed", "swapped", "invented", "dropped"}
    for change in changes:
        wrong = change.applied(text)
        assert wrong != text
        assert wrong[: change.span.start] == text[: change.span.start]
        assert wrong.endswith(text[change.span.end :])


def test_most_are_noticed_and_the_letter_itself_is_not() -> None:
    text, facts = letter()
    grounds = grounds_of(prepare(facts, Registry.installed(), NO_RULES).case)

    def wrong(letter: str) -> bool:
        return any(f.is_error and f.category == "grounding" for f in check_letter(letter, NO_RULES, grounds))

    changes = tuple(mutations(text, facts))[::5]
    assert not wrong(text)
    assert sum(wrong(change.applied(text)) for change in changes) >= 0.9 * len(changes)
