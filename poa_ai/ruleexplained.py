"""A rule explained: what it finds, why, with examples, and how a finding of it is allowed."""

from collections.abc import Iterator
from typing import Any

from poa_ai.rulecatalogue import Entry
from poa_ai.validation.suppression import NEVER_DRAFTED, RULE

REASON = "REASON"
"""What stands for the reason that has to be given."""

_TOLD = (
    ("flags", "Finds"),
    ("keeps", "Leaves alone"),
    ("misses", "Known to miss"),
)


def allowed_by(entry: Entry) -> dict[str, str]:
    """How a finding may be allowed, by a comment in the letter or in poa-ai.toml; empty where it can't.

    What only `gaps` finds is about the facts: nothing in a letter could allow it.
    """
    if entry.id == RULE or not entry.sought(with_facts=True):
        return {}
    return {
        "letter": f"<!-- poa: allow {entry.id} because {REASON} -->",
        "settings": f'[[allow]]\nrule = "{entry.id}"\nbecause = "{REASON}"',
    }


def to_json(entry: Entry) -> dict[str, Any]:
    """All that is known of a rule, for `rules explain --json`."""
    examples = entry.examples
    return {
        **summary(entry),
        "with": entry.replacement,
        "examples": {
            "removes": [{"before": before, "after": after} for before, after in examples.removes],
            **{name: list(getattr(examples, name)) for name, _ in _TOLD},
        },
        "allow": allowed_by(entry) or None,
    }


def summary(entry: Entry) -> dict[str, Any]:
    """A rule without its examples, for `rules list --json`."""
    return {
        "id": entry.id,
        "category": entry.category,
        "severity": str(entry.severity),
        "action": entry.action,
        "message": entry.message,
        "hint": entry.hint,
        "source": entry.source,
        "file": entry.file,
        "issues": list(entry.issues),
        "parts": list(entry.parts),
        "kind": entry.kind,
        "found_by": list(entry.found_by),
        "addresses": list(entry.addresses),
    }


def explained(entry: Entry) -> str:
    """A rule told to a person, with a line end."""
    return "".join(f"{line}\n" for line in _lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    action = f'{entry.action} with "{entry.replacement}"' if entry.replacement else entry.action
    yield f"{entry.id} ({entry.severity}, {action})"
    yield f"  {entry.message}"
    if entry.hint:
        yield f"  {entry.hint}"
    yield f"  Source: {entry.source}"
    yield from (f"    {address}" for address in entry.addresses)
    yield f"  Found by: {', '.join(f'poa-ai {command}' for command in entry.found_by)}"
    if limits := (*entry.issues, *entry.parts):
        yield f"  Only for: {', '.join(limits)}"
    if entry.examples.removes:
        yield "  Takes out:"
    for before, after in entry.examples.removes:
        yield from _shown(before)
        yield from _shown(after or "(nothing is left)", "->")
    for name, heading in _TOLD:
        if texts := getattr(entry.examples, name):
            yield f"  {heading}:"
            for text in texts:
                yield from _shown(text)
    yield from _allowing(entry)


def _shown(text: str, mark: str = "- ") -> Iterator[str]:
    first, *rest = text.splitlines() or [""]
    yield f"    {mark:<2} {first}".rstrip()
    yield from (f"       {line}".rstrip() for line in rest)


def _allowing(entry: Entry) -> Iterator[str]:
    ways = allowed_by(entry)
    if not ways:
        yield "  It can't be allowed."
        return
    yield "  To allow it with a reason, in the letter or in poa-ai.toml:"
    yield f"    {ways['letter']}"
    yield from (f"    {line}" for line in ways["settings"].splitlines())
    if entry.category in NEVER_DRAFTED:
        yield "  poa-ai.toml allows it for `check` alone, never for `draft`."
