"""List the plugins of this environment, begin a new one, check one, or find out what ails them.

`list` shows who brings which issue types and what is broken; `new` writes a complete plugin; `check` holds
one against all that an issue type must keep; `doctor` tries each installed one in a process of its own.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell, tell_broken
from poa_ai.errors import PluginError, UsageError, one_line

EXAMPLE = """\
examples:
  poa-ai plugins list
  poa-ai plugins list --json
  poa-ai plugins new gift-cards
  poa-ai plugins new gift-cards --data
  poa-ai plugins check gift-cards
  poa-ai plugins doctor --timeout 5
"""
BROKEN = PluginError.exit_code


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai plugins` and of its actions."""
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    add_plugin_options(parser)
    actions = parser.add_subparsers(title="actions", dest="action")
    listing = _action(actions, "list", "who brings which issue types, and what is broken (default)")
    listing.add_argument("--json", action="store_true", help="print the list as JSON")
    listing.add_argument(
        "--format", choices=["text", "markdown"], default="text", help="markdown: all about each issue type"
    )
    new = _action(actions, "new", "write a complete plugin")
    new.add_argument(
        "target", metavar="NAME", help="lower-case letters, digits and -; for example gift-cards"
    )
    new.add_argument("--data", action="store_true", default=False, help="a folder of files without Python")
    new.add_argument(
        "--out", metavar="DIR", type=Path, default=Path(), help="the folder to write into (default: this one)"
    )
    check = _action(actions, "check", "hold a plugin against all that an issue type must keep")
    check.add_argument("target", metavar="PATH", help="a plugin's folder, or the name of its module")
    doctor = _action(actions, "doctor", "try each plugin in a process of its own, and say what to do")
    doctor.add_argument("--json", action="store_true", help="print what was found as JSON")
    doctor.add_argument(
        "--timeout",
        dest="limit",
        metavar="SECONDS",
        type=float,
        default=10.0,
        help="for each plugin (default 10)",
    )


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, does: str
) -> argparse.ArgumentParser:
    # An option that stands before the action keeps its value where the action names none.
    parser = actions.add_parser(
        name, help=does, description=does, allow_abbrev=False, argument_default=argparse.SUPPRESS
    )
    add_plugin_options(parser)
    return parser


def run(parsed: argparse.Namespace) -> int:
    """Do the action. A broken plugin does not change the exit code of `list`; of `doctor` it makes it 4."""
    actions = {"list": _list, "new": _new, "check": _check, "doctor": _doctor}
    return actions[parsed.action or "list"](parsed)


def _list(parsed: argparse.Namespace) -> int:
    registry = open_registry(read_settings(parsed))
    tell_broken(registry, parsed)
    if parsed.json:
        listing = [info.to_json() for info in registry.plugins]
        sys.stdout.write(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
        return 0
    if getattr(parsed, "format", "text") == "markdown":
        from poa_ai.issuespage import issues_page  # a page that is seldom wanted

        sys.stdout.writelines(issues_page(registry.issue_types))
        return 0
    told_of = {issue.id: f"{issue.title}: {issue.route.default}" for issue in registry.issue_types}
    for info in registry.plugins:
        told = ", ".join(f"{id} ({told_of.get(id, '')})" for id in info.issue_types) or "no issue types"
        state = told if info.state == "ok" else f"broken: {info.error}" if info.error else info.state
        sys.stdout.write(f"{info.name}  {info.origin}  {state}\n")
    return 0


def _new(parsed: argparse.Namespace) -> int:
    from importlib.util import find_spec

    from poa_ai.scaffold import plugin_name, write_plugin

    name = plugin_name(parsed.target)
    registry = open_registry(read_settings(parsed))
    if name.issue in {*(issue.id for issue in registry.issue_types), "shared"}:
        raise UsageError(f"plugins new: the issue type '{name.issue}' is there already; choose another name")
    if not parsed.data and find_spec(name.package) is not None:
        raise UsageError(f"plugins new: a package {name.package} is installed already; choose another name")
    folder = write_plugin(name, parsed.out, today=date.today().isoformat(), data=parsed.data)
    then = (
        f"poa-ai draft {folder}/facts.example.json --plugins {folder}"
        if parsed.data
        else f"cd {folder} && pip install -e '.[test]' && python -m pytest"
    )
    tell(f"wrote {folder}; next: {then}", parsed)
    return 0


def _check(parsed: argparse.Namespace) -> int:
    import importlib

    # The checks come with the extra `testing`; nothing else of poa-ai needs what they need.
    try:
        kit = importlib.import_module("poa_ai.testing.plugincheck")
    except ModuleNotFoundError as error:
        raise UsageError(
            f"plugins check: {error.name} is not installed; pip install 'poa-ai[testing]'"
        ) from None
    faults = kit.check_plugin(parsed.target)
    for fault in faults:
        sys.stdout.write(one_line(f"{fault.check}: {fault.message}") + "\n")
    if faults:
        return BROKEN
    sys.stdout.write(f"all {len(kit.CHECKS)} checks hold\n")
    return 0


def _doctor(parsed: argparse.Namespace) -> int:
    from poa_ai.plugindoctor import diagnose

    if not 0 < parsed.limit <= 3600:
        raise UsageError("plugins doctor: --timeout must be above 0 and at most 3600 seconds")
    settings = read_settings(parsed)
    found = diagnose(settings.without, settings.plugins, parsed.limit)
    if parsed.json:
        listing = [
            {**info.to_json(), "seconds": round(seconds, 3), "advice": advice or None}
            for info, seconds, advice in found
        ]
        sys.stdout.write(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
    else:
        for info, seconds, advice in found:
            told = f"broken: {info.error}" if info.error else info.state
            sys.stdout.write(f"{info.name}  {info.origin}  {seconds:.1f} s  {told}\n")
            if advice:
                sys.stdout.write(f"    {advice}\n")
    broken = sum(info.state == "broken" for info, _, _ in found)
    tell(f"{len(found)} plugins, {broken} broken", parsed)
    return BROKEN if broken else 0
