"""Asking a model for several replies at once, from code that knows nothing of asyncio."""

import asyncio
from collections.abc import Callable, Sequence

from poa_ai.chatmodel import ChatModel, RenderedPrompt, Reply
from poa_ai.errors import ModelError

AT_ONCE = 16
"""How many calls are under way at a time; the rest wait for their turn."""

Answer = Reply | ModelError
"""What became of one prompt."""
OnDone = Callable[[int, Answer], None]
"""Told the index of a prompt and its answer, as soon as it is there."""


def ask_all(
    model: ChatModel,
    prompts: Sequence[RenderedPrompt],
    deadline_seconds: float,
    on_done: OnDone | None = None,
) -> list[Answer]:
    """The answers in the order of the prompts; a failure is a ModelError in its place, never raised.

    After `deadline_seconds` for all together, what has not come is a failure. Must not be called from
    inside a running event loop. KeyboardInterrupt passes through, once connections are closed.
    """
    return asyncio.run(_ask_all(model, prompts, deadline_seconds, on_done))


async def _ask_all(
    model: ChatModel, prompts: Sequence[RenderedPrompt], deadline_seconds: float, on_done: OnDone | None
) -> list[Answer]:
    answers: list[Answer] = [_late(deadline_seconds) for _ in prompts]
    turn = asyncio.Semaphore(AT_ONCE)

    async def ask(index: int, prompt: RenderedPrompt) -> None:
        async with turn:
            answers[index] = await _answer(model, prompt)
        if on_done is not None:
            on_done(index, answers[index])

    tasks = [asyncio.ensure_future(ask(index, prompt)) for index, prompt in enumerate(prompts)]
    try:
        done, late = await asyncio.wait(tasks, timeout=deadline_seconds) if tasks else (set(), set())
        for task in done:
            task.result()  # what `on_done` raised is a bug of the caller, and shown as one
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if on_done is not None:
            for index, task in enumerate(tasks):
                if task in late:
                    on_done(index, answers[index])
    finally:
        await _closed(model)
    return answers


async def _answer(model: ChatModel, prompt: RenderedPrompt) -> Answer:
    try:
        return await model.complete(prompt)
    except ModelError as reason:
        return reason
    except Exception as reason:  # a model is foreign code; whatever it raises is its failure, not ours
        return ModelError(f"the model failed ({type(reason).__name__})")


async def _closed(model: ChatModel) -> None:
    try:
        await model.close()
    except Exception:  # the answers are there; that a connection can't be closed changes none of them
        return


def _late(seconds: float) -> ModelError:
    return ModelError(f"no answer within {seconds:g} seconds")
