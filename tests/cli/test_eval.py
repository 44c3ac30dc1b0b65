"""`eval`: its rings, what it keeps, its exit codes, and its verdicts."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commandrun import Runner

from poa_ai.chatmodel import RenderedPrompt
from poa_ai.evaluation import static
from poa_ai.testing import chatserver as server
from poa_ai.testing.batchserver import LocalBatchServer
from poa_ai.testing.chatserver import LocalChatServer

EVALS = Path(__file__).parents[2] / "evals"
SUITE = """\
#:schema ../suite.schema.json
id = "mine"
title = "Mine"
purpose = "A try."
model = "openai:m"
repairs = false

[[generated]]
id = "small"
seed = 5
count = 6
issues = ["odr"]
"""


@pytest.fixture
def evals(tmp_path: Path) -> Path:
    folder = tmp_path / "evals"
    (folder / "suites").mkdir(parents=True)
    (folder / "suites" / "mine.toml").write_text(SUITE, encoding="utf-8")
    return folder


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LocalChatServer]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-key")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with LocalChatServer() as chat:
        yield chat


def results(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_suites_are_listed(run: Runner) -> None:
    listed = run("eval", "list", "--evals", EVALS)
    assert listed.code == 0
    assert "hostile  " in listed.out
    suites = json.loads(run("eval", "list", "--json", "--evals", EVALS).out)
    assert {"odr", "late-shipment", "ip-complaint", "authenticity", "combined"} <= {s["id"] for s in suites}
    assert all(case["generated"] for s in suites if s["id"] == "overhead" for case in s["cases"])


def test_the_static_ring_asks_nobody(run: Runner, evals: Path) -> None:
    suite = evals / "suites" / "mine.toml"
    suite.write_text(SUITE + "\n[thresholds]\nfallback-share = 0.5\n", encoding="utf-8")
    ran = run("eval", "run", "--ring", "static", "--evals", evals)
    assert ran.code == 0
    assert ran.out.startswith("PASSED")
    assert "tokens-in-budget" in ran.out


def test_a_prompt_too_long_for_the_context_misses_its_threshold(run: Runner, evals: Path) -> None:
    suite = evals / "suites" / "mine.toml"
    suite.write_text(SUITE.replace("repairs", "context_tokens = 100\nrepairs"), encoding="utf-8")
    ran = run("eval", "run", "mine", "--ring", "static", "--evals", evals)
    assert ran.code == 1
    assert "tokens-in-budget" in ran.out


def test_a_recording_is_replayed_without_a_server_and_equals_the_live_run(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    live, again = tmp_path / "live.json", tmp_path / "again.json"
    ran = run("eval", "run", "--record", "--base-url", local.base_url, "--evals", evals, "--out", live)
    assert ran.code == 0, ran.out + ran.err
    assert len(local.requests) == 6
    kept = (evals / "recordings" / "mine.jsonl").read_text(encoding="utf-8")
    assert "sk-test-key" not in kept
    local.behaviour = server.status(500)

    replayed = run("eval", "run", "--evals", evals, "--out", again)
    assert replayed.code == 0, replayed.err
    assert len(local.requests) == 6
    first, second = results(live), results(again)
    assert first.pop("ring") == "live"
    assert second.pop("ring") == "replay"
    assert (first.pop("cost_usd"), second.pop("cost_usd")) == (0.0, None)
    assert first == second


def test_a_changed_prompt_makes_the_recording_stale_and_nothing_is_scored(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    run("eval", "run", "--record", "--base-url", local.base_url, "--evals", evals)
    changed = prompts_with(tmp_path, "Plain, calm", "Plain, very calm")
    out = tmp_path / "stale.json"
    ran = run("eval", "run", "--evals", evals, "--prompts", changed, "--out", out)
    assert ran.code == 1
    assert "record" in ran.out
    cases = results(out)["cases"]
    assert isinstance(cases, list)
    assert {case["state"] for case in cases} == {"stale"}
    assert all(not case["scores"] for case in cases)

    compared = run("eval", "compare", changed, "--evals", evals)
    assert compared.code == 1
    assert "no recorded answer for 6 of 6 trials" in compared.err
    assert compared.out == ""


@pytest.mark.parametrize(
    ("flags", "remedy"),
    [
        (
            ["--repeats", "2"],
            "No more than 1 for each prompt are recorded: record with poa-ai eval run --record --repeats.",
        ),
        (
            ["--ring", "replay", "--model", "openai:x"],
            "record with poa-ai eval run --record --model openai:x.",
        ),
    ],
)
def test_what_is_not_recorded_is_told_from_what_has_changed(
    run: Runner, evals: Path, local: LocalChatServer, flags: list[str], remedy: str
) -> None:
    run("eval", "run", "--record", "--base-url", local.base_url, "--evals", evals)
    ran = run("eval", "run", "--evals", evals, *flags)
    assert ran.code == 1
    assert remedy in " ".join(ran.out.split())


def test_both_sides_of_a_comparison_share_the_time(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    changed = prompts_with(tmp_path, "Plain, calm", "Plain, very calm")
    local.behaviour = server.slow(0.4)
    same = prompts_with(tmp_path / "same", "Plain, calm", "Plain, calm")
    asked = ["eval", "compare", same, changed, "--base-url", local.base_url, "--evals", evals]
    ran = run(*asked, "-j", "1", "--timeout", "3.2")
    assert ran.code == 5, ran.out + ran.err
    assert "trials failed" in ran.err


def test_a_model_that_does_not_answer_ends_with_5_and_a_later_run_goes_on(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    local.behaviour = server.in_turn(server.echo_facts, server.echo_facts, server.status(401))
    failed = run("eval", "run", "-j", "1", "--base-url", local.base_url, "--evals", evals)
    assert failed.code == 5
    asked = len(local.requests)
    local.behaviour = server.echo_facts
    assert run("eval", "run", "--base-url", local.base_url, "--evals", evals).code == 0
    assert len(local.requests) == asked + 4, "the two answers that came are kept"
    assert run("eval", "run", "--base-url", local.base_url, "--evals", evals).code == 0
    assert len(local.requests) == asked + 4


def test_a_missed_threshold_ends_with_1(run: Runner, evals: Path, local: LocalChatServer) -> None:
    suite = evals / "suites" / "mine.toml"
    suite.write_text(SUITE + "\n[thresholds]\nfallback-share = 0.5\n", encoding="utf-8")
    local.behaviour = server.says("no JSON")
    ran = run("eval", "run", "--base-url", local.base_url, "--evals", evals)
    assert ran.code == 1
    assert "fallback-share" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["run", "nope"], 4, "no suite 'nope'"),
        (["run", "--report", "page.pdf"], 2, "the ending tells the form"),
        (["run", "--ring", "static", "--base-url", "http://127.0.0.1:1"], 2, "asks a model"),
        (["run", "--ring", "replay", "--record"], 2, "asks a model"),
        (["compare", "no-such-revision"], 2, "no-such-revision"),
        (["compare", "baseline"], 4, "no baseline yet"),
        (["compare", "mine", "--margin", "2"], 2, "must lie between 0 and 1"),
        (["run", "--base-url", "localhost:8080/v1"], 2, "--base-url: 'localhost:8080/v1' is no address"),
        (["report", "none.json"], 3, "can't be read"),
    ],
)
def test_bad_usage_is_one_clear_line(
    run: Runner, evals: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = run("eval", *arguments, "--evals", evals)
    assert ran.code == code
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


def test_a_worse_prompt_is_called_worse_and_an_equal_one_is_not(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    suite = evals / "suites" / "mine.toml"
    suite.write_text(SUITE.replace("count = 6", "count = 14"), encoding="utf-8")
    before, after, same, near = (tmp_path / f"{name}.json" for name in ("before", "after", "same", "near"))
    page = tmp_path / "verdict.html"
    asked = ["--base-url", local.base_url, "--evals", evals, "--no-cache"]
    run("eval", "run", *asked, "--out", before)
    run("eval", "run", *asked, "--out", same)
    local.behaviour = server.in_turn(server.garbage, server.echo_facts)
    run("eval", "run", *asked, "--out", near)
    local.behaviour = server.says('{"statements": []}')
    run("eval", "run", *asked, "--out", after)

    worse = run("eval", "compare", before, after, "--evals", evals, "--report", page)
    assert worse.code == 1
    assert worse.out.startswith("WORSE")
    assert "fact-coverage" in worse.out
    assert "WORSE" in page.read_text(encoding="utf-8")
    better = run("eval", "compare", after, before, "--evals", evals)
    assert better.code == 0
    assert better.out.startswith("BETTER")
    equal = run("eval", "compare", before, same, "--evals", evals)
    assert equal.code == 0
    assert equal.out.startswith("SAME")
    assert "The prompts are the same, and so is every answer" in equal.out
    within = run("eval", "compare", before, near, "--evals", evals, "--margin", "0.6")
    assert within.out.startswith("SAME"), within.out
    unsure = run("eval", "compare", before, near, "--evals", evals)
    assert unsure.code == 0
    assert unsure.out.startswith("NOT ENOUGH DATA")
    assert run("eval", "compare", before, near, "--evals", evals, "--strict").code == 1


def test_a_baseline_is_accepted_with_a_reason_and_compared_with(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    out = tmp_path / "results.json"
    run("eval", "run", "--record", "--base-url", local.base_url, "--evals", evals, "--out", out)
    accepted = run("eval", "accept", out, "--because", "first run", "--evals", evals)
    assert accepted.code == 0
    baseline = evals / "baselines" / "mine.json"
    assert "first run" in baseline.read_text(encoding="utf-8")
    compared = run("eval", "compare", "baseline", "--evals", evals, "--margin", "0.9")
    assert compared.out.startswith("SAME"), compared.out + compared.err


def test_two_revisions_are_compared_on_recordings_of_both(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    plugin = shutil.copytree(
        Path(__file__).parents[1] / "thirdparty" / "gift-cards-data", tmp_path / "repo" / "gift-cards"
    )
    evals = Path(shutil.copytree(evals, tmp_path / "repo" / "evals"))
    (evals / "cases").mkdir()
    shutil.copy(plugin / "facts.json", evals / "cases" / "gift.json")
    text = SUITE.split("[[generated]]", maxsplit=1)[0] + '[[cases]]\nid = "gift"\nfacts = "gift.json"\n'
    (evals / "suites" / "mine.toml").write_text(text, encoding="utf-8")
    options = ["--evals", evals, "--plugins", plugin]
    record = ["eval", "run", "--record", "--base-url", local.base_url, *options]
    assert run(*record).code == 0
    commit(tmp_path / "repo", "one")
    (prompt,) = plugin.rglob("section.md")
    prompt.write_text(
        prompt.read_text(encoding="utf-8").replace("# user\n", "# user\n\nBe brief.\n", 1), encoding="utf-8"
    )
    assert run("eval", "run", *options).code == 1, "stale"
    assert run(*record).code == 0
    assert len(local.requests) == 2
    compared = run("eval", "compare", "HEAD", *options, "--margin", "0.99")
    assert compared.code == 0, compared.err
    assert compared.out.startswith("SAME"), compared.out
    assert len(local.requests) == 2


def test_a_killed_run_resumes_and_ends_with_the_same_results(
    evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    suite = evals / "suites" / "mine.toml"
    suite.write_text(SUITE.replace("count = 6", "count = 40"), encoding="utf-8")
    whole, killed = tmp_path / "whole.json", tmp_path / "killed.json"
    local.behaviour = server.slow(0.05)
    command = [sys.executable, "-m", "poa_ai", "eval", "run", "-j", "4", "--no-cache", "--quiet"]
    command += ["--base-url", local.base_url, "--evals", str(evals), "--out"]
    subprocess.run([*command, str(whole)], check=True, capture_output=True, timeout=60)
    local.requests.clear()
    with subprocess.Popen(
        [*command, str(killed)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        deadline = time.monotonic() + 30
        while len(local.requests) < 20 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(run.pid, signal.SIGKILL)
    assert not killed.exists()
    subprocess.run([*command, str(killed)], check=True, capture_output=True, timeout=60)
    assert len(local.requests) <= 40 + 4
    assert killed.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("*.answers")), "the answers stay only until the results are whole"


def prompts_with(tmp_path: Path, old: str, new: str) -> Path:
    """A folder of prompts in which one phrase of the shared voice is another."""
    import poa_ai_prompts

    text = (Path(poa_ai_prompts.__path__[0]) / "shared" / "voice.md").read_text(encoding="utf-8")
    assert old in text
    folder = tmp_path / "prompts" / "shared"
    folder.mkdir(parents=True)
    (folder / "voice.md").write_text(text.replace(old, new), encoding="utf-8")
    return folder.parent


def commit(folder: Path, message: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", message]):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def test_a_judge_gives_an_opinion_that_decides_nothing(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    def behave(request: server.Request) -> server.Answer:
        if request["model"] == "judge-2026-01-01":
            return server.completion('{"score": 1, "reason": "It names no figure."}')
        return server.echo_facts(request)

    local.behaviour = behave
    out = tmp_path / "results.json"
    asked = ["eval", "run", "--evals", evals, "--judge", "openai:judge-2026-01-01"]
    ran = run(*asked, "--base-url", local.base_url, "--record", "--out", out)
    assert ran.code == 0, ran.err
    assert "It is an opinion and decides nothing." in ran.out
    assert "Cohen's kappa: undefined" in ran.out
    cases = results(out)["cases"]
    assert isinstance(cases, list)
    assert {case["scores"]["judge"]["value"] for case in cases} == {0.25}
    local.behaviour = server.status(500)
    again = run(*asked, "--ring", "replay")
    assert "It is an opinion and decides nothing." in again.out
    assert (
        run("eval", "run", "--evals", evals, "--judge", "openai:judge", "--base-url", local.base_url).code
        == 2
    )


def test_a_large_run_goes_by_batches(
    run: Runner, evals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-key")
    with LocalBatchServer() as batches:
        out, live = tmp_path / "batch.json", ["--base-url", batches.base_url, "--evals", evals]
        ran = run("eval", "run", "--batch", "--record", *live, "--out", out)
        assert ran.code == 0, ran.err
        assert "batch" in ran.err
        assert run("eval", "run", "--evals", evals).code == 0, "the recording holds what the batches brought"
        refused = run("eval", "run", "--batch", "--fresh", *live)
        assert refused.code == 2
        assert "--fresh" in refused.err
    assert not list((evals / "recordings").glob("*.batch.json"))


def test_an_equal_run_is_read_and_not_worked_out_again(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    asked = ["eval", "run", "--base-url", local.base_url, "--evals", evals]
    assert run(*asked, "--out", first, "--without", "returns").code == 0
    calls = len(local.requests)
    local.behaviour = server.status(500)
    ran = run(*asked, "--out", second, "--without", "returns")
    assert ran.code == 0
    assert second.read_bytes() == first.read_bytes()
    assert len(local.requests) == calls

    local.behaviour = server.echo_facts
    changed = prompts_with(tmp_path, "Plain, calm", "Plain, very calm")
    run(*asked, "--prompts", changed)
    assert len(local.requests) == 2 * calls


def asking(local: LocalChatServer, evals: Path, out: Path) -> list[Any]:
    """A live run into `out` whose scores are kept: no plugin of others has a say in them."""
    address = ["--base-url", local.base_url, "--evals", evals]
    return ["eval", "run", *address, "--out", out, "--without", "returns"]


def test_asking_again_replaces_what_was_kept(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    asked = asking(local, evals, out)
    run(*asked)
    local.behaviour = server.says("no JSON")
    run(*asked, "--fresh")
    worse = out.read_bytes()
    calls = len(local.requests)
    again = run(*asked)
    assert out.read_bytes() == worse
    assert len(local.requests) == calls
    assert "6 of 6 trials are those of an equal run before" in again.err


def test_the_rules_that_are_allowed_belong_to_a_kept_score(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path, working_folder: Path
) -> None:
    out = tmp_path / "out.json"
    asked = asking(local, evals, out)

    def sorry(request: server.Request) -> server.Answer:
        body = json.loads(server.echo_facts(request).body)
        statements = json.loads(body["choices"][0]["message"]["content"])["statements"]
        told = [{**statement, "text": f"We are sorry. {statement['text']}"} for statement in statements]
        return server.completion(json.dumps({"statements": told}))

    local.behaviour = sorry
    run(*asked)
    allowed = '[[allow]]\nrule = "emotive.apology"\nreason = "a try"\n'
    (working_folder / "poa-ai.toml").write_text(allowed, encoding="utf-8")
    ran = run(*asked)
    assert "trials are those of an equal run before" not in ran.err


def test_a_folder_as_the_place_of_results_is_refused_before_a_call(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    ran = run("eval", "run", "--base-url", local.base_url, "--evals", evals, "--no-cache", "--out", tmp_path)
    assert ran.code == 2
    assert "can't be written" in ran.err
    assert not local.requests


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--fresh"],
        ["run", "--no-cache"],
        ["run", "--max-cost", "1"],
        ["run", "--ring", "static", "--judge", "openai:j-2026-01-01"],
        ["run", "--max-cost", "nan", "--base-url", "http://127.0.0.1:1"],
        ["run", "--timeout", "0", "--base-url", "http://127.0.0.1:1"],
        ["accept", "x.json", "--because", " "],
    ],
)
def test_a_flag_without_effect_or_sense_is_refused(run: Runner, evals: Path, arguments: list[str]) -> None:
    assert run("eval", *arguments, "--evals", evals).code == 2


def test_a_baseline_is_whole_and_stays_in_its_folder(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    asked = ["eval", "run", "--base-url", local.base_url, "--evals", evals, "--out", out]
    run(*asked, "--limit", "2")
    few = run("eval", "accept", out, "--because", "a try", "--evals", evals)
    assert few.code == 4
    assert "no scores of 4 of its 6 cases" in few.err
    run(*asked)
    out.write_text(out.read_text(encoding="utf-8").replace('"mine"', '"../../../pwn"'), encoding="utf-8")
    assert run("eval", "accept", out, "--because", "a try", "--evals", evals).code == 4
    assert not list(tmp_path.rglob("pwn*"))


def test_a_judge_that_is_replayed_has_a_version_too(run: Runner, evals: Path, local: LocalChatServer) -> None:
    run("eval", "run", "--record", "--base-url", local.base_url, "--evals", evals)
    ran = run("eval", "run", "--judge", "openai:gpt-4.1", "--evals", evals)
    assert (ran.code, ran.out) == (2, "")
    assert "names no version" in ran.err


def test_a_stale_side_is_told_even_when_quiet(
    run: Runner, evals: Path, local: LocalChatServer, tmp_path: Path
) -> None:
    run("eval", "run", "--record", "--base-url", local.base_url, "--evals", evals)
    changed = prompts_with(tmp_path, "Plain, calm", "Plain, very calm")
    quiet = run("eval", "compare", changed, "--evals", evals, "--quiet")
    assert quiet.code == 1
    assert "no recorded answer" in quiet.err


def test_a_suite_named_twice_is_run_once(run: Runner, evals: Path) -> None:
    ran = run("eval", "run", "mine", evals / "suites" / "mine.toml", "--ring", "static", "--evals", evals)
    assert "6 cases" in ran.out


def test_a_prompt_that_leaves_the_facts_out_fails_the_static_ring(
    run: Runner, evals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = static.render_section

    def without_facts(*given: Any) -> RenderedPrompt:
        prompt = render(*given)
        ids_alone = replace(prompt.messages[-1], content="Write about C1, A1, P1, M1 and F1.")
        return replace(prompt, messages=(*prompt.messages[:-1], ids_alone))

    monkeypatch.setattr(static, "render_section", without_facts)
    ran = run("eval", "run", "--ring", "static", "--evals", evals)
    assert ran.code == 1
    assert "facts-in-prompt" in ran.out
