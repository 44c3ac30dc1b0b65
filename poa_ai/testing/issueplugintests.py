"""The tests of an issue plugin: subclass, name the plugin, run pytest."""

from functools import cached_property
from pathlib import Path
from typing import ClassVar

from poa_ai.testing.plugincheck import faults_of
from poa_ai.testing.pluginsubject import PluginSubject, locate_plugin


class IssuePluginTests:
    """What every issue plugin is held to; a failing test says what to change.

        class TestReturns(IssuePluginTests):
            plugin = "poa_ai_returns"

    `plugin` is the name of a module, or a folder: of a package, a project, or an issue.toml without Python.
    `facts` is an example facts file. Where it is None, facts.example.json or facts.json beside the plugin
    is taken, else facts are made of the issue type's own words.
    """

    plugin: ClassVar[str | Path]
    facts: ClassVar[str | Path | None] = None

    @cached_property
    def subject(self) -> PluginSubject:
        """The plugin that is tested, with its example."""
        return locate_plugin(self.plugin).with_facts(self.facts)

    def test_it_imports_only_what_plugins_may(self) -> None:
        """Of poa-ai only `poa_ai.plugin`, which keeps its promises from version to version."""
        self._holds("imports")

    def test_it_loads_beside_all_that_is_installed(self) -> None:
        """No hook fails, and no id is taken."""
        self._holds("loads")

    def test_it_loads_light(self) -> None:
        """No model library is imported for a letter that needs none."""
        self._holds("light")

    def test_its_ids_say_whose_they_are(self) -> None:
        """Prompts and rules bear the name of the issue type."""
        self._holds("ids")

    def test_its_patterns_keep_to_their_examples(self) -> None:
        """Signals, variants, routes and checklist items."""
        self._holds("examples")

    def test_every_checklist_item_can_be_met_and_missed(self) -> None:
        """An item that never or always holds helps nobody."""
        self._holds("checklist")

    def test_its_prompts_render(self) -> None:
        """With their own example, and with inputs that a section has."""
        self._holds("prompts")

    def test_its_rules_hold(self) -> None:
        """Beside those of poa-ai, on their own examples."""
        self._holds("rules")

    def test_its_example_notice_matches_it_best(self) -> None:
        """Among all issue types that are installed."""
        self._holds("match")

    def test_each_cause_gets_one_section(self) -> None:
        """Whatever the causes are: they are generated."""
        self._holds("outline")

    def test_its_words_may_stand_in_a_letter(self) -> None:
        """What it offers as cause, action and measure is not withheld."""
        self._holds("words")

    def test_its_letter_ends_clean(self) -> None:
        """Composed, and drafted by a model on a local server that says what it is told."""
        self._holds("draft")

    def test_its_scorers_keep_their_promise(self) -> None:
        """They are pure, never fail, and explain each score."""
        self._holds("scorers")

    def _holds(self, check: str) -> None:
        if faults := list(faults_of(self.subject, check)):
            raise AssertionError("\n".join(faults))
