"""Begin a facts file from Amazon's message: .txt, .eml, .html, .pdf, .docx, or standard input.

What the message says goes into the file, each value with the words that it rests on; what it leaves open
becomes a question.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell, tell_broken
from poa_ai.commands.reportoptions import add_report_options, with_reports
from poa_ai.dates import day_text
from poa_ai.errors import UsageError
from poa_ai.facts import MAX_DEPTH, MAX_FILE_BYTES
from poa_ai.factsfile import load_facts, read_bounded
from poa_ai.intake.beginning import begin_facts, checked, heard_in
from poa_ai.intake.noticefindings import NoticeFindings, read_findings
from poa_ai.intake.reading import read_notice
from poa_ai.intake.replying import with_reply
from poa_ai.jsontext import parse_json
from poa_ai.output import write_text
from poa_ai.timeleft import TimeLeft

EXAMPLE = """\
examples:
  poa-ai intake notice.eml --out facts.json
  poa-ai intake - < notice.txt
  poa-ai intake notice.eml --account-health performance.json --returns returns.txt --out facts.json
  poa-ai intake notice.html --findings
  poa-ai intake reply.eml --reply-to facts.json --out facts-2.json
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
    parser.add_argument(
        "--reply-to",
        metavar="FACTS",
        type=Path,
        help="facts of the appeal that this message answers: they stay, with the message in their notice",
    )
    add_report_options(parser)
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print or write the facts file."""
    _refuse_place(parsed)
    registry = open_registry(read_settings(parsed))
    notice = read_notice(parsed.notice)
    found = read_findings(notice, registry.issue_types, registry.match_issue)
    tell_broken(registry, parsed)
    begun = begin_facts(found)
    raw = with_reports(begun if parsed.reply_to is None else _in_reply(begun, parsed), parsed)
    checked(raw, parsed.notice)
    for note in notice.notes:
        tell(f"{parsed.notice}: {note}", parsed)
    content = json.dumps(raw, indent=2, ensure_ascii=False) + "\n"
    if parsed.out is not None:
        write_text(parsed.out, content)
        again = "" if parsed.reply_to is None else " --previous LETTER"
        tell(f"{parsed.out} is written; `poa-ai gaps {parsed.out}{again}` tells what is missing", parsed)
    if parsed.findings:
        sys.stdout.write(json.dumps(_listed(found), indent=2, ensure_ascii=False) + "\n")
    elif parsed.out is None or parsed.json:
        sys.stdout.write(content)
    for line in _summary(raw):
        tell(line, parsed)
    return 0


def _in_reply(begun: dict[str, Any], parsed: argparse.Namespace) -> dict[str, Any]:
    """The facts of the appeal that the message answers, with the message in their notice."""
    load_facts(parsed.reply_to)  # every problem of the file at once
    data = read_bounded(parsed.reply_to, str(parsed.reply_to), MAX_FILE_BYTES, "give a facts file (JSON)")
    return with_reply(parse_json(data, max_bytes=MAX_FILE_BYTES, max_depth=MAX_DEPTH), begun)


def _refuse_place(parsed: argparse.Namespace) -> None:
    """Raises UsageError where the file that --out names is there, or would not find its documents."""
    out: Path | None = parsed.out
    if out is None:
        return
    if not parsed.force and (out.exists() or out.is_symlink()):
        raise UsageError(f"--out {out}: is there already; --force replaces it")
    if parsed.reply_to is not None and out.resolve().parent != parsed.reply_to.resolve().parent:
        raise UsageError(
            f"--out {out}: write it beside {parsed.reply_to}, whose documents are named relative to it"
        )


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


def _respond(notice: dict[str, Any]) -> str:
    days, received = notice.get("respond_within_days"), notice.get("received")
    if days is None:
        return ""
    due = TimeLeft(days, date.fromisoformat(received) if received else None, date.today()).due
    return f"respond within {_counted(days, 'day')}" + (f", by {day_text(due)}" if due else "")


def _summary(raw: dict[str, Any]) -> list[str]:
    notice = raw["notice"]
    plan = {True: "asks for a plan of action", False: "asks for no plan of action"}
    told = [
        ", ".join(raw.get("issues", ())) or "no issue type recognised",
        plan.get(notice.get("asks_for_plan"), "does not tell whether it wants a plan"),
        _respond(notice),
        f"{_counted(len(raw.get('products', ())), 'product')}, "
        f"{_counted(len(notice.get('requests', ())), 'document')} asked for",
    ]
    lines = ["; ".join(entry for entry in told if entry)]
    if "submit_to" in notice:
        lines.append(f"to be submitted by: {notice['submit_to']}")
    lines += [f"open: {question['text']}" for question in raw.get("questions", ())]
    return lines
