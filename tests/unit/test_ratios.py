"""Parts of a whole in a letter against those of the facts."""

import pytest

from poa_ai.factsfile import facts_from_json
from poa_ai.pipeline import grounds_of, prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.factories import facts_json
from poa_ai.validation.checking import check_letter
from poa_ai.validation.rule import RuleSet

LETTER = """\
# Plan of Action

## 1. Order defect rate: Untracked mail

### Root cause

- {}
"""


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("9 of the 41 orders came back damaged.", None),
        ("Nine out of 41 orders came back damaged.", None),
        ("Nine of the 64 orders came back damaged.", "Nine of the 64"),
        ("9/64 orders came back damaged.", "9/64"),
    ],
)
def test_a_part_is_told_of_its_own_whole(sentence: str, wrong: str | None) -> None:
    raw = facts_json(
        facts=[
            {"id": "F1", "text": "9 of the 41 orders came back damaged."},
            {"id": "F2", "text": "64 orders were sent by letter mail."},
        ]
    )
    raw["root_causes"][0]["facts"] = ["F1", "F2"]
    registry = Registry.installed()
    grounds = grounds_of(prepare(facts_from_json(raw), registry, load_rulebook(registry)).case)
    found = check_letter(LETTER.format(sentence), RuleSet(()), grounds)
    told = [finding.text for finding in found if "9 of 41" in finding.message]
    assert told == ([wrong] if wrong else [])
