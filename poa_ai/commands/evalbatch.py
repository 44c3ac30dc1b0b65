"""`poa-ai eval run --batch`: the live ring by OpenAI's Batch API."""

import argparse
import asyncio
from collections.abc import Sequence

from poa_ai.chatmodel import ModelOptions
from poa_ai.commands.options import tell
from poa_ai.errors import UsageError
from poa_ai.evaluation.asking import Asking
from poa_ai.evaluation.batching import run_by_batches
from poa_ai.evaluation.results import CaseResult
from poa_ai.evaluation.running import Task
from poa_ai.evaluation.trying import Setup


def ask_batch(
    tasks: Sequence[Task], setup: Setup, asking: Asking, base_url: str | None, parsed: argparse.Namespace
) -> tuple[CaseResult, ...]:
    """All trials. Raises UsageError for a provider without batches, and ModelError."""
    provider, _, name = asking.model.name.partition(":")
    if provider != "openai":
        raise UsageError(f"--batch: OpenAI's Batch API is meant; '{provider}' has none that is known")
    options = ModelOptions(name, base_url, 120.0, asking.parameters.temperature, asking.parameters.seed)
    tell(f"what is under way stands in {asking.folder}; stopped, the same command goes on from there", parsed)
    return asyncio.run(
        run_by_batches(tasks, setup, asking, options, on_progress=lambda text: tell(text, parsed))
    )
