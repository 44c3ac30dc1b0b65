"""Checks of a plugin's data: ids, examples, checklist, prompts and rules."""

from collections.abc import Iterator
from typing import Any

from poa_ai.completeness import find_gaps
from poa_ai.errors import PoaError
from poa_ai.factsfile import facts_from_json
from poa_ai.issue import ChecklistItem, IssueType
from poa_ai.issueexamples import check_issue_examples
from poa_ai.pipeline import PreparedCase, prepare
from poa_ai.promptstore import PromptStore
from poa_ai.registry import Registry
from poa_ai.rulecatalogue import catalogue
from poa_ai.sectionprompt import render_section
from poa_ai.testing.issuefacts import issue_facts_json, metric_json
from poa_ai.testing.pluginsubject import PluginSubject
from poa_ai.validation.examples import check_examples
from poa_ai.validation.rule import Rule, RuleSet
from poa_ai.validation.rulefile import add_rules, load_builtin_rules, load_rules

NO_RULES = RuleSet(())
"""For cases whose wording is not judged."""


def ids(subject: PluginSubject) -> Iterator[str]:
    """Ids say whose they are, and none is taken: those of prompts and of rules."""
    registry = subject.alone()
    issues = [issue.id for issue in subject.issues(registry)]
    for namespace in _namespaces(registry):
        if namespace not in (*issues, subject.name):
            wanted = issues[0] if issues else subject.name
            yield f"the prompt namespace '{namespace}' is none of its issue types; call it '{wanted}'"
    own = [name.replace("_", "-") for name in (*issues, subject.name)]
    # "gift-card-" is as clear as "gift-cards-".
    prefixes = tuple(prefix for name in own for prefix in (f"{name}-", f"{name.removesuffix('s')}-"))
    for rule in _own_rules(registry):
        name = rule.id.partition(".")[2]
        if not name.startswith(prefixes):
            better = f"{rule.category}.{own[0]}-{name}"
            yield f"{rule.source_file}: the rule '{rule.id}' does not say whose it is; call it '{better}'"
    among = subject.among_installed()
    among.prompt_folders()
    if error := subject.fault(among):
        yield f"it is left out beside the plugins that are installed: {error}; choose another name"
    listed = [entry.id for entry in catalogue(RuleSet(()), among.issue_types)]
    for issue in subject.issues(among):
        for item in issue.checklist:
            for id in (f"{category}.{issue.id}-{item.id}" for category in ("structure", "consistency")):
                if listed.count(id) > 1:
                    yield f"{issue.id}: checklist {item.id}: '{id}' is the id of another check; rename it"


def examples(subject: PluginSubject) -> Iterator[str]:
    """Signals, variants, routes and checklist items find their examples and pass by their decoys."""
    for issue in subject.issues(subject.alone()):
        yield from (f"{line}; change the pattern or the example" for line in check_issue_examples(issue))


def checklist(subject: PluginSubject) -> Iterator[str]:
    """Each checklist item is met by some facts and missed by others, as `poa-ai gaps` asks it."""
    registry = subject.alone()
    for issue in subject.issues(registry):
        for item in issue.checklist:
            where = f"{issue.id}: checklist {item.id}"
            for text in item.met or ("",):
                if _is_missed(issue, item, text, registry, met=True):
                    told = f"by {text!r}" if text else "by any facts"
                    yield f"{where}: is not met {told}; change 'check', 'wants' or 'variants'"
            for text in item.missed or ("",):
                if not _is_missed(issue, item, text, registry, met=False):
                    told = f"by {text!r}" if text else "by any facts"
                    yield f"{where}: is not missed {told}; change 'check', 'wants' or 'variants'"


def prompts(subject: PluginSubject) -> Iterator[str]:
    """Prompts load, render with their example, and ask for inputs that a section has."""
    registry = subject.alone()
    own = _namespaces(registry)
    try:
        store = PromptStore.of(registry.prompt_folders())
    except PoaError as error:
        yield str(error)
        return
    known = store.ids()
    for issue in subject.issues(registry):
        if not issue.route.may_be_plan:
            continue  # no section is ever about it
        case = _prepared(issue_facts_json(issue), registry).case
        try:
            plans = registry.plan_outline(case).sections
        except PoaError:
            plans = ()  # which the check of the outline tells
        for name in sorted({plan.prompt for plan in plans} - set(known)):
            file = f"{name.partition('/')[2]}.md"
            yield f"there is no prompt '{name}', which its sections ask for; write {file}"
        for name in (name for name in known if name.partition("/")[0] in own):
            try:
                prompt = store.get(name)
                prompt.render(prompt.example)
                if prompt.reply == "section" and plans:
                    render_section(prompt, plans[0], case)
            except PoaError as error:
                yield str(error)


def rules(subject: PluginSubject) -> Iterator[str]:
    """Rule files load beside poa-ai's own, their examples hold, and the issue types they name exist."""
    registry = subject.alone()
    known = {issue.id for issue in subject.among_installed().issue_types}
    book = load_builtin_rules()
    for name, file in registry.rule_files():
        path = f"{name}/{file.name}"
        try:
            found = load_rules(file, path)
            book = add_rules(book, found)
        except PoaError as error:
            yield str(error)
            continue
        for rule in found:
            for issue in set(rule.issues) - known:
                yield f"{rule.source_file}: '{rule.id}' is for the issue type '{issue}', which there is not"
        for line in check_examples(book):
            if line.startswith(f"{path}:"):
                yield f"{line}; change the pattern or the example"


def _own_rules(registry: Registry) -> Iterator[Rule]:
    for name, file in registry.rule_files():
        try:
            yield from load_rules(file, f"{name}/{file.name}")
        except PoaError:
            continue  # which the check of the rules tells


def _namespaces(registry: Registry) -> list[str]:
    return [name for name in registry.prompt_folders() if name != "shared"]


def _is_missed(issue: IssueType, item: ChecklistItem, text: str, registry: Registry, *, met: bool) -> bool:
    case = _prepared(_facts_for(issue, item, text, met=met), registry).case
    gaps = {gap.rule for gap in find_gaps(case) if gap.item == item.id}
    return any(rule.endswith(f".{issue.id}-{item.id}") for rule in gaps)


def _facts_for(issue: IssueType, item: ChecklistItem, text: str, *, met: bool) -> dict[str, Any]:
    """Facts that meet an item, or miss it, and are silent about all else."""
    cause: dict[str, Any] = {"issue": issue.id, "statement": text or "Nothing is known of it yet."}
    facts: dict[str, Any] = {"schema_version": 1, "issues": [issue.id], "root_causes": [cause]}
    wanted = [variant for variant in issue.variants if variant.id in item.variants]
    if item.check == "variant" and met:
        wanted = list(issue.variants)
    heard = [finds for variant in wanted[:1] for finds in variant.signal.finds[:1]]
    facts["notice"] = {"asks_for_plan": True, "text": " ".join(heard)}
    if met and item.check == "metric":
        facts["metrics"] = [metric_json(kind) for name in item.wants if (kind := issue.metric(name))]
    if met and item.check == "products":
        facts["products"] = [{"asin": "B0EXAMPLE1"}]
    if met and item.check == "cause-kind":
        cause["kind"] = issue.cause_kinds[0].id
    return facts


def _prepared(facts: dict[str, Any], registry: Registry) -> PreparedCase:
    return prepare(facts_from_json(facts), registry, NO_RULES)
