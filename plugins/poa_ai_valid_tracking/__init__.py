"""Valid tracking rate: parcels with a tracking number that a carrier has scanned, over 30 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.plugin import IssueType


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `valid_tracking`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_valid_tracking/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `valid_tracking`."""
    return {"valid_tracking": package_folder("poa_ai_prompts") / "valid_tracking"}


@hookimpl
def poa_ai_rule_files() -> Iterable[Traversable]:
    """Rules limited to this issue type."""
    return [package_folder(__name__) / "rules.toml"]
