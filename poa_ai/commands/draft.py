"""Write the letter from a facts file. It is printed, or written with its report where --out names a folder.

Without --model no model is called: the letter is composed from the facts alone.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from poa_ai.commands.options import (
    add_plugin_options,
    drafting_rules,
    open_registry,
    read_settings,
    tell,
    tell_broken,
)
from poa_ai.errors import ModelError
from poa_ai.factsfile import load_facts
from poa_ai.output import REPORT, fingerprint, write_files
from poa_ai.pipeline import ModelRun, draft
from poa_ai.registry import Registry
from poa_ai.render.formats import FORMATS
from poa_ai.report import DraftResult
from poa_ai.settings import Settings

EXAMPLE = """\
examples:
  poa-ai draft facts.json
  poa-ai draft facts.json --out letter --model openai:gpt-4.1-mini
  poa-ai draft facts.json --model openai:qwen2.5 --base-url http://127.0.0.1:8080/v1
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai draft`."""
    parser.add_argument("facts", metavar="FACTS", help="facts file (JSON); - reads standard input")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="write plan.* and report.json there, print nothing"
    )
    parser.add_argument(
        "--format", choices=list(FORMATS), help="md (default) or txt; with --out only this one is written"
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="no gap draft (exit 3), and nothing composed for a model (exit 5)",
    )
    parser.add_argument(
        "--compose", action="store_true", help="never call a model, whatever the settings say"
    )
    parser.add_argument("--model", metavar="PROVIDER:NAME", help="let this model draft the sections")
    parser.add_argument(
        "--base-url", metavar="URL", help="an OpenAI-compatible server; the key comes from OPENAI_API_KEY"
    )
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=float, help="for all sections together (default 600)"
    )
    parser.add_argument(
        "--prompts", metavar="DIR", type=Path, help="prompts that replace those of the same path"
    )
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Draft, write, and tell on stderr how the letter was made."""
    settings = read_settings(parsed)
    facts = load_facts(parsed.facts)
    registry = open_registry(settings)
    rules = drafting_rules(registry, settings, parsed)
    model_run = None if parsed.compose or not settings.model else _model_run(settings, registry, parsed)
    told = tell_broken(registry, parsed)
    result = draft(
        facts,
        registry,
        rules,
        model_run,
        strict=parsed.strict,
        today=date.today(),
        progress=lambda line: tell(line, parsed),
    )
    tell_broken(registry, parsed, after=told)  # a plugin may fail only now, on the letter
    if parsed.out is None:
        sys.stdout.write(result.text(parsed.format or "md"))
    else:
        _write(result, parsed)
    _tell(result, parsed)
    return result.exit_code


def _model_run(settings: Settings, registry: Registry, parsed: argparse.Namespace) -> ModelRun | None:
    # The only way from here to openai or langchain, taken when a model is named and not before.
    from poa_ai.llm.providers import open_model
    from poa_ai.promptstore import PromptStore

    store = PromptStore.of(registry.prompt_folders(), settings.prompts)
    try:
        model = open_model(
            settings.model or "",
            registry.chat_models(),
            base_url=settings.base_url,
            timeout=settings.timeout,
            temperature=settings.temperature,
            seed=settings.seed,
        )
    except ModelError as error:
        if parsed.strict:
            raise
        tell(f"{error}; the letter is composed from the facts instead", parsed)
        return None
    return ModelRun(model, store, settings.timeout)


def _write(result: DraftResult, parsed: argparse.Namespace) -> None:
    formats = [parsed.format] if parsed.format else list(FORMATS)
    letters = {f"plan.{format}": result.text(format) for format in formats}
    files = {name: fingerprint(text) for name, text in letters.items()}
    report = json.dumps({**result.report(), "files": files}, indent=2, ensure_ascii=False) + "\n"
    for name in write_files(parsed.out, {**letters, REPORT: report}):
        tell(f"a letter edited since its draft was kept as {parsed.out / name}", parsed)


def _tell(result: DraftResult, parsed: argparse.Namespace) -> None:
    for withheld in result.attestation.withheld:
        tell(f"withheld {withheld.id} ({withheld.rule}): {withheld.text}", parsed)
    errors = [finding for finding in (*result.gaps, *result.findings) if finding.is_error]
    for line in dict.fromkeys(f"error: {finding.message} {finding.hint}".rstrip() for finding in errors):
        tell(line, parsed)
    warnings = sum(not finding.is_error and finding.rule != "structure.withheld" for finding in result.gaps)
    if warnings:
        tell(
            f"{warnings} more things would make the case stronger; `poa-ai gaps {parsed.facts}` lists them",
            parsed,
        )
    for id, reason in result.drafting.failures.items() if result.drafting else ():
        tell(f"section {id} is composed: {reason}", parsed)
    if result.gap_draft:
        tell("this is a gap draft, not ready to send", parsed)
    where = f"; written to {parsed.out}" if parsed.out else ""
    tell(f"{_how(result)}{where}", parsed)


def _how(result: DraftResult) -> str:
    if result.drafting is None:
        return "letter composed from the facts without a model (--model PROVIDER:NAME lets one draft it)"
    statements = [s for section in result.document.sections for s in section.draft.statements]
    drafted = sum(statement.by == "model" for statement in statements)
    if not drafted:
        return f"letter composed from the facts: {result.drafting.model} gave no statement that could be used"
    share = f"{drafted} of {len(statements)} statements are the model's, the others composed"
    return f"letter drafted with {result.drafting.model}: {share}"
