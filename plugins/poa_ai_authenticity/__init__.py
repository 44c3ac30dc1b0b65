"""Product authenticity: buyers or Amazon doubt that a product is genuine, and invoices are to prove it."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from poa_ai.plugin import IssueType, hookimpl, load_issue_type


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `authenticity`."""
    return [load_issue_type(files(__name__) / "issue.toml", "poa_ai_authenticity/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `authenticity`."""
    return {"authenticity": files("poa_ai_prompts") / "authenticity"}
