"""Settings: defaults, poa-ai.toml, POA_AI_ variables, flags, the later ones win. Read once, by the CLI."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from poa_ai.allowance import Allowance
from poa_ai.errors import SettingsError
from poa_ai.tomlfile import Table, parse_toml

FILE = "poa-ai.toml"
"""Looked for in the working folder."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told. `timeout` is in seconds, for all sections of a letter together.

    `model` is PROVIDER:NAME; None means that no model is called. `without` are plugins to leave off.
    `allow` are findings of `check` that may stand, each with its reason.
    """

    model: str | None = None
    base_url: str | None = None
    timeout: float = 600.0
    temperature: float = 0.0
    seed: int = 7
    without: tuple[str, ...] = ()
    prompts: Path | None = None
    allow: tuple[Allowance, ...] = ()

    def with_flags(self, **flags: Any) -> "Settings":
        """These settings with the flags that were given; None stands for not given."""
        return replace(self, **{name: value for name, value in flags.items() if value is not None})


def load_settings(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that hold in a folder. Raises SettingsError naming file or variable and remedy."""
    environment = os.environ if environment is None else environment
    settings = Settings()
    file = folder / FILE
    if file.is_file():
        settings = settings.with_flags(**_from_file(file))
    return settings.with_flags(**_from_environment(environment))


def _from_file(file: Path) -> dict[str, Any]:
    table = parse_toml(file.read_bytes(), FILE, SettingsError)
    table.only(("model", "base_url", "timeout", "temperature", "seed", "without", "prompts", "allow"))
    found: dict[str, Any] = {key: table.get(key, str) for key in ("model", "base_url") if key in table.values}
    for key in ("timeout", "temperature"):
        if key in table.values:
            found[key] = _at_least(table.get(key, float), 0.0, f"{FILE}: '{key}'")
    if "seed" in table.values:
        found["seed"] = table.get("seed", int)
    if "without" in table.values:
        found["without"] = table.strings("without")
    if "prompts" in table.values:
        found["prompts"] = file.parent / table.get("prompts", str)
    found["allow"] = tuple(_allowance(entry) for entry in table.tables("allow"))
    return found


def _allowance(table: Table) -> Allowance:
    table.only(("rule", "because", "path"))
    # One without a reason is a finding of `check`, beside those of the letters; it must not stop a draft.
    because = table.values.get("because", "")
    if not isinstance(because, str):
        raise table.fail("'because' must be a string: the reason, in a few words", "because")
    path = table.get("path", str) if "path" in table.values else None
    return Allowance(table.get("rule", str), " ".join(because.split()), path, FILE, table.line)


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "model": environment.get("POA_AI_MODEL") or None,
        "base_url": environment.get("POA_AI_BASE_URL") or None,
    }
    if without := environment.get("POA_AI_WITHOUT"):
        found["without"] = tuple(name.strip() for name in without.split(",") if name.strip())
    if timeout := environment.get("POA_AI_TIMEOUT"):
        try:
            found["timeout"] = _at_least(float(timeout), 0.0, "POA_AI_TIMEOUT")
        except ValueError:
            raise SettingsError(f"POA_AI_TIMEOUT: '{timeout[:40]}' is no number of seconds") from None
    return found


def _at_least(value: float, limit: float, name: str) -> float:
    if not math.isfinite(value) or value < limit:
        raise SettingsError(f"{name} must be a number not below {limit:g}")
    return value
