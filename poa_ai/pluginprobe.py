"""Trying plugins out, in a process that may hang, end or be ended: see `plugindoctor`.

All that needs no case is asked of them: issue types, prompts, rules and the names of their models.
"""

import json
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from poa_ai.dataplugin import data_candidates
from poa_ai.discovery import Candidate, PluginInfo, installed_candidates
from poa_ai.errors import PromptError
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook


def found(folders: Iterable[Path]) -> tuple[Candidate, ...]:
    """The installed plugins and those in the plugin folders, in the order of loading.

    Raises PluginError for a folder that holds no plugin.
    """
    return (*installed_candidates(), *data_candidates(folders))


def probe(wanted: Collection[tuple[str, str]], folders: Iterable[Path] = ()) -> tuple[PluginInfo, ...]:
    """What became of these plugins, given as name and distribution, when they were loaded together."""
    registry = Registry(c for c in found(folders) if (c.name, c.distribution) in wanted)
    load_rulebook(registry)
    registry.chat_models()
    _load_prompts(registry)
    return registry.plugins


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what is wanted from the first file named, and write what was found to the second."""
    request, answer = map(Path, sys.argv[1:] if arguments is None else arguments)
    asked = json.loads(request.read_text("utf-8"))
    wanted = {(name, distribution) for name, distribution in asked["plugins"]}
    told = [info.to_json() for info in probe(wanted, map(Path, asked["folders"]))]
    answer.write_text(json.dumps(told), encoding="utf-8")
    return 0


def _load_prompts(registry: Registry) -> None:
    folders = registry.prompt_folders()
    if len(registry.plugins) != 1:
        return  # each was asked alone before; together, only a namespace may be taken
    (name,) = (info.name for info in registry.plugins)
    try:
        store = PromptStore.of(folders)
        for id in store.ids():
            store.get(id)
    except PromptError as error:
        registry.leave_out(name, error)
    except Exception as error:  # a folder of a plugin's own making may raise anything
        registry.leave_out(name, PromptError(f"prompts: {type(error).__name__}: {error}"))
