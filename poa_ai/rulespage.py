"""The page of the documentation that lists every rule: docs/rules.md."""

from collections.abc import Iterator, Sequence
from importlib.resources import files

from poa_ai.rulecatalogue import Entry
from poa_ai.validation.suppression import NEVER_DRAFTED

_SHOWN = 2
"""So many examples of each kind are shown; `rules explain` shows all."""

_HEAD = "rulespage.md"
"""What stands above the rules, with {never} for the categories that can't be allowed for a draft."""

_KINDS = {
    "language": "Words that are found by pattern.",
    "check": "What code finds.",
    "checklist": "What issue types ask of the facts.",
}


def rules_page(entries: Sequence[Entry]) -> Iterator[str]:
    """The page in Markdown, piece by piece: a chapter for each category, in the order of the entries."""
    never = ", ".join(f"`{name}`" for name in sorted(NEVER_DRAFTED))
    yield (files("poa_ai") / _HEAD).read_text(encoding="utf-8").replace("{never}", never)
    for category in dict.fromkeys(entry.category for entry in entries):
        inside = [entry for entry in entries if entry.category == category]
        kinds = dict.fromkeys(_KINDS[entry.kind] for entry in inside)
        yield f"\n## {category}\n\n{' '.join(kinds)}\n"
        for entry in inside:
            yield "".join(f"{line}\n" for line in _lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    yield ""
    yield f"### {entry.id}"
    yield ""
    yield f"*{entry.severity}*, {_done(entry)}. {entry.message} {entry.hint}".rstrip()
    yield ""
    yield f"- Source: {_linked(entry)}"
    yield f"- Found by: {', '.join(f'`{command}`' for command in entry.found_by)}"
    if limits := (*entry.issues, *entry.parts):
        yield f"- Only for: {', '.join(f'`{limit}`' for limit in limits)}"
    examples = entry.examples
    for before, after in examples.removes[:_SHOWN]:
        yield from _example("Before", before)
        yield from _example("After", after) if after else ["- After: nothing is left"]
    for heading, texts in (("Finds", examples.flags), ("Leaves alone", examples.keeps)):
        for text in texts[:_SHOWN]:
            yield from _example(heading, text)


def _done(entry: Entry) -> str:
    words = {"delete": "deletes", "drop-clause": "drops the clause", "drop-sentence": "drops the sentence"}
    if entry.action == "replace":
        return f"replaces by {_code(entry.replacement or '')}"
    return words.get(entry.action, "flags")


def _linked(entry: Entry) -> str:
    links = (f"<{address}>" for address in entry.addresses)
    return " ".join((entry.source, *links))


def _example(heading: str, text: str) -> Iterator[str]:
    if "\n" not in text:
        yield f"- {heading}: {_code(text)}"
        return
    fence = "`" * max(3, _longest_run(text) + 1)
    yield f"- {heading}:"
    yield ""
    yield f"  {fence}text"
    yield from (f"  {line}".rstrip() for line in text.splitlines())
    yield f"  {fence}"
    yield ""


def _code(text: str) -> str:
    fence = "`" * (_longest_run(text) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in "".join(c if c == "`" else " " for c in text).split()), default=0)
