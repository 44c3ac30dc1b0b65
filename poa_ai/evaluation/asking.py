"""The models of a run: one set of connections, one purse, one recording for each suite."""

from dataclasses import dataclass, replace
from pathlib import Path

from poa_ai.chatmodel import ChatModel, RenderedPrompt, Reply
from poa_ai.errors import ModelError, StaleRecordingError
from poa_ai.evaluation.judge import SEED, TEMPERATURE
from poa_ai.evaluation.suite import Suite
from poa_ai.llm.deadline import Deadline
from poa_ai.llm.metering import Meter, Metered
from poa_ai.llm.recorded import Recorded, Replayed
from poa_ai.llm.recording import Parameters, Recording
from poa_ai.llm.retrying import PATIENT, Retrying


@dataclass(frozen=True, slots=True)
class Asking:
    """How a live run asks. `seconds` are for all its calls, `at_once` is how many may be under way.

    `folder` holds a recording for each suite, of which none is asked again unless `fresh`.
    """

    model: ChatModel
    parameters: Parameters
    meter: Meter
    seconds: float
    at_once: int
    folder: Path
    fresh: bool = False

    def patient(self, model: ChatModel | None = None) -> ChatModel:
        """The model, or another, with retries and the run's purse; one for all suites of a run."""
        policy = replace(PATIENT, at_once=self.at_once)
        return Retrying(Metered(model or self.model, self.meter), Deadline.after(self.seconds), policy)

    def judging(self, patient: ChatModel, suite: Suite) -> ChatModel:
        """A judge's answers for one suite, kept in the same recording."""
        recording = Recording.open(self.folder / f"{suite.id}.jsonl", durable=False)
        return Recorded(patient, recording, Parameters(patient.name, TEMPERATURE, SEED), fresh=self.fresh)

    def recorded(self, patient: ChatModel, suite: Suite) -> ChatModel:
        """The same for one suite: asked only for what its recording lacks."""
        recording = Recording.open(self.folder / f"{suite.id}.jsonl", durable=False)
        parameters = replace(self.parameters, temperature=suite.temperature, seed=suite.seed)
        return Recorded(patient, recording, parameters, fresh=self.fresh, unusable=True)


def replayed(folders: tuple[Path, ...], suite: Suite, model: str | None = None) -> ChatModel:
    """The recorded answers to a suite, by the model of the suite unless another is named.

    The first of several folders whose recording knows a prompt answers it.
    """
    recordings = [Recording.open(folder / f"{suite.id}.jsonl") for folder in folders]
    return Replays([Replayed(recording, model or suite.model) for recording in recordings])


class Replays:
    """Several recordings as one chat model, asked in their order."""

    def __init__(self, replays: list[Replayed]) -> None:
        self._replays = replays

    @property
    def name(self) -> str:
        """The model that was recorded."""
        return self._replays[0].name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The first recorded answer. Raises StaleRecordingError where none of them holds one."""
        stale: ModelError | None = None
        for replay in self._replays:
            try:
                return await replay.complete(prompt)
            except StaleRecordingError as reason:
                stale = stale or reason
        raise stale or StaleRecordingError("no recording to replay")

    async def close(self) -> None:
        """Nothing is open."""
