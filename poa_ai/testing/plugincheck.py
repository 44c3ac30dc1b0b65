"""Everything that an issue plugin is held to, as `poa-ai plugins check` and `IssuePluginTests` ask it.

Needs the extra `testing`: without it the import of this module raises ImportError.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from poa_ai.errors import one_line
from poa_ai.testing import plugincode, plugindata, pluginscorers, pluginuse
from poa_ai.testing.plugincode import Check
from poa_ai.testing.pluginsubject import PluginSubject, locate_plugin


class PluginFault(NamedTuple):
    """One thing wrong with a plugin. `check` is a name of `CHECKS`, `message` says what to change."""

    check: str
    message: str


CHECKS: Mapping[str, Check] = {
    "imports": plugincode.imports,
    "loads": plugincode.loads,
    "light": plugincode.light,
    "ids": plugindata.ids,
    "examples": plugindata.examples,
    "checklist": plugindata.checklist,
    "prompts": plugindata.prompts,
    "rules": plugindata.rules,
    "match": pluginuse.match,
    "outline": pluginuse.outline,
    "words": pluginuse.words,
    "draft": pluginuse.draft,
    "scorers": pluginscorers.scorers,
}
"""The checks by name, in the order in which they are made."""


def check_plugin(plugin: str | Path) -> tuple[PluginFault, ...]:
    """All faults of a plugin, given by its module's name or its folder; empty where every check holds.

    A plugin that can't be loaded has the faults of its loading alone. It is imported first in a process of
    its own, with a time limit. Raises PluginError where there is no plugin. Takes some seconds.
    """
    subject = locate_plugin(plugin)
    faults: list[PluginFault] = []
    for name in CHECKS:
        found = [PluginFault(name, message) for message in faults_of(subject, name)]
        faults += found
        if found and name == "loads":
            break
    return tuple(faults)


def faults_of(subject: PluginSubject, check: str) -> Iterator[str]:
    """What one check finds, each with what to change; what a plugin raises in it is a fault too."""
    try:
        yield from CHECKS[check](subject)
    except Exception as error:  # a plugin may answer with objects of its own making
        told = one_line(f"{type(error).__name__}: {error}")[:300]
        yield f"it can't be checked: {told}; correct what raises it"
