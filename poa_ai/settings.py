"""Settings: defaults, poa-ai.toml, POA_AI_ variables, flags, the later ones win. Read once, by the CLI."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poa_ai.errors import SettingsError
from poa_ai.serveraddress import require_address

if TYPE_CHECKING:
    from poa_ai.allowance import Allowance
    from poa_ai.llm.prices import Price

FILE = "poa-ai.toml"
"""Looked for in the working folder."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told. `timeout` is in seconds, for all sections of a letter together.

    `call_timeout` is for one call; None is as long as all may take. `model` is PROVIDER:NAME; None means
    that no model is called; `price` is what its tokens cost. `without` are plugins to leave off, `plugins`
    folders of plugins without Python; `trace_plugins` tells each call of a plugin. `allow` are findings of
    `check` that may stand, each with its reason.
    """

    model: str | None = None
    base_url: str | None = None
    timeout: float = 600.0
    temperature: float = 0.0
    seed: int = 7
    without: tuple[str, ...] = ()
    prompts: Path | None = None
    allow: tuple[Allowance, ...] = ()
    price: Price | None = None
    call_timeout: float | None = None
    plugins: tuple[Path, ...] = ()
    trace_plugins: bool = False

    def with_flags(self, **flags: Any) -> Settings:
        """These settings with the flags that were given; None stands for not given."""
        return replace(self, **{name: value for name, value in flags.items() if value is not None})


def load_settings(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that hold in a folder. Raises SettingsError naming file or variable and remedy."""
    environment = os.environ if environment is None else environment
    settings = Settings()
    file = folder / FILE
    if file.is_file():
        # Most folders have none: what reads it is imported where there is one.
        from poa_ai.settingsfile import read_settings_file

        settings = settings.with_flags(**read_settings_file(file))
    return settings.with_flags(**_from_environment(environment))


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "model": environment.get("POA_AI_MODEL") or None,
        "base_url": environment.get("POA_AI_BASE_URL") or None,
    }
    if found["base_url"]:
        require_address(found["base_url"], "POA_AI_BASE_URL", SettingsError)
    if without := environment.get("POA_AI_WITHOUT"):
        found["without"] = tuple(name.strip() for name in without.split(",") if name.strip())
    if timeout := environment.get("POA_AI_TIMEOUT"):
        from poa_ai.settingsfile import at_least

        try:
            found["timeout"] = at_least(float(timeout), 0.0, "POA_AI_TIMEOUT")
        except ValueError:
            raise SettingsError(f"POA_AI_TIMEOUT: '{timeout[:40]}' is no number of seconds") from None
    return found
