"""What a batch costs."""

import pytest

from poa_ai.chatmodel import Usage
from poa_ai.errors import DataFileError
from poa_ai.llm.batchprice import BatchShare, batch_price
from poa_ai.llm.prices import Price
from poa_ai.tomlfile import parse_toml

PRICE = Price(2.0, 0.5, 8.0, "2026-01-01", "a list")


def test_a_batch_of_openai_costs_half_and_says_since_when_and_where_from() -> None:
    usage = Usage(1000, 200, 300)
    half = batch_price(PRICE)
    assert half.cost(usage) == pytest.approx(PRICE.cost(usage) / 2)
    assert half.source.startswith("a list; in a batch 0.5 of it: ")
    assert "2026-07" in half.source
    assert half.as_of == PRICE.as_of


def test_of_another_server_no_discount_is_known() -> None:
    assert batch_price(PRICE, "http://127.0.0.1:1/v1") == PRICE


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"", r"\[batch\] is missing"),
        (b'[batch]\nfactor = 0\nas_of = "x"\nsource = "y"', "above 0 and at most 1"),
        (b'[batch]\nfactor = 1.5\nas_of = "x"\nsource = "y"', "above 0 and at most 1"),
        (b'[batch]\nfactor = 0.5\nas_of = "x"', "'source' is missing"),
        (b"[batch]\nfactor = 0.5\nfaktor = 1", "did you mean 'factor'"),
    ],
)
def test_a_table_that_is_wrong_is_refused(table: bytes, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        BatchShare.of(parse_toml(table, "prices.toml", DataFileError))
