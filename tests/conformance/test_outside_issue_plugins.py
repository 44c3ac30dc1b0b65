"""Issue plugins of other people, as distributions and as folders without Python, held to the same."""

import sys
from pathlib import Path

import pytest

from poa_ai.testing import IssuePluginTests

THIRD_PARTY = Path(__file__).parents[1] / "thirdparty"


@pytest.fixture(autouse=True)
def own_search_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin of a folder is imported from there, for one test alone."""
    monkeypatch.setattr(sys, "path", [*sys.path])


class TestReturns(IssuePluginTests):
    plugin = THIRD_PARTY / "poa-ai-returns"


class TestGiftCards(IssuePluginTests):
    plugin = THIRD_PARTY / "gift-cards-data"
