"""What tokens cost: a table with date and source, and the user's own price."""

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Self
from urllib.parse import urlsplit

from poa_ai.chatmodel import Usage
from poa_ai.errors import DataFileError
from poa_ai.tomlfile import Table, parse_toml

_FILE = "prices.toml"
_SNAPSHOT = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|latest)$")
PRICE_KEYS = ("input", "cached", "output", "as_of", "source")
"""The keys of a price in a TOML table."""


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens of prompt, of prompt that came from a cache, and of answer.

    `as_of` is a day as YYYY-MM-DD, `source` says who stated the price.
    """

    input: float
    cached: float
    output: float
    as_of: str
    source: str

    @classmethod
    def of(cls, table: Table) -> Self:
        """From the keys of a TOML table; without `cached` its price is that of input.

        Raises DataFileError for a missing key, and for a price below 0.
        """
        input, output = table.get("input", float), table.get("output", float)
        cached = table.get("cached", float, input)
        for key, value in (("input", input), ("cached", cached), ("output", output)):
            if not 0.0 <= value < 1e6:
                raise table.fail(f"'{key}' must be USD for a million tokens, 0 or more", key)
        return cls(input, cached, output, table.get("as_of", str), table.get("source", str))

    @property
    def is_free(self) -> bool:
        """Whether nothing is charged at all."""
        return not (self.input or self.cached or self.output)

    def cost(self, usage: Usage) -> float:
        """USD for that usage."""
        fresh = max(0, usage.prompt - usage.cached)
        return (fresh * self.input + usage.cached * self.cached + usage.completion * self.output) / 1e6

    def to_json(self) -> dict[str, str | float]:
        """As reports show it."""
        return {key: getattr(self, key) for key in PRICE_KEYS}


FREE = Price(0.0, 0.0, 0.0, "", "a server on this machine")
"""The price of a model that runs here."""


def find_price(model: str) -> Price | None:
    """The price of a model of OpenAI, with or without the date of its version; None where it is not known."""
    text = files("poa_ai.llm").joinpath(_FILE).read_bytes()
    for table in parse_toml(text, _FILE, DataFileError).tables("price"):
        table.only(("models", *PRICE_KEYS))
        if _SNAPSHOT.sub("", model) in table.strings("models", required=True):
            return Price.of(table)
    return None


def price_of(spec: str, base_url: str | None = None) -> Price | None:
    """What "PROVIDER:NAME" costs at a server: nothing on this machine, for OpenAI itself the table's price.

    None where it is not known.
    """
    provider, _, model = spec.partition(":")
    if base_url is not None or provider == "ollama":
        host = urlsplit(base_url or "http://localhost").hostname
        return FREE if host in {"127.0.0.1", "::1", "localhost"} else None
    return find_price(model) if provider == "openai" else None
