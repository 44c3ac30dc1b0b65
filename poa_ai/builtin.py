"""What poa-ai itself brings as a plugin: the shared prompts, the OpenAI provider, the default answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from poa_ai.case import Case
from poa_ai.chatmodel import ChatModelFactory, ModelOptions
from poa_ai.issue import IssueType
from poa_ai.matching import IssueMatch, score_issue
from poa_ai.notice import Notice
from poa_ai.outline import SectionPlan, plan_sections
from poa_ai.plugin import hookimpl

if TYPE_CHECKING:
    from poa_ai.facts import Facts


@hookimpl
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:
    """The prompts that all issue types include."""
    return {"shared": files("poa_ai_prompts") / "shared"}


@hookimpl
def poa_ai_chat_models() -> Mapping[str, ChatModelFactory]:
    """OpenAI and every server that speaks its protocol."""
    return {"openai": _openai}


@hookimpl(trylast=True)
def poa_ai_match_issue(facts: Facts, notice: Notice, issue: IssueType) -> IssueMatch:
    """The default score."""
    return score_issue(facts, notice, issue)


@hookimpl(trylast=True)
def poa_ai_plan_sections(case: Case, issue: IssueType) -> Sequence[SectionPlan]:
    """The default plan."""
    return plan_sections(case.causes_of(issue))


def _openai(options: ModelOptions) -> Any:
    # Imported when a model is named, and not before: openai takes most of a second.
    from poa_ai.llm.openai_chat import OpenAIChat

    return OpenAIChat(options)
