"""What a plugin may declare of the interface, and what becomes of one that needs another."""

from types import ModuleType
from typing import Any

import pytest

from poa_ai.discovery import Candidate
from poa_ai.interface import INTERFACE, interface_fault
from poa_ai.registry import Registry

MAJOR, MINOR = INTERFACE


@pytest.mark.parametrize("declared", [None, f"{MAJOR}.0", f"{MAJOR}.{MINOR}"])
def test_what_is_there_is_enough(declared: str | None) -> None:
    assert interface_fault(declared) is None


@pytest.mark.parametrize("declared", [f"{MAJOR + 1}.0", f"{MAJOR}.{MINOR + 1}", "9999.9999"])
def test_what_is_newer_is_told_with_the_command_that_helps(declared: str) -> None:
    assert interface_fault(declared) == (
        f"needs poa-ai interface {declared}; this is {MAJOR}.{MINOR}: pip install -U poa-ai"
    )


def test_an_older_major_version_is_for_the_author_to_follow() -> None:
    assert "update the plugin" in (interface_fault("0.9") or "")


@pytest.mark.parametrize(
    "declared", ["1", "1.0.0", "", "v1.0", " 1.0", "1.0\n", "٣.١", "9" * 9999 + ".0", 1.0, 1, []]
)
def test_what_is_no_version_is_told_by_its_name(declared: object) -> None:
    assert interface_fault(declared, "'interface'") == (
        f"'interface' must be a text like '{MAJOR}.{MINOR}', the oldest interface that will do"
    )


def test_a_module_that_needs_a_newer_one_is_left_out_before_its_hooks_are_looked_at() -> None:
    module = ModuleType("later")
    module.POA_AI_INTERFACE = "2.0"  # type: ignore[attr-defined]  # what a plugin's module declares
    module.poa_ai_hook_of_later = lambda: None  # type: ignore[attr-defined]  # the same

    (broken,) = Registry.of({"later": module}).broken

    assert broken.error == f"needs poa-ai interface 2.0; this is {MAJOR}.{MINOR}: pip install -U poa-ai"


def test_an_import_of_what_the_interface_lacks_is_told_with_the_remedy() -> None:
    def load() -> Any:
        from poa_ai.plugin import NotThereYet  # type: ignore[attr-defined]  # that is the point

        return NotThereYet

    (broken,) = Registry([Candidate("later", "poa-later", "1", load)]).broken

    assert "cannot import name 'NotThereYet'" in (broken.error or "")
    assert (broken.error or "").endswith("if a newer one has it: pip install -U poa-ai")
