"""The sources of an issue.toml: every item of the file names one of them."""

from collections.abc import Mapping

from poa_ai.issue import Source
from poa_ai.tomlfile import Table

Sources = Mapping[str, Source]
"""Sources by key."""
RELIABILITIES = ("official", "forum", "consultant", "repository")


def read_sources(root: Table) -> Sources:
    """Every [[source]] of the file by its key. Raises IssueTypeError where there is none, or one twice."""
    found: dict[str, Source] = {}
    for table in root.tables("source"):
        table.only(("key", "title", "where", "reliability"))
        key = table.get("key", str)
        if key in found:
            raise table.fail(f"the source '{key}' stands twice")
        title, where = table.get("title", str), table.get("where", str)
        found[key] = Source(key, title, where, table.choice("reliability", RELIABILITIES))
    if not found:
        raise root.fail("no [[source]]; every item must say where it comes from")
    return found


def source_of(table: Table, sources: Sources) -> Source:
    """The source that an item names. Raises IssueTypeError where the file has none of that key."""
    key = table.get("source", str)
    if key not in sources:
        raise table.fail(
            f"'{key}' is no [[source]] of this file; known: {', '.join(sorted(sources))}", "source"
        )
    return sources[key]
