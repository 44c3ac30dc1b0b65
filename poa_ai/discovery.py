"""Which plugins the environment has: read from the metadata of its distributions, importing none."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

GROUP = "poa_ai"
"""The entry-point group of plugins."""
OURS = "poa-ai"


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """A plugin as `plugins list` shows it. `state` is ok, broken or off; `error` tells why it is broken."""

    name: str
    distribution: str
    version: str
    state: str
    issue_types: tuple[str, ...] = ()
    error: str | None = None

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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin that was found and not yet imported; `load` imports it."""

    name: str
    distribution: str
    version: str
    load: Callable[[], ModuleType]


def installed_candidates() -> tuple[Candidate, ...]:
    """All plugins of the environment: our own first, then by name."""
    found = [(entry.dist.name if entry.dist else "unknown", entry) for entry in entry_points(group=GROUP)]
    ordered = sorted(found, key=lambda pair: (pair[0] != OURS, pair[1].name, pair[0]))
    return tuple(
        Candidate(entry.name, name, entry.dist.version if entry.dist else "", partial(_module, entry.value))
        for name, entry in ordered
    )


def _module(value: str) -> ModuleType:
    return importlib.import_module(value.partition(":")[0].strip())
