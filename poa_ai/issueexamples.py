"""Whether an issue type keeps to its own examples: what its patterns must find and must pass by."""

from collections.abc import Iterator

from poa_ai.issue import IssueType
from poa_ai.patterns import Pattern, occurs


def check_issue_examples(issue: IssueType) -> tuple[str, ...]:
    """One line for each example that does not hold; empty where all do."""
    return tuple(_broken(issue))


def _broken(issue: IssueType) -> Iterator[str]:
    signals = [(f"signal {number}", signal) for number, signal in enumerate(issue.signals, 1)]
    signals += [(f"variant {variant.id}", variant.signal) for variant in issue.variants]
    signals += [(f"route to {entry.artefact}", entry.signal) for entry in issue.route.exceptions]
    for name, signal in signals:
        yield from _unheld(f"{issue.id}: {name}", signal.match, signal.finds, signal.ignores)
    for item in issue.checklist:
        yield from _unheld(f"{issue.id}: checklist {item.id}", item.patterns, item.met, item.missed)
    if not any(occurs(signal.match, issue.example_notice) for signal in issue.signals):
        yield f"{issue.id}: no signal is heard in the example notice"


def _unheld(
    name: str, patterns: tuple[Pattern, ...], found: tuple[str, ...], passed: tuple[str, ...]
) -> Iterator[str]:
    for text in found:
        if not occurs(patterns, text):
            yield f"{name}: no pattern finds {text!r}"
    for text in passed:
        if occurs(patterns, text):
            yield f"{name}: a pattern finds {text!r}, which must pass"
