"""Late shipment rate: orders confirmed as shipped after the expected ship date, over 10 and 30 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.plugin import IssueType


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `late_shipment`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_late_shipment/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `late_shipment`."""
    return {"late_shipment": package_folder("poa_ai_prompts") / "late_shipment"}


@hookimpl
def poa_ai_rule_files() -> Iterable[Traversable]:
    """Rules on what the late shipment rate is not about, limited to this issue type."""
    return [package_folder(__name__) / "rules.toml"]
