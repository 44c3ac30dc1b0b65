"""The reports of evals, a module for each format; each says the same of a run, or of two side by side."""

from importlib import import_module
from typing import cast

from poa_ai.evaluation.comparison import Comparison
from poa_ai.evaluation.results import Results

FORMATS = ("terminal", "markdown", "junit", "page")
"""The formats there are; each is the name of a module with a function `render`. "page" is HTML."""


def render(format: str, subject: Results | Comparison) -> str:
    """The report in one of `FORMATS`, ending with a newline. Only its module is imported."""
    return cast(str, import_module(f"{__name__}.{format}").render(subject))
