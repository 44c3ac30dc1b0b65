"""The table of what code finds: each id with what it means, where it comes from and an example."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from poa_ai.errors import RuleError
from poa_ai.findings import Severity
from poa_ai.tomlfile import Table, read_toml

CATEGORIES = ("structure", "grounding", "evidence", "consistency", "privacy")
"""The categories of findings that code makes; `privacy` has language rules too."""

FOUND_BY = ("check", "check --facts", "gaps", "draft --review")
"""The commands that make such findings; what `gaps` finds, `draft` finds too."""

_KEYS = ("id", "severity", "message", "hint", "source", "found-by", "wrong", "right")


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding that code makes.

    `severity` is the usual one. `found_by` are commands of `FOUND_BY`. `wrong` is an example that is
    found, `right` what would be fine; for `check` they are a piece of a letter, or what one looks like.
    """

    id: str
    severity: Severity
    message: str
    hint: str
    source: str
    found_by: tuple[str, ...]
    wrong: str
    right: str

    @property
    def category(self) -> str:
        """The part of the id before the first dot."""
        return self.id.partition(".")[0]

    def sought(self, *, with_facts: bool) -> bool:
        """Whether `check` looks for it, with or without the facts."""
        return "check" in self.found_by or (with_facts and "check --facts" in self.found_by)


@cache
def load_checks() -> tuple[Check, ...]:
    """The checks of poa-ai, in the order of the file."""
    return read_checks(files("poa_ai.validation") / "checks.toml", "poa_ai/validation/checks.toml")


def read_checks(file: Traversable, path: str) -> tuple[Check, ...]:
    """The checks of a file. Raises RuleError with file, line, check and remedy."""
    root = read_toml(file, path, RuleError).only(["check"])
    checks: dict[str, Check] = {}
    for table in root.tables("check"):
        check = _read(table.only(_KEYS))
        if check.id in checks:
            raise table.fail(f"'{check.id}' stands twice; keep one", "id")
        checks[check.id] = check
    if not checks:
        raise root.fail("no [[check]]; the file holds at least one")
    return tuple(checks.values())


def _read(table: Table) -> Check:
    id = table.get("id", str)
    category, dot, name = id.partition(".")
    if category not in CATEGORIES or not dot or not name:
        raise table.fail(f"'{id}' must be a name behind one of: {', '.join(CATEGORIES)}", "id")
    found_by = table.strings("found-by", required=True)
    strange = next((command for command in found_by if command not in FOUND_BY), None)
    if strange is not None:
        raise table.fail(f"'{strange}' finds nothing; known: {', '.join(FOUND_BY)}", "found-by")
    return Check(
        id,
        Severity(table.choice("severity", [*Severity])),
        table.get("message", str),
        table.get("hint", str),
        table.get("source", str),
        found_by,
        table.get("wrong", str).strip("\n"),
        table.get("right", str).strip("\n"),
    )
