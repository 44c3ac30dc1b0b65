"""What a plain `check` leaves unread: start-up is measured in `bench/start_up.py`, and kept here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "email",
    "hashlib",
    "importlib.metadata",
    "pydantic",
    "poa_ai.allowance",
    "poa_ai.letterallowances",
    "poa_ai.pipeline",
    "poa_ai.rulecatalogue",
    "poa_ai.settingsfile",
    "poa_ai.values",
    "poa_ai.validation.factsheet",
    "poa_ai.validation.lettercomment",
    "poa_ai.validation.mending",
    "poa_ai.validation.suppression",
}
"""What a letter without facts, comments and settings needs none of."""


def loaded(folder: Path, *arguments: str) -> set[str]:
    code = (
        "import json, sys\n"
        "from poa_ai.cli import main\n"
        "main(sys.argv[1:])\n"
        "json.dump(sorted(sys.modules), sys.stderr)\n"
    )
    command = [sys.executable, "-c", code, "check", "--quiet", *arguments]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60, cwd=folder)
    return set(json.loads(ran.stderr))


@pytest.fixture
def letter(tmp_path: Path) -> str:
    text = "# Plan of Action\n\nWe are deeply sorry, and we refunded 12 orders on 3 May 2026.\n"
    (tmp_path / "letter.md").write_text(text, encoding="utf-8")
    return "letter.md"


def test_a_plain_check_loads_no_more_than_it_needs(letter: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, letter) & HEAVY == set()


@pytest.mark.parametrize("shown", ["json", "sarif"])
def test_what_mends_is_loaded_for_a_format_that_shows_it(shown: str, letter: str, tmp_path: Path) -> None:
    assert "poa_ai.validation.mending" in loaded(tmp_path, letter, "--format", shown)


def test_what_may_stand_is_loaded_for_a_letter_that_says_so(letter: str, tmp_path: Path) -> None:
    with (tmp_path / letter).open("a", encoding="utf-8") as file:
        file.write("\n<!-- poa: allow emotive because quoted -->\n")
    assert {"poa_ai.letterallowances", "poa_ai.rulecatalogue"} <= loaded(tmp_path, letter)
