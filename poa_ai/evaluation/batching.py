"""A run by batches: what its cases lack is collected, asked for in one go, and read from the recordings."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from poa_ai.chatmodel import ChatModel, ModelOptions, RenderedPrompt, Reply
from poa_ai.errors import ModelError, StaleRecordingError
from poa_ai.evaluation.asking import Asking
from poa_ai.evaluation.results import CaseResult, State
from poa_ai.evaluation.running import Task, run_tasks
from poa_ai.evaluation.trying import Setup
from poa_ai.llm.batchrun import Progress, run_batch
from poa_ai.llm.deadline import Deadline
from poa_ai.llm.recorded import Recorded
from poa_ai.llm.recording import Recording, call_key

ROUNDS = 2
"""A section is asked for, and once more for what was sent back."""


class Collected:
    """A chat model that keeps what it is asked and answers nothing; `failed` tells why, by key."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self.prompts: list[RenderedPrompt] = []
        self.failed: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """The model that is to be asked."""
        return self._asking.model.name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """Raises StaleRecordingError, and ModelError for a prompt that a batch failed to answer."""
        if (why := self.failed.get(call_key(prompt, self._asking.parameters))) is not None:
            raise ModelError(why)
        self.prompts.append(prompt)
        raise StaleRecordingError("not asked yet")

    async def close(self) -> None:
        """Nothing is open."""


async def run_by_batches(
    tasks: Sequence[Task], setup: Setup, asking: Asking, options: ModelOptions, on_progress: Progress
) -> tuple[CaseResult, ...]:
    """The results in the order of the tasks; a batch for each suite and round, all suites at once.

    What is under way stands in SUITE.batch.json beside the recording, and the same run goes on from there.
    Raises ModelError where nothing can be asked at all.
    """
    deadline = Deadline.after(asking.seconds)
    suites = dict.fromkeys(task.suite.id for task in tasks)
    recordings = {id: Recording.open(asking.folder / f"{id}.jsonl", durable=True) for id in suites}
    collected = {id: Collected(asking) for id in suites}
    models: dict[str, ChatModel] = {
        id: Recorded(collected[id], recordings[id], asking.parameters, unusable=True) for id in suites
    }

    async def ask(id: str) -> None:
        prompts = collected[id].prompts
        outcome = await run_batch(
            prompts,
            [asking.parameters] * len(prompts),
            recordings[id],
            options,
            asking.folder / f"{id}.batch.json",
            deadline=deadline,
            on_progress=lambda text: on_progress(f"{id}: {text}"),
            meter=asking.meter,
        )
        collected[id].prompts = []
        collected[id].failed = {**collected[id].failed, **outcome.failed}

    results = await run_tasks(tasks, setup, models, at_once=asking.at_once)
    for _ in range(ROUNDS):
        wanting = [id for id in suites if collected[id].prompts]
        if not wanting:
            break
        await asyncio.gather(*map(ask, wanting))
        results = await run_tasks(tasks, setup, models, at_once=asking.at_once)
    return tuple(_told(result) for result in results)


def _told(result: CaseResult) -> CaseResult:
    """A trial that is still without an answer has failed, for nothing was recorded that could be stale."""
    return replace(result, state=State.FAILED) if result.state is State.STALE else result
