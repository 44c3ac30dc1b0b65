"""The commands themselves: exit codes, streams, files."""

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commandrun import Runner

import poa_ai.factsfile
import poa_ai.pipeline
from poa_ai.cli import COMMANDS, main
from poa_ai.testing.factories import cause_json, facts_json, minimal_json, write_facts
from poa_ai.version import __version__

TITLE = "# Plan of Action"


@pytest.fixture
def dead_server() -> str:
    """The address of a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


def test_draft_prints_the_letter_and_nothing_else(run: Runner, facts: Path) -> None:
    ran = run("draft", facts)
    assert ran.code == 0
    assert ran.out.startswith(f"{TITLE}\n\nAccount: ")
    assert ran.out.endswith("|\n")
    assert len(ran.lines) == 1
    assert ran.lines[0].startswith("poa-ai: letter composed from the facts without a model")


def test_quiet_says_nothing_but_errors(run: Runner, facts: Path) -> None:
    assert run("draft", facts, "--quiet").err == ""
    assert run("draft", "missing.json", "--quiet").lines == [
        "poa-ai: missing.json: no such file; give the path of a facts file (JSON)"
    ]


def test_the_text_format_has_no_markup(run: Runner, facts: Path) -> None:
    ran = run("draft", facts, "--format", "txt")
    assert ran.out.startswith("Plan of Action\n")
    assert "#" not in ran.out


def test_out_writes_the_files_and_prints_nothing(run: Runner, facts: Path) -> None:
    printed = run("draft", facts).out
    ran = run("draft", facts, "--out", "a/b")
    assert (ran.code, ran.out) == (0, "")
    assert sorted(path.name for path in Path("a/b").iterdir()) == ["plan.md", "plan.txt", "report.json"]
    assert Path("a/b/plan.md").read_text(encoding="utf-8") == printed
    report = json.loads(Path("a/b/report.json").read_text(encoding="utf-8"))
    assert set(report["files"]) == {"plan.md", "plan.txt"}
    assert (report["schema"], report["made_by"], report["gap_draft"]) == (1, "composed", False)


def test_out_with_a_format_writes_that_one(run: Runner, facts: Path) -> None:
    run("draft", facts, "--out", "letter", "--format", "txt")
    assert sorted(path.name for path in Path("letter").iterdir()) == ["plan.txt", "report.json"]


def test_an_edited_letter_is_kept(run: Runner, facts: Path) -> None:
    run("draft", facts, "--out", "letter")
    again = run("draft", facts, "--out", "letter")
    assert "kept" not in again.err
    Path("letter/plan.md").write_text("mine", encoding="utf-8")
    ran = run("draft", facts, "--out", "letter")
    assert "a letter edited since its draft was kept as letter/plan.edited-1.md" in ran.err
    assert Path("letter/plan.edited-1.md").read_text(encoding="utf-8") == "mine"
    assert Path("letter/plan.md").read_text(encoding="utf-8").startswith(TITLE)


def test_a_folder_that_cant_be_written_is_wrong_usage(run: Runner, facts: Path) -> None:
    ran = run("draft", facts, "--out", facts)
    assert (ran.code, ran.out) == (2, "")
    assert "can't be written" in ran.err


def test_a_gap_draft_says_so_everywhere(run: Runner, working_folder: Path) -> None:
    path = write_facts(working_folder, facts_json(root_causes=[cause_json(corrective_actions=[])]))
    ran = run("draft", path, "--out", "letter")
    assert ran.code == 1
    letter = Path("letter/plan.md").read_text(encoding="utf-8")
    assert letter.startswith(f"{TITLE}\n\n> Gap draft, not ready to send:")
    assert "[Gap draft, not ready to send" in Path("letter/plan.txt").read_text(encoding="utf-8")
    assert json.loads(Path("letter/report.json").read_text(encoding="utf-8"))["gap_draft"] is True
    assert "this is a gap draft, not ready to send" in ran.err
    assert "nothing to say under 'Corrective actions taken'" in ran.err
    assert run("gaps", path).code == 1
    assert run("draft", path, "--strict").code == 3


def test_a_minimal_file_gives_a_gap_draft(run: Runner, working_folder: Path) -> None:
    ran = run("draft", write_facts(working_folder, minimal_json()))
    assert ran.code == 1
    assert "Orders were sent by untracked letter mail." in ran.out


def test_gaps_of_a_complete_case(run: Runner, facts: Path) -> None:
    ran = run("gaps", facts)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Nothing is missing: the facts answer every issue, cause and request.\n"
    assert json.loads(run("gaps", facts, "--json").out) == {"schema": 1, "gaps": []}


def test_gaps_lists_the_documents_where_the_notice_wants_those(run: Runner, working_folder: Path) -> None:
    request = {"id": "R1", "kind": "invoice", "window_days": 365, "asins": ["B0EXAMPLE1"]}
    notice = {"received": "2026-10-14", "asks_for_plan": False, "requests": [request]}
    path = write_facts(working_folder, facts_json(notice=notice))
    ran = run("gaps", path)
    assert ran.out.startswith("The notice wants documents, not a plan of action:")
    assert "- invoice, of the last 365 days before the notice, for B0EXAMPLE1" in ran.out
    assert run("draft", path).code == 3


def test_check_of_our_own_letter_finds_nothing(run: Runner, facts: Path) -> None:
    Path("letter.md").write_text(run("draft", facts).out, encoding="utf-8")
    ran = run("check", "letter.md", "--facts", facts)
    assert (ran.code, ran.out, ran.err) == (0, "", "poa-ai: no findings\n")


def test_check_finds_a_value_that_the_facts_do_not_hold(run: Runner, facts: Path) -> None:
    letter = run("draft", facts).out.replace("19 of the 27", "18 of the 27")
    Path("letter.md").write_text(letter, encoding="utf-8")
    ran = run("check", "letter.md", "--facts", facts, "--format", "json")
    found = json.loads(ran.out)
    assert (ran.code, found["schema"], found["ok"]) == (1, 1, False)
    errors = [finding for finding in found["findings"] if finding["severity"] == "error"]
    assert [(finding["rule"], finding["text"], finding["section"]) for finding in errors] == [
        ("grounding.number", "18", "C1")
    ]
    assert letter[errors[0]["start"] : errors[0]["end"]] == "18"
    assert set(errors[0]) >= {"message", "hint", "source", "path", "line", "column", "fix"}


def test_check_reads_standard_input(spawn: Runner) -> None:
    ran = spawn("check", "-", "--select", "begging", stdin=b"We beg you to reinstate our account.")
    assert ran.code == 1
    assert ran.out.startswith("-:1:1: error begging.")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--frobnicate"],
        ["dratf"],
        ["draft"],
        ["draft", "facts.json", "--frobnicate"],
        ["draft", "facts.json", "--strict-plugin"],
        ["draft", "facts.json", "--format", "docx"],
        ["draft", "facts.json", "--timeout", "soon"],
        ["check"],
        ["check", "facts.json", "--select", "beging"],
        ["check", "facts.json", "--diff"],
        ["check", "facts.json", "facts.json", "--fix"],
        ["plugins", "lsit"],
        ["prompts", "show"],
        ["prompts", "show", "nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage(run: Runner, facts: Path, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err


def test_a_misspelt_selection_names_the_nearest(run: Runner, facts: Path) -> None:
    assert "did you mean 'begging'?" in run("check", facts, "--select", "beging").err


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("model = ", "poa-ai.toml: not TOML"),
        ("modle = 'x:y'", "poa-ai.toml:1: unknown key 'modle'; did you mean 'model'?"),
        ("\nseed = 'x'", "poa-ai.toml:2: 'seed' must be a whole number, not a string"),
        ("timeout = nan", "'timeout' must be a number"),
        ("without = 'odr'", "'without' must be a list"),
    ],
)
def test_a_broken_settings_file(run: Runner, facts: Path, settings: str, told: str) -> None:
    Path("poa-ai.toml").write_text(settings, encoding="utf-8")
    ran = run("draft", facts)
    assert (ran.code, ran.out) == (4, "")
    assert len(ran.lines) == 1
    assert told in ran.err


def test_a_broken_prompt_override(run: Runner, facts: Path) -> None:
    folder = Path("prompts/odr")
    folder.mkdir(parents=True)
    (folder / "section.md").write_text("no front matter", encoding="utf-8")
    ran = run("prompts", "render", "odr/section", "--prompts", "prompts")
    assert (ran.code, ran.out) == (4, "")
    assert "odr/section" in ran.err
    assert len(ran.lines) == 1


def test_a_broken_plugin_is_named_and_left_out(
    run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from poa_ai import discovery, registry

    def fail() -> Any:
        raise SystemExit(9)

    found = (*discovery.installed_candidates(), discovery.Candidate("bad", "poa-bad", "2.0", fail))
    monkeypatch.setattr(registry, "installed_candidates", lambda: found)
    ran = run("draft", facts)
    assert ran.code == 0
    assert ran.out.startswith(TITLE)
    assert ran.lines[0] == "poa-ai: plugin 'bad' of poa-bad 2.0 is left out: SystemExit: 9"
    listing = json.loads(run("plugins", "list", "--json").out)
    assert [entry["error"] for entry in listing if entry["state"] == "broken"] == ["SystemExit: 9"]
    strict = run("draft", facts, "--strict-plugins")
    assert (strict.code, strict.out) == (4, "")
    off = run("draft", facts, "--strict-plugins", "--without", "bad")
    assert off.code == 0


def test_without_an_issue_types_plugin_its_causes_have_no_owner(run: Runner, facts: Path) -> None:
    ran = run("draft", facts, "--without", "odr")
    assert ran.code == 3
    assert "no installed issue type is called 'odr'" in ran.err


def test_strict_with_a_dead_server(run: Runner, facts: Path, dead_server: str) -> None:
    arguments = ("draft", facts, "--model", "openai:none", "--base-url", dead_server, "--timeout", "20")
    ran = run(*arguments, "--strict", "--out", "letter")
    assert (ran.code, ran.out) == (5, "")
    assert not Path("letter").exists()
    lenient = run(*arguments)
    assert lenient.code == 0
    assert lenient.out == run("draft", facts).out


def test_compose_never_asks_the_model_of_the_settings(
    run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch, dead_server: str
) -> None:
    monkeypatch.setenv("POA_AI_MODEL", "openai:none")
    monkeypatch.setenv("POA_AI_BASE_URL", dead_server)
    ran = run("draft", facts, "--strict", "--compose")
    assert ran.code == 0


@pytest.mark.parametrize(("error", "code"), [(RuntimeError("secret\nthing"), 70), (KeyboardInterrupt(), 130)])
def test_a_bug_and_an_interruption(
    run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(poa_ai.pipeline, "attest", fail)
    ran = run("draft", facts)
    assert (ran.code, ran.out) == (code, "")
    assert len(ran.lines) == 1
    assert "Traceback" not in ran.err
    if code == 70:
        assert ran.lines[0].startswith("poa-ai: a bug: RuntimeError: secret thing")
        assert "Traceback" in run("draft", facts, "--debug").err


def test_a_reader_that_goes_away_is_no_fault(facts: Path) -> None:
    for command in (f"draft {facts} --quiet", "schema", "rules list --json", f"gaps {facts} --json"):
        script = f"set -o pipefail; {sys.executable} -m poa_ai {command} | head -n 1"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert len(done.stdout.splitlines()) == 1


def test_a_closed_stream_is_no_bug_and_streams_do_not_mix(facts: Path) -> None:
    for closing in (">&-", "2>&-", ">&- 2>&-"):
        script = f"{sys.executable} -m poa_ai draft {facts} {closing}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert "letter composed" not in done.stdout
        assert TITLE not in done.stderr


def test_an_ascii_locale_and_stdin(spawn: Runner) -> None:
    raw = facts_json(seller={"name": "Café Łódź 東京"})
    env = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ran = spawn("draft", "-", stdin=json.dumps(raw, ensure_ascii=False).encode(), env=env)
    assert ran.code == 0
    assert "Account: Café Łódź 東京 |" in ran.out or "Account: Café Łódź 東京\n" in ran.out


def test_the_module_is_the_command(spawn: Runner, facts: Path, run: Runner) -> None:
    assert spawn("draft", facts).out == run("draft", facts).out
    assert spawn("--version").out == f"poa-ai {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_tells_how_it_is_used(run: Runner, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"poa-ai {command}" in ran.out
    assert command in run("--help").out


def test_the_exit_code_of_main_is_what_it_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["--version"]) == 0
    assert stream.getvalue() == f"poa-ai {__version__}\n"
