"""Environments made for the tests: each is made once, and installs without the network.

An environment sees the packages of the one that the tests run in, and has a site-packages of its own
in front of them. So nothing is fetched, and what an install adds can be read off.
"""

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
THIRD_PARTY = ROOT / "tests" / "thirdparty"


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment, and the folder that its commands run in."""

    folder: Path

    @property
    def site_packages(self) -> Path:
        return Path(sysconfig.get_path("purelib", vars={"base": str(self.folder)}))

    @property
    def added(self) -> set[str]:
        """What was installed: the names in site-packages."""
        return {entry.name for entry in self.site_packages.iterdir()} - {"borrowed.pth"}

    def install(self, *what: str) -> None:
        """Install without the network and without dependencies."""
        python = self.folder / "bin" / "python"
        pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "-q"]
        options = ["--no-deps", "--no-build-isolation", "--no-index", "--ignore-installed"]
        subprocess.run([*pip, "install", *options, *what], check=True, timeout=120, env=_environment())

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`poa-ai` with these arguments, in the folder of the environment."""
        command = [str(self.folder / "bin" / "python"), "-W", "error", "-m", "poa_ai", *arguments]
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            env=_environment(),
            cwd=self.folder,
        )

    def plugins(self) -> dict[str, dict[str, Any]]:
        """What `plugins list --json` prints, by name."""
        listed = self.run("plugins", "list", "--json")
        assert listed.returncode == 0, listed.stderr
        return {plugin["name"]: plugin for plugin in json.loads(listed.stdout)}


@pytest.fixture(scope="session")
def sources() -> Path:
    """The root of the sources; skips where they are not there or can't be built."""
    if not (ROOT / "poa_ai").is_dir():
        pytest.skip("an installed wheel is tested here, without the sources")
    _need_backend()
    return ROOT


@pytest.fixture(scope="session")
def make_environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Environment]:
    def make(name: str) -> Environment:
        folder = tmp_path_factory.mktemp(name) / "venv"
        venv.create(folder, with_pip=False, symlinks=True)
        made = Environment(folder)
        # addsitedir, and not a bare path: the borrowed folder may itself hold an editable install.
        borrowed = sysconfig.get_path("purelib")
        line = f"import site; site.addsitedir({borrowed!r})\n"
        (made.site_packages / "borrowed.pth").write_text(line)
        return made

    return make


@pytest.fixture(scope="session")
def with_outside_plugins(make_environment: Callable[[str], Environment]) -> Environment:
    """The poa-ai under test, with a good and a broken outside distribution."""
    _need_backend()
    environment = make_environment("outside")
    if (ROOT / "poa_ai").is_dir():
        environment.install(str(ROOT))
    environment.install(str(THIRD_PARTY / "poa-ai-returns"), str(THIRD_PARTY / "poa-ai-broken"))
    return environment


def _need_backend() -> None:
    for name in ("hatchling", "editables"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed, and the build may fetch nothing")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
