"""A new plugin: complete, made of templates, and ready to be changed."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from poa_ai.errors import UsageError
from poa_ai.packagefiles import package_folder

MAX_NAME = 40
"""Letters of a name; file names and rule ids are made of it."""
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_TEMPLATES = "plugin_templates"

_DATA = {
    "README.md": "data/README.md",
    "facts.example.json": "both/facts.example.json",
    "issue.toml": "both/issue.toml",
    "prompts/section.md": "both/section.md",
    "rules.toml": "both/rules.toml",
}
_CODE = {
    "README.md": "code/README.md",
    "facts.example.json": "both/facts.example.json",
    "pyproject.toml": "code/pyproject.toml",
    "@PACKAGE@/__init__.py": "code/init.py",
    "@PACKAGE@/issue.toml": "both/issue.toml",
    "@PACKAGE@/prompts/section.md": "both/section.md",
    "@PACKAGE@/rules.toml": "both/rules.toml",
    "tests/test_@ISSUE@.py": "code/test_plugin.py",
}
"""Files of a plugin, each with its template; the first table without Python, the second with it."""


class PluginName(NamedTuple):
    """A plugin's name and what is called after it; made by `plugin_name`."""

    name: str

    @property
    def issue(self) -> str:
        """The id of its issue type, and the namespace of its prompts."""
        return self.name.replace("-", "_")

    @property
    def package(self) -> str:
        """The name that Python imports it by."""
        return f"poa_ai_{self.issue}"

    @property
    def words(self) -> str:
        """The name as a sentence holds it."""
        return self.name.replace("-", " ")


def plugin_name(given: str) -> PluginName:
    """The name of a new plugin. Raises UsageError unless it is lower-case letters, digits and single "-"."""
    if len(given) > MAX_NAME or not _NAME.fullmatch(given):
        raise UsageError(
            f"plugins new: the name '{given[:MAX_NAME]}' must be lower-case letters, digits and '-', "
            f"begin with a letter and have {MAX_NAME} at most; for example gift-cards"
        )
    return PluginName(given)


def write_plugin(name: PluginName, parent: Path, *, today: str, data: bool) -> Path:
    """Write a plugin into a folder of its name below `parent`, all of it or nothing; returns that folder.

    With `data` it is a folder without Python, else a project. `today` (YYYY-MM-DD) dates its knowledge.
    Raises UsageError where the folder is there already or can't be written.
    """
    folder = parent / name.name
    if os.path.lexists(folder):
        raise UsageError(f"plugins new: {folder} is there already, and nothing is written over")
    values = {
        "@NAME@": name.name,
        "@ISSUE@": name.issue,
        "@PACKAGE@": name.package,
        "@WORDS@": name.words,
        "@TITLE@": name.words.capitalize(),
        "@TODAY@": today,
    }
    templates = package_folder("poa_ai") / _TEMPLATES
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent, prefix=".poa-ai-") as scratch:
            staged = Path(scratch) / name.name
            for path, template in (_DATA if data else _CODE).items():
                file = staged / _filled(path, values)
                file.parent.mkdir(parents=True, exist_ok=True)
                text = (templates / f"{template}.template").read_text(encoding="utf-8")
                file.write_text(_filled(text, values), encoding="utf-8", newline="\n")
            staged.rename(folder)
    except OSError as error:
        raise UsageError(f"plugins new: {folder} can't be written ({error.strerror or error})") from None
    return folder


def _filled(text: str, values: dict[str, str]) -> str:
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text
