"""Answers on disk: kept at once, found again, and refused where the file is none."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from poa_ai.chatmodel import Message, PromptRef, RenderedPrompt, Reply, Usage
from poa_ai.errors import InputError, ModelError
from poa_ai.llm.recorded import Recorded, Replayed
from poa_ai.llm.recording import Parameters, Recording, call_key
from poa_ai.testing.modelcalls import ask_all

ASKED = Parameters("openai:m", 0.0, 7)
PROMPT = RenderedPrompt(
    (Message("user", "Hello\ud800"),), PromptRef("odr/section", "ab"), {"type": "object"}, 9
)
OTHER = replace(PROMPT, messages=(Message("user", "Another"),))
THIRD = replace(PROMPT, messages=(Message("user", "A third"),))
REPLY = Reply("é\u2028 text", "m-1", "stop", Usage(3, 2, 1), ("the server takes no seed",))


class Counting:
    """Answers, and counts how often it is asked."""

    name = "openai:m"

    def __init__(self) -> None:
        self.calls = 0

    async def complete(self, prompt: RenderedPrompt) -> Reply:
        self.calls += 1
        if prompt == OTHER:
            raise ModelError("the server failed")
        return REPLY

    async def close(self) -> None:
        pass


def test_an_answer_is_asked_for_once_and_is_on_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "r.jsonl"
    model = Counting()
    assert ask_all(Recorded(model, Recording.open(path), ASKED), [PROMPT]) == [REPLY]
    assert ask_all(Recorded(model, Recording.open(path), ASKED), [PROMPT]) == [REPLY]
    assert model.calls == 1
    assert len(Recording.open(path)) == 1
    assert Recording.open(path).asked == (ASKED,)


def test_asked_afresh_a_new_answer_takes_the_place_and_no_other_is_lost(tmp_path: Path) -> None:
    recording = Recording.open(tmp_path / "r.jsonl")
    recording.add(call_key(OTHER, ASKED), OTHER, ASKED, replace(REPLY, text="of another case"))
    recording.add(call_key(PROMPT, ASKED), PROMPT, ASKED, replace(REPLY, text="old"))
    model = Counting()
    assert ask_all(Recorded(model, recording, ASKED, fresh=True), [PROMPT]) == [REPLY]
    kept = Recording.open(tmp_path / "r.jsonl")
    assert kept.get(call_key(PROMPT, ASKED)) == REPLY
    assert kept.get(call_key(OTHER, ASKED)) == replace(REPLY, text="of another case")


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    recording = Recording.open(tmp_path / "r.jsonl")
    assert isinstance(ask_all(Recorded(Counting(), recording, ASKED), [OTHER])[0], ModelError)
    assert not (tmp_path / "r.jsonl").exists()


@pytest.mark.parametrize(
    "changed",
    [
        replace(PROMPT, messages=(Message("system", "Hello\ud800"),)),
        replace(PROMPT, schema={}),
        replace(PROMPT, max_output_tokens=10),
    ],
)
def test_the_key_is_what_was_asked(changed: RenderedPrompt) -> None:
    assert call_key(changed, ASKED) != call_key(PROMPT, ASKED)
    for parameters in (
        Parameters("openai:n", 0.0, 7),
        Parameters("openai:m", 0.5, 7),
        replace(ASKED, repeat=1),
    ):
        assert call_key(PROMPT, parameters) != call_key(PROMPT, ASKED)
    assert call_key(replace(PROMPT, ref=PromptRef("x", "y")), ASKED) == call_key(PROMPT, ASKED)


def test_replay_answers_what_was_recorded_and_nothing_else(tmp_path: Path) -> None:
    recording = Recording.open(tmp_path / "r.jsonl")
    recording.add(call_key(PROMPT, ASKED), PROMPT, ASKED, REPLY)
    replayed = Replayed(Recording.open(tmp_path / "r.jsonl"))
    assert replayed.name == "openai:m"
    known, unknown = ask_all(replayed, [PROMPT, OTHER])
    assert known == REPLY
    assert isinstance(unknown, ModelError)
    assert "the prompt or the facts have changed" in str(unknown)
    assert isinstance(ask_all(Replayed(recording, "openai:other"), [PROMPT])[0], ModelError)


def test_a_line_torn_by_a_stop_is_dropped_and_the_next_one_stands(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    recording = Recording.open(path)
    recording.add(call_key(PROMPT, ASKED), PROMPT, ASKED, REPLY)
    whole = path.read_bytes()
    recording.add(call_key(OTHER, ASKED), OTHER, ASKED, REPLY)
    path.write_bytes(path.read_bytes()[: len(whole) + 40])
    torn = Recording.open(path)
    assert len(torn) == 1
    for prompt in (OTHER, THIRD):
        torn.add(call_key(prompt, ASKED), prompt, ASKED, REPLY)
        resumed = Recording.open(path)
        assert resumed.get(call_key(prompt, ASKED)) == REPLY
    assert len(resumed) == 3
    assert path.read_bytes().startswith(whole)
    assert path.read_bytes().count(b"\n") == 4


def test_a_whole_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    Recording.open(path).add(call_key(PROMPT, ASKED), PROMPT, ASKED, REPLY)
    path.write_bytes(path.read_bytes()[:-1])
    Recording.open(path).add(call_key(OTHER, ASKED), OTHER, ASKED, REPLY)
    assert len(Recording.open(path)) == 2


@pytest.mark.parametrize("text", ["", '{"poa_ai', '{"poa_ai_recording": 1}', '{"poa_ai_recording": 1}\n'])
def test_a_file_that_was_only_begun_is_an_empty_recording(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(text, encoding="utf-8")
    begun = Recording.open(path)
    assert len(begun) == 0
    begun.add(call_key(PROMPT, ASKED), PROMPT, ASKED, REPLY)
    assert len(Recording.open(path)) == 1
    assert path.read_bytes().count(b"poa_ai_recording") == 1


def test_a_head_that_two_writers_wrote_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    parts = []
    for prompt in (PROMPT, OTHER):
        Recording.open(path).add(call_key(prompt, ASKED), prompt, ASKED, REPLY)
        parts.append(path.read_bytes())
        path.unlink()
    path.write_bytes(b"".join(parts))
    assert len(Recording.open(path)) == 2


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from poa_ai.chatmodel import Message, PromptRef, RenderedPrompt, Reply, Usage
from poa_ai.llm.recording import Parameters, Recording, call_key

asked = Parameters("openai:m", 0.0, 7)
recording = Recording.open(Path(sys.argv[1]), durable=False)
sys.stdin.readline()
for number in range(100):
    prompt = RenderedPrompt((Message("user", f"{sys.argv[2]} {number}"),), PromptRef("a/b", "0"), {}, 9)
    recording.add(call_key(prompt, asked), prompt, asked, Reply("x" * 20_000, "m", "stop", Usage(1, 1, 0)))
"""


def test_processes_that_begin_one_file_together_lose_nothing(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    path = tmp_path / "r.jsonl"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(n)], stdin=subprocess.PIPE)
        for n in range(3)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.close()
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert len(Recording.open(path)) == 300
    assert path.read_bytes().count(b"poa_ai_recording") == 1


@pytest.mark.parametrize("locks", [None, "refused"])
def test_a_system_without_locks_writes_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locks: str | None
) -> None:
    class Refusing:
        LOCK_EX = 2

        @staticmethod
        def flock(*_: object) -> None:
            raise OSError(95, "Operation not supported")

    monkeypatch.setattr("poa_ai.llm.recording.fcntl", Refusing if locks else None)
    Recording.open(tmp_path / "r.jsonl").add(call_key(PROMPT, ASKED), PROMPT, ASKED, REPLY)
    assert len(Recording.open(tmp_path / "r.jsonl")) == 1


def test_an_entry_with_values_of_the_wrong_kind_is_a_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    Recording.open(path).add(call_key(PROMPT, ASKED), PROMPT, ASKED, REPLY)
    text = path.read_text(encoding="utf-8")
    for right, wrong in (('"stop"', "[]"), ('"prompt": 3', '"prompt": 1e999'), ('"openai:m"', "[]")):
        assert right in text
        path.write_text(text.replace(right, wrong), encoding="utf-8")
        with pytest.raises(InputError, match=":2: a broken line"):
            Recording.open(path)


def test_neither_prompt_nor_key_is_in_the_file(tmp_path: Path) -> None:
    recording = Recording.open(tmp_path / "r.jsonl")
    recording.add(call_key(OTHER, ASKED), OTHER, ASKED, REPLY)
    assert "Another" not in (tmp_path / "r.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", ":1: this is no recording"),
        ("\n", ":1: this is no recording"),
        ('{"poa_ai_recording": 2}\n', ":1: this is no recording"),
        ('{"poa_ai_recording": 1}\nbroken\n{}\n', ":2: a broken line"),
        ('{"poa_ai_recording": 1}\n{"key": 5}\n{"key": 5}\n', ":2: a broken line"),
        ('{"poa_ai_recording": 1}\n' + "[" * 100_000 + "\n\n", ":2: a broken line"),
    ],
)
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        Recording.open(path)


def test_a_folder_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Is a directory"):
        Recording.open(tmp_path)


def test_each_line_is_json(tmp_path: Path) -> None:
    recording = Recording.open(tmp_path / "r.jsonl")
    recording.add(call_key(PROMPT, ASKED), PROMPT, ASKED, REPLY)
    head, line = (
        json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").split("\n")[:2]
    )
    assert head == {"poa_ai_recording": 1}
    assert line["asked"] == {"model": "openai:m", "temperature": 0.0, "seed": 7, "repeat": 0}
