"""List the language rules, or test each rule against its own examples."""

import argparse
import json
import sys
from typing import Any

from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell_broken
from poa_ai.rulebook import load_rulebook
from poa_ai.validation.examples import check_examples
from poa_ai.validation.rule import Rule

EXAMPLE = """\
examples:
  poa-ai rules list
  poa-ai rules list --select blame --json
  poa-ai rules test
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai rules`."""
    parser.add_argument(
        "action", nargs="?", choices=["list", "test"], default="list", help="list (default) or test"
    )
    parser.add_argument(
        "--select", metavar="RULES", help="only these categories or rule ids, parted by commas"
    )
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print the rules; or run their examples, with exit code 1 where one does not hold."""
    registry = open_registry(read_settings(parsed))
    rules = load_rulebook(registry)
    tell_broken(registry, parsed)
    if parsed.select:
        rules = rules.select(name.strip() for name in parsed.select.split(","))
    if parsed.action == "test":
        failures = check_examples(rules)
        sys.stdout.write("".join(f"{line}\n" for line in failures))
        print(f"poa-ai: {len(rules.rules)} rules, {len(failures)} examples do not hold", file=sys.stderr)
        return int(bool(failures))
    if parsed.json:
        listing = [_json(rule) for rule in rules.rules]
        sys.stdout.write(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
        return 0
    for rule in rules.rules:
        sys.stdout.write(f"{rule.id:<38}{rule.severity:<9}{rule.action:<14}{rule.message}\n")
    return 0


def _json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": str(rule.severity),
        "action": rule.action,
        "message": rule.message,
        "hint": rule.hint,
        "source": rule.source,
        "file": rule.source_file,
        "issues": list(rule.issues),
        "parts": list(rule.parts),
    }
