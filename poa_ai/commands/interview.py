"""Ask for what a facts file lacks, one question at a time; each answer is in the file before the next.

Enter skips a question, "back" takes the last answer back, "quit" ends. What was skipped comes next time.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from poa_ai.commands.options import (
    add_plugin_options,
    drafting_rules,
    open_registry,
    read_settings,
    tell_broken,
)
from poa_ai.commands.previousletter import PreviousLetter
from poa_ai.errors import FactsError, Problem, UsageError, one_line
from poa_ai.facts import MAX_DEPTH, MAX_FILE_BYTES
from poa_ai.factsfile import load_facts, read_bounded
from poa_ai.interview.answers import MAX_TEXT, AnswerError
from poa_ai.interview.asked import Asked
from poa_ai.interview.entries import Entry
from poa_ai.interview.session import Interview
from poa_ai.jsontext import JsonTextError, parse_json
from poa_ai.output import write_text
from poa_ai.pipeline import PreparedCase, prepare
from poa_ai.secondappeal import reply_gaps
from poa_ai.validation.rule import RuleSet

EXAMPLE = """\
examples:
  poa-ai interview facts.json
  printf '2026-10-16\\nquit\\n' | poa-ai interview facts.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai interview`."""
    parser.add_argument("facts", metavar="FACTS", help="facts file (JSON); the answers are written into it")
    parser.add_argument(
        "--required", action="store_true", help="ask only for what the letter can't do without"
    )
    parser.add_argument(
        "--previous",
        metavar="LETTER",
        help="the letter that a reply answers: ask for what of the reply nothing new answers yet",
    )
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Ask until nothing is open or the answers end; exit code 1 while required facts are missing."""
    if parsed.facts == "-":
        raise UsageError("interview: give a facts file; standard input is where the answers come from")
    settings = read_settings(parsed)
    registry = open_registry(settings)
    rules = drafting_rules(registry, settings, parsed)
    tell_broken(registry, parsed)
    today = date.today()
    earlier = PreviousLetter.read(parsed.previous).file.text if parsed.previous else None
    file = _FactsOnDisk(parsed.facts)
    interview = Interview(
        file.read(),
        lambda facts: _with_reply(prepare(facts, registry, rules, today), earlier, rules),
        tuple(registry.issue_types),
        today,
        parsed.facts,
        file.path.parent,
    )
    answers = _answers()
    while asked := _next(interview, parsed):
        _ask(asked, interview, parsed)
        answer = next(answers, None)
        if answer is not None and not sys.stdin.isatty():
            _say(answer, parsed)  # a terminal shows what was typed; a pipe does not
        if answer is None or answer.casefold() in {"quit", "exit"}:
            break
        _take(answer, asked, interview, file, parsed)
    return _end(interview, parsed)


def _with_reply(prepared: PreparedCase, earlier: str | None, rules: RuleSet) -> PreparedCase:
    """The case with what a reply asks for besides."""
    gaps = reply_gaps(prepared.case, earlier, rules.on_facts)
    return replace(prepared, gaps=(*prepared.gaps, *gaps)) if gaps else prepared


class _FactsOnDisk:
    """The facts file, and what of it was last read or written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = Path(name).resolve()  # a link stays one: what it leads to is written
        self._known = b""

    def read(self) -> Entry:
        """The JSON of the file. Raises FactsError with every problem."""
        load_facts(self.name)
        self._known = self._bytes()
        try:
            raw: Entry = parse_json(self._known, max_bytes=MAX_FILE_BYTES, max_depth=MAX_DEPTH)
        except JsonTextError as error:
            raise FactsError([Problem(self.name, "", str(error))]) from None
        return raw

    def write(self, raw: Entry) -> None:
        """Write it whole or not at all. Raises UsageError where somebody else has changed it meanwhile."""
        if self._bytes() != self._known:
            raise UsageError(
                f"{self.name}: was changed by another program; nothing was overwritten, begin again"
            )
        text = json.dumps(raw, indent=2, ensure_ascii=False) + "\n"
        write_text(self.path, text)
        self._known = text.encode()

    def _bytes(self) -> bytes:
        return read_bounded(self.path, self.name, MAX_FILE_BYTES, "give the path of a facts file (JSON)")


def _answers() -> Iterator[str]:
    """The lines of standard input, each bounded, without its end. Ends with the input."""
    stream = sys.stdin.buffer
    while line := stream.readline(4 * MAX_TEXT + 2):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(65_536)):
            pass  # the end of a line that is too long is left out; the answer is refused for its length
        yield line.decode("utf-8", errors="replace").strip()


def _next(interview: Interview, parsed: argparse.Namespace) -> Asked | None:
    found = (asked for asked in interview.questions if asked.required or not parsed.required)
    return next(found, None)


def _ask(asked: Asked, interview: Interview, parsed: argparse.Namespace) -> None:
    open_ones = interview.questions
    required = sum(other.required for other in open_ones)
    weight = "required" if asked.required else "helps"
    _say(f"\n[{required} required, {len(open_ones) - required} more] {asked.text} ({weight})", parsed)
    for number, choice in enumerate(asked.choices, 1):
        _say(f"  {number}. {choice}", parsed)
    _say(f"  Why: {asked.why}", parsed)
    if asked.example:
        _say(f"  Example: {asked.example}", parsed)
    if not parsed.quiet:
        print("> ", end="", file=sys.stderr, flush=True)


def _take(
    answer: str, asked: Asked, interview: Interview, file: _FactsOnDisk, parsed: argparse.Namespace
) -> None:
    if answer.casefold() in {"", "skip"}:
        interview.skip(asked)
        return
    before = interview.raw
    if answer.casefold() == "back":
        told: tuple[str, ...] = () if interview.back() else ("there is no earlier question",)
    else:
        try:
            told = interview.answer(asked, answer)
        except AnswerError as error:
            told = (str(error),)
    if interview.raw is not before:
        file.write(interview.raw)
    for line in told:
        _say(f"  {line}", parsed)


def _end(interview: Interview, parsed: argparse.Namespace) -> int:
    blocking = interview.blocking
    if blocking is None:
        _say("\nNo issue type is known yet; nothing else can be asked.", parsed)
        return 1
    left = "1 required item is open" if len(blocking) == 1 else f"{len(blocking)} required items are open"
    told = (
        f"{left if blocking else 'nothing required is open'}. `poa-ai gaps {parsed.facts}` lists what is left"
    )
    if not blocking:
        again = f" --previous {parsed.previous}" if parsed.previous else ""
        told += f", `poa-ai draft {parsed.facts}{again} --out DIR` writes the letter"
    _say(f"\nAll answers are in {parsed.facts}; {told}.", parsed)
    return int(bool(blocking))


def _say(line: str, parsed: argparse.Namespace) -> None:
    if not parsed.quiet:
        lead = line[: len(line) - len(line.lstrip())]
        print(lead + one_line(line), file=sys.stderr)
