"""Order defect rate: negative feedback, A-to-z claims and chargebacks among the orders of 60 days."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from poa_ai.plugin import IssueType, hookimpl, load_issue_type


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The issue type `odr`."""
    return [load_issue_type(files(__name__) / "issue.toml", "poa_ai_odr/issue.toml")]


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts of this issue type, under the namespace `odr`."""
    return {"odr": files("poa_ai_prompts") / "odr"}
