"""Files as they were at a git revision: prompts and recordings, for comparing with those of today."""

import io
import os
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

from poa_ai.errors import SuiteError, UsageError, one_line

MAX_BYTES = 100_000_000
"""More than this is not taken out of a revision."""
SECONDS = 60
"""How long git may take."""


def folders_at(
    revision: str, folders: Mapping[str, Traversable | Path], into: Path, *, home: Path
) -> dict[str, Path]:
    """The prompt folders as they were, written below `into`, by the same names.

    `home`, the folder of the evals, tells the repository whose revision is meant. A folder that lies
    elsewhere, or that the revision does not have, is left out. Raises UsageError where there is no such
    repository or revision, or none of the folders in it, and SuiteError where git fails.
    """
    meant = _Revision.of(revision, home)
    held = {
        name: folder for name, folder in folders.items() if isinstance(folder, Path) and meant.holds(folder)
    }
    if not held:
        raise UsageError(
            f"'{meant.name}': the prompts in use lie outside of the git repository of {home}; "
            "to compare with a revision, install poa-ai from there: pip install -e ."
        )
    found = {name: meant.export(folder, into / name) for name, folder in held.items()}
    if not any(found.values()):
        raise UsageError(
            f"'{meant.name}' has none of the prompt folders in use, such as {next(iter(held.values()))}"
        )
    return {name: place for name, place in found.items() if place is not None}


def folder_at(revision: str, folder: Path, into: Path, *, home: Path) -> Path | None:
    """One folder as it was, written below `into`; None where it lies elsewhere or was not there yet.

    Raises what `folders_at` raises for the revision.
    """
    meant = _Revision.of(revision, home)
    return meant.export(folder, into) if meant.holds(folder) else None


@dataclass(frozen=True, slots=True)
class _Revision:
    """A commit of one repository, by the name that was asked for; `top` is the folder of the work tree."""

    name: str
    top: Path
    commit: str

    @classmethod
    def of(cls, revision: str, home: Path) -> Self:
        name, top = one_line(revision[:80]), _top(home)
        if top is None:
            raise UsageError(
                f"'{name}' is no file and no folder, and no git revision: {home} lies in no git repository"
            )
        told = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if not told:
            raise UsageError(f"'{name}' is no file, no folder and no git revision")
        return cls(name, top, told.decode().strip())

    def holds(self, folder: Path) -> bool:
        """Whether a folder lies in this repository, and not in another one within it."""
        return _top(folder) == self.top

    def export(self, folder: Path, into: Path) -> Path | None:
        """Where a folder of this repository is written as it was; None where it was not there yet."""
        inside = folder.resolve().relative_to(self.top).as_posix()
        if not _git(self.top, "ls-tree", "--name-only", self.commit, "--", inside):
            return None
        packed = _git(self.top, "archive", "--format=tar", self.commit, "--", inside)
        if packed is None or len(packed) > MAX_BYTES:
            raise SuiteError(
                f"git can't give {inside} at {self.commit[:12]}, or it is larger than {MAX_BYTES:,} bytes"
            )
        try:
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(into, filter="data")
        except (tarfile.TarError, OSError) as error:  # a link that leads out of the folder, a full disk
            raise SuiteError(f"{inside} at {self.commit[:12]} can't be written: {error}") from None
        return into / inside


def _top(folder: Path) -> Path | None:
    """The work tree that a folder lies in; None for none. Of a folder that is gone, its parent counts."""
    folder = folder.resolve()
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    told = _git(folder, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(told).removesuffix("\n")).resolve() if told else None


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None where it fails or is not there."""
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    except (OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: a name that no command can have
        return None
    return done.stdout if done.returncode == 0 else None
