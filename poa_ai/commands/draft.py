"""Write the letter from a facts file. It is printed, or written with its report where --out names a folder.

Without --model no model is called: the letter is composed from the facts alone.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from poa_ai.commands.options import (
    add_plugin_options,
    drafting_rules,
    open_registry,
    read_settings,
    tell,
    tell_broken,
)
from poa_ai.commands.previousletter import PreviousLetter
from poa_ai.commands.progress import SectionProgress
from poa_ai.factsfile import load_facts
from poa_ai.output import REPORT, fingerprint, write_files
from poa_ai.pipeline import ModelRun, draft
from poa_ai.registry import Registry
from poa_ai.render.formats import FORMATS
from poa_ai.report import REVIEW_RULE, DraftResult
from poa_ai.settings import Settings

if TYPE_CHECKING:
    from poa_ai.drafting import DraftingResult
    from poa_ai.llm.metering import Spending

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
        "--timeout", metavar="SECONDS", type=float, help="for all calls together (default 600)"
    )
    parser.add_argument(
        "--review", action="store_true", help="one more call per section names weaknesses; it changes no word"
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="print messages, tokens and cost of each call; call nothing",
    )
    parser.add_argument(
        "--max-cost", metavar="USD", type=_amount, help="make no call that could pass this amount"
    )
    parser.add_argument(
        "--record",
        metavar="FILE",
        type=Path,
        help="keep the answers there, and ask only for those it lacks (with --out: DIR/replies.jsonl)",
    )
    parser.add_argument(
        "--replay", metavar="FILE", type=Path, help="take the answers from there alone; no key, no network"
    )
    parser.add_argument(
        "--previous",
        metavar="LETTER",
        help="the letter that was sent before: tell what is new against it, in the letter nothing",
    )
    parser.add_argument("--fresh", action="store_true", help="ask again for answers that are kept")
    parser.add_argument(
        "--prompts", metavar="DIR", type=Path, help="prompts that replace those of the same path"
    )
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Draft, write, and tell on stderr how the letter was made."""
    settings = read_settings(parsed)
    facts = load_facts(parsed.facts)
    previous = PreviousLetter.read(parsed.previous) if parsed.previous else None
    earlier = previous.file.text if previous else None
    registry = open_registry(settings)
    rules = drafting_rules(registry, settings, parsed)
    if parsed.dry_run:
        from poa_ai.commands.dryrun import print_calls  # needs the model's side of the program

        tell_broken(registry, parsed)
        return print_calls(facts, registry, rules, settings, parsed, earlier)
    model_run = _model_run(settings, registry, parsed)
    told = tell_broken(registry, parsed)
    try:
        result = draft(
            facts,
            registry,
            rules,
            model_run,
            strict=parsed.strict or parsed.replay is not None,
            today=date.today(),
            earlier=earlier,
            progress=SectionProgress(quiet=parsed.quiet),
        )
    except KeyboardInterrupt:
        _tell_kept(model_run, parsed)
        raise
    tell_broken(registry, parsed, after=told)  # a plugin may fail only now, on the letter
    if parsed.out is None:
        sys.stdout.write(result.text(parsed.format or "md"))
    else:
        _write(result, parsed, previous)
    _tell(result, parsed)
    for line in previous.lines(result.document) if previous else ():
        tell(line, parsed)
    return result.exit_code


def _model_run(settings: Settings, registry: Registry, parsed: argparse.Namespace) -> ModelRun | None:
    if parsed.compose or not (settings.model or parsed.replay):
        return None
    # The only way from here to a model's libraries, taken when one is named and not before.
    from poa_ai.commands.modelrun import open_run

    return open_run(settings, registry, parsed)


def _tell_kept(run: ModelRun | None, parsed: argparse.Namespace) -> None:
    recording = None if run is None else run.session.recording
    if recording is not None and len(recording):
        answers = "1 answer is" if len(recording) == 1 else f"{len(recording)} answers are"
        tell(f"{answers} kept in {recording.path}; the same command goes on from there", parsed)


def _amount(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise argparse.ArgumentTypeError(f"'{text}' is no amount of USD")
    return value


def _write(result: DraftResult, parsed: argparse.Namespace, previous: PreviousLetter | None) -> None:
    formats = [parsed.format] if parsed.format else list(FORMATS)
    letters = {f"plan.{format}": result.text(format) for format in formats}
    files = {name: fingerprint(text) for name, text in letters.items()}
    against = {"previous": previous.to_json(result.document)} if previous else {}
    report = json.dumps({**result.report(), **against, "files": files}, indent=2, ensure_ascii=False) + "\n"
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
        more = "1 more thing" if warnings == 1 else f"{warnings} more things"
        tell(f"{more} would make the case stronger; `poa-ai gaps {parsed.facts}` tells which", parsed)
    if result.drafting is not None:
        _tell_drafting(result, result.drafting, parsed)
    if result.gap_draft:
        tell("this is a gap draft, not ready to send", parsed)
    where = f"; written to {parsed.out}" if parsed.out else ""
    tell(f"{_how(result)}{where}", parsed)


def _tell_drafting(result: DraftResult, drafting: DraftingResult, parsed: argparse.Namespace) -> None:
    for reason in dict.fromkeys(drafting.failures.values()):
        ids = [id for id, other in drafting.failures.items() if other == reason]
        which = f"section {ids[0]} is" if len(ids) == 1 else f"sections {', '.join(ids)} are"
        tell(f"{which} composed: {reason}", parsed)
    for note in drafting.notes:
        tell(note, parsed)
    for finding in result.findings:
        if finding.rule == REVIEW_RULE:
            tell(f"note: section {finding.section}: {finding.message}", parsed)
    failed = dict.fromkeys(critique.failure for critique in drafting.reviews if critique.failure)
    for reason in failed:
        tell(f"a section was not reviewed: {reason}", parsed)
    if drafting.spending.calls:
        tell(_spent(drafting.spending), parsed)


def _spent(spending: Spending) -> str:
    """Calls, tokens, and what they cost where that is known and more than nothing."""
    usage = spending.usage
    calls = "1 call" if spending.calls == 1 else f"{spending.calls} calls"
    tokens = f"{usage.prompt} tokens of prompt ({usage.cached} cached), {usage.completion} of answers"
    return ", ".join(
        [
            calls,
            *([tokens] if usage.prompt or usage.completion else []),
            *([f"{spending.cost:.4f} USD"] if spending.cost else []),
        ]
    )


def _how(result: DraftResult) -> str:
    statements = [s for section in result.document.sections for s in section.draft.statements]
    kept = sum(statement.by == "earlier" for statement in statements)
    again = f"; {kept} of {len(statements)} statements are those of the earlier letter" if kept else ""
    if result.drafting is None:
        return (
            f"letter composed from the facts without a model (--model PROVIDER:NAME lets one draft it){again}"
        )
    drafted = sum(statement.by == "model" for statement in statements)
    if kept == len(statements):
        return f"nothing was asked of {result.drafting.model}: all statements are those of the earlier letter"
    if not drafted:
        model = result.drafting.model
        return f"letter composed from the facts: {model} gave no statement that could be used{again}"
    share = f"{drafted} of {len(statements)} statements are the model's, the others composed"
    if drafted == len(statements):
        share = f"all {drafted} statements are the model's"
    elif drafted + kept == len(statements):
        share = f"the model wrote {drafted}"
    return f"letter drafted with {result.drafting.model}: {share}{again}"
