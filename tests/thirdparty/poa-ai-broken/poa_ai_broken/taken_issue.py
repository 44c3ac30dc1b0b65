"""Brings an issue type that poa-ai brings already."""

from collections.abc import Iterable

import poa_ai_odr
from poa_ai.plugin import IssueType, hookimpl


@hookimpl
def poa_ai_issue_types() -> Iterable[IssueType]:
    """The same id once more."""
    return list(poa_ai_odr.poa_ai_issue_types())
