"""Files as they were at a git revision: prompts and recordings, for comparing with those of today."""

import io
import subprocess
import tarfile
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from poa_ai.errors import SuiteError, UsageError, one_line

MAX_BYTES = 100_000_000
"""More than this is not taken out of a revision."""
SECONDS = 60
"""How long git may take."""


def folders_at(revision: str, folders: Mapping[str, Traversable | Path], into: Path) -> dict[str, Path]:
    """The folders as they were, written below `into`, by the same names.

    One that lies in no git repository, or that the revision does not have, is left out. Raises UsageError
    where git does not know the revision, and SuiteError where it fails.
    """
    found: dict[str, Path] = {}
    for name, folder in folders.items():
        if not isinstance(folder, Path) or (top := _top(folder)) is None:
            continue
        if (commit := _commit(revision, top)) is None:
            raise UsageError(f"'{one_line(revision[:80])}' is no file, no folder and no git revision")
        inside = folder.resolve().relative_to(top).as_posix()
        place = into / name
        if _export(top, commit, inside, place):
            found[name] = place / inside
    return found


def _top(folder: Path) -> Path | None:
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    told = _git(folder, "rev-parse", "--show-toplevel")
    return Path(told.decode().strip()).resolve() if told is not None else None


def _commit(revision: str, folder: Path) -> str | None:
    told = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return told.decode().strip() if told else None


def _export(top: Path, commit: str, inside: str, into: Path) -> bool:
    if not _git(top, "ls-tree", "--name-only", commit, "--", inside):
        return False
    packed = _git(top, "archive", "--format=tar", commit, "--", inside)
    if packed is None or len(packed) > MAX_BYTES:
        raise SuiteError(
            f"git can't give {inside} at {commit[:12]}, or it is larger than {MAX_BYTES:,} bytes"
        )
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(into, filter="data")
    return True


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None where it fails or is not there."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
