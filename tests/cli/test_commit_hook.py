"""The hook for pre-commit: its keys, and that what it runs is understood."""

import argparse
import re
import shlex
import tomllib
from pathlib import Path

from commandrun import Runner

from poa_ai.commands import check

ROOT = Path(__file__).parents[2]
REQUIRED = {"id", "name", "entry", "language"}
KNOWN = REQUIRED | {
    *("description", "files", "exclude", "types", "types_or", "args", "require_serial", "pass_filenames"),
    *("minimum_pre_commit_version", "stages", "verbose", "always_run"),
}


def hooks() -> list[dict[str, str]]:
    """The hooks of the file, which holds a list of flat mappings and nothing else of YAML."""
    found: list[dict[str, str]] = []
    for line in (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"(- |  )([a-z_]+): (\S.*)", line)
        assert match, line
        if match[1] == "- ":
            found.append({})
        assert match[2] not in found[-1]
        found[-1][match[2]] = match[3].strip('"')
    return found


def listed(value: str) -> list[str]:
    assert value[0] + value[-1] == "[]"
    return [entry.strip() for entry in value[1:-1].split(",")]


def test_there_is_one_hook_with_what_pre_commit_needs() -> None:
    (hook,) = hooks()

    assert REQUIRED <= set(hook) <= KNOWN
    assert (hook["id"], hook["language"]) == ("poa-ai-check", "python")
    assert listed(hook["types_or"]) == ["markdown", "plain-text"]


def test_its_command_is_that_of_the_package_and_takes_its_arguments(run: Runner) -> None:
    (hook,) = hooks()
    program, *words = shlex.split(hook["entry"])
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    parser = argparse.ArgumentParser(exit_on_error=False)
    check.add_arguments(parser)

    assert program in scripts
    assert words == ["check"]
    assert parser.parse_args([*listed(hook["args"]), "one.md", "two.txt"]).letters == ["one.md", "two.txt"]


def test_it_runs_and_ends_with_an_exit_code_that_stops_a_commit(run: Runner) -> None:
    (hook,) = hooks()
    Path("letter.md").write_text("We beg you to reinstate our account.\n", encoding="utf-8")
    ran = run(*shlex.split(hook["entry"])[1:], *listed(hook["args"]), "letter.md")

    assert ran.code == 1
    assert ran.out.startswith("letter.md:1:1: error begging.")
