"""Which plugins the environment has: read from the metadata of its distributions, importing none."""

import importlib
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

from poa_ai.entrypoints import entry_points_in

GROUP = "poa_ai"
"""The entry-point group of plugins."""
OURS = "poa-ai"


class PluginInfo(NamedTuple):
    """A plugin as `plugins list` shows it. `state` is ok, broken or off; `error` tells why it is broken."""

    name: str
    distribution: str
    version: str
    state: str
    issue_types: tuple[str, ...] = ()
    error: str | None = None

    @property
    def origin(self) -> str:
        """The distribution with its version; of a plugin folder, which has none, its path."""
        return f"{self.distribution} {self.version}".rstrip()

    def to_json(self) -> dict[str, Any]:
        """The shape of `plugins list --json`."""
        return {
            "name": self.name,
            "distribution": self.distribution,
            "version": self.version,
            "state": self.state,
            "issue_types": list(self.issue_types),
            "error": self.error,
        }


class Candidate(NamedTuple):
    """A plugin that was found and not yet imported; `load` does that, and returns what has the hooks.

    A plugin folder is one too: its path stands for the distribution, and it has no version ("").
    """

    name: str
    distribution: str
    version: str
    load: Callable[[], object]


def installed_candidates() -> tuple[Candidate, ...]:
    """All plugins of the environment: our own first, then by name."""
    found = sorted(
        entry_points_in(GROUP), key=lambda entry: (entry.distribution != OURS, entry.name, entry.distribution)
    )
    return tuple(
        Candidate(entry.name, entry.distribution, entry.version, partial(_module, entry.value))
        for entry in found
    )


def _module(value: str) -> ModuleType:
    return importlib.import_module(value.partition(":")[0].strip())
