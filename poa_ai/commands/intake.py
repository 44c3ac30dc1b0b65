"""Begin a facts file from Amazon's message: .txt, .eml, .html, .pdf, .docx, or standard input.

What the message says goes into the file, each value with the words that it rests on; what it leaves open
becomes a question.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell, tell_broken
from poa_ai.commands.reportoptions import add_report_options, with_reports
from poa_ai.errors import UsageError
from poa_ai.intake.beginning import begin_facts, checked, heard_in
from poa_ai.intake.noticefindings import NoticeFindings, read_findings
from poa_ai.intake.reading import read_notice
from poa_ai.output import write_text

EXAMPLE = """\
examples:
  poa-ai intake notice.eml --out facts.json
  poa-ai intake - < notice.txt
  poa-ai intake notice.eml --account-health performance.json --returns returns.txt --out facts.json
  poa-ai intake notice.html --findings
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai intake`."""
    parser.add_argument("notice", metavar="NOTICE", help="the message; - reads standard input")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the facts file there")
    parser.add_argument("--force", action="store_true", help="let --out replace a file")
    parser.add_argument(
        "--json", action="store_true", help="print the facts file (what is done without --out)"
    )
    parser.add_argument(
        "--findings", action="store_true", help="print, instead of the facts file, each value with its words"
    )
    add_report_options(parser)
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print or write the facts file."""
    if parsed.out is not None and not parsed.force and (parsed.out.exists() or parsed.out.is_symlink()):
        raise UsageError(f"--out {parsed.out}: is there already; --force replaces it")
    registry = open_registry(read_settings(parsed))
    notice = read_notice(parsed.notice)
    found = read_findings(notice, registry.issue_types, registry.match_issue)
    tell_broken(registry, parsed)
    raw = with_reports(begin_facts(found), parsed)
    checked(raw, parsed.notice)
    for note in notice.notes:
        tell(f"{parsed.notice}: {note}", parsed)
    content = json.dumps(raw, indent=2, ensure_ascii=False) + "\n"
    if parsed.out is not None:
        write_text(parsed.out, content)
        tell(f"{parsed.out} is written", parsed)
    if parsed.findings:
        sys.stdout.write(json.dumps(_listed(found), indent=2, ensure_ascii=False) + "\n")
    elif parsed.out is None or parsed.json:
        sys.stdout.write(content)
    for line in _summary(raw):
        tell(line, parsed)
    return 0


def _listed(found: NoticeFindings) -> dict[str, Any]:
    text = found.notice.text
    entries = [
        {
            "about": heard.about,
            "value": heard.value,
            "start": heard.span.start,
            "end": heard.span.end,
            "text": text[heard.span.start : heard.span.end],
        }
        for heard in heard_in(found)
    ]
    return {"schema": 1, "findings": entries}


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _summary(raw: dict[str, Any]) -> list[str]:
    notice = raw["notice"]
    plan = {True: "asks for a plan of action", False: "asks for no plan of action"}
    told = [
        ", ".join(raw.get("issues", ())) or "no issue type recognised",
        plan.get(notice.get("asks_for_plan"), "does not tell whether it wants a plan"),
        f"respond within {notice['respond_within_days']} days" if "respond_within_days" in notice else "",
        f"{_counted(len(raw.get('products', ())), 'product')}, "
        f"{_counted(len(notice.get('requests', ())), 'document')} asked for",
    ]
    lines = ["; ".join(entry for entry in told if entry)]
    lines += [f"open: {question['text']}" for question in raw.get("questions", ())]
    return lines
