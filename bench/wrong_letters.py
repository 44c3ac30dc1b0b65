"""How many wrong letters the checks notice, and how often they accuse a right one.

Each letter is made wrong at one place at a time. Without `--cases` the letters are those composed from
every case in evals/cases, and every number, date, id, name, product, document, percentage, unit, owner and
cadence is changed, swapped with another true value, or invented. With `--cases DIR` they are folders with a
facts.json, letters (a.md, b.md, ...) and an edits.json that lists {"letter", "kind", "find", "replace"}.
A wrong letter counts as found where an error finding of grounding, structure, evidence or consistency is
new beside the unchanged letter; as placed where it stands in the changed line.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from poa_ai.facts import Facts
from poa_ai.factsfile import load_facts
from poa_ai.findings import Finding, Span
from poa_ai.pipeline import draft, grounds_of, prepare
from poa_ai.registry import Registry
from poa_ai.sentences import split_sentences
from poa_ai.testing.mutations import Mutation, mutations
from poa_ai.validation.checking import Grounds, check_letter
from poa_ai.validation.rule import RuleSet

ROOT = Path(__file__).resolve().parents[1]
CATEGORIES = frozenset({"grounding", "structure", "evidence", "consistency"})
NO_RULES = RuleSet(())


@dataclass(slots=True)
class Score:
    """The counts of one kind of change."""

    made: int = 0
    found: int = 0
    placed: int = 0


@dataclass(slots=True)
class Result:
    """All counts of a run. A false alarm is an error finding of grounding on an unchanged letter."""

    kinds: dict[str, Score] = field(default_factory=dict)
    letters: int = 0
    accused: int = 0
    sentences: int = 0
    alarms: int = 0

    def letter(
        self, text: str, changes: Sequence[Mutation], grounds: Grounds, name: str, *, tell: bool
    ) -> None:
        """Count the unchanged letter, then each change of it."""
        before = _errors(text, grounds)
        alarms = [finding for finding in before if finding.category == "grounding"]
        self.letters += 1
        self.accused += bool(alarms)
        self.alarms += len(alarms)
        self.sentences += len(split_sentences(text))
        if tell:
            for finding in alarms:
                print(f"false alarm: {name}: {finding.rule}: {finding.message} {finding.hint}")
        known = Counter((finding.rule, finding.message) for finding in before)
        for change in changes:
            wrong = change.applied(text)
            new = _new(_errors(wrong, grounds), known)
            score = self.kinds.setdefault(change.kind, Score())
            score.made += 1
            score.found += bool(new)
            score.placed += any(_is_at(finding.span, change, wrong) for finding in new)
            if tell and not new:
                was = text[change.span.start : change.span.end]
                print(f"missed: {name}: {change.kind}: {was!r} -> {change.text!r}")

    @property
    def total(self) -> Score:
        """The sum over all kinds."""
        scores = self.kinds.values()
        return Score(sum(s.made for s in scores), sum(s.found for s in scores), sum(s.placed for s in scores))


def main() -> int:
    """Measure and print the table, and the same as JSON where a file for it is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=Path, action="append", help="folders of cases with letters and edits")
    parser.add_argument("--json", type=Path, help="also write the counts to this file")
    parser.add_argument("--tell", action="store_true", help="name each miss and each false alarm")
    parsed = parser.parse_args()
    result, registry = Result(), Registry.installed()
    for folder in _folders(parsed.cases or [ROOT / "evals" / "cases"]):
        facts = load_facts(folder / "facts.json")
        grounds = grounds_of(prepare(facts, registry, NO_RULES).case)
        for name, text, changes in _letters(folder, facts, registry):
            result.letter(text, changes, grounds, f"{folder.name}/{name}", tell=parsed.tell)
    _print(result)
    if parsed.json:
        parsed.json.write_text(json.dumps(asdict(result), indent=2) + "\n", encoding="utf-8")
    return 0


def _folders(roots: Sequence[Path]) -> Iterator[Path]:
    for root in roots:
        yield from sorted(path.parent for path in root.rglob("facts.json"))


def _letters(folder: Path, facts: Facts, registry: Registry) -> Iterator[tuple[str, str, Sequence[Mutation]]]:
    edits = folder / "edits.json"
    if not edits.exists():
        text = draft(facts, registry, NO_RULES).text("md")
        yield "composed", text, tuple(mutations(text, facts))
        return
    listed = json.loads(edits.read_text("utf-8"))
    for path in sorted(folder.glob("*.md")):
        text = path.read_text("utf-8")
        yield path.name, text, [_edit(edit, text, path) for edit in listed if edit["letter"] == path.name]


def _edit(edit: dict[str, str], text: str, path: Path) -> Mutation:
    if text.count(edit["find"]) != 1:
        sys.exit(f"{path}: does not hold {edit['find']!r} exactly once")
    start = text.index(edit["find"])
    return Mutation(edit["kind"], Span(start, start + len(edit["find"])), edit["replace"])


def _errors(text: str, grounds: Grounds) -> list[Finding]:
    return [f for f in check_letter(text, NO_RULES, grounds) if f.is_error and f.category in CATEGORIES]


def _new(findings: Sequence[Finding], known: Counter[tuple[str, str]]) -> list[Finding]:
    left = Counter(known)
    new = []
    for finding in findings:
        key = (finding.rule, finding.message)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    return new


def _is_at(span: Span | None, change: Mutation, wrong: str) -> bool:
    """Whether a finding touches the line that was changed."""
    start = wrong.rfind("\n", 0, change.span.start) + 1
    end = wrong.find("\n", change.span.start + len(change.text))
    return span is not None and span.overlaps(Span(start, end if end >= 0 else len(wrong)))


def _print(result: Result) -> None:
    print(f"{'change':<22}{'made':>7}{'found':>7}{'placed':>8}{'share':>9}")
    for kind, score in [*sorted(result.kinds.items()), ("all", result.total)]:
        share = score.found / score.made if score.made else 0.0
        print(f"{kind:<22}{score.made:>7}{score.found:>7}{score.placed:>8}{share:>9.1%}")
    print(
        f"false alarms: {result.alarms} in {result.sentences} sentences "
        f"({result.alarms / max(1, result.sentences):.1%}), in {result.accused} of {result.letters} letters"
    )


if __name__ == "__main__":
    sys.exit(main())
