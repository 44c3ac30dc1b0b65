"""List the prompts, show one as it stands in its file, or render it as a model would get it.

`render` uses the prompt's own example, or the sections of a facts file where --facts names one.
"""

import argparse
import json
import sys
from pathlib import Path

from poa_ai.chatmodel import RenderedPrompt
from poa_ai.commands.options import (
    add_plugin_options,
    drafting_rules,
    open_registry,
    read_settings,
    tell_broken,
)
from poa_ai.errors import UsageError
from poa_ai.factsfile import load_facts
from poa_ai.pipeline import prepare
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.sectionprompt import render_section
from poa_ai.settings import Settings

EXAMPLE = """\
examples:
  poa-ai prompts list
  poa-ai prompts show odr/section
  poa-ai prompts render odr/section --facts facts.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai prompts`."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=["list", "show", "render"],
        default="list",
        help="list (default), show or render",
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="prompt id, for example odr/section")
    parser.add_argument(
        "--facts", metavar="FACTS", help="render the sections of this case instead of the example"
    )
    parser.add_argument(
        "--prompts", metavar="DIR", type=Path, help="prompts that replace those of the same path"
    )
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """List, show or render."""
    settings = read_settings(parsed)
    registry = open_registry(settings)
    store = PromptStore.of(registry.prompt_folders(), settings.prompts)
    tell_broken(registry, parsed)
    if parsed.action == "list":
        return _list(store, parsed)
    if not parsed.id:
        raise UsageError(
            f"prompts {parsed.action}: which one? For example: poa-ai prompts {parsed.action} odr/section"
        )
    if parsed.id not in store.ids():
        raise UsageError(f"there is no prompt '{parsed.id}'; `poa-ai prompts list` shows them")
    prompt = store.get(parsed.id)
    if parsed.action == "show":
        sys.stdout.write(
            f"# {prompt.id}  sha256 {prompt.sha256}  {prompt.path}\n\n"
            f"# system\n{prompt.system}\n\n# user\n{prompt.user}\n"
        )
        return 0
    if not parsed.facts:
        sys.stdout.write(_told(prompt.render(prompt.example)))
        return 0
    return _render_case(parsed, settings, registry, store)


def _list(store: PromptStore, parsed: argparse.Namespace) -> int:
    prompts = [store.get(id) for id in store.ids()]
    if parsed.json:
        listing = [
            {
                "id": p.id,
                "sha256": p.sha256,
                "purpose": p.purpose,
                "inputs": list(p.inputs),
                "includes": list(p.includes),
            }
            for p in prompts
        ]
        sys.stdout.write(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
        return 0
    for prompt in prompts:
        sys.stdout.write(f"{prompt.id:<26}{prompt.sha256[:12]}  {prompt.purpose}\n")
    return 0


def _render_case(
    parsed: argparse.Namespace, settings: Settings, registry: Registry, store: PromptStore
) -> int:
    rules = drafting_rules(registry, settings, parsed)
    prepared = prepare(load_facts(parsed.facts), registry, rules)
    outline = registry.plan_outline(prepared.case)
    plans = [plan for plan in outline.sections if plan.prompt == parsed.id]
    if not plans:
        used = ", ".join(dict.fromkeys(plan.prompt for plan in outline.sections)) or "none"
        raise UsageError(f"no section of {parsed.facts} uses {parsed.id}; it uses: {used}")
    for plan in plans:
        rendered = render_section(store.get(plan.prompt), plan, prepared.case)
        sys.stdout.write(f"#### section {plan.id}\n\n" + _told(rendered))
    return 0


def _told(rendered: RenderedPrompt) -> str:
    return "".join(f"==== {message.role} ====\n{message.content}\n\n" for message in rendered.messages)
