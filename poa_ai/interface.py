"""The version of the interface between poa-ai and its plugins: `poa_ai.plugin`, the hooks, the data files."""

import re

INTERFACE = (1, 2)
"""MAJOR.MINOR: a new minor only adds, a new major may take away."""
ATTRIBUTE = "POA_AI_INTERFACE"
"""The attribute of a plugin's module that declares the oldest interface it works with: "1.0"."""
UPGRADE = "pip install -U poa-ai"


def interface_fault(declared: object, name: str = ATTRIBUTE) -> str | None:
    """Why a plugin that declares this can't be used, and what to do; None where it can.

    Nothing declared (None) is taken for 1.0. `name` is what the declaration is called.
    """
    if declared is None:
        return None
    written = re.fullmatch(r"([0-9]{1,4})\.([0-9]{1,4})", declared) if isinstance(declared, str) else None
    if written is None:
        return f"{name} must be a text like '{_shown(INTERFACE)}', the oldest interface that will do"
    wanted = int(written[1]), int(written[2])
    if wanted > INTERFACE:
        return f"needs poa-ai interface {_shown(wanted)}; this is {_shown(INTERFACE)}: {UPGRADE}"
    if wanted[0] < INTERFACE[0]:
        return (
            f"was made for poa-ai interface {_shown(wanted)}; this is {_shown(INTERFACE)}: update the plugin"
        )
    return None


def import_fault(error: BaseException) -> str | None:
    """The remedy where a plugin failed because it imports what `poa_ai.plugin` has not (yet), else None."""
    if isinstance(error, ImportError) and error.name == "poa_ai.plugin":
        return f"this is poa-ai interface {_shown(INTERFACE)}; if a newer one has it: {UPGRADE}"
    return None


def _shown(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
