"""--plugins and --trace-plugins, and `plugins` in poa-ai.toml."""

import json
import shutil
from pathlib import Path

import pytest
from commandrun import Runner

EXAMPLE = Path(__file__).parents[1] / "thirdparty" / "gift-cards-data"
FACTS = EXAMPLE / "facts.json"


def test_a_letter_is_drafted_with_a_folder_as_the_plugin(run: Runner) -> None:
    ran = run("draft", FACTS, "--plugins", EXAMPLE)

    assert ran.code == 0, ran.err
    assert "## 1. Gift card redemption: Own orders paid by gift card\n" in ran.out
    assert run("draft", FACTS).code == 3


def test_its_prompts_and_rules_are_there_like_those_of_others(run: Runner) -> None:
    rendered = run("prompts", "render", "gift_cards/section", "--plugins", EXAMPLE)
    listed = run("rules", "list", "--plugins", EXAMPLE)
    rules = run("rules", "test", "--plugins", EXAMPLE)
    gaps = run("gaps", FACTS, "--plugins", EXAMPLE)

    assert (rendered.code, rules.code, gaps.code) == (0, 0, 0)
    assert "Two employees placed orders in our store" in rendered.out
    assert "blame.gift-card-fraudster" in listed.out


def test_the_settings_name_folders_relative_to_their_file(run: Runner, working_folder: Path) -> None:
    shutil.copytree(EXAMPLE, "mine/gift-cards")
    Path("poa-ai.toml").write_text('plugins = ["mine"]\n', encoding="utf-8")

    ran = run("plugins", "list", "--json")

    assert json.loads(ran.out)[-1] == {
        "name": "gift-cards",
        "distribution": str(working_folder / "mine" / "gift-cards"),
        "version": "",
        "state": "ok",
        "issue_types": ["gift_cards"],
        "error": None,
    }
    assert run("plugins", "list", "--json", "--plugins", "mine/gift-cards").out == ran.out
    off = json.loads(run("plugins", "list", "--json", "--without", "gift-cards").out)
    assert off[-1]["state"] == "off"


@pytest.mark.parametrize("value", ["5", "[5]", "[ '' ]", "'mine'"])
def test_settings_of_the_wrong_type_are_named(run: Runner, value: str) -> None:
    Path("poa-ai.toml").write_text(f"plugins = {value}\n", encoding="utf-8")

    ran = run("plugins", "list")

    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("poa-ai: poa-ai.toml:1: 'plugins'")


@pytest.mark.parametrize(
    "command",
    [
        ("draft", FACTS),
        ("check", "letter.md"),
        ("gaps", FACTS),
        ("plugins", "list"),
        ("prompts", "list"),
        ("rules", "list"),
    ],
)
def test_every_command_refuses_a_folder_without_a_plugin_in_one_line(
    run: Runner, command: tuple[object, ...]
) -> None:
    Path("letter.md").write_text("# Plan of Action\n", encoding="utf-8")

    ran = run(*command, "--plugins", ".")

    assert (ran.code, ran.out) == (4, "")
    assert ran.err == "poa-ai: .: holds no plugin: no issue.toml, neither in it nor in a folder in it\n"


def test_a_broken_folder_is_named_with_line_and_key_and_the_letter_is_written(
    run: Runner, facts: Path
) -> None:
    shutil.copytree(EXAMPLE, "mine")
    Path("mine/issue.toml").write_text('id = "mine"\ntitel = "x"\n', encoding="utf-8")

    ran = run("draft", facts, "--plugins", "mine")

    assert ran.code == 0
    assert ran.lines[0] == (
        "poa-ai: plugin 'mine' of mine is left out: "
        "mine/issue.toml:2: unknown key 'titel'; did you mean 'title'?"
    )
    assert run("draft", facts, "--plugins", "mine", "--strict-plugins").code == 4


def test_a_folder_cannot_take_an_installed_issue_type(run: Runner, facts: Path) -> None:
    shutil.copytree(EXAMPLE, "odr")
    file = Path("odr/issue.toml")
    file.write_text(file.read_text("utf-8").replace('id = "gift_cards"', 'id = "odr"'), encoding="utf-8")

    ran = run("draft", facts, "--plugins", "odr")

    assert ran.code == 0
    assert ran.lines[0] == (
        "poa-ai: plugin 'odr' of odr is left out: the issue type 'odr' is already brought by odr"
    )
    assert ran.out == run("draft", facts).out


def test_the_trace_tells_each_call_and_nothing_of_the_case(run: Runner) -> None:
    ran = run("draft", FACTS, "--plugins", EXAMPLE, "--trace-plugins")
    lines = [line.removeprefix("poa-ai: trace: ") for line in ran.lines if line.startswith("poa-ai: trace: ")]

    assert ran.code == 0
    assert ran.out == run("draft", FACTS, "--plugins", EXAMPLE).out
    assert any(line.startswith("load: odr of poa-ai ") for line in lines)
    mine = [line.partition(" (")[0] for line in lines if "gift-cards-data" in line]
    assert mine == [
        f"{hook}: gift-cards-data of {EXAMPLE}: {answer}"
        for hook, answer in [
            ("load", "loaded"),
            ("poa_ai_issue_types", "1 x IssueType: gift_cards"),
            ("poa_ai_rule_files", "1 x file: rules.toml"),
        ]
    ]
    assert all(line.endswith(" ms)") for line in lines)
    assert "Pellbrook" not in ran.err


def test_quiet_keeps_the_trace_quiet_too(run: Runner) -> None:
    ran = run("plugins", "list", "--trace-plugins", "--quiet")

    assert (ran.code, ran.err) == (0, "")
