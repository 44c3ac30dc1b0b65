"""Where the sources that rules name can be read."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from poa_ai.errors import RuleError
from poa_ai.tomlfile import Table, read_toml

_RELIABILITIES = ("official", "forum", "consultant", "repository")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a source can be read. `key` and `names` are how rules name it; `where` has no scheme."""

    key: str
    where: str
    reliability: str
    names: tuple[str, ...] = ()

    def named_in(self, source: str) -> bool:
        """Whether a rule's source names it by its key or by one of its names."""
        found = (
            re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", source) for name in (self.key, *self.names)
        )
        return any(found)

    def __str__(self) -> str:
        """The address as it can be opened."""
        return f"https://{self.where}"


def addresses_of(source: str) -> tuple[Address, ...]:
    """The addresses that a rule's source names; empty where it names none."""
    return tuple(address for address in _load() if address.named_in(source))


def read_addresses(file: Traversable, path: str) -> tuple[Address, ...]:
    """The addresses of a file. Raises RuleError with file, line and remedy."""
    root = read_toml(file, path, RuleError).only(["source"])
    return tuple(_read(table) for table in root.tables("source"))


@cache
def _load() -> tuple[Address, ...]:
    return read_addresses(files("poa_ai.validation") / "sources.toml", "poa_ai/validation/sources.toml")


def _read(table: Table) -> Address:
    table.only(("key", "where", "reliability", "names"))
    where = table.get("where", str)
    if "://" in where or " " in where:
        raise table.fail(f"'{where}' must be an address without its scheme", "where")
    reliability = table.choice("reliability", _RELIABILITIES)
    return Address(table.get("key", str), where, reliability, table.strings("names"))
