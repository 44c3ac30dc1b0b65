"""Show what a facts file still lacks or contradicts, and what of it is withheld from the letter.

Where the notice wants documents instead of a plan, the list of documents is printed.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from poa_ai.case import Case
from poa_ai.commands.documentlist import documents_told
from poa_ai.commands.options import (
    add_plugin_options,
    drafting_rules,
    open_registry,
    read_settings,
    tell,
    tell_broken,
)
from poa_ai.commands.previousletter import PreviousLetter
from poa_ai.errors import one_line
from poa_ai.factsfile import load_facts
from poa_ai.findings import Finding
from poa_ai.gapgroups import GapGroup, Sort, group_gaps
from poa_ai.issue import Artefact
from poa_ai.matching import artefact_wanted, told_instead
from poa_ai.pipeline import prepare
from poa_ai.secondappeal import reply_gaps
from poa_ai.timeleft import time_left

_MOST_ORDERS = 10

EXAMPLE = """\
examples:
  poa-ai gaps facts.json
  poa-ai gaps facts.json --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai gaps`."""
    parser.add_argument("facts", metavar="FACTS", help="facts file (JSON); - reads standard input")
    parser.add_argument("--json", action="store_true", help="print the gaps as JSON")
    parser.add_argument(
        "--previous",
        metavar="LETTER",
        help="the letter that a reply answers: tell what of it is not answered yet",
    )
    parser.add_argument(
        "--today",
        metavar="DAY",
        type=_day,
        help="count the time left to respond from this day (YYYY-MM-DD) instead of today",
    )
    add_plugin_options(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("expected a day written YYYY-MM-DD") from None


def run(parsed: argparse.Namespace) -> int:
    """Print the gaps; exit code 1 while required ones are open."""
    facts = load_facts(parsed.facts)
    settings = read_settings(parsed)
    registry = open_registry(settings)
    previous = PreviousLetter.read(parsed.previous) if parsed.previous else None
    rules = drafting_rules(registry, settings, parsed)
    today = parsed.today or date.today()
    prepared = prepare(facts, registry, rules, today)
    left = time_left(prepared.case.notice, today)
    tell_broken(registry, parsed)
    earlier = previous.file.text if previous else None
    found = (*prepared.gaps, *reply_gaps(prepared.case, earlier, rules.on_facts))
    place = _Place(prepared.case.notice.submit_to, prepared.case.notice.orders)
    if parsed.json:
        groups = [group.to_json() for group in group_gaps(prepared.case, found)]
        told = {"schema": 1, "gaps": [gap.to_json() for gap in found]} | (
            {"groups": groups} if groups else {}
        )
        told |= {"response": left.to_json()} if left else {}
        told |= {"notice": place.to_json()} if place.known else {}
        sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    else:
        opening = [*([str(left)] if left else []), *place.lines()]
        sys.stdout.write("".join(f"{_shown(line)}\n" for line in _lines(prepared.case, found, opening)))
    is_open = any(gap.is_error for gap in found)
    if is_open and not parsed.json and parsed.facts != "-":
        tell(f"`poa-ai interview {parsed.facts}` asks for what is open, one question at a time", parsed)
    return int(is_open)


@dataclass(frozen=True, slots=True)
class _Place:
    """What else of the notice one has to know: where the answer goes, and the orders that it names."""

    submit_to: str | None
    orders: tuple[str, ...]

    @property
    def known(self) -> bool:
        return bool(self.submit_to or self.orders)

    def to_json(self) -> dict[str, Any]:
        return {"submit_to": self.submit_to, "orders": list(self.orders)}

    def lines(self) -> Iterator[str]:
        if self.submit_to:
            yield f"Where to submit it: {self.submit_to}."
        if self.orders:
            more = f" and {len(self.orders) - _MOST_ORDERS} more" if len(self.orders) > _MOST_ORDERS else ""
            yield (
                f"The notice names the orders {', '.join(self.orders[:_MOST_ORDERS])}{more}: look up what "
                "happened to each, and tell the process behind them."
            )


def _shown(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" "))) + one_line(line)


def _lines(case: Case, gaps: tuple[Finding, ...], opening: list[str]) -> list[str]:
    artefact, advice = artefact_wanted(case.notice, case.matches)
    lines = []
    if artefact is not Artefact.PLAN:
        instead = told_instead(artefact, advice.rstrip("."))
        lines += [f"{instead[0].upper()}{instead[1:]}.", ""]
        lines += [*documents_told(case, artefact), ""] if artefact is not Artefact.ACKNOWLEDGEMENT else []
    for group in group_gaps(case, gaps):
        lines += [*_of_group(group, _HEADINGS if artefact is Artefact.PLAN else _HEADINGS | _NO_LETTER), ""]
    told = lines[:-1] if lines else ["Nothing is missing: the facts answer every issue, cause and request."]
    return [*opening, "", *told] if opening else told


_HEADINGS = {
    Sort.MISSING: "Required before the letter can be sent:",
    Sort.CONTRADICTS: "Contradicts:",
    Sort.REFUSED: "Would be refused, or is left out of the letter:",
    Sort.HELPS: "Would make the case stronger:",
}


_NO_LETTER = {Sort.MISSING: "Required before an answer can be sent:", Sort.REFUSED: "Would be refused:"}


def _of_group(group: GapGroup, headings: Mapping[Sort, str]) -> Iterator[str]:
    yield group.title
    for sort, heading in headings.items():
        if found := group.of(sort):
            yield f"  {heading}"
            yield from (f"  {line}" for gap in found for line in _told(gap))
    if group.rejections:
        yield "  Such an appeal is refused where"
        yield from (f"  - {rejection.text}" for rejection in group.rejections)


def _told(gap: Finding) -> list[str]:
    source = f"    Source: {gap.source}." if gap.source else ""
    return [line for line in (f"- {gap.message}", gap.hint and f"    {gap.hint}", source) if line]
