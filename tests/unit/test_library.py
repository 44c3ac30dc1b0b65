"""poa-ai as a library: the public names, and two calls that do what the commands do."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import poa_ai
import poa_ai_odr
from poa_ai.errors import FactsError, LetterError, UsageError
from poa_ai.factsfile import facts_from_json, load_facts
from poa_ai.letter import read_letter
from poa_ai.registry import Registry
from poa_ai.testing.factories import cause_json, facts_json, write_facts
from poa_ai.validation.rulefile import load_builtin_rules


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


def test_what_still_holds_of_an_earlier_letter_stays(registry: Registry) -> None:
    first = poa_ai.draft(facts_json(), registry=registry).text()
    sent = first.replace(
        "On 16 October 2026, we switched all SKUs to tracked parcels (E2).",
        "All SKUs were switched to tracked parcels on 16 October 2026 (E2).",
    )

    assert sent != first
    assert poa_ai.draft(facts_json(), registry=registry, previous=sent).text() == sent


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


SORRY = "We are so sorry. We beg you to reinstate our account."


def rules(*arguments: Any, **options: Any) -> set[str]:
    return {finding.rule.partition(".")[0] for finding in poa_ai.check(*arguments, **options)}


def test_a_letter_is_a_text_a_file_or_a_letter_as_read(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text(SORRY, encoding="utf-8")
    text, read, given = (
        poa_ai.check(letter, registry=registry) for letter in (SORRY, read_letter(SORRY), file)
    )

    assert text == read
    assert [finding.rule for finding in text] == [finding.rule for finding in given]
    assert {finding.path for finding in text} == {None}
    assert {finding.path for finding in given} == {str(file)}
    with pytest.raises(LetterError, match="no such file"):
        poa_ai.check(tmp_path / "other.md", registry=registry)


def test_a_call_selects_and_allows(registry: Registry) -> None:
    assert rules(SORRY, registry=registry) >= {"emotive", "begging", "structure"}
    assert rules(SORRY, select=["begging"], registry=registry) == {"begging"}
    assert rules(SORRY, select="begging", registry=registry) == {"begging"}
    assert rules(SORRY, select=["begging", "emotive"], allow={"begging": "a test"}, registry=registry) == {
        "emotive"
    }
    commented = f"{SORRY} <!-- poa: allow emotive because a test -->"
    assert "emotive" not in rules(commented, registry=registry)


def test_a_call_may_bring_its_rules() -> None:
    only = load_builtin_rules().select(["begging"])

    assert rules(SORRY, rules=only, select=["begging", "structure"]) == {"begging", "structure"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"select": ["beging"]}, "did you mean 'begging'"),
        ({"allow": {"beging": "x"}}, "did you mean 'begging'"),
        ({"allow": {"begging": " "}}, "'begging' is allowed without a reason"),
        ({"allow": {"structure.suppression": "x"}}, "can't be allowed"),
    ],
)
def test_a_call_that_means_nothing_is_refused(options: dict[str, Any], told: str, registry: Registry) -> None:
    with pytest.raises(UsageError, match=told):
        poa_ai.check(SORRY, registry=registry, **options)


def test_a_letter_alone_is_checked_without_the_side_of_the_facts() -> None:
    code = "import sys, poa_ai; poa_ai.check('We beg you.'); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)

    assert set(ran.stdout.split()) & {"pydantic", "openai", "poa_ai.pipeline", "poa_ai.factsfile"} == set()
