"""A plugin that is to be checked: where it lies, and registries that hold it."""

import importlib
import sys
import tomllib
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from poa_ai.dataplugin import data_candidates
from poa_ai.discovery import GROUP, Candidate, installed_candidates
from poa_ai.entrypoints import entry_points_in
from poa_ai.errors import PluginError
from poa_ai.issue import IssueType
from poa_ai.registry import Registry

EXAMPLES = ("facts.example.json", "facts.json")
"""Names of the facts file that a plugin shows itself with, beside its package or in it."""


@dataclass(frozen=True, slots=True)
class PluginSubject:
    """A plugin by its module, or by its folder alone where `module` is "" (issue.toml, no Python).

    `search` are folders that it is imported from before all others. `facts` is its example; None where it
    brings none.
    """

    name: str
    module: str
    folder: Path
    search: tuple[str, ...] = ()
    facts: Path | None = None

    def with_facts(self, facts: str | Path | None) -> "PluginSubject":
        """The same plugin with that example; with its own where None."""
        return self if facts is None else replace(self, facts=Path(facts))

    def alone(self) -> Registry:
        """A new registry of this plugin and nothing installed."""
        return Registry([self._candidate()])

    def among_installed(self) -> Registry:
        """A new registry of all that is installed, this plugin last."""
        own = {e.name for e in entry_points_in(GROUP) if e.value.partition(":")[0].strip() == self.module}
        others = [candidate for candidate in installed_candidates() if candidate.name not in own]
        return Registry([*others, self._candidate()])

    def issues(self, registry: Registry) -> tuple[IssueType, ...]:
        """The issue types that this plugin brought to a registry."""
        brought = registry.plugins[-1].issue_types
        return tuple(issue for issue in registry.issue_types if issue.id in brought)

    def fault(self, registry: Registry) -> str | None:
        """Why this plugin was left out of a registry; None where it was not."""
        return registry.plugins[-1].error

    def _candidate(self) -> Candidate:
        if not self.module:
            (candidate,) = data_candidates([self.folder])
            return candidate
        return Candidate(self.name, str(self.folder), "", partial(_imported, self.module, self.search))


def locate_plugin(plugin: str | Path) -> PluginSubject:
    """The plugin of a module name, or in a folder; nothing of it is imported.

    A folder is that of a package, of a project whose pyproject.toml registers one plugin, or of an
    issue.toml with its prompts. Raises PluginError where there is none.
    """
    folder = Path(plugin)
    if folder.is_dir():
        return _in_folder(folder.resolve())
    if isinstance(plugin, Path) or not all(part.isidentifier() for part in plugin.split(".")):
        raise PluginError(f"{plugin}: no such folder; give a plugin's folder or the name of its module")
    return _of_module(plugin, ())


def _in_folder(folder: Path) -> PluginSubject:
    if (folder / "pyproject.toml").is_file():
        return _in_project(folder)
    if (folder / "__init__.py").is_file():
        return _of_module(folder.name, (str(folder.parent),))
    if (folder / "issue.toml").is_file():
        return PluginSubject(folder.name, "", folder, facts=_example(folder))
    raise PluginError(f"{folder}: no plugin; it holds neither issue.toml nor __init__.py nor pyproject.toml")


def _in_project(folder: Path) -> PluginSubject:
    file = folder / "pyproject.toml"
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["entry-points"][GROUP]
        ((name, module),) = entries.items()
        module = module.partition(":")[0].strip()
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise PluginError(
            f"{file}: must register one plugin under [project.entry-points.{GROUP}]; "
            "where it registers several, check each by the folder of its package"
        ) from None
    top = module.partition(".")[0]
    home = next(
        (h for h in (folder, folder / "src") if (h / top).is_dir() or (h / f"{top}.py").is_file()), None
    )
    if home is None:
        raise PluginError(f"{file}: registers '{module}', which is not there; correct the entry point")
    return replace(_of_module(module, (str(home),)), name=name, facts=_example(folder, home / top))


def _of_module(module: str, search: tuple[str, ...]) -> PluginSubject:
    if search:
        _make_findable(module, search)
    origin = _origin(module)
    if origin is None:
        raise PluginError(f"there is no module '{module}'; install the plugin, or give its folder")
    names = [e.name for e in entry_points_in(GROUP) if e.value.partition(":")[0].strip() == module]
    folder = origin.parent if origin.name == "__init__.py" else origin
    name = names[0] if names else module.rpartition(".")[2].removeprefix("poa_ai_")
    return PluginSubject(name, module, folder, search, _example(folder, folder.parent))


def _origin(module: str) -> Path | None:
    """The file of a module, found without importing the package that it is in."""
    top, _, rest = module.partition(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):  # ValueError: a module without a spec, such as __main__
        return None
    if spec is None or not spec.has_location or not spec.origin:
        return None
    if not rest:
        return Path(spec.origin)
    inner = Path(spec.origin).parent.joinpath(*rest.split("."))
    files = (inner / "__init__.py", inner.with_suffix(".py"))
    return next((file for file in files if file.is_file()), None)


def _example(*folders: Path) -> Path | None:
    files = (folder / name for folder in folders for name in EXAMPLES)
    return next((file for file in files if file.is_file()), None)


def _imported(module: str, search: tuple[str, ...]) -> ModuleType:
    if search:
        _make_findable(module, search)
    return importlib.import_module(module)


def _make_findable(module: str, search: tuple[str, ...]) -> None:
    """Let the module be imported from `search`, also where one of that name was imported from elsewhere."""
    sys.path[:] = [*search, *(path for path in sys.path if path not in search)]
    importlib.invalidate_caches()
    top = module.partition(".")[0]
    known = getattr(sys.modules.get(top), "__file__", None) or ""
    if not any(Path(known).is_relative_to(folder) for folder in search):
        for name in [name for name in sys.modules if name == top or name.startswith(f"{top}.")]:
            del sys.modules[name]
