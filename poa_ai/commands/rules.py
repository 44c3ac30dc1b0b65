"""List the rules, explain them, or test the language rules against their own examples."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell_broken
from poa_ai.errors import UsageError
from poa_ai.rulebook import load_rulebook
from poa_ai.rulecatalogue import Entry, catalogue, selected
from poa_ai.ruleexplained import explained, summary, to_json
from poa_ai.validation.rule import RuleSet

EXAMPLE = """\
examples:
  poa-ai rules list
  poa-ai rules list --select blame --json
  poa-ai rules explain emotive.apology structure
  poa-ai rules test
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai rules`."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=["list", "explain", "test"],
        default="list",
        help="list (default), explain or test",
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="for explain: rule ids or categories")
    parser.add_argument(
        "--select", metavar="RULES", help="only these categories or rule ids, parted by commas"
    )
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    parser.add_argument(
        "--format", choices=["text", "json", "markdown"], default="text", help="how a list is printed"
    )
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print the rules; or run their examples, with exit code 1 where one does not hold."""
    if (parsed.action == "explain") != bool(parsed.ids):
        told = "which one? For example: poa-ai rules explain emotive.apology"
        raise UsageError(f"rules {parsed.action}: {told if not parsed.ids else 'takes no rule ids'}")
    registry = open_registry(read_settings(parsed))
    rules = load_rulebook(registry)
    tell_broken(registry, parsed)
    entries = catalogue(rules, registry.issue_types)
    if parsed.select is not None:
        names = [name.strip() for name in parsed.select.split(",") if name.strip()]
        entries = selected(entries, names, "--select")
        rules = rules.select(names)
    if parsed.action == "test":
        return _test(rules)
    if parsed.action == "explain":
        entries = selected(entries, parsed.ids, "rules explain")
    _print(entries, "json" if parsed.json else parsed.format, whole=parsed.action == "explain")
    return 0


def _test(rules: RuleSet) -> int:
    from poa_ai.validation.examples import check_examples

    failures = check_examples(rules)
    sys.stdout.write("".join(f"{line}\n" for line in failures))
    print(f"poa-ai: {len(rules.rules)} rules, {len(failures)} examples do not hold", file=sys.stderr)
    return int(bool(failures))


def _print(entries: Sequence[Entry], format: str, *, whole: bool) -> None:
    if format == "json":
        listing: list[dict[str, Any]] = [to_json(entry) if whole else summary(entry) for entry in entries]
        sys.stdout.write(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
    elif format == "markdown":
        from poa_ai.rulespage import rules_page

        sys.stdout.writelines(rules_page([entry for entry in entries if entry.kind != "checklist"]))
    elif whole:
        sys.stdout.write("\n".join(map(explained, entries)))
    else:
        width = max((len(entry.id) for entry in entries), default=0) + 2
        for entry in entries:
            sys.stdout.write(f"{entry.id:<{width}}{entry.severity:<9}{entry.action:<15}{entry.message}\n")
