"""poa-ai interview over a pipe: each answer in the file at once, back, skip, resume, nothing lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandrun import Runner

from poa_ai.testing.factories import facts_json, minimal_json, write_facts


def actions(path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(path.read_text())["root_causes"][0].get("corrective_actions", [])
    return found


def test_answers_from_a_pipe_go_into_the_file(spawn: Runner, working_folder: Path) -> None:
    path = write_facts(working_folder, minimal_json())

    ran = spawn("interview", path, stdin=b"Refunded 12 orders\n2026-10-16\n")

    assert (ran.code, ran.out) == (1, "")
    assert actions(path) == [{"id": "A1", "text": "Refunded 12 orders", "done_on": "2026-10-16"}]
    assert "Why: " in ran.err
    assert "Example: " in ran.err
    assert "1 required item is open" in ran.err


def test_it_goes_on_where_it_ended(spawn: Runner, working_folder: Path) -> None:
    path = write_facts(working_folder, minimal_json())
    spawn("interview", path, stdin=b"Refunded 12 orders\nquit\n")

    spawn("interview", path, stdin=b"skip\n2026-10-16\n")

    assert actions(path)[0]["done_on"] == "2026-10-16"


def test_back_and_skip(spawn: Runner, working_folder: Path) -> None:
    path = write_facts(working_folder, minimal_json())

    spawn("interview", path, stdin=b"Wrong\nback\nRefunded 12 orders\nskip\nback\n2026-10-16\n")

    assert actions(path) == [{"id": "A1", "text": "Refunded 12 orders", "done_on": "2026-10-16"}]


def test_a_complete_case_asks_nothing(spawn: Runner, facts: Path) -> None:
    before = facts.read_bytes()

    ran = spawn("interview", facts)

    assert (ran.code, ran.out) == (0, "")
    assert facts.read_bytes() == before


def test_only_what_is_required(spawn: Runner, working_folder: Path) -> None:
    path = write_facts(working_folder, facts_json(metrics=None))

    ran = spawn("interview", path, "--required")

    assert ran.code == 0
    assert "Why:" not in ran.err


def test_after_ctrl_c_what_was_answered_is_kept(working_folder: Path) -> None:
    path = write_facts(working_folder, minimal_json())
    process = subprocess.Popen(
        [sys.executable, "-m", "poa_ai", "interview", str(path)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b"Refunded 12 orders\n")
    process.stdin.flush()
    for _ in range(300):
        if actions(path):
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)

    assert process.returncode == 130
    assert actions(path)[0]["text"] == "Refunded 12 orders"


@pytest.mark.parametrize(
    "answer", [b"\xff\xfe\x00\n", b"x" * 100_000 + b"\n", b"\xed\xa0\x80\n", b"\x1b[2J\n"]
)
def test_hostile_answers_end_in_no_crash_and_valid_facts(
    spawn: Runner, working_folder: Path, answer: bytes
) -> None:
    path = write_facts(working_folder, minimal_json())

    ran = spawn("interview", path, stdin=answer * 3)

    assert ran.code == 1
    assert "\x1b" not in ran.err
    assert spawn("gaps", path).code == 1


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(working_folder: Path) -> None:
    path = write_facts(working_folder, minimal_json())
    process = subprocess.Popen(
        [sys.executable, "-m", "poa_ai", "interview", str(path)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    while process.stderr.read(1) != b">":
        pass
    path.write_text(json.dumps(facts_json()))
    _, told = process.communicate(b"Refunded 12 orders\n", timeout=30)

    assert process.returncode == 2
    assert b"was changed by another program" in told
    assert json.loads(path.read_text()) == facts_json()


def test_a_link_stays_a_link(spawn: Runner, working_folder: Path) -> None:
    path = write_facts(working_folder, minimal_json())
    link = working_folder / "link.json"
    os.symlink(path, link)

    spawn("interview", link, stdin=b"Refunded 12 orders\n")

    assert link.is_symlink()
    assert actions(path)[0]["text"] == "Refunded 12 orders"


def test_standard_input_is_for_the_answers(run: Runner) -> None:
    ran = run("interview", "-")

    assert ran.code == 2
    assert "standard input is where the answers come from" in ran.err
