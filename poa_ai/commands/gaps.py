"""Show what a facts file still lacks or contradicts, and what of it is withheld from the letter.

Where the notice wants documents instead of a plan, the list of documents is printed.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date

from poa_ai.case import Case
from poa_ai.commands.options import (
    add_plugin_options,
    drafting_rules,
    open_registry,
    read_settings,
    tell_broken,
)
from poa_ai.commands.previousletter import PreviousLetter
from poa_ai.composing import compose
from poa_ai.document import Document, assemble
from poa_ai.errors import one_line
from poa_ai.evidencegaps import requirements
from poa_ai.factsfile import load_facts
from poa_ai.findings import Finding
from poa_ai.gapgroups import GapGroup, Sort, group_gaps
from poa_ai.issue import Artefact
from poa_ai.matching import artefact_wanted, told_instead
from poa_ai.outline import Outline, plan_sections
from poa_ai.pipeline import PreparedCase, prepare
from poa_ai.reply import find_reply_gaps
from poa_ai.timeleft import TimeLeft, time_left

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
    comparison = previous.compare(_composed(prepared)) if previous else None
    found = (*prepared.gaps, *find_reply_gaps(prepared.case, comparison))
    if parsed.json:
        groups = [group.to_json() for group in group_gaps(prepared.case, found)]
        told = {"schema": 1, "gaps": [gap.to_json() for gap in found]} | (
            {"groups": groups} if groups else {}
        )
        told |= {"response": left.to_json()} if left else {}
        sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{_shown(line)}\n" for line in _lines(prepared.case, found, left)))
    return int(any(gap.is_error for gap in found))


def _composed(prepared: PreparedCase) -> Document:
    """The letter as the facts give it now, whatever the notice wants."""
    outline = Outline(prepared.case, plan_sections(prepared.case.causes))
    return assemble(outline, compose(outline), gap_draft=bool(prepared.blocking))


def _shown(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" "))) + one_line(line)


def _lines(case: Case, gaps: tuple[Finding, ...], left: TimeLeft | None) -> list[str]:
    artefact, advice = artefact_wanted(case.notice, case.matches)
    lines = []
    if artefact is not Artefact.PLAN:
        instead = told_instead(artefact, advice.rstrip("."))
        lines += [f"{instead[0].upper()}{instead[1:]}.", ""]
        lines += [*_documents(case, artefact), ""] if artefact is not Artefact.ACKNOWLEDGEMENT else []
    for group in group_gaps(case, gaps):
        lines += [*_of_group(group), ""]
    told = lines[:-1] if lines else ["Nothing is missing: the facts answer every issue, cause and request."]
    return [str(left), "", *told] if left else told


_HEADINGS = {
    Sort.MISSING: "Required before the letter can be sent:",
    Sort.CONTRADICTS: "Contradicts:",
    Sort.REFUSED: "Would be refused, or is left out of the letter:",
    Sort.HELPS: "Would make the case stronger:",
}


def _of_group(group: GapGroup) -> Iterator[str]:
    yield group.title
    for sort, heading in _HEADINGS.items():
        if found := group.of(sort):
            yield f"  {heading}"
            yield from (f"  {line}" for gap in found for line in _told(gap))
    if group.rejections:
        yield "  Such an appeal is refused where"
        yield from (f"  - {rejection.text}" for rejection in group.rejections)


def _told(gap: Finding) -> list[str]:
    source = f"    Source: {gap.source}." if gap.source else ""
    return [line for line in (f"- {gap.message}", gap.hint and f"    {gap.hint}", source) if line]


def _documents(case: Case, artefact: Artefact) -> list[str]:
    lines = ["What can help:" if artefact is Artefact.NONE else "Documents to send:"]
    for request in case.notice.requests:
        window = f", of the last {request.window_days} days before the notice" if request.window_days else ""
        asins = f", for {', '.join(request.asins)}" if request.asins else ""
        lines.append(f"- {request.kind.replace('_', ' ')}{window}{asins}")
    for wanted in requirements(case):
        counted = " before the notice" if wanted.counted_from == "notice" else ""
        window = f", of the last {wanted.window_days} days{counted}" if wanted.window_days else ""
        formats = f", as {wanted.formats_told}" if wanted.formats else ""
        lines.append(f"- {wanted.title}{window}{formats}: showing {', '.join(wanted.fields)}")
    return lines
