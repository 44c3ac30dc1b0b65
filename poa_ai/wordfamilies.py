"""Families of wording as data: phrases that say the same, with sentences that they find and ignore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poa_ai.errors import RuleError
from poa_ai.findings import Span
from poa_ai.normalised import NormalisedText, normalise
from poa_ai.patterns import Pattern, PatternError, compile_pattern
from poa_ai.tomlfile import Table, read_toml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_KEYS = ("id", "match", "finds", "ignores")


@dataclass(frozen=True, slots=True)
class Family:
    """Phrases that say the same. `finds` and `ignores` are examples, a value that is meant in braces."""

    id: str
    match: tuple[Pattern, ...]
    finds: tuple[str, ...]
    ignores: tuple[str, ...]

    def heard(self, text: NormalisedText | str) -> bool:
        """Whether a phrase of the family occurs in the text."""
        return self.place(normalise(text) if isinstance(text, str) else text) is not None

    def place(self, text: NormalisedText) -> Span | None:
        """Where the first phrase that occurs stands in the text's source; None where none does."""
        return next((span for pattern in self.match for span in pattern.find(text)), None)

    def may_be_heard(self, text: NormalisedText) -> bool:
        """Whether the text holds what every phrase of the family must have; quicker than looking."""
        return any(pattern.may_occur(text) for pattern in self.match)


def read_families(file: Traversable, path: str) -> Mapping[str, Family]:
    """The families of a file, by id. Raises RuleError, naming file and line, where the file is wrong."""
    root = read_toml(file, path, RuleError).only(("wording",))
    return {family.id: family for family in map(_family, root.tables("wording"))}


def _family(entry: Table) -> Family:
    entry = entry.only(_KEYS)
    patterns = []
    for source in entry.strings("match", required=True):
        try:
            patterns.append(compile_pattern(source))
        except PatternError as error:
            raise entry.fail(f"'{source[:60]}': {error}", "match") from None
    return Family(
        entry.get("id", str),
        tuple(patterns),
        entry.strings("finds", required=True),
        entry.strings("ignores", required=True),
    )
