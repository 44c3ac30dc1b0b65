"""What `--trace-plugins` tells of a call: who was asked, what was answered, how long it took.

Types, counts and ids alone: nothing of the seller's text.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, TypeAlias

from poa_ai.errors import one_line

MAX_NAMES = 5
"""So many ids of an answer are told; the others are counted."""

_MAX_NAME = 40


class HookCall(NamedTuple):
    """One call of a plugin. `hook` is "load" for its import; `plugin` names its distribution too."""

    hook: str
    plugin: str
    answer: str
    milliseconds: float

    def __str__(self) -> str:
        """The call on one line."""
        return f"{self.hook}: {self.plugin}: {self.answer} ({self.milliseconds:.1f} ms)"


Trace: TypeAlias = Callable[[HookCall], None]
"""What is told of each call, once it is over."""


def traced(trace: Trace, hook: str, plugin: str, call: Callable[[], Any]) -> Any:
    """What the call returns, or raises, and the trace told of it."""
    start, told = perf_counter(), ""
    try:
        answer = call()
        told = described(answer) if hook != "load" else "loaded"
    except BaseException as error:
        # The text of an error may quote the case; whoever leaves the plugin out tells it.
        told = f"failed: {type(error).__name__}"
        raise
    finally:
        trace(HookCall(hook, one_line(plugin), told, (perf_counter() - start) * 1000))
    return answer


def described(answer: Any) -> str:
    """An answer, once checked, in a few words: of what type, how many, which ids."""
    if answer is None:
        return "None"
    if isinstance(answer, Mapping):
        return _counted("name", list(answer))
    if isinstance(answer, list):
        return _counted(_type(answer[0]) if answer else "value", [_name(value) for value in answer])
    return f"{_type(answer)} {_short(answer.issue.id)}, score {answer.score:g}"


def _counted(kind: str, names: list[str]) -> str:
    shown = ", ".join(_short(name) for name in names[:MAX_NAMES])
    more = f", {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return f"{len(names)} x {kind}" + (f": {shown}{more}" if shown else "")


def _name(value: object) -> str:
    names: Iterable[object] = (getattr(value, key, None) for key in ("id", "rule", "name"))
    return next((name for name in names if isinstance(name, str)), "?")


def _type(value: object) -> str:
    return "file" if isinstance(value, Path) else _short(type(value).__name__)


def _short(name: str) -> str:
    return one_line(name[:_MAX_NAME])
