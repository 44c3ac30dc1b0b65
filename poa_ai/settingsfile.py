"""Reading poa-ai.toml: strict, naming line and remedy."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from poa_ai.allowance import Allowance
from poa_ai.errors import SettingsError
from poa_ai.serveraddress import require_address
from poa_ai.tomlfile import Table, parse_toml

_KEYS = (
    *("model", "base_url", "timeout", "call_timeout", "temperature", "seed", "price"),
    *("without", "plugins", "prompts", "allow"),
)


def read_settings_file(file: Path) -> dict[str, Any]:
    """The settings that a file states, by name. Raises SettingsError."""
    table = parse_toml(file.read_bytes(), file.name, SettingsError)
    table.only(_KEYS)
    found: dict[str, Any] = {key: table.get(key, str) for key in ("model", "base_url") if key in table.values}
    if "base_url" in found:
        require_address(found["base_url"], f"{file.name}: 'base_url'", SettingsError)
    for key in ("timeout", "call_timeout", "temperature"):
        if key in table.values:
            found[key] = at_least(table.get(key, float), 0.0, f"{file.name}: '{key}'")
    if "seed" in table.values:
        found["seed"] = table.get("seed", int)
    if "without" in table.values:
        found["without"] = table.strings("without")
    if "plugins" in table.values:
        found["plugins"] = tuple(file.parent / folder for folder in table.strings("plugins"))
    if "prompts" in table.values:
        found["prompts"] = file.parent / table.get("prompts", str)
    if (price := table.table("price")) is not None:
        from poa_ai.llm.prices import Price  # a file of its own; read where somebody states a price

        found["price"] = Price.of(price.only(("input", "cached", "output", "as_of", "source")))
    found["allow"] = tuple(_allowance(entry, file.name) for entry in table.tables("allow"))
    return found


def _allowance(table: Table, file: str) -> Allowance:
    table.only(("rule", "because", "path"))
    # One without a reason is a finding of `check`, beside those of the letters; it must not stop a draft.
    because = table.values.get("because", "")
    if not isinstance(because, str):
        raise table.fail("'because' must be a string: the reason, in a few words", "because")
    path = table.get("path", str) if "path" in table.values else None
    return Allowance(table.get("rule", str), " ".join(because.split()), path, file, table.line)


def at_least(value: float, limit: float, name: str) -> float:
    """The value, a number not below the limit; else SettingsError, which calls it `name`."""
    if not math.isfinite(value) or value < limit:
        raise SettingsError(f"{name} must be a number not below {limit:g}")
    return value
