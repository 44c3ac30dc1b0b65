"""List the plugins of this environment: who brings which issue types, and what is broken."""

import argparse
import json
import sys

from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell_broken

EXAMPLE = """\
examples:
  poa-ai plugins list
  poa-ai plugins list --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai plugins`."""
    parser.add_argument("action", nargs="?", choices=["list"], default="list", help="list (default)")
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print the list. A broken plugin is listed, and does not change the exit code."""
    registry = open_registry(read_settings(parsed))
    tell_broken(registry, parsed)
    if parsed.json:
        listing = [info.to_json() for info in registry.plugins]
        sys.stdout.write(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
        return 0
    titles = {issue.id: issue.title for issue in registry.issue_types}
    for info in registry.plugins:
        told = ", ".join(f"{id} ({titles.get(id, '')})" for id in info.issue_types) or "no issue types"
        state = told if info.state == "ok" else f"broken: {info.error}" if info.error else info.state
        sys.stdout.write(f"{info.name}  {info.distribution} {info.version}  {state}\n")
    return 0
