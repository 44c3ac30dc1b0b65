"""Fair pricing: offers priced far above what buyers recently paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.plugin import IssueType


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `fair_pricing`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_fair_pricing/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `fair_pricing`."""
    return {"fair_pricing": package_folder("poa_ai_prompts") / "fair_pricing"}


@hookimpl
def poa_ai_rule_files() -> Iterable[Traversable]:
    """Rules limited to this issue type."""
    return [package_folder(__name__) / "rules.toml"]
