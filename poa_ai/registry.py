"""The plugins of one run: found, loaded one by one, and asked through typed methods.

A plugin that can't be used is named and left out; the rest works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from poa_ai import builtin, hookspecs
from poa_ai.answers import checked_answer
from poa_ai.discovery import OURS, Candidate, PluginInfo, installed_candidates
from poa_ai.errors import PluginError, PoaError
from poa_ai.interface import ATTRIBUTE, import_fault, interface_fault

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from poa_ai.case import Case
    from poa_ai.chatmodel import ChatModelFactory
    from poa_ai.document import Document
    from poa_ai.evaluation.scorer import Scorer
    from poa_ai.facts import Facts
    from poa_ai.findings import Finding
    from poa_ai.issue import IssueType
    from poa_ai.matching import IssueMatch
    from poa_ai.notice import Notice
    from poa_ai.outline import Outline, SectionPlan
    from poa_ai.plugintrace import Trace

CORE = "poa_ai.builtin"
"""The name under which poa-ai's own hooks are registered."""


class Registry:
    """The plugins of one run. Made by `installed` or, with given modules alone, by `of`.

    `trace` is told of each call of a plugin.
    """

    def __init__(
        self,
        candidates: Iterable[Candidate],
        without: Iterable[str] = (),
        *,
        issue_types: bool = True,
        trace: Trace | None = None,
    ) -> None:
        self._asks_issue_types = issue_types
        self._trace = trace
        self._manager = pluggy.PluginManager("poa_ai")
        self._manager.add_hookspecs(hookspecs)
        self._manager.register(builtin, CORE)
        self._owners: dict[str, str] = {}
        self._issues: dict[str, IssueType] = {}
        self._infos: dict[str, PluginInfo] = {}
        self._origins = {CORE: OURS}
        off = set(without)
        for candidate in candidates:
            self._add(candidate, off)

    @classmethod
    def installed(
        cls,
        without: Iterable[str] = (),
        *,
        folders: Iterable[Path] = (),
        issue_types: bool = True,
        trace: Trace | None = None,
    ) -> Registry:
        """All plugins of the environment, our own first, the others by name; then those in `folders`.

        Those in `without` stay off. Without `issue_types` the others are not asked for them, for a command
        that needs none. Raises PluginError for a folder that holds no plugin.
        """
        candidates = installed_candidates()
        if folders := tuple(folders):
            from poa_ai.dataplugin import data_candidates  # most runs have none

            candidates += data_candidates(folders)
        return cls(candidates, without, issue_types=issue_types, trace=trace)

    @classmethod
    def of(cls, modules: Mapping[str, ModuleType]) -> Registry:
        """The given modules by name, and nothing installed."""
        return cls(Candidate(name, name, "", partial(_same, module)) for name, module in modules.items())

    @property
    def plugins(self) -> tuple[PluginInfo, ...]:
        """Every plugin found, in the order of loading."""
        return tuple(self._infos.values())

    @property
    def broken(self) -> tuple[PluginInfo, ...]:
        """The plugins that were left out because of a fault."""
        return tuple(info for info in self._infos.values() if info.state == "broken")

    @property
    def issue_types(self) -> tuple[IssueType, ...]:
        """All issue types, in the order of loading."""
        return tuple(self._issues.values())

    def owner(self, issue_id: str) -> str:
        """The name of the plugin that brought an issue type."""
        return self._owners[issue_id]

    def scorer_owner(self, scorer: str) -> str:
        """The name of the plugin that a scorer belongs to, by the scorer's name."""
        return self._owners.get(namespace := scorer.partition("/")[0], namespace)

    def match_issue(self, facts: Facts, notice: Notice, issue: IssueType) -> IssueMatch:
        """The owner's score of an issue type, else the default one."""
        # What a case needs is imported with the first case: plugins are listed without.
        from poa_ai.matching import score_issue

        answer = self._ask_owner(issue, "poa_ai_match_issue", facts=facts, notice=notice, issue=issue)
        return score_issue(facts, notice, issue) if answer is None else answer

    def plan_outline(self, case: Case) -> Outline:
        """The outline, from the owners' plans. Raises PluginError where they break its invariants."""
        from poa_ai.outline import Outline, plan_sections

        plans: dict[str, SectionPlan] = {}
        for issue in case.issues:
            answer = self._ask_owner(issue, "poa_ai_plan_sections", case=case, issue=issue)
            for section in plan_sections(case.causes_of(issue)) if answer is None else answer:
                plans[section.id] = section
        causes = [cause.id for cause in case.causes]
        ordered = [plans[id] for id in causes if id in plans]
        return Outline(case, (*ordered, *(plan for id, plan in plans.items() if id not in causes)))

    def review(self, case: Case, document: Document) -> tuple[Finding, ...]:
        """What the plugins find on the finished letter."""
        answers = self._collect("poa_ai_review", case=case, document=document)
        return tuple(finding for _, answer in answers for finding in answer)

    def prompt_folders(self) -> Mapping[str, Traversable]:
        """Prompt folders by namespace. A namespace that is taken stays with whoever came first."""
        folders: dict[str, Traversable] = {}
        owners: dict[str, str] = {}
        for name, answer in self._collect("poa_ai_prompt_folders"):
            for namespace, folder in answer.items():
                if namespace in folders:
                    self._leave_out(
                        name, f"the prompt namespace '{namespace}' belongs to {owners[namespace]}"
                    )
                    continue
                folders[namespace], owners[namespace] = folder, name
        return folders

    def rule_files(self) -> tuple[tuple[str, Traversable], ...]:
        """Plugin name and rule file, in the order of loading."""
        return tuple((name, file) for name, answer in self._collect("poa_ai_rule_files") for file in answer)

    def chat_models(self) -> Mapping[str, ChatModelFactory]:
        """Factories of chat models by provider name; ours can't be replaced."""
        factories: dict[str, ChatModelFactory] = {}
        for _, answer in self._collect("poa_ai_chat_models"):
            for provider, factory in answer.items():
                factories.setdefault(provider, factory)
        return factories

    def scorers(self) -> Mapping[str, Scorer]:
        """Scorers by name. A name begins with an issue type of its plugin, or with the name of its plugin."""
        scorers: dict[str, Scorer] = {}
        for plugin, answer in self._collect("poa_ai_scorers"):
            if foreign := [name for name in answer if self.scorer_owner(name) != plugin]:
                told = "must begin with an issue type of the plugin, or with the plugin's name"
                self._leave_out(plugin, f"the scorer '{foreign[0]}' {told}")
            else:
                scorers.update(answer)
        return scorers

    def leave_out(self, name: str, error: Exception) -> None:
        """Take a plugin out whose data proved unusable, and name it among the broken."""
        self._leave_out(name, str(error))

    def _add(self, candidate: Candidate, off: set[str]) -> None:
        name, version = candidate.name, candidate.version
        key = name if name not in self._infos else f"{name} ({candidate.distribution})"
        if off & {name, candidate.distribution}:
            self._infos[key] = PluginInfo(name, candidate.distribution, version, "off")
            return
        self._origins[key] = f"{candidate.distribution} {version}".rstrip()
        try:
            issues = self._load(key, candidate)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a plugin may even call sys.exit; it must take nothing down
            self._infos[key] = PluginInfo(name, candidate.distribution, version, "broken", (), _told(error))
            if self._manager.has_plugin(key):
                self._manager.unregister(name=key)
            return
        for issue in issues:
            self._issues[issue.id], self._owners[issue.id] = issue, key
        ids = tuple(issue.id for issue in issues)
        self._infos[key] = PluginInfo(name, candidate.distribution, version, "ok", ids)

    def _load(self, key: str, candidate: Candidate) -> tuple[IssueType, ...]:
        module = self._traced("load", key, candidate.load)
        if fault := interface_fault(getattr(module, ATTRIBUTE, None)):
            raise PluginError(fault)
        self._manager.register(module, key)
        self._check_hooks()
        for hook in self._manager.get_hookcallers(module) or ():
            if any(i.plugin_name == key and (i.wrapper or i.hookwrapper) for i in hook.get_hookimpls()):
                raise PluginError(f"{hook.name} must not be a hook wrapper; return an answer instead")
        issues: list[IssueType] = []
        for _, answer in self._collect("poa_ai_issue_types", only=key) if self._asks_issue_types else ():
            issues += answer
        ids = [issue.id for issue in issues]
        for issue in issues:
            if ids.count(issue.id) > 1:
                raise PluginError(f"the issue type '{issue.id}' is brought twice")
            if owner := self._owners.get(issue.id):
                raise PluginError(f"the issue type '{issue.id}' is already brought by {owner}")
        return tuple(issues)

    def _check_hooks(self) -> None:
        """Raises PluginError for a hook that there is none of, with the name that was meant."""
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            found = re.search(r"unknown hook '(\w+)'", str(error))
            if found is None:
                raise
            import difflib  # where a hook is misspelt, and not before

            near = difflib.get_close_matches(found[1], vars(hookspecs), 1)
            hint = f"did you mean '{near[0]}'?" if near else "docs/plugins.md describes those there are"
            raise PluginError(f"there is no hook '{found[1]}'; {hint}") from None

    def _collect(self, hook: str, /, only: str | None = None, **arguments: Any) -> list[tuple[str, Any]]:
        # One plugin at a time, ours first, then in the order of loading: so that a fault has a name.
        answers: list[tuple[str, Any]] = []
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            name = implementation.plugin_name
            if only is not None and name != only:
                continue
            answer = self._call(hook, implementation, arguments, fatal=only is not None)
            if answer is not None:
                answers.append((name, answer))
        order = {name: index for index, name in enumerate((CORE, *self._infos))}
        return sorted(answers, key=lambda pair: order.get(pair[0], len(order)))

    def _ask_owner(self, issue: IssueType, hook: str, /, **arguments: Any) -> Any:
        owner = self._owners.get(issue.id)
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            if implementation.plugin_name == owner:
                return self._call(hook, implementation, arguments, fatal=False)
        return None

    def _call(
        self, hook: str, implementation: pluggy.HookImpl, arguments: Mapping[str, Any], *, fatal: bool
    ) -> Any:
        name = implementation.plugin_name

        def call() -> Any:
            answer = implementation.function(*(arguments[argument] for argument in implementation.argnames))
            return None if answer is None else checked_answer(hook, answer)

        try:
            return self._traced(hook, name, call)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if fatal or name == CORE:
                raise
            self._leave_out(name, _told(error))
            return None

    def _traced(self, hook: str, name: str, call: Callable[[], Any]) -> Any:
        if self._trace is None:
            return call()
        from poa_ai.plugintrace import traced

        return traced(self._trace, hook, f"{name} of {self._origins[name]}", call)

    def _leave_out(self, name: str, error: str) -> None:
        if info := self._infos.get(name):
            self._infos[name] = info._replace(state="broken", error=error)


def _same(module: ModuleType) -> ModuleType:
    return module


def _told(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, PoaError) and text:
        return text
    remedy = import_fault(error)
    return f"{type(error).__name__}: {text}"[:300] + (f"; {remedy}" if remedy else "")
