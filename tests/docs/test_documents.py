"""What the documents say is so: examples run, commands and files exist, exit codes and links are right."""

import argparse
import importlib
import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from documents import ROOT, blocks, commands, read

from poa_ai import cli, errors
from poa_ai.factsfile import facts_from_json

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/evals.md",
    "docs/models.md",
    "docs/plugins.md",
    "bench/README.md",
]
SESSIONS = [block for name in DOCUMENTS for block in blocks(name, "console")]
COMMANDS = sorted({command for name in DOCUMENTS for command in commands(name)})
POA_AI = [command for command in COMMANDS if "poa-ai " in command]
PROGRAMS = {"python", "pip", "source", "poa-ai", "printf", "bash", ".ci/run"}
"""What a command may begin with, beside the tools of the dev extra."""


def test_there_is_something_to_test() -> None:
    assert len(SESSIONS) >= 3
    assert len(COMMANDS) >= 12


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_prints_what_it_shows(session: str) -> None:
    """A line of dots stands for any lines, dots at the end of a line for the rest of it."""
    first, _, shown = session.partition("\n")
    assert first.startswith("$ ")

    printed = _shell(first[2:])

    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\ \.\.\.", " .*") + "\n"
        for line in shown.splitlines()
    )
    assert re.fullmatch(pattern, printed), printed


def test_the_two_commands_of_the_readme_are_marked() -> None:
    """.ci/run takes them from there."""
    for name in ("draft", "test"):
        _, mark, after = read("README.md").partition(f"\n<!-- command: {name} -->\n```sh\n")
        assert mark
        assert "&&" in after.splitlines()[0]
        assert after.splitlines()[1] == "```"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_programs_of_a_command_are_there_after_an_install(command: str) -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        dev = tomllib.load(file)["project"]["optional-dependencies"]["dev"]
    known = PROGRAMS | {re.split(r"[\[<>=]", tool)[0] for tool in dev}
    known |= {"lint-imports"} if "import-linter" in known else set()

    for part in re.split(r"\s*(?:&&|\|)\s*", command):
        assert shlex.split(part)[0] in known, part


@pytest.mark.parametrize("command", POA_AI)
def test_the_options_of_a_command_exist(command: str) -> None:
    words = shlex.split(command[command.rindex("poa-ai ") :])[1:]
    module = importlib.import_module(f"poa_ai.commands.{words[0]}")
    parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
    module.add_arguments(parser)
    try:
        parser.parse_args(words[1:])
    except SystemExit:
        pytest.fail(f"not understood: {command}")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_that_a_document_names_exist(name: str) -> None:
    text = read(name)
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    named = re.findall(r"`((?:poa_ai|plugins|prompts|evals|tests|docs|bench|\.ci)/[\w./-]+)`", text)
    cases = re.findall(r"evals/cases/[\w./-]+", text)

    if not (ROOT / "poa_ai").is_dir():  # the tests of the wheel run without the sources
        named = [path for path in named if not path.startswith(("poa_ai", "plugins", "prompts", ".ci"))]
    for target in [
        *((ROOT / name).parent / link for link in linked),
        *(ROOT / path for path in named + cases),
    ]:
        assert target.exists(), target


def test_the_exit_codes_of_the_readme_are_those_of_the_program() -> None:
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", read("README.md"), re.MULTILINE)}
    raised = {kind.exit_code for kind in _tree(errors.PoaError)}

    assert documented == {0, 1, cli.BUG, cli.INTERRUPTED} | raised


def test_so_are_those_of_the_help() -> None:
    shown = _shell("poa-ai --help").partition("exit codes:")[2]

    assert {int(code) for code in re.findall(r"(?:^|\s)(\d+) [a-z]", shown)} == {0, 1, 2, 3, 4, 5, 70, 130}


def test_the_facts_of_the_readme_load() -> None:
    (example,) = blocks("README.md", "json")

    assert facts_from_json(json.loads(example)).issues == ("odr",)


def test_the_mistakes_of_the_readme_are_told_in_its_words(tmp_path: Path) -> None:
    (example,) = blocks("README.md", "json")
    facts = json.loads(example)
    facts["facts"].append({"text": "42 SKUs were affected.", "evidnce": ["E1"]})
    facts["root_causes"][0]["corrective_actions"][0]["done_on"] = "16.10.2026"
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")

    told = _shell("poa-ai draft facts.json 2>&1 || true", tmp_path)

    (shown,) = [block for block in blocks("README.md", "") if "evidnce" in block]
    assert [f"poa-ai: {line}" for line in shown.splitlines()] == told.splitlines()


def test_the_library_example_of_the_readme_runs() -> None:
    (example,) = blocks("README.md", "python")
    ran = subprocess.run(
        [sys.executable, "-c", example], check=False, capture_output=True, text=True, timeout=60, cwd=ROOT
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("# Plan of Action\n")
    assert "begging." in ran.stdout


def test_the_issue_types_of_the_readme_are_those_of_the_project() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        entries = tomllib.load(file)["project"]["entry-points"]["poa_ai"]
    rows = re.findall(r"^\| `(\w+)` \|.*\| `(\w+)` \|$", read("README.md"), re.MULTILINE)

    assert dict(rows) == entries


def test_the_change_notes_have_the_version_of_the_package() -> None:
    headings = re.findall(r"^## \[(.+?)\]", read("CHANGELOG.md"), re.MULTILINE)

    assert headings[0] == "Unreleased"
    assert cli.__version__ in headings


def _tree(kind: type[errors.PoaError]) -> set[type[errors.PoaError]]:
    return {kind}.union(*(_tree(child) for child in kind.__subclasses__()))


def _shell(command: str, folder: Path = ROOT) -> str:
    """What a command prints on stdout; `poa-ai` is that of this interpreter."""
    script = f'poa-ai() {{ "{sys.executable}" -m poa_ai "$@"; }}\n{command}'
    ran = subprocess.run(
        ["bash", "-c", script], check=False, capture_output=True, text=True, timeout=60, cwd=folder
    )
    return ran.stdout
