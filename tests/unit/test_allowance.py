"""Allowances: which rules they name, and for which letters they hold."""

import pytest

from poa_ai.allowance import Allowance


@pytest.mark.parametrize(
    ("glob", "path", "holds"),
    [
        (None, "anything.md", True),
        ("*.md", "letters/a.md", True),
        ("a.md", "letters/a.md", True),
        ("letters/*", "letters/old/a.md", True),
        ("letters/*", "a.md", False),
        ("letters/*.md", "letters/a.txt", False),
        ("a.md", "b/A.md", False),
        ("-", "-", True),
    ],
)
def test_a_glob_fits_the_path_and_without_a_slash_the_name(glob: str | None, path: str, holds: bool) -> None:
    assert Allowance("emotive", "why", glob).holds_for(path) is holds


@pytest.mark.parametrize(
    ("name", "rule", "covers"),
    [
        ("emotive", "emotive.apology", True),
        ("emotive.apology", "emotive.apology", True),
        ("emotive.apology", "emotive.apology-that", False),
        ("support", "support-case.id", False),
    ],
)
def test_it_names_a_rule_or_its_category(name: str, rule: str, covers: bool) -> None:
    assert Allowance(name, "why").covers(rule) is covers


def test_its_place_is_that_of_the_file() -> None:
    assert Allowance("emotive", "why", file="poa-ai.toml", line=3).place == "poa-ai.toml:3"
    assert Allowance("emotive", "why").place == ""
