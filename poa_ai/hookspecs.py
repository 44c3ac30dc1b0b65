"""The hooks that a plugin may implement: all of them, in the order in which a draft calls them, then evals.

Hooks named "owner only" are asked of the plugin that brought the issue type, and of no other, so the
order of installation never decides an outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from poa_ai.case import Case
    from poa_ai.chatmodel import ChatModelFactory
    from poa_ai.document import Document
    from poa_ai.evaluation.scorer import Scorer
    from poa_ai.facts import Facts
    from poa_ai.findings import Finding
    from poa_ai.issue import IssueType
    from poa_ai.matching import IssueMatch
    from poa_ai.notice import Notice
    from poa_ai.outline import SectionPlan

hookspec = pluggy.HookspecMarker("poa_ai")


@hookspec
def poa_ai_issue_types() -> Iterable[IssueType]:  # type: ignore[empty-body]  # a specification has no body
    """Issue types that the plugin brings. Called once, at loading. An id belongs to one plugin."""


@hookspec
def poa_ai_prompt_folders() -> Mapping[str, Traversable]:  # type: ignore[empty-body]  # a specification has no body
    """Prompt folders by namespace: {"odr": folder} makes folder/section.md the prompt odr/section.

    Called when prompts are needed. A namespace belongs to one plugin; "shared" belongs to poa-ai.
    """


@hookspec
def poa_ai_rule_files() -> Iterable[Traversable]:  # type: ignore[empty-body]  # a specification has no body
    """Rule files (TOML) that are added to poa-ai's own; a rule may be limited to issue types and parts."""


@hookspec
def poa_ai_chat_models() -> Mapping[str, ChatModelFactory]:  # type: ignore[empty-body]  # a specification has no body
    """Factories of chat models by provider name, the part before the colon of `--model`.

    A factory gets ModelOptions and returns a ChatModel or any langchain-core chat model. Called when a
    model is named; the factory of that provider alone is then called.
    """


@hookspec(firstresult=True)
def poa_ai_match_issue(facts: Facts, notice: Notice, issue: IssueType) -> IssueMatch | None:
    """Owner only. How well the issue type fits the case; None leaves it to the default score."""


@hookspec(firstresult=True)
def poa_ai_plan_sections(case: Case, issue: IssueType) -> Sequence[SectionPlan] | None:
    """Owner only. The plans for the causes of the issue type, one each; None leaves it to the default."""


@hookspec
def poa_ai_review(case: Case, document: Document) -> Iterable[Finding]:  # type: ignore[empty-body]  # a specification has no body
    """Findings on the finished letter. Called last; the document can be read, not changed."""


@hookspec
def poa_ai_scorers() -> Mapping[str, Scorer]:  # type: ignore[empty-body]  # a specification has no body
    """Scorers for evals, each under its own name: {"returns/time-limit-told": scorer}. Since interface 1.1.

    A name begins with an issue type of the plugin, or with the plugin's name. Called when a suite names
    scorers of plugins; of those scorers that suite names alone are then called.
    """
