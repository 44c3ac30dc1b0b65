"""Models that answer from a recording: first or only."""

from dataclasses import replace

from poa_ai.chatmodel import ChatModel, RenderedPrompt, Reply
from poa_ai.errors import StaleRecordingError, UnusableReplyError
from poa_ai.llm.recording import Parameters, Recording, call_key

_NONE = "unusable: "  # before the reason of an answer that is none, in the place of the finish reason


class Recorded:
    """A chat model that is asked only for what the recording does not hold; what it answers is kept there.

    With `fresh` it is asked for all; a new answer takes the place of an old one, and the others stay. With
    `unusable` an answer that is none is kept as well: what a model does with a prompt is what evals measure.
    """

    def __init__(
        self,
        model: ChatModel,
        recording: Recording,
        parameters: Parameters,
        *,
        fresh: bool = False,
        unusable: bool = False,
    ) -> None:
        self._model = model
        self._recording = recording
        self._parameters = parameters
        self._fresh = fresh
        self._unusable = unusable

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._model.name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The recorded answer, else a new one. Raises ModelError; InputError where it can't be kept."""
        key = call_key(prompt, self._parameters)
        known = None if self._fresh else self._recording.get(key)
        if known is not None and (self._unusable or not _problem(known)):
            return _usable(known)
        try:
            reply = await self._model.complete(prompt)
        except UnusableReplyError as reason:
            if self._unusable:
                kept = Reply("", self.name, f"{_NONE}{reason}")
                self._recording.add(key, prompt, self._parameters, kept)
            raise
        self._recording.add(key, prompt, self._parameters, reply)
        return reply

    async def close(self) -> None:
        """Give back connections."""
        await self._model.close()


class Replayed:
    """A recording as a chat model: no key, no network, no model library."""

    def __init__(self, recording: Recording, model: str | None = None) -> None:
        """`model` picks one of several that are recorded; None takes them all, the first first."""
        self._recording = recording
        asked = (replace(one, repeat=0) for one in recording.asked if model is None or one.model == model)
        self._asked = list(dict.fromkeys(asked))
        self._name = model or (self._asked[0].model if self._asked else "replay")

    @property
    def name(self) -> str:
        """The model that was recorded."""
        return self._name

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        """The recorded answer. Raises ModelError where there is none: prompt or facts have changed since."""
        for asked in self._asked:
            reply = self._recording.get(call_key(prompt, asked))
            if reply is not None:
                return _usable(reply)
        raise StaleRecordingError(f"{self._recording.path}: {self._lacks(prompt)}")

    async def close(self) -> None:
        """Nothing is open."""

    def _lacks(self, prompt: RenderedPrompt) -> str:
        """What is missing, why, and how it comes in."""
        if not self._asked and len(self._recording):
            known = ", ".join(dict.fromkeys(one.model for one in self._recording.asked))
            return f"answers of {known} alone are recorded; record with --record --model {self._name}"
        repeats = 1 + max((one.repeat for one in self._recording.asked), default=0)
        if prompt.repeat >= repeats:
            return f"no more than {repeats} for each prompt are recorded; record with --record --repeats"
        return (
            f"no answer to this prompt ({prompt.ref.id}) is recorded, since the prompt or the facts have "
            "changed; record again with --record"
        )


def _problem(reply: Reply) -> str:
    """Why a recorded answer is none; "" where it is one."""
    reason = reply.finish_reason or ""
    return reason.removeprefix(_NONE) if reason.startswith(_NONE) else ""


def _usable(reply: Reply) -> Reply:
    if problem := _problem(reply):
        raise UnusableReplyError(problem)
    return reply
