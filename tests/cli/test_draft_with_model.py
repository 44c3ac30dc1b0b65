"""`draft` with a model: what is kept, what it costs, what would leave, and what a failure leaves behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandrun import Runner

from poa_ai.testing import chatserver as server
from poa_ai.testing.chatserver import LocalChatServer


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalChatServer]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-key")
    with LocalChatServer() as chat:
        monkeypatch.setenv("POA_AI_MODEL", "openai:m")
        monkeypatch.setenv("POA_AI_BASE_URL", chat.base_url)
        yield chat


def report(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return found


def test_a_second_draft_asks_for_nothing_that_came_before(
    run: Runner, facts: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    out = tmp_path / "letter"
    first = run("draft", facts, "--out", out)
    asked = len(local.requests)
    assert (first.code, first.out) == (0, "")
    assert asked > 0
    letter = (out / "plan.md").read_text(encoding="utf-8")

    second = run("draft", facts, "--out", out)
    assert second.code == 0
    assert len(local.requests) == asked
    assert (out / "plan.md").read_text(encoding="utf-8") == letter
    assert report(out)["usage"]["calls"] == 0  # type: ignore[index]  # report.json, schema 1

    run("draft", facts, "--out", out, "--fresh")
    assert len(local.requests) == 2 * asked


def test_only_the_sections_that_failed_are_asked_for_again(
    run: Runner, local: LocalChatServer, tmp_path: Path
) -> None:
    facts = Path(__file__).parents[2] / "evals" / "cases" / "combined-odr-late-shipment" / "facts.json"
    local.behaviour = server.in_turn(server.echo_facts, server.status(401))
    first = run("draft", facts, "--out", tmp_path)
    assert first.code == 0
    failed = len(report(tmp_path)["failures"])  # type: ignore[arg-type]  # report.json, schema 1
    assert failed
    assert "composed: the server does not accept the API key (HTTP 401)" in first.err
    before = len(local.requests)

    local.behaviour = server.echo_facts
    run("draft", facts, "--out", tmp_path)
    assert len(local.requests) - before == failed
    assert report(tmp_path)["failures"] == {}


def test_replay_needs_neither_key_nor_server_nor_library(
    run: Runner, spawn: Runner, facts: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    recording = tmp_path / "r.jsonl"
    drafted = run("draft", facts, "--record", recording)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("POA_AI_", "OPENAI_"))}
    replayed = spawn("draft", facts, "--replay", recording, env=bare)
    assert (replayed.code, replayed.out) == (0, drafted.out)

    code = (
        "import sys; from poa_ai.cli import main\n"
        f"assert main(['draft', {str(facts)!r}, '--replay', {str(recording)!r}, '--quiet']) == 0\n"
        "found = {'openai', 'langchain_core', 'tiktoken', 'httpx', 'httpx2'} & set(sys.modules)\n"
        "assert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], env=bare, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_stale_recording_is_said_with_the_exit_code_of_the_model(
    run: Runner, facts: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    recording = tmp_path / "r.jsonl"
    run("draft", facts, "--record", recording)
    changed = json.loads(facts.read_text(encoding="utf-8"))
    changed["root_causes"][0]["statement"] = "Orders below 25 USD were sent by untracked letter mail."
    facts.write_text(json.dumps(changed), encoding="utf-8")
    ran = run("draft", facts, "--replay", recording)
    assert (ran.code, ran.out) == (5, "")
    assert "is recorded, since the prompt or the facts have changed" in ran.err


def test_nothing_to_replay_is_the_users_input(run: Runner, facts: Path, tmp_path: Path) -> None:
    ran = run("draft", facts, "--replay", tmp_path / "none.jsonl")
    assert ran.code == 3
    assert "there is no recording, or nothing in it" in ran.err


def test_a_dry_run_shows_all_and_calls_nothing(run: Runner, facts: Path, local: LocalChatServer) -> None:
    ran = run("draft", facts, "--dry-run")
    assert ran.code == 0
    assert local.requests == []
    assert "==== system ====" in ran.out
    assert "The facts to tell, each once, by part:" in ran.out
    assert "tokens counted by" in ran.out

    run("draft", facts)
    sent = local.requests[0]["messages"]
    assert all(message["content"] in ran.out for message in sent), "what is shown is what leaves"


def test_a_dry_run_needs_no_model_and_no_key(
    run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert "no model yet" in run("draft", facts, "--dry-run").out
    priced = run("draft", facts, "--dry-run", "--model", "openai:gpt-4.1-mini")
    assert "USD" in priced.out
    assert "price as of 2026-" in priced.out


def test_no_call_passes_the_limit_of_cost(
    run: Runner, facts: Path, local: LocalChatServer, working_folder: Path
) -> None:
    price = '[price]\ninput = 2.0\noutput = 8.0\nas_of = "2026-11-01"\nsource = "my contract"\n'
    (working_folder / "poa-ai.toml").write_text(price, encoding="utf-8")
    poor = run("draft", facts, "--max-cost", "0.000001")
    assert poor.code == 0
    assert local.requests == []
    assert "would pass the limit of 1e-06 USD" in poor.err
    assert run("draft", facts, "--max-cost", "0.000001", "--strict").code == 5

    rich = run("draft", facts, "--max-cost", "5", "--out", working_folder / "letter")
    assert rich.code == 0
    usage = report(working_folder / "letter")["usage"]
    assert isinstance(usage, dict)
    assert usage["cost_usd"] == pytest.approx(usage["calls"] * (40 * 2 + 60 * 2 + 20 * 8) / 1e6)
    assert usage["price"]["source"] == "my contract"
    assert usage["estimated_prompt"] > 0


def test_a_limit_of_cost_needs_a_price(run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-key")
    ran = run("draft", facts, "--model", "openai:unheard-of", "--max-cost", "1")
    assert ran.code == 2
    assert "no price is known for openai:unheard-of; write a table [price]" in ran.err


@pytest.mark.parametrize("amount", ["-1", "nan", "much", "inf"])
def test_an_amount_that_is_none_is_wrong_usage(run: Runner, facts: Path, amount: str) -> None:
    assert run("draft", facts, "--max-cost", amount).code == 2


def test_no_personal_data_leaves_and_none_is_kept(
    run: Runner, facts: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    secrets = ["113-1234567-7654321", "jane@example.com", "+1 415 555 0132", "Jane Buyer"]
    changed = json.loads(facts.read_text(encoding="utf-8"))
    changed["private"] = ["Jane Buyer"]
    changed["notice"]["text"] = changed["notice"].get("text", "") + "\nSee " + ", ".join(secrets) + "."
    changed["facts"][0]["text"] = "Order 113-1234567-7654321 was refunded after 19 days."
    facts.write_text(json.dumps(changed), encoding="utf-8")
    ran = run("draft", facts, "--out", tmp_path)
    sent = json.dumps(local.requests) + json.dumps(local.headers)
    dry = run("draft", facts, "--dry-run").out
    for secret in secrets:
        assert secret not in sent
        assert secret not in dry
        assert secret not in (tmp_path / "replies.jsonl").read_text(encoding="utf-8")
    assert "000-0000001-0000000" in sent
    assert "000-0000001-0000000" in dry
    assert "113-1234567-7654321" in (tmp_path / "plan.md").read_text(encoding="utf-8")
    written = [path for path in tmp_path.iterdir() if path.is_file()]
    everything = "".join(path.read_text(encoding="utf-8") for path in written) + ran.err
    assert "sk-test-key" not in everything


def test_ctrl_c_keeps_what_came_back(facts: Path, local: LocalChatServer, tmp_path: Path) -> None:
    case = Path(__file__).parents[2] / "evals" / "cases" / "combined-odr-late-shipment" / "facts.json"
    local.behaviour = server.in_turn(server.echo_facts, server.slow(60.0))
    command = [sys.executable, "-m", "poa_ai", "draft", str(case), "--out", str(tmp_path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    kept = tmp_path / "replies.jsonl"
    until = time.monotonic() + 30
    while not kept.exists() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert out == b""
    assert b"1 answer is kept in" in err
    assert b"interrupted" in err
    assert b"Traceback" not in err
    assert not (tmp_path / "plan.md").exists()


def test_a_review_is_told_and_changes_neither_letter_nor_exit_code(
    run: Runner, facts: Path, local: LocalChatServer
) -> None:
    plain = run("draft", facts)
    note = {"kind": "missing", "facts": [], "weakness": "Nothing says who checked the stock."}
    said = server.says(json.dumps({"notes": [note]}))

    def behave(request: server.Request) -> server.Answer:
        weak = "weaknesses" in request["messages"][0]["content"]
        return said(request) if weak else server.echo_facts(request)

    local.behaviour = behave
    ran = run("draft", facts, "--review")
    assert (ran.code, ran.out) == (plain.code, plain.out)
    assert "The investigator may ask for more: Nothing says who checked the stock." in ran.err


def test_no_progress_is_drawn_where_nobody_looks(run: Runner, facts: Path, local: LocalChatServer) -> None:
    assert "asked" not in run("draft", facts).err


def test_a_tracing_variable_has_no_effect(facts: Path, local: LocalChatServer, tmp_path: Path) -> None:
    """Name look-ups of the whole run are watched: only the server on this machine is asked for."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket, sys\n"
        "real = socket.getaddrinfo\n"
        "def watched(host, *rest, **more):\n"
        "    sys.stderr.write(f'LOOKUP {host}\\n')\n"
        "    return real(host, *rest, **more)\n"
        "socket.getaddrinfo = watched\n",
        encoding="utf-8",
    )
    code = (
        "import asyncio, sys\n"
        "from langchain_core.language_models import FakeListChatModel\n"
        "import poa_ai\n"
        f"poa_ai.draft({str(facts)!r}, model=FakeListChatModel(responses=['{{}}'] * 9))\n"
        f"from poa_ai.cli import main\n"
        f"sys.exit(main(['draft', {str(facts)!r}, '--quiet']))\n"
    )
    tracing = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "x",
        "LANGSMITH_ENDPOINT": "http://tracing.invalid",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **tracing},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    looked = {line.split()[1] for line in done.stderr.splitlines() if line.startswith("LOOKUP")}
    assert looked <= {"127.0.0.1"}, looked
