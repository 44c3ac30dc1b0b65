"""Options that commands share, and the plugins of a run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from poa_ai.errors import PluginError, UsageError, one_line
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.serveraddress import require_address
from poa_ai.settings import Settings, load_settings
from poa_ai.validation.rule import RuleSet

if TYPE_CHECKING:
    from poa_ai.plugintrace import HookCall


def add_plugin_options(parser: argparse.ArgumentParser) -> None:
    """Which plugins, how strictly and how openly, for every command that loads them; --quiet besides."""
    group = parser.add_argument_group("plugins and messages")
    group.add_argument(
        "--plugins",
        metavar="DIR",
        action="append",
        type=Path,
        help="a plugin folder (issue.toml, prompts, no Python), or a folder of such; may be repeated",
    )
    group.add_argument(
        "--without",
        metavar="NAME",
        action="append",
        help="leave a plugin off, before it is imported; may be repeated",
    )
    group.add_argument(
        "--strict-plugins", action="store_true", help="end with exit code 4 when a plugin is broken"
    )
    group.add_argument(
        "--trace-plugins",
        action="store_true",
        help="tell each call of a plugin on stderr: who answered what, in how many ms",
    )
    group.add_argument(
        "--quiet", action="store_true", help="nothing on stderr unless the command can't be done"
    )


def read_settings(parsed: argparse.Namespace) -> Settings:
    """The settings of this run: file, environment, then the flags that the command has."""
    settings = load_settings(Path.cwd())
    flags = {name: getattr(parsed, name, None) for name in ("model", "base_url", "prompts", "timeout")}
    for name in ("base_url", "judge_url"):
        if (address := getattr(parsed, name, None)) is not None:
            require_address(address, f"--{name.replace('_', '-')}", UsageError)
    without = (*settings.without, *(parsed.without or ()))
    plugins = (*settings.plugins, *(parsed.plugins or ()))
    trace = parsed.trace_plugins and not parsed.quiet
    return settings.with_flags(**flags, without=without, plugins=plugins, trace_plugins=trace)


def open_registry(settings: Settings, *, issue_types: bool = True) -> Registry:
    """The plugins of this run less those left off; without `issue_types` for a command that needs none.

    Raises PluginError for a folder that holds no plugin.
    """
    trace = _say_call if settings.trace_plugins else None
    return Registry.installed(
        settings.without, folders=settings.plugins, issue_types=issue_types, trace=trace
    )


def drafting_rules(registry: Registry, settings: Settings, parsed: argparse.Namespace) -> RuleSet:
    """The rules for the seller's facts and the letter made of them, less the wording that poa-ai.toml allows.

    An allowance that can't hold for a draft is told on stderr.
    """
    rules = load_rulebook(registry)
    if not settings.allow:
        return rules
    from poa_ai.rulecatalogue import rules_for_draft  # the table of all rules, for whoever allows some

    rules, refused = rules_for_draft(rules, settings.allow)
    for line in refused:
        tell(line, parsed)
    return rules


def tell_broken(
    registry: Registry, parsed: argparse.Namespace, after: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """One line on stderr for each broken plugin, but for the lines told before (`after`); returns all told.

    Raises PluginError where --strict-plugins was given.
    """
    lines = tuple(
        f"plugin '{info.name}' of {info.origin} is left out: {info.error}" for info in registry.broken
    )
    if lines and parsed.strict_plugins:
        raise PluginError("; ".join(lines))
    for line in lines:
        if line not in after:
            tell(line, parsed)
    return lines


def tell(line: str, parsed: argparse.Namespace) -> None:
    """One message on stderr, unless --quiet."""
    if not parsed.quiet:
        _say(line)


def _say(line: str) -> None:
    print(f"poa-ai: {one_line(line)}", file=sys.stderr)


def _say_call(call: HookCall) -> None:
    _say(f"trace: {call}")
