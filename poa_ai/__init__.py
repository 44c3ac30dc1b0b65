"""Draft an Amazon plan of action from the seller's own facts.

The public names are imported when they are first used, so that `import poa_ai` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

from poa_ai.errors import PoaError
from poa_ai.version import __version__

if TYPE_CHECKING:
    from poa_ai.facts import Facts
    from poa_ai.library import adraft, check, draft
    from poa_ai.report import DraftResult

__all__ = ["DraftResult", "Facts", "PoaError", "__version__", "adraft", "check", "draft"]

_HOMES = {
    "DraftResult": "poa_ai.report",
    "Facts": "poa_ai.facts",
    "adraft": "poa_ai.library",
    "check": "poa_ai.library",
    "draft": "poa_ai.library",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'poa_ai' has no attribute '{name}'")
