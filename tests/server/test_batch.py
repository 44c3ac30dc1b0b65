"""Batches over real sockets: what is asked, what is kept, and what a stop or a fault costs."""

import asyncio
import json
import logging
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from openai import OpenAI

from poa_ai.chatmodel import Message, ModelOptions, PromptRef, RenderedPrompt, Reply, Usage
from poa_ai.errors import InputError, InternalError, ModelError
from poa_ai.llm.batchfile import FileLimits
from poa_ai.llm.batchrun import run_batch
from poa_ai.llm.batchtally import BatchOutcome
from poa_ai.llm.deadline import Deadline
from poa_ai.llm.metering import Meter
from poa_ai.llm.openai_chat import OpenAIChat
from poa_ai.llm.prices import Price
from poa_ai.llm.recording import Parameters, Recording, call_key
from poa_ai.llm.retrying import RetryPolicy
from poa_ai.llm.tokens import TokenCounter
from poa_ai.testing import chatserver as server
from poa_ai.testing.batchserver import Ending, Fault, LocalBatchServer, ServedBatch
from poa_ai.testing.modelcalls import ask_all

KEY = "sk-test-0123456789abcdef"
PARAMETERS = Parameters("openai:m", 0.0, 7)
QUICK = RetryPolicy(attempts=4, first_wait=0.01, longest_wait=0.02)
PRICE = Price(1.0, 0.5, 2.0, "2026-01-01", "a list")
CHARGED = Usage(100, 20, 60)
OPERATIONS = ("upload", "create", "status", "content")


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


class Stopped(BaseException):
    """The end of the process, as a test can see it."""


class Desk:
    """Runs batches with one server, one recording and one state file; each run reads both anew."""

    def __init__(self, local: LocalBatchServer, folder: Path) -> None:
        self.local = local
        self.path = folder / "replies.jsonl"
        self.state = folder / "batches.json"
        self.told: list[str] = []
        self.stop_at = ""
        self.meter = Meter(lambda: TokenCounter(lambda text: len(text.split()), exact=True, how=""), PRICE)

    @property
    def recording(self) -> Recording:
        return Recording.open(self.path)

    def run(
        self,
        prompts: Sequence[RenderedPrompt],
        *,
        seconds: float = 20.0,
        limit: float | None = None,
        requests: int = 50_000,
        timeout: float = 5.0,
        poll_seconds: float = 0.01,
    ) -> BatchOutcome:
        self.told.clear()
        self.meter = Meter(
            lambda: TokenCounter(lambda text: len(text.split()), exact=True, how=""), PRICE, limit
        )
        return asyncio.run(
            run_batch(
                prompts,
                [PARAMETERS] * len(prompts),
                self.recording,
                ModelOptions("m", self.local.base_url, timeout),
                self.state,
                deadline=Deadline.after(seconds),
                poll_seconds=poll_seconds,
                on_progress=self._tell,
                meter=self.meter,
                policy=QUICK,
                limits=FileLimits(requests=requests),
            )
        )

    def _tell(self, text: str) -> None:
        self.told.append(text)
        if self.stop_at and self.stop_at in text:
            raise Stopped


def prompt(number: int) -> RenderedPrompt:
    text = f"<<<facts\npart root_cause\nC1: {number} orders were late.\nfacts>>>"
    return RenderedPrompt(
        (Message("system", "Plain."), Message("user", text)), PromptRef("a/b", "0"), {}, 100
    )


def key(number: int) -> str:
    return call_key(prompt(number), PARAMETERS)


def text(number: int) -> str:
    statement = {"part": "root_cause", "text": f"{number} orders were late.", "facts": ["C1"]}
    return json.dumps({"statements": [statement]})


FIVE = [prompt(number) for number in range(5)]
KEYS = [key(number) for number in range(5)]


def test_answers_stand_in_the_recording_as_if_they_had_been_asked_for_one_by_one(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        outcome = desk.run(FIVE)
        (batch,) = local.batches.values()
        single = ask_all(OpenAIChat(ModelOptions("m", local.base_url)), [FIVE[0]])
    assert outcome == BatchOutcome(5, {}, Usage(500, 100, 300))
    for number in range(5):
        assert desk.recording.get(key(number)) == Reply(text(number), "local", "stop", CHARGED)
    assert desk.recording.get(KEYS[0]) == single[0]
    assert local.requests[-1] == batch.requests[0]["body"], "the request is the same as that of a call"
    assert [request["custom_id"] for request in batch.requests] == KEYS
    assert not desk.state.exists(), "nothing is under way"
    assert local.calls == ["upload", "create", "status", "status", "content"]
    assert desk.told == [
        "batch submitted: 5 requests",
        "batch 1 of 1: 0 of 5 done",
        "batch 1 of 1: 5 of 5 done",
    ]
    assert desk.meter.spending.usage == outcome.usage


def test_what_the_recording_holds_is_not_asked_for_and_equal_prompts_once(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        desk.run(FIVE[:2])
        assert desk.run([*FIVE, *FIVE]).answered == 3
        assert desk.run(FIVE) == BatchOutcome(0, {}, Usage())
        assert local.sent() == KEYS


def test_a_batch_that_is_soon_done_is_soon_seen(tmp_path: Path) -> None:
    with LocalBatchServer(looks=3) as local:
        assert Desk(local, tmp_path).run(FIVE, poll_seconds=60.0).answered == 5


def test_many_requests_are_cut_into_files(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        assert desk.run(FIVE, requests=2).answered == 5
        assert [len(batch.requests) for batch in local.batches.values()] == [2, 2, 1]
    assert "batch 3 of 3: 1 of 1 done" in desk.told


@pytest.mark.parametrize(
    "stop_at", ["batch submitted", "batch 1 of 3: 0 of 2", "batch 2 of 3: 0 of 2", "batch 1 of 3: 2 of 2"]
)
def test_a_stopped_run_goes_on_and_submits_nothing_twice(tmp_path: Path, stop_at: str) -> None:
    with LocalBatchServer(looks=3) as local:
        desk = Desk(local, tmp_path)
        desk.stop_at = stop_at
        with pytest.raises(Stopped):
            desk.run(FIVE, requests=2)
        assert desk.state.exists()
        desk.stop_at = ""
        outcome = desk.run(FIVE, requests=2)
        assert sorted(local.sent()) == sorted(KEYS)
    assert outcome.failed == {}
    assert all(desk.recording.get(k) is not None for k in KEYS)
    assert not desk.state.exists()


def test_a_run_stopped_within_a_file_of_results_reads_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Recording.add

    def stops_at_third(self: Recording, *given: object) -> None:
        if len(self) == 2:
            raise Stopped
        add(self, *given)  # type: ignore[arg-type]

    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(Recording, "add", stops_at_third)
            with pytest.raises(Stopped):
                desk.run(FIVE)
        assert len(desk.recording) == 2
        assert desk.run(FIVE).answered == 3
        assert local.sent() == KEYS


def test_a_recording_that_can_not_be_written_ends_the_run_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Recording, *_: object) -> None:
        raise InputError(f"{self.path}: No space left on device")

    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(Recording, "add", full)
            with pytest.raises(InputError, match="No space left"):
                desk.run(FIVE)
        assert local.calls.count("content") == 1, "that does not pass"
        assert desk.run(FIVE).answered == 5
        assert local.sent() == KEYS


@pytest.mark.parametrize("made", [True, False])
def test_a_stop_between_upload_and_batch_is_mended(tmp_path: Path, made: bool) -> None:
    """With `made`, the batch was made and its id never came."""
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        local.faults["create"] = [Fault(server.status(401), late=made)]
        with pytest.raises(ModelError, match="API key"):
            desk.run(FIVE)
        assert json.loads(desk.state.read_text())["under_way"][0]["batch"] is None
        assert desk.run(FIVE).answered == 5
        assert local.sent() == KEYS
        assert local.calls.count("upload") == (1 if made else 2), "an upload is free"


def test_a_batch_among_many_is_found_again(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        local.faults["create"] = [Fault(server.status(401), late=True)]
        with pytest.raises(ModelError):
            desk.run(FIVE)
        for number in range(130):
            local.batches[f"other_{number}"] = ServedBatch(f"other_{number}", "file-x", Ending(), [])
        assert desk.run(FIVE).answered == 5
        assert local.calls.count("list") == 2


def test_a_file_of_other_runs_is_left_alone(tmp_path: Path) -> None:
    with LocalBatchServer(looks=2) as local:
        desk = Desk(local, tmp_path)
        desk.stop_at = "0 of 3"
        with pytest.raises(Stopped):
            desk.run(FIVE[:3])
        desk.stop_at = ""
        assert desk.run(FIVE[3:]).answered == 2
        assert desk.run(FIVE[:2]).answered == 2, "of the three that are under way"
        assert desk.run(FIVE).answered == 1
        assert sorted(local.sent()) == sorted(KEYS)
    assert not desk.state.exists()


@pytest.mark.parametrize("fault", [server.status(429, retry_after="0.01"), server.status(500), server.drop])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_fault_that_passes_is_waited_for(
    tmp_path: Path, operation: str, fault: server.Behaviour, late: bool
) -> None:
    with LocalBatchServer() as local:
        local.faults[operation] = [Fault(fault, late), Fault(fault, late)]
        desk = Desk(local, tmp_path)
        assert desk.run(FIVE).answered == 5
        assert local.sent() == KEYS, "also where an answer was lost, nothing is asked twice"


def test_a_result_file_that_breaks_off_is_read_again(tmp_path: Path) -> None:
    def half(_: server.Request) -> server.Answer:
        whole = local.files["file-2"]
        return server.Answer(whole[: len(whole) // 2], cut=len(whole) - len(whole) // 2)

    with LocalBatchServer() as local:
        local.faults["content"] = [Fault(half), Fault(half)]
        desk = Desk(local, tmp_path)
        assert desk.run(FIVE) == BatchOutcome(5, {}, Usage(500, 100, 300))
        assert local.calls.count("content") == 3
        assert local.sent() == KEYS
    assert len(desk.path.read_text().splitlines()) == 6, "no answer is kept twice"


def test_a_page_of_a_gateway_is_no_result(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        local.faults["content"] = [Fault(server.html)]
        assert Desk(local, tmp_path).run(FIVE).answered == 5
        assert local.sent() == KEYS + KEYS, "all are asked for once more"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refused_key_is_said_once_and_clearly(
    tmp_path: Path, operation: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), LocalBatchServer() as local:
        local.faults[operation] = [Fault(server.status(401, "invalid_api_key", f"Incorrect API key: {KEY}"))]
        desk = Desk(local, tmp_path)
        with pytest.raises(ModelError, match="does not accept the API key") as caught:
            desk.run(FIVE)
        assert local.calls.count(operation) == 1
        assert desk.run(FIVE).answered == 5, "with the right key it goes on"
        assert local.sent() == KEYS
    assert (
        KEY not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r} {caplog.text}"
    )


@pytest.mark.parametrize(
    ("operation", "fault", "said"),
    [
        ("upload", server.status(404), "offers no batches"),
        ("create", server.status(404), "offers no batches"),
        ("upload", server.html, "something else than a file"),
        ("create", server.html, "something else than a batch"),
        ("status", server.html, "something else than a batch"),
        ("status", server.status(404), "delete .*batches.json to ask for everything again"),
        ("content", server.status(404), "delete .*batches.json to ask for everything again"),
        ("upload", server.status(429, "insufficient_quota"), "no credit left"),
        ("upload", server.status(429, retry_after="60"), "60 seconds to wait, 20 are left"),
        ("create", server.status(500), "the server failed"),
        ("content", server.drop, "dropped the connection"),
    ],
)
def test_a_fault_that_stays_is_a_model_error_in_plain_words(
    tmp_path: Path, operation: str, fault: server.Behaviour, said: str
) -> None:
    with LocalBatchServer() as local:
        local.faults[operation] = [Fault(fault)] * 10
        with pytest.raises(ModelError, match=said):
            Desk(local, tmp_path).run(FIVE)


@pytest.mark.parametrize("state", ["expired", "cancelled", "failed", "completed"])
def test_what_a_batch_left_open_is_asked_once_more(tmp_path: Path, state: str) -> None:
    with LocalBatchServer() as local:
        local.endings = [Ending(state, 2)]
        desk = Desk(local, tmp_path)
        assert desk.run(FIVE) == BatchOutcome(5, {}, Usage(500, 100, 300))
        assert local.sent() == [*KEYS, *KEYS[2:]]


def test_what_stays_open_is_told_and_may_be_asked_by_the_next_run(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        local.endings = [Ending("expired", 2), Ending("expired", 1)]
        desk = Desk(local, tmp_path)
        outcome = desk.run(FIVE)
        assert outcome.answered == 3
        assert outcome.failed == dict.fromkeys(KEYS[3:], "the batch ended before its turn came")
        assert desk.meter.spending.unsure == 0.0, "what was not reached is not charged"
        assert desk.run(FIVE).answered == 2


def test_a_batch_that_is_cancelled_elsewhere_is_taken_as_it_is(tmp_path: Path) -> None:
    with LocalBatchServer(looks=3) as local:
        desk = Desk(local, tmp_path)
        desk.stop_at = "0 of 5"
        with pytest.raises(Stopped):
            desk.run(FIVE)
        elsewhere = OpenAI(base_url=local.base_url, max_retries=0)
        elsewhere.batches.cancel("batch_1")
        elsewhere.close()
        desk.stop_at = ""
        assert desk.run(FIVE).answered == 5
        assert local.sent() == [*KEYS, *KEYS]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("token_limit_exceeded", "may not have so many tokens waiting"),
        ("invalid_json_line", r"refused the batch \(invalid_json_line at line 1\)"),
        (f"quotes {KEY}", r"refused the batch \(for no reason that it names at line 1\)"),
    ],
)
def test_a_batch_that_is_refused_as_a_whole_says_why_and_is_not_repeated(
    tmp_path: Path, code: str, said: str
) -> None:
    with LocalBatchServer() as local:
        local.endings = [Ending(errors=(code,))]
        outcome = Desk(local, tmp_path).run(FIVE)
        assert len(local.batches) == 1
    assert list(outcome.failed) == KEYS
    for reason in outcome.failed.values():
        assert re.search(said, reason)
        assert KEY not in reason


def test_results_in_any_order_doubled_strange_or_huge_are_sorted_out(tmp_path: Path) -> None:
    def rewrite(lines: list[bytes]) -> list[bytes]:
        if len(lines) < 5:
            return lines
        stranger = lines[0].replace(KEYS[0].encode(), b"somebody else's")
        huge = lines[4].replace(b"4 orders", b"x" * 5_000_000)
        return [
            lines[3],
            stranger,
            b"{no json",
            b"[" * 100_000,
            b"",
            b"5",
            huge,
            lines[3],
            *lines[:3],
            b"\xff",
        ]

    with LocalBatchServer() as local:
        local.rewrite = rewrite
        desk = Desk(local, tmp_path)
        assert desk.run(FIVE).answered == 5
        assert local.sent() == [*KEYS, KEYS[4]], "the huge line is no answer: asked once more"
    assert len(desk.recording) == 5


@pytest.mark.parametrize(
    ("behaviour", "said", "again", "usage"),
    [
        (server.refusal, "refused to answer", False, CHARGED),
        (server.empty, "empty", False, CHARGED),
        (lambda _: server.completion("", "length"), "cut short", False, CHARGED),
        (server.no_choices, "without a message", False, Usage()),
        (lambda _: server.Answer(b"[5]"), "something else than a chat completion", False, Usage()),
        (server.status(400), "refused the request", False, Usage()),
        (server.status(400, "context_length_exceeded"), "too long for the model", False, Usage()),
        (server.status(429), "too many requests", True, Usage()),
        (server.status(500), "the server failed", True, Usage()),
    ],
)
def test_a_request_that_fails_alone_is_told_and_asked_again_where_that_may_help(
    tmp_path: Path, behaviour: server.Behaviour, said: str, again: bool, usage: Usage
) -> None:
    def behave(request: server.Request) -> server.Answer:
        odd = "C1: 3 orders" in request["messages"][-1]["content"]
        return behaviour(request) if odd else server.echo_facts(request)

    with LocalBatchServer(behave) as local:
        outcome = Desk(local, tmp_path).run(FIVE)
        assert local.sent() == KEYS + [KEYS[3]] * again
    assert outcome.answered == 4
    assert list(outcome.failed) == [KEYS[3]]
    assert said in outcome.failed[KEYS[3]]
    assert outcome.usage == Usage(400, 80, 240) + usage


def test_an_answer_that_is_cut_short_is_one(tmp_path: Path) -> None:
    with LocalBatchServer(server.truncated) as local:
        desk = Desk(local, tmp_path)
        assert desk.run(FIVE).answered == 5
    reply = desk.recording.get(KEYS[0])
    assert reply is not None
    assert reply.cut_short


def test_what_the_model_does_not_take_is_left_out_the_second_time(tmp_path: Path) -> None:
    def no_temperature(request: server.Request) -> server.Answer:
        if "temperature" in request:
            return server.status(400, None, "Unsupported value: 'temperature' does not support 0.0")(request)
        return server.echo_facts(request)

    with LocalBatchServer(no_temperature) as local:
        desk = Desk(local, tmp_path)
        assert desk.run(FIVE).answered == 5
        assert len(local.batches) == 2
    reply = desk.recording.get(KEYS[0])
    assert reply is not None
    assert "takes no temperature" in reply.notes[0]


def test_at_the_deadline_what_came_is_kept_and_the_rest_goes_on(tmp_path: Path) -> None:
    with LocalBatchServer(looks=10_000) as local:
        desk = Desk(local, tmp_path)
        outcome = desk.run(FIVE, seconds=1.5)
        assert set(outcome.failed) == set(KEYS)
        assert set(outcome.failed.values()) == {
            "no answer within 1.5 seconds; the batch goes on, and the next run fetches it"
        }
        local.looks = 1
        assert desk.run(FIVE).answered == 5
        assert local.sent() == KEYS


def test_a_server_that_hangs_is_asked_again(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        desk.run(FIVE[:1])  # the library is imported at the first call
        local.faults = {op: [Fault(_hang(local), late=True)] for op in ("create", "status")}
        assert desk.run(FIVE, timeout=0.4).answered == 4
        assert local.sent() == KEYS


def _hang(local: LocalBatchServer) -> server.Behaviour:
    def behave(_: server.Request) -> server.Answer:
        local.closing.wait(3.0)
        return server.Answer(drop=True)

    return behave


def test_the_limit_of_cost_holds_before_anything_is_sent(tmp_path: Path) -> None:
    one = (9 + 2 * 4 + 3) * 1e-6 + 100 * 2e-6
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        with pytest.raises(
            ModelError, match=r"the 5 requests may cost more than .*, which 3 of them may reach"
        ):
            desk.run(FIVE, limit=one * 3.9)
        assert local.calls == []
        assert desk.run(FIVE, limit=one * 5.1).answered == 5
    assert desk.meter.spending.cost == pytest.approx(PRICE.cost(Usage(500, 100, 300)))


def test_the_limit_holds_for_what_is_asked_again_too(tmp_path: Path) -> None:
    one = (9 + 2 * 4 + 3) * 1e-6 + 100 * 2e-6
    with LocalBatchServer() as local:
        local.rewrite = lambda lines: lines[:1]
        desk = Desk(local, tmp_path)
        outcome = desk.run(FIVE, limit=one * 5.1)
        assert outcome.answered == 1
        assert len(local.batches) == 1, (
            "four may have been charged; to ask for them again would pass the limit"
        )
    assert set(outcome.failed.values()) == {"no answer came for it"}
    assert "may cost more than the limit" in desk.told[-1]


def test_neither_prompts_nor_keys_of_accounts_are_left_on_disk(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        desk.stop_at = "0 of 5"
        with pytest.raises(Stopped):
            desk.run(FIVE)
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert files == [desk.state]
        held = desk.state.read_text()
    assert "orders were late" not in held
    assert KEY not in held


def test_a_state_file_that_is_none_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with LocalBatchServer() as local:
        desk = Desk(local, tmp_path)
        desk.state.write_text("[1, 2]")
        with pytest.raises(InputError, match=r"batches.json: this is no list of batches"):
            desk.run(FIVE)
        assert local.calls == []


def test_a_prompt_for_another_model_is_a_bug(tmp_path: Path) -> None:
    other = [Parameters("openai:other", 0.0, None)]
    with LocalBatchServer() as local, pytest.raises(InternalError, match="a prompt for 'openai:other'"):
        asyncio.run(
            run_batch(
                FIVE[:1],
                other,
                Recording.open(tmp_path / "r.jsonl"),
                ModelOptions("m", local.base_url),
                tmp_path / "s.json",
                deadline=Deadline.after(5.0),
            )
        )
