"""The test kit of poa-ai, installed by the extra `testing`, so that plugin authors can use it too.

    from poa_ai.testing import IssuePluginTests, LocalChatServer, check_rule, render_prompt

A name is imported from its home when it is asked for: not every test needs Hypothesis.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poa_ai.testing.chatserver import LocalChatServer
    from poa_ai.testing.datafiles import check_rule, render_prompt
    from poa_ai.testing.factories import cause_json, facts_json, minimal_json, write_facts
    from poa_ai.testing.issuefacts import (
        issue_actions,
        issue_causes,
        issue_facts,
        issue_facts_json,
        issue_measures,
    )
    from poa_ai.testing.issueplugintests import IssuePluginTests
    from poa_ai.testing.plugincheck import PluginFault, check_plugin
    from poa_ai.testing.strategies import facts_jsons

__all__ = [
    "IssuePluginTests",
    "LocalChatServer",
    "PluginFault",
    "cause_json",
    "check_plugin",
    "check_rule",
    "facts_json",
    "facts_jsons",
    "issue_actions",
    "issue_causes",
    "issue_facts",
    "issue_facts_json",
    "issue_measures",
    "minimal_json",
    "render_prompt",
    "write_facts",
]

_HOMES = {
    "chatserver": ("LocalChatServer",),
    "datafiles": ("check_rule", "render_prompt"),
    "factories": ("cause_json", "facts_json", "minimal_json", "write_facts"),
    "issuefacts": ("issue_actions", "issue_causes", "issue_facts", "issue_facts_json", "issue_measures"),
    "issueplugintests": ("IssuePluginTests",),
    "plugincheck": ("PluginFault", "check_plugin"),
    "strategies": ("facts_jsons",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"poa_ai.testing.{home}"), name)
    raise AttributeError(f"module 'poa_ai.testing' has no attribute '{name}'")
