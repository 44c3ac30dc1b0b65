"""The entry points of one group, from the metadata of the installed distributions.

What `importlib.metadata` answers, without its imports: they take longer than most commands need to start.
"""

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from typing import NamedTuple


class EntryPoint(NamedTuple):
    """One line of a distribution's entry_points.txt; `value` is a module, with or without ":" and a name."""

    name: str
    value: str
    distribution: str
    version: str


def entry_points_in(group: str) -> Iterator[EntryPoint]:
    """Every entry point of the group. Of two distributions with one name the first on `sys.path` counts."""
    folders = None
    if not any(hasattr(finder, "find_distributions") for finder in sys.meta_path if finder is not PathFinder):
        folders = _metadata_folders()
    return _known_to_importlib(group) if folders is None else _read(group, folders)


def _metadata_folders() -> list[str] | None:
    """The folders with metadata, one for each distribution; None where some lie in an archive."""
    found: dict[str, str] = {}
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or ".")
        except NotADirectoryError:
            return None
        except OSError:
            continue
        for name in names:
            stem, ending = os.path.splitext(name)
            if ending in (".dist-info", ".egg-info"):
                key = stem.partition("-")[0].lower().replace(".", "_")
                found.setdefault(key, os.path.join(folder, name))
    return list(found.values())


def _read(group: str, folders: list[str]) -> Iterator[EntryPoint]:
    for folder in folders:
        lines = _lines(folder, "entry_points.txt")
        if f"[{group}]" in lines:
            name, version = _name_and_version(folder)
            section = ""
            for line in lines:
                if line.startswith("["):
                    section = line.strip("[]")
                elif section == group and line and not line.startswith("#"):
                    entry, _, value = line.partition("=")
                    yield EntryPoint(entry.strip(), value.strip(), name, version)


def _name_and_version(folder: str) -> tuple[str, str]:
    found = {"name": "unknown", "version": ""}
    for line in _lines(folder, "METADATA") or _lines(folder, "PKG-INFO"):
        if not line:
            break  # the header ends; what follows is the description
        key, _, value = line.partition(":")
        if key.lower() in found:
            found[key.lower()] = value.strip()
    return found["name"], found["version"]


def _lines(folder: str, name: str) -> list[str]:
    try:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            return [line.strip() for line in file]
    except OSError:
        return []


def _known_to_importlib(group: str) -> Iterator[EntryPoint]:
    from importlib.metadata import entry_points

    for entry in entry_points(group=group):
        name, version = (entry.dist.name, entry.dist.version) if entry.dist else ("unknown", "")
        yield EntryPoint(entry.name, entry.value, name, version)
