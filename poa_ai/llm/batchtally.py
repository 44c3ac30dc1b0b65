"""What is asked for by batches, what has come, and what it cost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from poa_ai.chatmodel import NO_USAGE, ModelOptions, RenderedPrompt, Reply, Usage
from poa_ai.errors import ModelError
from poa_ai.llm.batchresult import BatchResult, read_result
from poa_ai.llm.capabilities import Capabilities
from poa_ai.llm.metering import Meter, Plan
from poa_ai.llm.recorded import Recorded
from poa_ai.llm.recording import Parameters, Recording


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt, what besides decides its answer, and the request that both become."""

    prompt: RenderedPrompt
    parameters: Parameters
    request: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What a run of batches brought. `answered` counts the answers that it put into the recording.

    `failed` tells why there is none, by key. `usage` is what was charged for both, as far as it was told.
    """

    answered: int
    failed: Mapping[str, str]
    usage: Usage


class BatchTally:
    """The requests of one run, by key, and their results; each answer is in the recording at once."""

    def __init__(
        self, asked: Mapping[str, Asked], recording: Recording, options: ModelOptions, meter: Meter
    ) -> None:
        self.asked = asked
        self._recording = recording
        self._options = options
        self._meter = meter
        self._takes = Capabilities()
        self._notes: tuple[str, ...] = ()
        self._plans: dict[str, Plan] = {}
        self._failures: dict[str, ModelError] = {}
        self._answered = 0
        self._usage = NO_USAGE

    @property
    def outcome(self) -> BatchOutcome:
        """What has come so far."""
        failed = {key: str(reason) for key, reason in self._failures.items()}
        return BatchOutcome(self._answered, failed, self._usage)

    def plan(self, keys: Sequence[str]) -> None:
        """Set aside what these requests may cost.

        Raises ModelError where all together may pass the limit; nothing is set aside then.
        """
        for number, key in enumerate(keys):
            try:
                self._plans[key] = self._meter.plan(self.asked[key].prompt)
            except ModelError:
                for planned in keys[:number]:
                    self._meter.write_off(self._plans.pop(planned), charged=False)
                raise ModelError(
                    f"nothing is submitted: the {len(keys)} requests may cost more than the limit of "
                    f"{self._meter.limit:g} USD, which {number} of them may reach"
                ) from None

    def requests(self, keys: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """The requests with these keys, without what the server was found not to take."""
        self._notes = self._takes.notes
        for key in keys:
            yield key, self._takes.fit(self.asked[key].request)

    async def take(self, line: bytes | None) -> None:
        """Read a line of results. One that is none, or of no request, or a second one, is passed over."""
        result = None if line is None else read_result(line, self._options, self._notes)
        asked = None if result is None else self.asked.get(result.key)
        if result is None or asked is None or self._is_done(result):
            return
        kept = Recorded(
            _Arrived(asked.parameters.model, result.answer), self._recording, asked.parameters, unusable=True
        )
        try:
            await kept.complete(asked.prompt)
        except ModelError as reason:
            self._failures[result.key] = self._judged(reason, result, asked)
        else:
            self._failures.pop(result.key, None)
            self._answered += 1
        self._pay(result)

    def end(self, keys: Iterable[str], why: str, *, again: bool) -> None:
        """No more results will come for these keys; `again` tells that asking again may help."""
        for key in keys:
            if key in self._plans:
                self._failures[key] = ModelError(why, transient=again)
                self._meter.write_off(self._plans.pop(key), charged=True)

    def again(self) -> tuple[str, ...]:
        """The requests that have failed and are worth asking again."""
        return tuple(key for key, reason in self._failures.items() if reason.transient)

    def _is_done(self, result: BatchResult) -> bool:
        """Whether a result adds nothing: only a reply does, where the request has failed already."""
        if self._recording.get(result.key) is not None:
            return True
        return result.key not in self._plans and not isinstance(result.answer, Reply)

    def _judged(self, reason: ModelError, result: BatchResult, asked: Asked) -> ModelError:
        """The failure; worth another try also where the server can be asked in a way that it takes."""
        if result.reason is not None and result.reason.status_code in {400, 422}:
            self._takes.learn(result.reason, asked.request)
            if self._takes.fit(asked.request) != asked.request:
                return ModelError(str(reason), transient=True)
        return reason

    def _pay(self, result: BatchResult) -> None:
        self._usage += result.usage
        plan = self._plans.pop(result.key, None)
        if plan is None:
            return
        if result.usage == NO_USAGE and isinstance(result.answer, ModelError):
            self._meter.write_off(plan, charged=result.answer.charged)
        else:
            self._meter.settle(plan, result.usage)


class _Arrived:
    """An answer that has come, as a model: so that it is kept as those of any other are."""

    def __init__(self, name: str, answer: Reply | ModelError) -> None:
        self.name = name
        self._answer = answer

    async def complete(self, prompt: RenderedPrompt) -> Reply:  # noqa: ARG002 - it was asked before
        if isinstance(self._answer, ModelError):
            raise self._answer
        return self._answer

    async def close(self) -> None:
        """Nothing is open."""
