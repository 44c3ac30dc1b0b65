"""What every eval run needs, opened from flags: suites, plugins, rules, prompts, scorers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from poa_ai.commands.options import drafting_rules, open_registry, read_settings
from poa_ai.evaluation.pluginscoring import plugin_scorers
from poa_ai.evaluation.scoring.builtin import scorers_for
from poa_ai.evaluation.suite import Suite
from poa_ai.evaluation.suitefile import load_suites
from poa_ai.evaluation.trying import Setup
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.settings import Settings


@dataclass(frozen=True, slots=True)
class EvalRun:
    """A run about to begin. `recordings` are folders of recorded answers, the first one that of the tree."""

    suites: tuple[Suite, ...]
    setup: Setup
    settings: Settings
    recordings: tuple[Path, ...]

    @property
    def registry(self) -> Registry:
        """The plugins of the run."""
        return self.setup.registry


def open_eval(
    parsed: argparse.Namespace,
    names: Sequence[str],
    *,
    prompts: Path | None = None,
    folders: Mapping[str, Traversable] | None = None,
    recordings: tuple[Path, ...] = (),
) -> EvalRun:
    """Everything loaded. `folders` are prompt folders of another revision, in place of those of the plugins.

    Raises SuiteError, PluginError and PromptError for files that can't be used.
    """
    settings = read_settings(parsed)
    registry = open_registry(settings)
    rules = drafting_rules(registry, settings, parsed)
    suites = load_suites(parsed.evals, names)
    store = PromptStore.of({**registry.prompt_folders(), **(folders or {})}, prompts)
    scorers = {suite.id: scorers_for(suite, plugin_scorers(registry, suite.scorers)) for suite in suites}
    setup = Setup(registry, rules, store, scorers)
    return EvalRun(suites, setup, settings, (parsed.evals / "recordings", *recordings))
