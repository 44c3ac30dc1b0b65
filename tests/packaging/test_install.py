"""The two ways to install from the sources: both bring the built-in issue types, and no stray name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builtin import BUILT_IN


@pytest.fixture(scope="module", params=["regular", "editable"])
def installed(request: pytest.FixtureRequest, sources: Path, make_environment: Callable[[str], Any]) -> Any:
    environment = make_environment(request.param)
    environment.install(*(["-e"] if request.param == "editable" else []), str(sources))
    return environment


def test_an_install_adds_only_our_names(installed: Any) -> None:
    strays = {name for name in installed.added if not name.startswith(("poa_ai", "_editable_impl_poa_ai"))}

    assert strays == set()
    assert any(name.endswith(".dist-info") for name in installed.added)


def test_the_built_in_issue_types_are_there(installed: Any) -> None:
    plugins = [plugin for plugin in installed.plugins().values() if plugin["distribution"] == "poa-ai"]

    assert sorted(plugin["name"] for plugin in plugins) == sorted(BUILT_IN)
    for plugin in plugins:
        assert (plugin["state"], plugin["error"]) == ("ok", None)
        assert plugin["issue_types"] == [plugin["name"]]


def test_a_letter_is_drafted(installed: Any, cases: Path) -> None:
    drafted = installed.run("draft", str(cases / "combined-odr-late-shipment" / "facts.json"))

    assert drafted.returncode == 0, drafted.stderr
    assert drafted.stdout.startswith("# Plan of Action\n")


def test_the_command_stands_in_the_bin_folder(installed: Any) -> None:
    assert (installed.folder / "bin" / "poa-ai").is_file()
