"""The model as drafting sees it: masked, recorded, patient, and counted."""

from dataclasses import dataclass

from poa_ai.chatmodel import ChatModel
from poa_ai.llm.deadline import Deadline
from poa_ai.llm.masked import MaskedChat
from poa_ai.llm.metering import Meter, Metered
from poa_ai.llm.prices import Price
from poa_ai.llm.recorded import Recorded, Replayed
from poa_ai.llm.recording import Parameters, Recording
from poa_ai.llm.retrying import PATIENT, Retrying, RetryPolicy
from poa_ai.llm.tokens import TokenCounter
from poa_ai.masking import Mask


@dataclass(frozen=True, slots=True)
class Session:
    """All calls of one command: one meter, one retry policy, at most one recording.

    `parameters` go into the key of a recorded answer; with `fresh` none that is recorded is used.
    """

    model: ChatModel
    meter: Meter
    parameters: Parameters
    recording: Recording | None = None
    fresh: bool = False
    policy: RetryPolicy = PATIENT

    @classmethod
    def of(
        cls,
        model: ChatModel,
        *,
        price: Price | None = None,
        limit: float | None = None,
        recording: Recording | None = None,
        fresh: bool = False,
        parameters: Parameters | None = None,
    ) -> "Session":
        """A session with a meter of its own; `limit` is in USD."""
        name = model.name
        meter = Meter(lambda: TokenCounter.of(name.partition(":")[2] or name), price, limit)
        return cls(model, meter, parameters or Parameters(name, 0.0, None), recording, fresh)

    def guarded(self, private: tuple[str, ...], seconds: float) -> ChatModel:
        """The model with everything around it; all its calls together have so many seconds from now."""
        if isinstance(self.model, Replayed):
            return MaskedChat(self.model, Mask(private))
        asked: ChatModel = Retrying(Metered(self.model, self.meter), Deadline.after(seconds), self.policy)
        if self.recording is not None:
            asked = Recorded(asked, self.recording, self.parameters, fresh=self.fresh)
        return MaskedChat(asked, Mask(private))
