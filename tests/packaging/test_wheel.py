"""What the wheel holds: every package and every data file of the sources, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from builtin import BUILT_IN, NEVER_DRAFTED


@pytest.fixture(scope="module")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder)]
    subprocess.run([*pip, *options, str(sources)], check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_every_source_file_is_in_the_wheel(sources: Path, wheel: set[str]) -> None:
    roots = [
        (sources, "poa_ai"),
        *((folder.parent, folder.name) for folder in (sources / "plugins").glob("poa_ai_*")),
        *((folder.parent, folder.name) for folder in (sources / "prompts").glob("poa_ai_*")),
    ]
    wanted = {
        file.relative_to(root).as_posix()
        for root, name in roots
        for file in (root / name).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }

    assert wanted - wheel == set()
    assert {name for name in wheel if ".dist-info/" not in name} - wanted == set()


def test_the_data_of_each_built_in_issue_type_is_in_the_wheel(wheel: set[str]) -> None:
    for issue in BUILT_IN:
        assert f"poa_ai_{issue}/issue.toml" in wheel
        drafted = f"poa_ai_prompts/{issue}/section.md" in wheel
        assert drafted is (issue not in NEVER_DRAFTED)
    assert "poa_ai/py.typed" in wheel
    assert "poa_ai/rules/begging.toml" in wheel
    assert "poa_ai_prompts/shared/voice.md" in wheel


def test_nothing_but_our_names_stands_at_the_top(wheel: set[str]) -> None:
    top = {name.partition("/")[0] for name in wheel}

    assert all(name.startswith("poa_ai") for name in top), sorted(top)


def test_the_licence_is_in_the_wheel(wheel: set[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)
