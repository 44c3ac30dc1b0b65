"""What a line of results says, and that none ends in a crash."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_ai.chatmodel import ModelOptions, Reply, Usage
from poa_ai.errors import ModelError
from poa_ai.llm.batchresult import read_result
from poa_ai.llm.batchstatus import read_status

OPTIONS = ModelOptions("m")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


def line(**values: Any) -> bytes:
    return json.dumps({"custom_id": "k", "response": None, "error": None, **values}).encode()


def body(**values: Any) -> dict[str, Any]:
    choice = {"message": {"content": "fine"}, "finish_reason": "stop"}
    return {"status_code": 200, "body": {"model": "m-1", "choices": [choice], **values}}


def failure(**values: Any) -> ModelError:
    result = read_result(line(**values), OPTIONS)
    assert result is not None
    assert isinstance(result.answer, ModelError)
    return result.answer


def test_a_completion_is_a_reply() -> None:
    usage = {"prompt_tokens": 5, "completion_tokens": -2, "prompt_tokens_details": {"cached_tokens": True}}
    result = read_result(line(response=body(usage=usage)), OPTIONS, ("a note",))
    assert result is not None
    assert result.key == "k"
    assert result.answer == Reply("fine", "m-1", "stop", Usage(5, 0, 1), ("a note",))
    assert result.usage == Usage(5, 0, 1)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'{"custom_id": 5}', b"\xff", b"[" * 100_000])
def test_what_is_no_result_is_none(text: bytes) -> None:
    assert read_result(text, OPTIONS) is None


@pytest.mark.parametrize(
    ("code", "again"), [("batch_expired", True), ("batch_cancelled", True), ("something", False)]
)
def test_a_request_that_was_not_reached_may_be_asked_again(code: str, again: bool) -> None:
    assert failure(error={"code": code, "message": "sk-secret"}).transient is again
    assert "sk-secret" not in str(failure(error={"code": code, "message": "sk-secret"}))


def test_a_refused_request_is_told_as_that_of_a_call_and_free() -> None:
    error = {"error": {"code": "context_length_exceeded", "message": "m"}}
    reason = failure(response={"status_code": 400, "body": error})
    assert "too long for the model 'm'" in str(reason)
    assert not reason.charged
    assert failure(response={"status_code": 503, "body": {}}).transient


@given(st.sampled_from(["custom_id", "response", "error", "body", "choices", "message", "usage"]), ANYTHING)
def test_no_line_ends_in_a_crash(place: str, value: Any) -> None:
    said: dict[str, Any] = {"custom_id": "k", "response": body(), "error": None}
    inner = said["response"]["body"]
    {
        "custom_id": said,
        "response": said,
        "error": said,
        "body": said["response"],
        "choices": inner,
        "message": inner["choices"][0],
        "usage": inner,
    }[place][place] = value
    result = read_result(json.dumps(said).encode(), OPTIONS)
    assert result is None or isinstance(result.answer, Reply | ModelError)


@given(ANYTHING, ANYTHING)
def test_no_finish_reason_and_no_words_end_in_a_crash(content: Any, reason: Any) -> None:
    choice = {"message": {"content": content}, "finish_reason": reason}
    result = read_result(line(response=body(choices=[choice])), OPTIONS)
    assert result is not None
    if isinstance(result.answer, Reply):
        assert result.answer.finish_reason is None or isinstance(result.answer.finish_reason, str)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_no_batch_ends_in_a_crash(counts: Any, errors: Any, file: Any) -> None:
    batch = {"id": "b", "status": "failed", "request_counts": counts, "errors": {"data": errors}}
    text = json.dumps({**batch, "output_file_id": file, "input_file_id": file})
    status = read_status(json.loads(text, object_hook=lambda pairs: SimpleNamespace(**pairs)))
    assert status.ended
    assert status.why


@pytest.mark.parametrize(
    "batch", ["<html>", None, SimpleNamespace(id="", status="x"), SimpleNamespace(id="b")]
)
def test_what_is_no_batch_is_a_model_error(batch: object) -> None:
    with pytest.raises(ModelError, match="something else than a batch"):
        read_status(batch)
