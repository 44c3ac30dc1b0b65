"""What every eval run needs, opened from flags: suites, plugins, rules, prompts, scorers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from poa_ai.commands.options import drafting_rules, open_registry, read_settings, tell
from poa_ai.errors import SuiteError
from poa_ai.evaluation.pluginscoring import plugin_scorers
from poa_ai.evaluation.results import Ring
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
    ring: Ring = Ring.LIVE,
) -> EvalRun:
    """Everything loaded. `folders` are prompt folders of another revision, in place of those of the plugins.

    Without names all suites are meant; for replay those that have a recording, and the others are told.
    Raises SuiteError, PluginError and PromptError for files that can't be used.
    """
    settings = read_settings(parsed)
    registry = open_registry(settings)
    rules = drafting_rules(registry, settings, parsed)
    suites = load_suites(parsed.evals, names)
    if ring is Ring.REPLAY and not names:
        suites = _recorded(suites, parsed)
    store = PromptStore.of({**registry.prompt_folders(), **(folders or {})}, prompts)
    scorers = {suite.id: scorers_for(suite, plugin_scorers(registry, suite.scorers)) for suite in suites}
    setup = Setup(registry, rules, store, scorers)
    return EvalRun(suites, setup, settings, (parsed.evals / "recordings",))


def _recorded(suites: tuple[Suite, ...], parsed: argparse.Namespace) -> tuple[Suite, ...]:
    known = {suite.id for suite in suites if (parsed.evals / "recordings" / f"{suite.id}.jsonl").is_file()}
    if not known:
        raise SuiteError(f"{parsed.evals}: nothing is recorded; `poa-ai eval run --record` does that")
    missing = ", ".join(suite.id for suite in suites if suite.id not in known)
    if missing and parsed.action == "run":
        tell(f"left out, since nothing is recorded for it: {missing}", parsed)
    return tuple(suite for suite in suites if suite.id in known)
