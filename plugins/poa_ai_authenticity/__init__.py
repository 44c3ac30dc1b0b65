"""Product authenticity: buyers or Amazon doubt that a product is genuine, and invoices are to prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.plugin import IssueType


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `authenticity`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_authenticity/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `authenticity`."""
    return {"authenticity": package_folder("poa_ai_prompts") / "authenticity"}
