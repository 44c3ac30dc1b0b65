"""Checks of a plugin's code: what it imports, that it loads, and that loading it is light."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from poa_ai import hookspecs
from poa_ai.testing.pluginsubject import PluginSubject

Check = Callable[[PluginSubject], Iterator[str]]
"""Gives a line for each fault: what is wrong, and what to change."""

HEAVY = ("httpx2", "openai", "langchain_core", "langsmith", "tiktoken")
"""Libraries that take a good part of a second to import; loading a plugin must not need them."""
TIME_LIMIT = 20.0
"""Seconds that a plugin may take to load in a process of its own."""

_PROBE = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
from poa_ai.registry import Registry
module = importlib.import_module(sys.argv[2])
registry = Registry.of({"probed": module})
names = [name for name in dir(module) if name.startswith("poa_ai_")]
marked = [name for name in names if hasattr(getattr(module, name), "poa_ai_impl")]
print()
print(json.dumps([registry.plugins[0].error, sorted(sys.modules), names, marked]))
"""


class Loaded(NamedTuple):
    """How loading ended: why it failed (None where it did not), and the modules that were imported.

    `names` are those of its module that may be hooks, `marked` those that pluggy takes for one.
    """

    error: str | None
    modules: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()


def imports(subject: PluginSubject) -> Iterator[str]:
    """Of poa-ai only `poa_ai.plugin` is imported: all else may change without notice."""
    for file in _sources(subject):
        try:
            tree = ast.parse(file.read_bytes(), str(file))
        except (OSError, SyntaxError, ValueError) as error:
            yield f"{file}: can't be read as Python ({error}); correct it"
            continue
        for node in ast.walk(tree):
            for name in _modules(node):
                if name.partition(".")[0] == "poa_ai" and name != "poa_ai.plugin":
                    line = getattr(node, "lineno", 1)
                    yield f"{file}:{line}: imports {name}; import what you need from poa_ai.plugin instead"


def loads(subject: PluginSubject) -> Iterator[str]:
    """It loads, its hooks answer with what they may, and its ids are not taken by another plugin."""
    if subject.module and (error := _loaded(subject).error):
        yield f"it can't be loaded: {error}"
        return
    if subject.module and (faults := list(_hook_faults(_loaded(subject)))):
        yield from faults
        return
    alone = subject.alone()
    if not subject.fault(alone):
        alone.prompt_folders(), alone.rule_files(), alone.chat_models(), alone.scorers()
    if error := subject.fault(alone):
        yield f"it is left out: {error}"
        return
    if error := subject.fault(subject.among_installed()):
        yield f"it is left out beside the plugins that are installed: {error}; choose another id"


def _hook_faults(loaded: Loaded) -> Iterator[str]:
    # Functions without the mark are passed over in silence when a plugin is registered.
    for name in sorted((loaded.names - loaded.marked) & set(vars(hookspecs))):
        yield f"{name} is never called; put @hookimpl before it"
    if not loaded.marked:
        yield "it has no hook; mark a function named after one, poa_ai_issue_types say, with @hookimpl"


def light(subject: PluginSubject) -> Iterator[str]:
    """Loading it imports no model library."""
    for library in HEAVY:
        if subject.module and library in _loaded(subject).modules:
            yield f"loading it imports {library}; import that inside the function that uses it"


@lru_cache(maxsize=8)
def _loaded(subject: PluginSubject) -> Loaded:
    path = json.dumps([*subject.search, *(entry for entry in sys.path if entry not in subject.search)])
    command = [sys.executable, "-c", _PROBE, path, subject.module]
    try:
        ended = subprocess.run(
            command, check=False, capture_output=True, timeout=TIME_LIMIT, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return Loaded(f"importing it takes more than {TIME_LIMIT:g} seconds; do the work inside a hook")
    lines = ended.stdout.decode(errors="replace").splitlines()
    try:
        error, *found = json.loads(lines[-1])
    except (ValueError, IndexError):
        told = ended.stderr.decode(errors="replace").strip().splitlines() or ["it ended the process"]
        return Loaded(f"{told[-1][:300]}; a plugin must be importable as it stands")
    return Loaded(error, *map(frozenset, found))


def _sources(subject: PluginSubject) -> list[Path]:
    if not subject.module:
        return []
    return sorted(subject.folder.rglob("*.py")) if subject.folder.is_dir() else [subject.folder]


def _modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        module = node.module or ""
        yield from (f"poa_ai.{alias.name}" for alias in node.names) if module == "poa_ai" else (module,)
