"""The data files that lie beside the modules of our packages."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def package_folder(package: str) -> Traversable:
    """The folder of a package, wherever it is imported from."""
    folder = Path(importlib.import_module(package).__file__ or "").parent
    if folder.is_dir():
        return folder
    # Out of an archive. In a folder nothing of this is needed, and it takes longer than reading the files.
    from importlib.resources import files

    return files(package)


def fingerprint(data: bytes) -> str:
    """What tells a file from any other: its size in bytes, and a checksum."""
    # A checksum will do against a file that was edited, and hashlib alone takes longer than all the files.
    return f"{len(data)}-{crc32(data):08x}"
