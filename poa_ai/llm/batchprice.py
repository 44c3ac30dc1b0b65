"""What a batch costs: a share of the usual price, from the table of prices."""

from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Self

from poa_ai.errors import DataFileError
from poa_ai.llm.prices import Price
from poa_ai.tomlfile import Table, parse_toml

_FILE = "prices.toml"


@dataclass(frozen=True, slots=True)
class BatchShare:
    """What of the usual price a batch costs, above 0 and at most 1, with the day and the source of that."""

    factor: float
    as_of: str
    source: str

    @classmethod
    def of(cls, root: Table) -> Self:
        """From the table [batch]. Raises DataFileError for a missing or unknown key, or a wrong factor."""
        table = root.table("batch")
        if table is None:
            raise root.fail("[batch] is missing")
        table.only(("factor", "as_of", "source"))
        factor = table.get("factor", float)
        if not 0.0 < factor <= 1.0:
            raise table.fail("'factor' must be above 0 and at most 1", "factor")
        return cls(factor, table.get("as_of", str), table.get("source", str))


def batch_price(price: Price, base_url: str | None = None) -> Price:
    """The price of the same tokens in a batch.

    Of another server than OpenAI's (`base_url`) no discount is known: the price stays, which is never too
    little.
    """
    if base_url is not None:
        return price
    data = files("poa_ai.llm").joinpath(_FILE).read_bytes()
    share = BatchShare.of(parse_toml(data, _FILE, DataFileError))
    return replace(
        price,
        input=price.input * share.factor,
        cached=price.cached * share.factor,
        output=price.output * share.factor,
        source=f"{price.source}; in a batch {share.factor:g} of it: {share.source}, {share.as_of}",
    )
