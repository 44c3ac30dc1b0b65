"""Checks of a plugin in use: its notice is heard, its sections are planned, its letters end clean."""

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from poa_ai.chatmodel import ModelOptions
from poa_ai.document import Author, Section
from poa_ai.drafting import DraftingResult
from poa_ai.errors import PoaError, WrongArtefactError
from poa_ai.facts import Facts, NoticeFacts
from poa_ai.factsfile import facts_from_json, load_facts
from poa_ai.issue import IssueType
from poa_ai.library import draft as draft_letter
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.matching import THRESHOLD
from poa_ai.notice import parse_notice
from poa_ai.outline import Part
from poa_ai.pipeline import prepare
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing.chatserver import LocalChatServer, echo_facts
from poa_ai.testing.factories import facts_json
from poa_ai.testing.issuefacts import issue_facts, issue_facts_json
from poa_ai.testing.pluginsubject import PluginSubject

GENERATED = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""How facts are generated: few, and the same in every run."""

REPAIRED = "repaired"
"""How the report of a statement begins that a model gave only when it was asked again."""


def match(subject: PluginSubject) -> Iterator[str]:
    """The example notice of each issue type speaks for it more than for any other that is installed."""
    registry = subject.among_installed()
    for issue in subject.issues(registry):
        facts = Facts(schema_version=1, notice=NoticeFacts(text=issue.example_notice))
        notice = parse_notice(facts.notice)
        scores = {i.id: registry.match_issue(facts, notice, i).score for i in registry.issue_types}
        own = scores.pop(issue.id)
        if own < THRESHOLD:
            yield (
                f"{issue.id}: its example notice scores {own:g}, less than {THRESHOLD:g}; "
                "raise the weight of a signal that it holds"
            )
        for other, score in scores.items():
            if score >= own:
                yield (
                    f"{issue.id}: its example notice speaks for '{other}' as much ({score:g} to {own:g}); "
                    "name in a signal what this issue type alone has, or leave out what that one has"
                )
    if error := subject.fault(registry):
        yield f"a hook failed: {error}; correct it"


def outline(subject: PluginSubject) -> Iterator[str]:
    """For generated causes there is one section each, in order, with a heading and a prompt there is."""
    for issue in subject.issues(subject.alone()):
        if issue.route.may_be_plan:
            yield from (f"{issue.id}: {line}" for line in _first_faults(subject, issue))


def words(subject: PluginSubject) -> Iterator[str]:
    """What the issue type offers as cause, action and measure may stand in a letter."""
    registry = subject.alone()
    book = load_rulebook(registry)
    for issue in subject.issues(registry):
        for kind in issue.cause_kinds:
            prepared = prepare(facts_from_json(issue_facts_json(issue, [kind])), registry, book)
            for withheld in prepared.attestation.withheld:
                yield (
                    f"{issue.id}: cause kind {kind.id}: {withheld.text!r} is withheld from the letter by "
                    f"{withheld.rule}; word it as a plain fact"
                )


def draft(subject: PluginSubject) -> Iterator[str]:
    """The letter of its example ends clean: composed, and by a model that says what it is told.

    Where no notice on the issue ever wants a plan, no letter is drafted instead.
    """
    alone = subject.alone()
    issues = {issue.id for issue in subject.issues(alone) if issue.route.may_be_plan}
    try:
        own = [] if subject.facts is None else [load_facts(subject.facts)]
    except PoaError as error:
        yield f"its example: {error}"
        return
    never = [issue for issue in subject.issues(alone) if not issue.route.may_be_plan]
    if never and not issues:
        yield from _refusal_faults(
            own or [facts_from_json(issue_facts_json(issue)) for issue in never], alone
        )
        return
    if own and issues and not issues & {cause.issue for cause in own[0].root_causes}:
        yield f"{subject.facts}: has no root cause of {', '.join(sorted(issues))}; add one"
    made = [facts_from_json(issue_facts_json(i)) for i in subject.issues(alone) if i.id in issues]
    # A plugin without issue types may still review letters, or bring rules.
    for facts in own or made or [facts_from_json(facts_json())]:
        yield from _letter_faults(facts, subject.among_installed(), subject)


def _first_faults(subject: PluginSubject, issue: IssueType) -> list[str]:
    """What is wrong with the first generated facts that something is wrong with."""
    found: list[str] = []

    @GENERATED
    @given(issue_facts(issue))
    def look(facts: dict[str, Any]) -> None:
        if not found:
            found.extend(_outline_faults(subject, facts))

    look()
    return found


def _outline_faults(subject: PluginSubject, facts: Mapping[str, Any]) -> Iterator[str]:
    registry = subject.alone()
    try:
        result = draft_letter(facts, registry=registry)
    except PoaError as error:
        yield f"poa_ai_plan_sections: {error}"
        return
    if fault := subject.fault(registry):
        yield f"a hook failed on generated facts: {fault}; it must answer for every valid case"
    known = PromptStore.of(registry.prompt_folders()).ids()
    for section in result.document.sections:
        if section.draft.plan.prompt not in known:
            yield f"a section asks for the prompt '{section.draft.plan.prompt}', which there is not; write it"
            return


def _refusal_faults(examples: list[Facts], registry: Registry) -> Iterator[str]:
    for facts in examples:
        try:
            draft_letter(facts, registry=registry)
        except WrongArtefactError:
            continue
        except PoaError as error:
            yield f"{facts.origin}: {error}"
            continue
        yield f"a letter is drafted from {facts.origin}, and its route is never a plan; name its issue type"


def _letter_faults(facts: Facts, registry: Registry, subject: PluginSubject) -> Iterator[str]:
    try:
        with LocalChatServer(echo_facts) as server:
            model = OpenAIChat(ModelOptions("echo", server.base_url, 10.0))
            results = [draft_letter(facts, registry=registry)]
            results.append(draft_letter(facts, registry=registry, model=model))
    except PoaError as error:
        yield f"no letter is drafted from {facts.origin}: {error}"
        return
    if fault := subject.fault(registry):
        yield f"a hook failed while a letter was drafted: {fault}; correct it"
    for finding in dict.fromkeys(f for result in results for f in result.findings if f.is_error):
        yield f"the letter of {facts.origin} has the error {finding.rule}: {finding.message} {finding.hint}"
    for section in results[1].document.sections:
        yield from (f"{facts.origin}: {line}" for line in _unasked(section, results[1].drafting))


def _unasked(section: Section, drafting: DraftingResult | None) -> Iterator[str]:
    """The parts of a section of which a model that repeats its facts can say nothing."""
    if drafting and section.id in drafting.failures:
        yield f"section {section.id} can't be asked of a model: {drafting.failures[section.id]}"
        return
    for part in Part:
        told = section.draft.of(part)
        # What a model left out is asked for once more, in poa-ai's own words.
        if told and not any(s.by is Author.MODEL and not s.why.startswith(REPAIRED) for s in told):
            yield (
                f"section {section.id}: its prompt does not give a model the facts of {part}; write a line "
                f"'part {part}' and {{{part}_facts}} between '<<<facts' and 'facts>>>'"
            )
