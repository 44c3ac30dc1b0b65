"""poa-ai as a library: the public names, and two calls that do what the commands do."""

from pathlib import Path

import pytest

import poa_ai
import poa_ai_odr
from poa_ai.errors import FactsError
from poa_ai.factsfile import facts_from_json, load_facts
from poa_ai.registry import Registry
from poa_ai.testing.factories import cause_json, facts_json, write_facts


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.of({"odr": poa_ai_odr})


def test_the_public_names_are_those_that_are_listed() -> None:
    assert poa_ai.__all__ == sorted(poa_ai.__all__)
    assert all(getattr(poa_ai, name) is not None for name in poa_ai.__all__)
    with pytest.raises(AttributeError, match="no attribute 'apologise'"):
        _ = poa_ai.apologise


def test_a_path_parsed_json_and_facts_give_the_same_letter(registry: Registry, tmp_path: Path) -> None:
    path = write_facts(tmp_path)
    given = (path, str(path), facts_json(), facts_from_json(facts_json()), load_facts(path))
    letters = {poa_ai.draft(facts, registry=registry).text() for facts in given}
    assert len(letters) == 1
    assert letters.pop().startswith("# Plan of Action\n")


def test_strict_refuses_a_gap_draft(registry: Registry) -> None:
    facts = facts_json(root_causes=[cause_json(corrective_actions=[])])
    assert poa_ai.draft(facts, registry=registry).gap_draft
    with pytest.raises(FactsError, match="nothing to say under 'Corrective actions taken'"):
        poa_ai.draft(facts, registry=registry, strict=True)


def test_check_with_and_without_facts(registry: Registry) -> None:
    letter = poa_ai.draft(facts_json(), registry=registry).text()
    assert poa_ai.check(letter, facts_json(), registry=registry) == ()
    invented = letter.replace("19 of the 27", "20 of the 27")
    assert not [f for f in poa_ai.check(invented, registry=registry) if f.is_error]
    (found,) = [f for f in poa_ai.check(invented, facts_json(), registry=registry) if f.is_error]
    assert (found.rule, found.text) == ("grounding.number", "20")
    assert found.line is not None


def test_given_json_is_left_alone(registry: Registry) -> None:
    facts = facts_json()
    del facts["facts"][0]["id"]
    facts["root_causes"][0]["facts"] = []
    before = repr(facts)
    poa_ai.draft(facts, registry=registry)
    assert repr(facts) == before
