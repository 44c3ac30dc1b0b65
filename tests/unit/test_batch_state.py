"""What is under way, on disk."""

import json
from pathlib import Path

import pytest

from poa_ai.errors import InputError
from poa_ai.llm.batchstate import BatchState, UnderWay

FIRST = UnderWay("file-1", None, ("a", "b"))
SECOND = UnderWay("file-2", "batch_2", ("c",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "batches.json"


def test_what_is_put_is_read_again_in_its_order(path: Path) -> None:
    state = BatchState.open(path)
    assert state.entries == ()
    state.put(FIRST)
    state.put(SECOND)
    state.put(UnderWay("file-1", "batch_1", ("a", "b")))
    assert BatchState.open(path).entries == (UnderWay("file-1", "batch_1", ("a", "b")), SECOND)
    assert list(path.parent.iterdir()) == [path]


def test_what_is_settled_is_taken_out_and_an_empty_file_with_it(path: Path) -> None:
    state = BatchState.open(path)
    left = state.settle(state.put(FIRST), {"a", "z"})
    assert left == UnderWay("file-1", None, ("b",))
    assert BatchState.open(path).entries == (left,)
    assert state.settle(left, {"z"}) == left
    assert state.settle(left, {"b"}).keys == ()
    assert state.entries == ()
    assert not path.exists()


def test_a_write_that_fails_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = BatchState.open(path)
    state.put(FIRST)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left"):
        state.put(SECOND)
    assert BatchState.open(path).entries == (FIRST,)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"poa_ai_batches": 2, "under_way": []}',
        '{"poa_ai_batches": 1, "under_way": 5}',
        '{"poa_ai_batches": 1, "under_way": [5]}',
        '{"poa_ai_batches": 1, "under_way": [{"input_file": "f", "batch": 3, "keys": []}]}',
        '{"poa_ai_batches": 1, "under_way": [{"input_file": "f", "batch": null, "keys": [1]}]}',
        '{"poa_ai_batches": 1, "under_way": [{"input_file": "f", "batch": null, "keys": "ab"}]}',
        "[" * 1000,
    ],
)
def test_a_file_that_is_none_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "batches.json"
    file.write_text(text)
    with pytest.raises(InputError, match=r"batches\.json: "):
        BatchState.open(file)
    assert file.read_text() == text


def test_a_folder_is_no_state_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="directory"):
        BatchState.open(tmp_path)


def test_the_file_is_plain_json(path: Path) -> None:
    BatchState.open(path).put(SECOND)
    assert json.loads(path.read_text()) == {
        "poa_ai_batches": 1,
        "under_way": [{"input_file": "file-2", "batch": "batch_2", "keys": ["c"]}],
    }
