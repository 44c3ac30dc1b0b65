"""docs/tutorial.md is followed step by step, in an environment and an empty folder of its own."""

import importlib.util
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from documents import printed_as, read, steps

TUTORIAL = "docs/tutorial.md"
_STEP = re.compile(r"^(?:<!-- append: (\S+) -->\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = """\
poa-ai() {{ "{python}" -P -m poa_ai "$@"; }}
python() {{ "{python}" "$@"; }}
pip() {{ "{ours}" -m pip --python "{python}" -q "$1" --no-deps --no-build-isolation --no-index "${{@:2}}"; }}
{command}
"""
"""`pip` fetches nothing: what a plugin needs is there already."""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Python of an environment that sees the packages of this one; what is installed stays in it."""
    for needed in ("hatchling", "editables"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed, and the build may fetch nothing")
    folder = tmp_path_factory.mktemp("tutorial") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    borrowed = sysconfig.get_path("purelib")
    (packages / "borrowed.pth").write_text(f"import site; site.addsitedir({borrowed!r})\n")
    return str(folder / "bin" / "python")


@pytest.mark.timeout(300)  # some twenty commands, each in a process of its own
def test_the_tutorial_is_true_from_the_first_line_to_the_last(python: str, tmp_path: Path) -> None:
    ran = 0
    for file, language, body in _STEP.findall(read(TUTORIAL)):
        if language == "console":
            for command, shown in steps(body):
                printed = _run(command, python, tmp_path)
                assert re.fullmatch(printed_as(shown), printed), f"$ {command}\n{printed}"
                ran += 1
        else:
            assert file, f"nothing says where this goes: {body}"
            with (tmp_path / file).open("a", encoding="utf-8") as target:
                target.write(body)
    assert ran >= 15


def _run(command: str, python: str, folder: Path) -> str:
    """All that a command prints, as a terminal shows it."""
    script = SHELL.format(python=python, ours=sys.executable, command=command)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "PYTEST_"))
    }
    ran = subprocess.run(
        ["bash", "-c", script],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=90,
        cwd=folder,
        env=kept,
    )
    return ran.stdout
