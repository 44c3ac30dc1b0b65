"""The workflow that the documents hand out: it parses, and every command in it is one that there is."""

import argparse
import re
import shlex
from typing import Any

import pytest
from documents import read

from poa_ai.commands import eval as evals

yaml = pytest.importorskip("yaml")


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(read("docs/github-actions-evals.yml"))["jobs"]["evals"][
        "steps"
    ]
    return found


def test_it_runs_on_pull_requests_that_change_prompts_and_may_only_comment() -> None:
    workflow = yaml.safe_load(read("docs/github-actions-evals.yml"))
    assert "prompts/**" in workflow[True]["pull_request"]["paths"]  # YAML reads the key "on" as true
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}


def test_its_commands_exist_and_ask_no_model() -> None:
    commands = [
        line
        for step in steps()
        for line in re.findall(r"poa-ai eval ([^\n]*?)(?: 2>.*)?$", step.get("run", ""), re.MULTILINE)
    ]
    assert len(commands) == 3
    parser = argparse.ArgumentParser(exit_on_error=False)
    evals.add_arguments(parser)
    for command in commands:
        parsed = parser.parse_args(shlex.split(command))
        assert parsed.model is None
        assert parsed.base_url is None


def test_no_text_of_a_pull_request_reaches_a_shell() -> None:
    for step in steps():
        assert "${{" not in step.get("run", ""), "hand it over in env, where it is data"
