"""Tokens are counted with a table of this machine, or over-estimated; nothing is fetched."""

import hashlib
import socket
from pathlib import Path

import pytest

from poa_ai.chatmodel import Message, PromptRef, RenderedPrompt
from poa_ai.llm.tokens import TokenCounter
from poa_ai.llm.tokentable import TABLES, own_cache

TEXTS = {
    "antidisestablishmentarianism": (6, 6),
    "お誕生日おめでとう": (8, 9),
    "2 + 2 = 4": (7, 7),
}
"""Tokens by o200k_base and by cl100k_base, as published with tiktoken's examples."""


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for name in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "none"))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a table must not be fetched")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(("text", "counts"), TEXTS.items())
def test_counts_are_those_of_tiktoken(text: str, counts: tuple[int, int]) -> None:
    new, old = TokenCounter.of("gpt-4.1-mini"), TokenCounter.of("gpt-4-0613")
    assert (new.count(text), old.count(text)) == counts
    assert new.exact
    assert new.how == "tiktoken o200k_base"
    assert old.how == "tiktoken cl100k_base"


def test_the_table_lies_in_a_cache_of_our_own_and_is_checked() -> None:
    assert TokenCounter.of("gpt-4o").exact
    table = TABLES["o200k_base"]
    file = own_cache() / table.cache_name
    assert hashlib.sha256(file.read_bytes()).hexdigest() == table.sha256
    file.write_bytes(b"harmed")
    assert TokenCounter.of("gpt-4o").exact, "a harmed table is replaced, never used"


def test_another_makers_model_is_over_estimated() -> None:
    exact, stranger = TokenCounter.of("gpt-4o"), TokenCounter.of("qwen2.5")
    text = "On 16 October 2026, we switched all 42 SKUs to tracked parcels. " * 20
    assert exact.count(text) < stranger.count(text) < 1.3 * exact.count(text)
    assert not stranger.exact


@pytest.mark.parametrize("text", ["", "On 16 October 2026.", "お誕生日おめでとう", "{'a': [1, 2]}", "\ud800"])
def test_without_a_table_bytes_give_a_bound(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = TokenCounter.of("gpt-4o").count(text)
    monkeypatch.setenv("XDG_CACHE_HOME", "nowhere")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    bound = TokenCounter.of("gpt-4o")
    assert not bound.exact
    assert "over-estimate" in bound.how
    assert bound.count(text) >= exact


def test_a_prompt_is_its_messages_their_marks_and_its_schema() -> None:
    counter = TokenCounter(lambda text: len(text.split()), exact=True, how="words")
    prompt = RenderedPrompt(
        (Message("system", "a b"), Message("user", "c")), PromptRef("a/b", "0"), {"type": "object"}, 9
    )
    assert counter.message_tokens(prompt) == 3 + 2 * 4 + 3
    assert counter.prompt_tokens(prompt) == 3 + 2 * 4 + 3 + 2


def test_marks_of_the_encoding_in_a_text_are_plain_words() -> None:
    assert TokenCounter.of("gpt-4o").count("<|endoftext|>") > 1
