"""The checks of issue plugins: a good plugin has no fault, and each check finds what it is there for."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings

from poa_ai.errors import PluginError, RuleError
from poa_ai.factsfile import facts_from_json
from poa_ai.pipeline import prepare
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.testing import (
    IssuePluginTests,
    check_plugin,
    check_rule,
    facts_json,
    issue_causes,
    issue_facts,
    issue_facts_json,
    plugincode,
    render_prompt,
    write_facts,
)
from poa_ai.testing.plugincheck import CHECKS, PluginFault, faults_of
from poa_ai.testing.pluginsubject import locate_plugin

RETURNS = Path(__file__).parents[1] / "thirdparty" / "poa-ai-returns"
MODULE, ISSUE, RULES = "__init__.py", "issue.toml", "rules.toml"
PROMPT, FACTS = "prompts/section.md", "../facts.json"
BROKEN = Path(__file__).parents[1] / "thirdparty" / "poa-ai-broken" / "poa_ai_broken"
RAISES = 'def iterdir(self):\n        raise RecursionError("round and round")'
HOOK = "@hookimpl\ndef poa_ai_rule_files()"
"""Where code is put in front of the plugin's third hook."""


(ODR,) = (issue for issue in Registry.installed().issue_types if issue.id == "odr")
WIDE = settings(max_examples=1_000, database=None, phases=[Phase.generate])


@pytest.fixture(autouse=True)
def own_search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the outside plugin, to break."""
    return Path(shutil.copytree(RETURNS, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__")))


def change(project: Path, file: str, old: str, new: str) -> None:
    path = project / "poa_ai_returns" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_good_plugin_has_no_fault(project: Path) -> None:
    assert check_plugin(project) == ()


def test_a_plugin_is_found_by_its_package_too(project: Path) -> None:
    subject = locate_plugin(project / "poa_ai_returns")

    assert (subject.name, subject.module) == ("returns", "poa_ai_returns")
    assert subject.facts == project / "facts.json"
    assert list(faults_of(subject, "loads")) == []


def test_an_installed_plugin_is_found_by_the_name_of_its_module() -> None:
    subject = locate_plugin("poa_ai_odr")

    assert (subject.name, subject.search, subject.facts) == ("odr", (), None)
    assert list(faults_of(subject, "loads")) == []
    assert list(faults_of(subject, "draft")) == []


def test_a_folder_without_python_is_a_plugin_too(project: Path) -> None:
    folder = project / "poa_ai_returns"
    (folder / MODULE).unlink()
    shutil.copy(project / "facts.json", folder)

    assert check_plugin(folder) == ()
    change(project, ISSUE, '"Your return dissatisfaction rate is 14%."', '"Your rate is 14%."')
    (fault,) = check_plugin(str(folder))
    assert fault.check == "examples"


@pytest.mark.parametrize(
    ("check", "file", "old", "new", "told"),
    [
        (
            "imports",
            MODULE,
            "from dataclasses",
            "import poa_ai.registry\nfrom dataclasses",
            "poa_ai.plugin instead",
        ),
        (
            "imports",
            MODULE,
            "from dataclasses",
            "from poa_ai import draft\nfrom dataclasses",
            "imports poa_ai.draft",
        ),
        (
            "loads",
            MODULE,
            "from dataclasses",
            "import not_there\nfrom dataclasses",
            "No module named 'not_there'",
        ),
        ("loads", MODULE, "from dataclasses", "raise SystemExit(3)\nfrom dataclasses", "can't be loaded"),
        (
            "loads",
            MODULE,
            'return [files(__name__) / "rules.toml"]',
            "return 5",
            "poa_ai_rule_files must return",
        ),
        ("loads", MODULE, "poa_ai_rule_files()", "poa_ai_rules()", "poa_ai_rules"),
        ("loads", MODULE, HOOK, HOOK.replace("@hookimpl\n", ""), "poa_ai_rule_files is never called"),
        ("loads", MODULE, "@hookimpl", "", "it has no hook"),
        ("loads", ISSUE, 'id = "returns"', 'id = "odr"', "already brought by odr; choose another id"),
        ("loads", ISSUE, "reviewer =", "reviewr =", "did you mean 'reviewer'?"),
        ("light", MODULE, "from dataclasses", "import tiktoken\nfrom dataclasses", "imports tiktoken"),
        ("ids", RULES, "blame.returns-serial", "blame.serial", "call it 'blame.returns-serial-returner'"),
        ("ids", MODULE, '{"returns": files', '{"backs": files', "call it 'returns'"),
        ("ids", MODULE, '{"returns": files', '{"odr": files', "belongs to odr"),
        (
            "examples",
            ISSUE,
            '"Your late shipment rate is 6%."',
            '"No return dissatisfaction rate."',
            "must pass",
        ),
        ("examples", ISSUE, "Your return dissatisfaction rate is 14%,", "It is 14%,", "example notice"),
        ("checklist", ISSUE, 'wants = ["return_diss', 'wants = ["other_diss', "is not met by any facts"),
        ("checklist", ISSUE, 'check = "metric"', 'check = "variant"', "is not met by any facts"),
        ("checklist", ISSUE, 'check = "metric"', 'check = "mentions"\nmet = ["x"]\nmissed = ["y"]', "'x'"),
        ("prompts", PROMPT, "root_cause_facts", "weather", "no input 'weather'"),
        ("prompts", PROMPT, 'cause = "Returns:', 'course = "Returns:', "section.md:"),
        ("prompts", MODULE, 'files(__name__) / "prompts"', "files(__name__)", "write section.md"),
        ("rules", RULES, "serial returners?'", "14 requests'", "keeps: "),
        ("rules", RULES, 'issues = ["returns"]', 'issues = ["return"]', "'return', which there is not"),
        ("rules", RULES, "source = ", "sauce = ", "did you mean 'source'?"),
        ("match", ISSUE, "weight = 2.0", "weight = 0.5", "raise the weight"),
        (
            "match",
            ISSUE,
            "Send us a plan",
            "Your order defect rate is 3%. Send us a plan",
            "speaks for 'odr' as much",
        ),
        (
            "outline",
            MODULE,
            "for plan in plans]",
            "for plan in plans[:1]]",
            "one section for each root cause",
        ),
        ("outline", MODULE, 'plan.heading.replace(issue.title, "Returns")', '""', "has no heading"),
        (
            "outline",
            MODULE,
            "replace(plan, heading",
            'replace(plan, prompt="returns/other", heading',
            "'returns/other'",
        ),
        (
            "outline",
            MODULE,
            "    scored = score",
            "    facts.metrics[0].count.bit_count()\n    scored = score",
            "a hook failed",
        ),
        (
            "words",
            ISSUE,
            '["Waiting requests answered"]',
            '["We beg Amazon to forgive us"]',
            "as a plain fact",
        ),
        ("draft", MODULE, "Severity.WARNING", "Severity.ERROR", ""),
        ("draft", PROMPT, "<<<facts", "<<<told", "between '<<<facts'"),
        ("draft", PROMPT, "part root_cause", "part cause", "the facts of root_cause"),
        ("draft", FACTS, '"issue": "returns"', '"issue": "odr"', "has no root cause of returns"),
        ("draft", FACTS, '"schema_version": 1', '"schema_version": 7', "schema_version"),
        ("loads", MODULE, "return {limit.name: limit}", "return [limit]", "poa_ai_scorers must return"),
        ("scorers", MODULE, "return {limit.name: limit}", "return [limit]", "poa_ai_scorers must return"),
        (
            "scorers",
            MODULE,
            '"returns/time-limit',
            '"odr/time-limit',
            "must begin with an issue type of the plugin",
        ),
        (
            "scorers",
            MODULE,
            "return Score.share(told,",
            "return Score.share(told * 2,",
            "is 2; it must lie from 0",
        ),
        (
            "scorers",
            MODULE,
            "return Score.share(told,",
            "return (told,",
            "answered with tuple; it must be a Score",
        ),
        (
            "scorers",
            MODULE,
            'f"{told} of {len(sections)} sections on returns name hours"',
            '" "',
            "nothing as 'why'",
        ),
        (
            "scorers",
            MODULE,
            "told = sum(",
            "raise SystemExit(3)\n    told = sum(",
            "it fails with SystemExit: 3",
        ),
        (
            "scorers",
            MODULE,
            "told = sum(",
            "len(trial.raw[0].statements[0].text)\n    told = sum(",
            "IndexError",
        ),
        (
            "scorers",
            MODULE,
            "    sections = _sections(trial.result.document)",
            "    SEEN.append(trial)\n    return Score(1 / len(SEEN), None, 'seen')\n\n\nSEEN = []\n\n\n"
            "def _other(trial):\n    sections = _sections(trial.result.document)",
            "answers differently the second time",
        ),
        (
            "scorers",
            FACTS,
            '"schema_version": 1',
            '"schema_version": 7',
            "no letter is drafted from its example",
        ),
    ],
)
def test_a_fault_is_found_and_says_what_to_change(
    project: Path, check: str, file: str, old: str, new: str, told: str
) -> None:
    change(project, file, old, new)
    if told == "":
        change(project, FACTS, "within 24 hours", "on Saturdays as well")
        told = "consistency.returns-time-limit"
    faults = list(faults_of(locate_plugin(project), check))

    assert any(told in fault for fault in faults), faults


def test_what_cannot_be_loaded_has_no_other_fault(project: Path) -> None:
    change(project, MODULE, "from dataclasses", "import not_there\nfrom dataclasses")
    (fault,) = check_plugin(project)

    assert isinstance(fault, PluginFault)
    assert fault.check == "loads"


def test_a_plugin_that_hangs_at_import_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugincode, "TIME_LIMIT", 1.0)
    change(project, MODULE, "from dataclasses", "import time\ntime.sleep(60)\nfrom dataclasses")
    (fault,) = check_plugin(project)

    assert "takes more than 1 seconds" in fault.message


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda project: project / "nowhere", "no such folder"),
        (lambda project: "not_a_module_at_all", "install the plugin, or give its folder"),
        (lambda project: "sys", "there is no module 'sys'"),
        (lambda project: "no/such/folder", "no such folder"),
        (lambda project: project / "poa_ai_returns" / "prompts", "holds neither issue.toml"),
        (
            lambda project: (project / "poa_ai_returns").rename(project / "moved").parent,
            "correct the entry point",
        ),
        (
            lambda project: (project / "pyproject.toml").write_text("[project]") and project,
            "must register one plugin",
        ),
        (
            lambda project: (project / "pyproject.toml").write_text("=") and project,
            "must register one plugin",
        ),
    ],
)
def test_what_is_no_plugin_is_refused(
    project: Path, break_it: Callable[[Path], str | Path], told: str
) -> None:
    with pytest.raises(PluginError, match=told):
        check_plugin(break_it(project))


@pytest.mark.parametrize("module", sorted(file.stem for file in BROKEN.glob("[!_]*.py")))
def test_a_broken_plugin_has_a_fault_and_stops_no_check(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BROKEN.parent))

    assert check_plugin(f"poa_ai_broken.{module}")


def test_a_checklist_item_with_the_finding_of_another_plugin_is_a_fault(project: Path) -> None:
    change(project, ISSUE, 'id = "returns"', 'id = "odr-rate"')
    change(project, ISSUE, 'id = "rate-measured"', 'id = "measured"')
    faults = list(faults_of(locate_plugin(project), "ids"))

    assert any("'consistency.odr-rate-measured' is the id of another check" in fault for fault in faults)


def test_what_a_plugin_raises_while_it_is_checked_is_a_fault(project: Path) -> None:
    change(project, MODULE, 'return {"returns": files(__name__) / "prompts"}', 'return {"returns": Odd("x")}')
    change(project, MODULE, HOOK, f"class Odd(type(files(__name__))):\n    {RAISES}\n\n\n{HOOK}")
    (fault,) = faults_of(locate_plugin(project), "prompts")

    assert "it can't be checked: RecursionError: round and round" in fault


def test_each_check_is_a_test_of_the_class() -> None:
    asked: list[str] = []

    class Recording(IssuePluginTests):
        def _holds(self, check: str) -> None:
            asked.append(check)

    for name in dir(Recording):
        if name.startswith("test_"):
            getattr(Recording(), name)()

    assert sorted(asked) == sorted(CHECKS)


def test_a_failing_test_says_what_to_change(project: Path) -> None:
    change(project, RULES, "blame.returns-serial", "blame.serial")

    class Returns(IssuePluginTests):
        plugin = project

    with pytest.raises(AssertionError, match=r"call it 'blame\.returns-serial-returner'"):
        Returns().test_its_ids_say_whose_they_are()
    Returns().test_its_prompts_render()


def test_an_example_of_ones_own_is_drafted(tmp_path: Path) -> None:
    other = facts_json(issues=None)
    other["root_causes"][0]["issue"] = "late_shipment"
    file = write_facts(tmp_path, other)

    class OrderDefectRate(IssuePluginTests):
        plugin = "poa_ai_odr"

    class LateShipment(OrderDefectRate):
        facts = file

    OrderDefectRate().test_its_letter_ends_clean()
    with pytest.raises(AssertionError, match="has no root cause of odr"):
        LateShipment().test_its_letter_ends_clean()


@pytest.mark.parametrize("name", [issue.id for issue in Registry.installed().issue_types])
def test_facts_made_of_an_issue_type_lack_no_part(name: str) -> None:
    registry = Registry.installed()
    (issue,) = (known for known in registry.issue_types if known.id == name)
    prepared = prepare(facts_from_json(issue_facts_json(issue)), registry, load_rulebook(registry))
    causes = {cause.id for cause in prepared.case.causes}

    assert len(causes) == len(issue.cause_kinds)
    assert not {gap.rule for gap in prepared.blocking if gap.section in causes or gap.item in causes}
    assert prepared.attestation.withheld == ()


@given(issue_facts(ODR))
def test_generated_facts_are_valid_and_about_the_issue_type(facts: dict[str, Any]) -> None:
    causes = facts_from_json(facts).root_causes

    assert {cause.issue for cause in causes} <= {"odr"}


@pytest.mark.parametrize("kind", [*(kind.id for kind in ODR.cause_kinds), "no-such-kind", None])
def test_causes_of_every_kind_are_generated(kind: str | None) -> None:
    found = find(issue_causes(ODR), lambda cause: cause.get("kind") == kind, settings=WIDE)

    assert found["issue"] == "odr"


def test_a_rule_file_is_held_to_its_examples(project: Path) -> None:
    file = project / "poa_ai_returns" / RULES

    assert check_rule(file) == ()
    change(project, RULES, "A serial returner opened", "A buyer opened")
    (line,) = check_rule(file)
    assert line.startswith(f"{file}:")
    assert "nothing found in 'A buyer opened 14 requests.'" in line
    change(project, RULES, "source = ", "sauce = ")
    with pytest.raises(RuleError, match="did you mean 'source'"):
        check_rule(str(file))


def test_a_prompt_file_is_rendered_with_its_example(project: Path) -> None:
    rendered = render_prompt(project / "poa_ai_returns" / PROMPT)

    assert [message.role for message in rendered.messages] == ["system", "user"]
    assert "A1: On 3 November 2026, we answered the 31 waiting requests." in rendered.messages[1].content
