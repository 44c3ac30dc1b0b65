"""Check a letter, whoever wrote it: its language, its structure and, with --facts, every value in it."""

import argparse
import difflib
import json
import sys
from dataclasses import replace
from pathlib import Path

from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell_broken
from poa_ai.errors import UsageError
from poa_ai.findings import Finding
from poa_ai.letterfile import LetterFile, read_letters
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.validation.checking import check_letter
from poa_ai.validation.rewriting import rewrite
from poa_ai.validation.rule import RuleSet

EXAMPLE = """\
examples:
  poa-ai check letter.md
  poa-ai check letter.md --facts facts.json --format json
  poa-ai check letter.md --fix --diff
"""
OTHER_CATEGORIES = ("grounding", "structure", "evidence", "consistency")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai check`."""
    parser.add_argument(
        "letters", metavar="LETTER", nargs="+", help="letters or folders of letters; - reads standard input"
    )
    parser.add_argument("--facts", metavar="FACTS", help="the facts that the letter must rest on")
    parser.add_argument(
        "--fix", action="store_true", help="print the letter with what can safely be mended mended"
    )
    parser.add_argument("--diff", action="store_true", help="with --fix: print the changes as a diff instead")
    parser.add_argument(
        "--select", metavar="RULES", help="only these categories or rule ids, parted by commas"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how findings are printed")
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print the findings, or the mended letter; exit code 1 where error findings remain."""
    if parsed.diff and not parsed.fix:
        raise UsageError("--diff goes with --fix")
    if parsed.fix and not parsed.diff and (len(parsed.letters) > 1 or Path(parsed.letters[0]).is_dir()):
        raise UsageError("--fix prints one letter; add --diff for several")
    registry = open_registry(read_settings(parsed))
    rules = load_rulebook(registry)
    selected = _selection(parsed.select, rules)
    checker = _Checker(parsed.facts, registry, rules, selected)
    tell_broken(registry, parsed)
    letters = list(read_letters(parsed.letters))
    if parsed.fix:
        return max([_fix(letter, checker, parsed) for letter in letters], default=0)
    findings = [finding for letter in letters for finding in checker.findings(letter)]
    if parsed.format == "json":
        listing = [finding.to_json() for finding in findings]
        ok = not any(finding.is_error for finding in findings)
        sys.stdout.write(
            json.dumps({"schema": 1, "ok": ok, "findings": listing}, indent=2, ensure_ascii=False) + "\n"
        )
    else:
        sys.stdout.write("".join(_line(finding) for finding in findings))
        if not findings and not parsed.quiet:
            print("poa-ai: no findings", file=sys.stderr)
    return int(any(finding.is_error for finding in findings))


class _Checker:
    """The checks of one run: with facts, the letter is held against the case they make."""

    def __init__(
        self, facts: str | None, registry: Registry, rules: RuleSet, selected: frozenset[str]
    ) -> None:
        self.rules = rules
        self.selected = selected
        self.names: tuple[str, ...] = ()
        self._prepared = None
        if facts is not None:
            # The facts' side of the program is not needed for a letter alone, and costs its start-up.
            from poa_ai.factsfile import load_facts
            from poa_ai.pipeline import prepare

            self._prepared = prepare(load_facts(facts), registry, rules)
            self.names = self._prepared.case.facts.names

    def findings(self, letter: LetterFile) -> list[Finding]:
        """The selected findings on a letter, each with its place in it."""
        if self._prepared is None:
            found = check_letter(letter.text, self.rules)
        else:
            from poa_ai.pipeline import review

            found = review(letter.text, self._prepared, self.rules)
        chosen = (f for f in found if not self.selected or {f.rule, f.category} & self.selected)
        return [finding.located(letter.text, letter.path) for finding in chosen]


def _selection(names: str | None, rules: RuleSet) -> frozenset[str]:
    selected = frozenset(name.strip() for name in (names or "").split(",") if name.strip())
    known = {rule.id for rule in rules.rules} | {rule.category for rule in rules.rules}
    for name in selected:
        if name not in known and name.partition(".")[0] not in OTHER_CATEGORIES:
            near = difflib.get_close_matches(name, known, 1)
            raise UsageError(
                f"--select: there is no rule or category '{name}'"
                + (f"; did you mean '{near[0]}'?" if near else "")
            )
    return selected


def _fix(letter: LetterFile, checker: _Checker, parsed: argparse.Namespace) -> int:
    rules = checker.rules.select(checker.selected) if checker.selected else checker.rules
    fixed = rewrite(letter.text, rules.for_section(None, None), checker.names).text
    if parsed.diff:
        before, after = letter.text.splitlines(keepends=True), fixed.splitlines(keepends=True)
        sys.stdout.writelines(
            line if line.endswith("\n") else line + "\n"
            for line in difflib.unified_diff(before, after, letter.path, f"{letter.path} (mended)")
        )
    else:
        sys.stdout.write(fixed)
    remaining = [f for f in checker.findings(replace(letter, text=fixed)) if f.is_error]
    if not parsed.quiet:
        sys.stderr.write("".join(_line(finding) for finding in remaining))
    return int(bool(remaining))


def _line(finding: Finding) -> str:
    place = finding.path or "-"
    if finding.line is not None:
        place += f":{finding.line}:{finding.column}"
    quoted = " ".join(finding.text.split())
    quoted = f' "{quoted[:77]}..."' if len(quoted) > 80 else f' "{quoted}"' if quoted else ""
    hint = f" {finding.hint}" if finding.hint else ""
    return f"{place}: {finding.severity} {finding.rule}:{quoted} {finding.message}{hint}\n"
