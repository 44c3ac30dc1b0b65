"""The drafting as a LangChain Runnable, to be put into a chain of one's own.

    from poa_ai.langchain import PlanDrafter

    chain = PlanDrafter(model=my_chat_model) | (lambda result: result.text())
    letter = chain.invoke("facts.json")

Importing this module imports langchain-core.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig

from poa_ai.facts import Facts
from poa_ai.library import adraft, draft
from poa_ai.registry import Registry
from poa_ai.report import DraftResult

if TYPE_CHECKING:
    from poa_ai.library import Model

FactsInput = Facts | Mapping[str, Any] | Path | str
"""What a facts file holds: its path, its parsed JSON, or `Facts`."""


class PlanDrafter(Runnable[FactsInput, DraftResult]):
    """Drafts a plan of action: facts in, `DraftResult` out. It raises what `poa_ai.draft` raises.

    `model` may be a langchain-core chat model, a name such as "openai:gpt-4.1-mini", or None: then the
    letter is composed from the facts alone. `timeout` is in seconds, for all calls of one letter.
    """

    def __init__(
        self,
        model: "Model | None" = None,
        *,
        registry: Registry | None = None,
        strict: bool = False,
        review: bool = False,
        timeout: float = 600.0,
    ) -> None:
        self._options: dict[str, Any] = {
            "model": model,
            "registry": registry,
            "strict": strict,
            "review": review,
            "timeout": timeout,
        }

    def invoke(self, input: FactsInput, config: RunnableConfig | None = None, **_: Any) -> DraftResult:
        """The letter for one case. Not inside an event loop: see `ainvoke`."""
        return self._call_with_config(lambda facts: draft(facts, **self._options), input, config)

    async def ainvoke(self, input: FactsInput, config: RunnableConfig | None = None, **_: Any) -> DraftResult:
        """The same inside an event loop; cancelled, it cancels its calls."""

        async def run(facts: FactsInput) -> DraftResult:
            return await adraft(facts, **self._options)

        return await self._acall_with_config(run, input, config)
