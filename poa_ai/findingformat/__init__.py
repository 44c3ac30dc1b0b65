"""The formats in which `check` prints its findings, a module for each."""

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from poa_ai.checkrun import CheckRun

FORMATS = ("text", "json", "sarif", "github", "junit")
"""The formats there are; each is the name of a module with a function `render`."""


WITH_FIXES = frozenset(("json", "sarif"))
"""The formats that show what mends a finding."""


def render(format: str, run: CheckRun) -> Iterator[str]:
    """The findings of a run in one of `FORMATS`, piece by piece. Only its module is imported."""
    return cast(Iterator[str], import_module(f"{__name__}.{format}").render(run))
