"""Plugins without Python: a folder with issue.toml, prompts/ and, where it has rules of its own, rules.toml.

Such a folder becomes a plugin object with the hooks of a published one, so that nothing after it differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from poa_ai.discovery import Candidate
from poa_ai.errors import PluginError, one_line
from poa_ai.issuefile import load_issue_type
from poa_ai.plugin import hookimpl
from poa_ai.promptstore import MAX_BYTES as MAX_PROMPT_BYTES
from poa_ai.tomlfile import MAX_BYTES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from poa_ai.issue import IssueType

ISSUE, RULES, PROMPTS, SECTION = "issue.toml", "rules.toml", "prompts", "prompts/section.md"
"""What a plugin folder holds; RULES alone may be absent."""
MAX_ENTRIES = 1_000
"""A folder with more entries than this is none of plugins, and none of prompts."""

_MAX_NAME = 64


class DataPlugin:
    """A plugin folder as a plugin; `issue` is read from its issue.toml."""

    def __init__(self, folder: Path, issue: IssueType) -> None:
        self._folder = folder
        self._issue = issue

    @hookimpl
    def poa_ai_issue_types(self) -> Iterable[IssueType]:
        """The one issue type of the folder."""
        return [self._issue]

    @hookimpl
    def poa_ai_prompt_folders(self) -> Mapping[str, Traversable]:
        """Its prompts, under the id of the issue type."""
        return {self._issue.id: self._folder / PROMPTS}

    @hookimpl
    def poa_ai_rule_files(self) -> Iterable[Traversable]:
        """Its rules.toml, where there is one."""
        return [self._folder / RULES] if (self._folder / RULES).exists() else []


def data_candidates(folders: Iterable[Path]) -> tuple[Candidate, ...]:
    """The plugins in the given folders, each a plugin folder or a folder of such, in the order given.

    A folder that is given twice counts once. Raises PluginError for one that holds no plugin.
    """
    found: dict[Path, Candidate] = {}
    for given in folders:
        try:
            for folder in _plugin_folders(given):
                found.setdefault(folder.resolve(), data_candidate(folder, given))
        except (OSError, ValueError, RuntimeError) as reason:
            raise PluginError(f"{given}: can't be read ({_reason(reason)})") from None
    return tuple(found.values())


def data_candidate(folder: Path, within: Path | None = None) -> Candidate:
    """The plugin in one folder, not yet read. `within` is the folder of plugin folders that was given."""
    name = one_line(folder.resolve().name)[:_MAX_NAME]
    return Candidate(name, one_line(str(folder)), "", partial(load_data_plugin, folder, within))


def load_data_plugin(folder: Path, within: Path | None = None) -> DataPlugin:
    """The plugin in a folder. It must lie in `within`, where that is given; a link may not lead out.

    Raises PluginError, or IssueTypeError with file, line and key, for whatever is wrong with it.
    """
    try:
        if not folder.resolve().is_relative_to((within or folder).resolve()):
            raise PluginError(f"{folder}: a link that leads out of {within}; name the folder it leads to")
        _check_names(folder)
        _check_file(folder, folder / ISSUE, MAX_BYTES)
        if (folder / RULES).exists():
            _check_file(folder, folder / RULES, MAX_BYTES)
        _check_file(folder, folder / SECTION, MAX_PROMPT_BYTES)
        for prompt in _entries(folder / PROMPTS):
            if prompt.suffix == ".md":
                _check_file(folder, prompt, MAX_PROMPT_BYTES)
    except (OSError, ValueError, RuntimeError) as reason:
        raise PluginError(f"{folder}: can't be read ({_reason(reason)})") from None
    return DataPlugin(folder, load_issue_type(folder / ISSUE, str(folder / ISSUE)))


def _plugin_folders(given: Path) -> Iterator[Path]:
    if not given.is_dir():
        raise PluginError(f"{given}: no such folder; give a plugin folder, or a folder of plugin folders")
    if _is_plugin(given):
        yield given
        return
    inner = [entry for entry in _entries(given) if _is_plugin(entry)]
    if not inner:
        raise PluginError(f"{given}: holds no plugin: no {ISSUE}, neither in it nor in a folder in it")
    yield from inner


def _is_plugin(folder: Path) -> bool:
    # One of the other files will do: a plugin whose issue.toml is misspelt is to be named, not passed over.
    try:
        return any((folder / name).is_file() for name in (ISSUE, RULES, SECTION))
    except OSError:
        return folder.is_dir()  # what can't be looked into is named when it is loaded


def _entries(folder: Path) -> list[Path]:
    entries = list(islice(folder.iterdir(), MAX_ENTRIES + 1))
    if len(entries) > MAX_ENTRIES:
        raise PluginError(f"{folder}: more than {MAX_ENTRIES} entries; keep a plugin in a folder of its own")
    return sorted(entries)


def _check_names(folder: Path) -> None:
    for entry in _entries(folder):
        if entry.suffix == ".py":
            raise PluginError(
                f"{entry}: a plugin folder holds no Python; install the package instead, with pip"
            )
        if entry.suffix == ".toml" and entry.name not in (ISSUE, RULES):
            raise PluginError(f"{entry}: unknown file; a plugin folder has {ISSUE} and {RULES}")


def _check_file(root: Path, file: Path, limit: int) -> None:
    if not file.exists() and not file.is_symlink():
        raise PluginError(f"{file}: is missing; a plugin folder has {ISSUE} and {SECTION}")
    if not file.resolve().is_relative_to(root.resolve()):
        raise PluginError(f"{file}: a link that leads out of the plugin folder; put the file itself there")
    state = file.stat()
    if not S_ISREG(state.st_mode):
        raise PluginError(f"{file}: must be a file")
    if state.st_size > limit:
        raise PluginError(f"{file}: larger than {limit} bytes")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
