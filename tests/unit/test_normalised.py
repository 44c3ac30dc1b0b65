import time

import pytest

from poa_ai.normalised import normalise
from poa_ai.patterns import compile_pattern


@pytest.mark.parametrize(
    "source",
    [
        "sorry",
        "SORRY",
        "s0rry",
        "S0rry",
        "ѕоrrу",
        "s o r r y",
        "s.o.r.r.y",
        "so\u200brry",
        "so\u00adrry",
        "ｓｏｒｒｙ",
        "𝐬𝐨𝐫𝐫𝐲",
        "sórry",
        "sor-\nry",
        "ꜱᴏʀʀʏ",
    ],
)
def test_a_disguised_word_is_found_where_it_stands(source: str) -> None:
    text = f"We are {source}, 41 orders were late."
    spans = list(compile_pattern("sorry").find(normalise(text)))
    assert [text[span.start : span.end] for span in spans] == [source]


@pytest.mark.parametrize(
    "token",
    [
        "B0EXAMPLE1",
        "sku-a1b",
        "111-1234567-1234567",
        "INV-2026-0118",
        "M1",
        "H2O",
        "a1b@c3d.example",
        "OAK-01",
        "3PL",
    ],
)
def test_tokens_like_ids_stay(token: str) -> None:
    assert normalise(f"See {token} here.").text == f"See {token} here."


def test_white_space_becomes_one_space_and_a_blank_line_one_line_end() -> None:
    assert normalise("one  two\nthree\n \nfour").text == "one two three\nfour"


def test_quotes_and_dashes_become_plain() -> None:
    assert normalise("“we’re” — 4–5").text == '"we\'re" - 4-5'


def test_the_span_covers_an_emoji_with_its_invisible_parts() -> None:
    text = "late ❤\ufe0f now"
    (span,) = compile_pattern("[\u2600-\u27bf]").find(normalise(text))
    assert text[span.start : span.end] == "❤\ufe0f"


def test_a_ligature_is_covered_whole() -> None:
    text = "xx ﬁne yy"
    (span,) = compile_pattern("fine").find(normalise(text))
    assert text[span.start : span.end] == "ﬁne"


@pytest.mark.parametrize("unit", ["s o r r y ", "0a", "-\n", "\u200b", " \n", "ﬁ", "a1", "\U0001d42c"])
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    begun = time.perf_counter()
    normalise(unit * (40_000 // len(unit)))
    assert time.perf_counter() - begun < 3
