"""Intellectual property: a rights owner reported an infringement, or Amazon suspects one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.plugin import IssueType


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `ip_complaint`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_ip_complaint/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `ip_complaint`."""
    return {"ip_complaint": package_folder("poa_ai_prompts") / "ip_complaint"}
