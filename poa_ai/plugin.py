"""All that a plugin imports.

A plugin is a module with functions named after the hooks of `poa_ai.hookspecs` and marked with `hookimpl`,
registered under the entry-point group `poa_ai`. The built-in issue types are such modules.

A name is imported from its home when it is asked for, so that listing plugins costs no more than it must.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pluggy

from poa_ai.packagefiles import package_folder as package_folder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from poa_ai.case import Case, CaseCause
    from poa_ai.chatmodel import ChatModel, ChatModelFactory, ModelOptions, RenderedPrompt, Reply
    from poa_ai.document import Document, Section, SectionDraft, Statement
    from poa_ai.errors import PluginError
    from poa_ai.evaluation.scorer import Better, Score, Scorer, Trial
    from poa_ai.facts import Facts
    from poa_ai.findings import Finding, Severity
    from poa_ai.issue import IssueType
    from poa_ai.matching import IssueMatch, score_issue
    from poa_ai.notice import Notice
    from poa_ai.outline import Part, SectionPlan, plan_sections

hookimpl = pluggy.HookimplMarker("poa_ai")
"""Marks a function of a plugin as the implementation of the hook of that name."""

__all__ = [
    "Better",
    "Case",
    "CaseCause",
    "ChatModel",
    "ChatModelFactory",
    "Document",
    "Facts",
    "Finding",
    "IssueMatch",
    "IssueType",
    "ModelOptions",
    "Notice",
    "Part",
    "PluginError",
    "RenderedPrompt",
    "Reply",
    "Score",
    "Scorer",
    "Section",
    "SectionDraft",
    "SectionPlan",
    "Severity",
    "Statement",
    "Trial",
    "hookimpl",
    "load_issue_type",
    "package_folder",
    "plan_sections",
    "score_issue",
]

_HOMES = {
    "Better": "evaluation.scorer",
    "Case": "case",
    "CaseCause": "case",
    "ChatModel": "chatmodel",
    "ChatModelFactory": "chatmodel",
    "Document": "document",
    "Facts": "facts",
    "Finding": "findings",
    "IssueMatch": "matching",
    "IssueType": "issue",
    "ModelOptions": "chatmodel",
    "Notice": "notice",
    "Part": "outline",
    "PluginError": "errors",
    "RenderedPrompt": "chatmodel",
    "Reply": "chatmodel",
    "Score": "evaluation.scorer",
    "Scorer": "evaluation.scorer",
    "Section": "document",
    "SectionDraft": "document",
    "SectionPlan": "outline",
    "Severity": "findings",
    "Statement": "document",
    "Trial": "evaluation.scorer",
    "plan_sections": "outline",
    "score_issue": "matching",
}


def load_issue_type(file: Traversable, path: str) -> IssueType:
    """The issue type that a file describes, which errors call `path`; see `poa_ai.issuefile`."""
    # Plugins name it at their head and call it only where issue types are asked for.
    from poa_ai import issuefile

    return issuefile.load_issue_type(file, path)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"poa_ai.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'poa_ai.plugin' has no attribute '{name}'")
