"""`poa-ai plugins new`, `check` and `doctor`: what they write, print and return."""

import importlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from commandrun import Ran, Runner

from poa_ai.scaffold import MAX_NAME

HOOK = "from poa_ai.plugin import hookimpl\n@hookimpl\n"
FAULTS = {
    "imports": ("import a_module_that_is_not_there\n", "a_module_that_is_not_there"),
    "exits": ("raise SystemExit('not here')\n", "not here"),
    "dies": ("import os\nos._exit(7)\n", "ended its process with exit code 7"),
    "raises": (HOOK + "def poa_ai_issue_types():\n    raise ValueError('no licence')\n", "no licence"),
    "mistypes": (HOOK + "def poa_ai_issue_types():\n    return 3\n", "must return"),
    "misspells": (HOOK + "def poa_ai_issue_type():\n    return []\n", "poa_ai_issue_type"),
    "rules": (HOOK + "def poa_ai_rule_files():\n    return [3]\n", "must return"),
    "prompts": (
        "from pathlib import Path\n"
        + HOOK
        + "def poa_ai_prompt_folders():\n    return {'prompts': Path('/not/there')}\n",
        "can't be read",
    ),
    "shared": (
        "from pathlib import Path\n"
        + HOOK
        + "def poa_ai_prompt_folders():\n    return {'shared': Path('.')}\n",
        "belongs to",
    ),
    "newer": ("POA_AI_INTERFACE = '99.0'\n", "99.0"),
    "talks": ("import sys\nprint('x' * 10_000_000)\nraise ImportError('y' * 10_000)\n", "yyy"),
}
"""Broken plugins by name, each with words that must be told of it."""
HANGS = "import subprocess, sys, time\nsubprocess.Popen([sys.executable, '-c', {child!r}])\ntime.sleep(600)\n"
TAKES = (
    "import poa_ai_odr\n" + HOOK + "def poa_ai_issue_types():\n    return poa_ai_odr.poa_ai_issue_types()\n"
)


def install(site: Path, name: str, source: str) -> None:
    """A distribution as pip would leave it: one module, one entry point."""
    (site / f"fake_{name}.py").write_text(source, encoding="utf-8")
    metadata = site / f"fake_{name}-1.4.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: fake-{name}\nVersion: 1.4\nAuthor-email: Ann <ann@example.com>\n"
    )
    (metadata / "entry_points.txt").write_text(f"[poa_ai]\n{name} = fake_{name}\n")


def doctor(spawn: Runner, site: Path, *arguments: str) -> Ran:
    return spawn("plugins", "doctor", *arguments, env={**os.environ, "PYTHONPATH": str(site)})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


# new


def test_a_new_folder_of_data_drafts_its_example_at_once(run: Runner, working_folder: Path) -> None:
    written = run("plugins", "new", "gift-cards", "--data")

    assert (written.code, written.out) == (0, "")
    assert written.lines == [
        "poa-ai: wrote gift-cards; next: poa-ai draft gift-cards/facts.example.json --plugins gift-cards"
    ]
    assert _files(working_folder) == {
        "gift-cards/README.md",
        "gift-cards/facts.example.json",
        "gift-cards/issue.toml",
        "gift-cards/prompts/section.md",
        "gift-cards/rules.toml",
    }
    drafted = run("draft", "gift-cards/facts.example.json", "--plugins", "gift-cards")
    assert drafted.code == 0, drafted.err
    assert "## 1. Gift cards: Listings published without a check\n" in drafted.out


def test_a_new_project_is_complete_and_its_tests_pass(run: Runner, working_folder: Path) -> None:
    written = run("plugins", "new", "gift-cards", "--out", "deep/er")

    assert written.code == 0, written.err
    assert "pip install -e" in written.err
    folder = working_folder / "deep" / "er" / "gift-cards"
    assert _files(folder) == {
        "README.md",
        "facts.example.json",
        "poa_ai_gift_cards/__init__.py",
        "poa_ai_gift_cards/issue.toml",
        "poa_ai_gift_cards/prompts/section.md",
        "poa_ai_gift_cards/rules.toml",
        "pyproject.toml",
        "tests/test_gift_cards.py",
    }
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout
    assert " passed" in tested.stdout


@pytest.mark.parametrize("data", [True, False])
def test_nothing_that_was_to_be_filled_in_is_left(run: Runner, working_folder: Path, data: bool) -> None:
    run("plugins", "new", "a1-b2", *(["--data"] if data else []))

    for name in _files(working_folder):
        text = (working_folder / name).read_text(encoding="utf-8")
        assert "@" not in text.replace("@hookimpl", ""), name


@pytest.mark.parametrize(
    "name",
    ["", "Gift", "gift_cards", "-a", "a-", "a--b", "1a", "../a", "a/b", "é", "a\n", "a" * (MAX_NAME + 1)],
)
def test_a_name_that_could_be_a_path_or_no_package_is_refused(
    run: Runner, working_folder: Path, name: str
) -> None:
    refused = run("plugins", "new", f"--out={working_folder}", "--", name)

    assert refused.code == 2
    assert "gift-cards" in refused.err
    assert _files(working_folder) == set()


@pytest.mark.parametrize("name", ["odr", "late-shipment", "shared", "prompts"])
def test_a_name_that_is_taken_is_refused(run: Runner, working_folder: Path, name: str) -> None:
    refused = run("plugins", "new", name)

    assert refused.code == 2
    assert "choose another name" in refused.err
    assert _files(working_folder) == set()


@pytest.mark.parametrize("kind", ["folder", "file", "dead link"])
def test_nothing_is_written_over(run: Runner, working_folder: Path, kind: str) -> None:
    there = working_folder / "gift-cards"
    if kind == "folder":
        there.mkdir()
    elif kind == "file":
        there.write_text("mine")
    else:
        there.symlink_to("nowhere")

    refused = run("plugins", "new", "gift-cards")

    assert refused.code == 2
    assert "is there already" in refused.err
    assert sorted(entry.name for entry in working_folder.iterdir()) == ["gift-cards"]


def test_a_folder_that_cannot_be_made_is_named(run: Runner, working_folder: Path) -> None:
    (working_folder / "file").write_text("")

    refused = run("plugins", "new", "gift-cards", "--out", "file/below")

    assert refused.code == 2
    assert "file/below/gift-cards can't be written" in refused.err


# check


@pytest.mark.parametrize("data", [True, False])
def test_a_new_plugin_keeps_all_checks(spawn: Runner, run: Runner, data: bool) -> None:
    run("plugins", "new", "gift-cards", *(["--data"] if data else []))

    checked = spawn("plugins", "check", "gift-cards")

    assert checked.code == 0, checked.out + checked.err
    assert checked.out.startswith("all ")
    assert checked.out.endswith(" checks hold\n")


def test_what_is_wrong_is_told_with_what_to_change(spawn: Runner, run: Runner, working_folder: Path) -> None:
    run("plugins", "new", "gift-cards", "--data")
    file = working_folder / "gift-cards" / "issue.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("title =", "titel =", 1), encoding="utf-8")

    checked = spawn("plugins", "check", "gift-cards")

    assert checked.code == 4
    (line,) = checked.out.splitlines()
    assert "issue.toml" in line
    assert "titel" in line
    assert "title" in line


def test_a_path_without_a_plugin_is_an_error(spawn: Runner) -> None:
    checked = spawn("plugins", "check", "./nothing")

    assert (checked.code, checked.out) == (4, "")
    assert "nothing" in checked.err


def test_without_the_extra_it_says_which_to_install(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.import_module

    def without_hypothesis(name: str, *more: Any) -> Any:
        if name == "poa_ai.testing.plugincheck":
            raise ModuleNotFoundError("No module named 'hypothesis'", name="hypothesis")
        return found(name, *more)

    monkeypatch.setattr(importlib, "import_module", without_hypothesis)
    checked = run("plugins", "check", "gift-cards")

    assert checked.code == 2
    assert "hypothesis is not installed; pip install 'poa-ai[testing]'" in checked.err


# doctor


def test_plugins_that_work_are_told_with_their_time(run: Runner) -> None:
    told = run("plugins", "doctor", "--json")

    assert told.code == 0, told.out
    listing = json.loads(told.out)
    assert "odr" in {plugin["name"] for plugin in listing}
    assert {plugin["state"] for plugin in listing} == {"ok"}
    assert {plugin["advice"] for plugin in listing} == {None}
    assert all(plugin["seconds"] > 0 for plugin in listing)


def test_each_fault_is_named_with_what_to_do(spawn: Runner, site: Path) -> None:
    for name, (source, _) in FAULTS.items():
        install(site, name, source)
    install(site, "takes", TAKES)
    install(site, "good", "")

    told = doctor(spawn, site, "--json", "--timeout", "30")

    assert told.code == 4, told.err
    assert told.lines[-1].endswith(f"{len(FAULTS) + 1} broken")
    listing = {plugin["name"]: plugin for plugin in json.loads(told.out)}
    for name, (_, words) in FAULTS.items():
        plugin = listing.pop(name)
        assert (plugin["state"], plugin["distribution"]) == ("broken", f"fake-{name}")
        assert words in plugin["error"]
        assert len(plugin["error"]) < 700
        assert f"--without {name} or POA_AI_WITHOUT={name}" in plugin["advice"]
        if name == "newer":
            assert plugin["advice"].startswith("pip install --upgrade poa-ai; until then ")
        elif name != "shared":
            assert (
                f"pip install --upgrade fake-{name}, or tell its author, Ann <ann@example.com>"
                in plugin["advice"]
            )
    taken = listing.pop("takes")
    assert taken["error"] == "the issue type 'odr' is already brought by odr"
    assert taken["advice"].startswith("keep one of the two")
    assert {plugin["state"] for plugin in listing.values()} == {"ok"}
    assert "good" in listing


def test_a_plugin_that_hangs_is_ended_with_all_it_started(spawn: Runner, site: Path, tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    child = f"import time\nwhile True:\n    open({str(beat)!r}, 'w').write('.')\n    time.sleep(0.05)"
    install(site, "hangs", HANGS.format(child=child))

    told = doctor(spawn, site, "--timeout", "3")

    assert told.code == 4
    line, advice = told.out.splitlines()[_place(told.out, "hangs") :][:2]
    assert "broken: gave no answer within 3 s" in line
    assert "--without hangs" in advice
    if beat.exists():
        beat.unlink()
    time.sleep(0.3)
    assert not beat.exists()


def test_a_plugin_that_is_left_off_is_not_tried(spawn: Runner, site: Path, tmp_path: Path) -> None:
    install(site, "marks", f"open({str(tmp_path / 'mark')!r}, 'w')\n")

    told = doctor(spawn, site, "--without", "marks", "--without", "poa-ai")

    assert (told.code, told.out) == (0, "")
    assert not (tmp_path / "mark").exists()


def test_plugin_folders_are_tried_too(run: Runner, working_folder: Path) -> None:
    run("plugins", "new", "gift-cards", "--data")
    section = working_folder / "gift-cards" / "prompts" / "section.md"
    section.write_text("no front matter", encoding="utf-8")
    section.with_name("other.md").write_text("+++\npurpose = 3\n+++\n", encoding="utf-8")

    told = run("plugins", "doctor", "--plugins", "gift-cards", "--without", "poa-ai")

    assert told.code == 4
    line, advice = told.out.splitlines()
    assert line.startswith("gift-cards  gift-cards  ")
    assert "gift_cards/other.md:" in line
    assert "correct the folder gift-cards" in advice


def test_an_interrupt_leaves_no_process_behind(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            begun.append(self)

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Noted)
    monkeypatch.setattr(time, "sleep", interrupted)
    ended = run("plugins", "doctor")

    assert ended.code == 130
    assert len(begun) == 2
    assert all(process.returncode is not None for process in begun)


@pytest.mark.parametrize("timeout", ["0", "-1", "nan", "1e9"])
def test_a_time_limit_must_be_one(run: Runner, timeout: str) -> None:
    assert run("plugins", "doctor", f"--timeout={timeout}").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "name"),
        ("doctor", "name"),
        ("new",),
        ("check",),
        ("--data",),
        ("list", "--data"),
        ("check", "a", "--json"),
        ("new", "a", "--timeout", "3"),
        ("doctor", "--out", "a"),
    ],
)
def test_an_option_that_an_action_does_not_have_is_refused(run: Runner, arguments: tuple[str, ...]) -> None:
    refused = run("plugins", *arguments)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("usage: poa-ai plugins")


@pytest.mark.parametrize("arguments", [("--json",), ("--json", "list"), ("list", "--json")])
def test_options_may_stand_on_either_side_of_the_action(run: Runner, arguments: tuple[str, ...]) -> None:
    listed = run("plugins", "--without", "odr", *arguments)

    assert {plugin["name"]: plugin["state"] for plugin in json.loads(listed.out)}["odr"] == "off"


def test_so_may_the_name_of_a_new_plugin(run: Runner, working_folder: Path) -> None:
    assert run("plugins", "new", "--data", "gift-cards").code == 0
    assert run("plugins", "new", "lost-parcels", "--data").code == 0
    assert sorted(entry.name for entry in working_folder.iterdir()) == ["gift-cards", "lost-parcels"]


def _files(folder: Path) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def _place(out: str, name: str) -> int:
    return [line.split()[0] for line in out.splitlines()].index(name)
