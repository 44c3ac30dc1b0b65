"""Many prompts by batches: at half the price, and within a day instead of at once.

OpenAI's Batch API takes a file of requests and gives back a file of answers. A run submits what the recording
lacks, waits, and puts each answer into the recording. One that was stopped goes on from its state file.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from poa_ai.chatmodel import NO_USAGE, ModelOptions, RenderedPrompt
from poa_ai.errors import InternalError, ModelError
from poa_ai.llm.batchclient import BatchClient
from poa_ai.llm.batchfile import OPENAI_LIMITS, BatchFile, FileLimits, batch_files
from poa_ai.llm.batchstate import BatchState, UnderWay
from poa_ai.llm.batchstatus import BatchStatus
from poa_ai.llm.batchtally import Asked, BatchOutcome, BatchTally
from poa_ai.llm.deadline import Deadline
from poa_ai.llm.metering import Meter
from poa_ai.llm.openai_chat import OpenAIServer
from poa_ai.llm.recording import Parameters, Recording, call_key
from poa_ai.llm.retrying import PATIENT, RetryPolicy
from poa_ai.llm.tokens import TokenCounter

_FIRST_PAUSE = 0.25
"""Seconds before the second look at a batch; each pause after that is twice as long, up to `poll_seconds`."""

Progress = Callable[[str], None]
"""Told in a line where a run stands, at most once for each look at a batch."""


async def run_batch(
    prompts: Sequence[RenderedPrompt],
    parameters: Sequence[Parameters],
    recording: Recording,
    options: ModelOptions,
    state: Path,
    *,
    deadline: Deadline,
    poll_seconds: float = 30.0,
    on_progress: Progress = lambda _: None,
    meter: Meter | None = None,
    policy: RetryPolicy = PATIENT,
    limits: FileLimits = OPENAI_LIMITS,
) -> BatchOutcome:
    """Ask by batches for each prompt, with its parameters, whose answer the recording lacks.

    The prompts are sent as they are: mask them before. `state` is the file of what is under way; at the
    deadline, or when the run is stopped, that goes on at the server, and the next run with the same file
    fetches it. A request that no answer came for, and may yet get one, is asked once more in the same run.
    `poll_seconds` is the longest pause between two looks at a batch; the first ones are shorter.

    Raises ModelError where nothing can be asked at all (key, credit, a limit of `meter`, a server without
    batches), and InputError where recording or state can't be used. What fails for one prompt is in the
    outcome.
    """
    server = OpenAIServer.of(options)
    asked = _asked(prompts, parameters, recording, server, options)
    if not asked:
        return BatchOutcome(0, {}, NO_USAGE)
    meter = meter or Meter(lambda: TokenCounter.of(options.model), None)
    tally = BatchTally(asked, recording, options, meter)
    client = BatchClient(server, options, deadline, policy, state)
    run = _Run(client, tally, BatchState.open(state), recording, limits, poll_seconds, on_progress)
    try:
        async with asyncio.timeout(deadline.left) as clock:
            await run.whole()
    except TimeoutError:
        if not clock.expired():
            raise
        why = f"no answer within {deadline.seconds:g} seconds; the batch goes on, and the next run fetches it"
        tally.end(asked, why, again=False)
    finally:
        await client.close()
    return tally.outcome


def _asked(
    prompts: Sequence[RenderedPrompt],
    parameters: Sequence[Parameters],
    recording: Recording,
    server: OpenAIServer,
    options: ModelOptions,
) -> dict[str, Asked]:
    asked = {}
    for prompt, given in zip(prompts, parameters, strict=True):
        if given.model.partition(":")[2] != options.model:
            raise InternalError(f"a batch of '{options.model}' was given a prompt for '{given.model}'")
        key = call_key(prompt, given)
        if key not in asked and recording.get(key) is None:
            own = replace(options, temperature=given.temperature, seed=given.seed)
            asked[key] = Asked(prompt, given, server.request(prompt, own))
    return asked


class _Run:
    def __init__(
        self,
        client: BatchClient,
        tally: BatchTally,
        state: BatchState,
        recording: Recording,
        limits: FileLimits,
        poll_seconds: float,
        tell: Progress,
    ) -> None:
        self._client = client
        self._tally = tally
        self._state = state
        self._recording = recording
        self._limits = limits
        self._poll_seconds = poll_seconds
        self._tell = tell

    async def whole(self) -> None:
        """Go on with what is under way, submit the rest, and ask once more for what a batch left open."""
        self._tally.plan([*self._tally.asked])
        under_way = await self._resumed()
        held = {key for entry in under_way for key in entry.keys}
        await self._follow(under_way + await self._submitted([k for k in self._tally.asked if k not in held]))
        if again := self._tally.again():
            try:
                self._tally.plan(again)
            except ModelError as reason:
                self._tell(str(reason))
            else:
                await self._follow(await self._submitted(again))

    async def _resumed(self) -> list[UnderWay]:
        """The batches of earlier runs that hold what this one asks for.

        A file whose batch was perhaps never made is left where there is none: to upload again costs nothing.
        """
        under_way = []
        for known in self._state.entries:
            entry = self._state.settle(known, {k for k in known.keys if self._recording.get(k) is not None})
            if not any(key in self._tally.asked for key in entry.keys):
                continue
            batch = entry.batch or await self._client.find(entry.input_file)
            if batch is None:
                self._state.forget(entry)
            else:
                under_way.append(self._state.put(replace(entry, batch=batch)))
        return under_way

    async def _submitted(self, keys: Sequence[str]) -> list[UnderWay]:
        files = batch_files(self._tally.requests(keys), self._limits)
        return [await self._submit(file) for file in files]

    async def _submit(self, file: BatchFile) -> UnderWay:
        input_file = await self._client.upload(file.data)
        entry = self._state.put(UnderWay(input_file, None, file.keys))
        batch = await self._client.create(input_file)
        self._tell(f"batch submitted: {len(file.keys)} requests")
        return self._state.put(replace(entry, batch=batch))

    async def _follow(self, under_way: Sequence[UnderWay]) -> None:
        """Look at each batch from time to time, until all have ended and their results are read."""
        waiting = dict(enumerate(under_way, 1))
        usual = min(_FIRST_PAUSE, self._poll_seconds)
        while waiting:
            pause = usual
            for number, entry in list(waiting.items()):
                name = f"batch {number} of {len(under_way)}"
                try:
                    status = await self._client.status(entry.batch or "")
                except ModelError as reason:
                    if not reason.transient:
                        raise
                    self._tell(f"{name}: {reason}; asked again")
                    pause = max(pause, reason.retry_after or 0.0)
                    continue
                self._tell(f"{name}: {status.done} of {status.total or len(entry.keys)} done")
                if status.ended:
                    await self._fetch(entry, status)
                    del waiting[number]
            if waiting:
                await asyncio.sleep(pause)
            usual = min(2 * usual, self._poll_seconds)

    async def _fetch(self, entry: UnderWay, status: BatchStatus) -> None:
        for file in (status.output_file, status.error_file):
            if file:
                await self._client.fetch(file, self._tally.take)
        self._tally.end(entry.keys, status.why, again=status.again)
        self._state.settle(entry, self._tally.asked)
