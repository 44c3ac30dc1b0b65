"""Running the command line, inside this process and outside of it."""

import subprocess
import sys
from pathlib import Path

import pytest
from commandrun import Ran, Runner

from poa_ai.cli import main
from poa_ai.testing.factories import write_facts


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run a command in this process."""

    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def spawn() -> Runner:
    """Run a command in a process of its own; `stdin` are bytes, `env` replaces the environment."""

    def call(*arguments: object, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
        command = [sys.executable, "-m", "poa_ai", *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, env=env, timeout=60, check=False)
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return call


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder, so that no poa-ai.toml is found by chance."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def facts(working_folder: Path) -> Path:
    """The complete case as a file."""
    return write_facts(working_folder)
