"""Order defect rate: negative feedback, A-to-z claims and chargebacks among the orders of 60 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poa_ai.plugin import hookimpl, load_issue_type, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

    from poa_ai.plugin import IssueType


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `odr`."""
    return [load_issue_type(package_folder(__name__) / "issue.toml", "poa_ai_odr/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `odr`."""
    return {"odr": package_folder("poa_ai_prompts") / "odr"}
