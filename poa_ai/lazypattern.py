"""Regular expressions that are compiled when they are first asked for: most runs need few of them."""

import re
from typing import Any, cast


class _LazyPattern:
    """Stands for the compiled pattern, and passes on what a pattern is asked by name."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        # Called once for each name: what was found is kept where Python looks first.
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, for any use but as an argument of the functions of `re`.

    A pattern at the head of a module costs nothing until it is used; one that can't be compiled raises
    `re.error` then.
    """
    return cast("re.Pattern[str]", _LazyPattern(source, flags))
