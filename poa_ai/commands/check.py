"""Check a letter, whoever wrote it: its language, its structure and, with --facts, every value in it.

What is to stand is allowed with a reason, by [[allow]] in poa-ai.toml or by a comment in the letter:
<!-- poa: allow RULE because REASON -->
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from poa_ai.checkrun import CheckedLetter, CheckRun
from poa_ai.commands.options import add_plugin_options, open_registry, read_settings, tell, tell_broken
from poa_ai.errors import UsageError
from poa_ai.findingformat import FORMATS, WITH_FIXES, render
from poa_ai.lettercheck import LetterChecker
from poa_ai.letterfile import LetterFile, read_letters
from poa_ai.registry import Registry
from poa_ai.rulebook import load_rulebook
from poa_ai.settings import Settings
from poa_ai.validation.rule import RuleSet

EXAMPLE = """\
examples:
  poa-ai check letter.md
  poa-ai check letter.md --facts facts.json --format json
  poa-ai check letters --format sarif
  poa-ai check letter.md --fix --diff
"""


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
    parser.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed")
    add_plugin_options(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print the findings, or the mended letter; exit code 1 where error findings remain."""
    if parsed.diff and not parsed.fix:
        raise UsageError("--diff goes with --fix")
    if parsed.fix and not parsed.diff and (len(parsed.letters) > 1 or Path(parsed.letters[0]).is_dir()):
        raise UsageError("--fix prints one letter; add --diff for several")
    settings = read_settings(parsed)
    # A letter alone is judged by rules alone; only facts, and a choice among all rules, need more.
    registry = open_registry(settings, issue_types=bool(parsed.facts or parsed.select or settings.allow))
    rules = load_rulebook(registry)
    checker = _checker(parsed, settings, registry, rules)
    tell_broken(registry, parsed)
    letters = read_letters(parsed.letters)
    checked = list(_mended(letters, checker, parsed.diff) if parsed.fix else map(checker.check, letters))
    done = CheckRun((*checked, *checker.settings()), rules, Path.cwd())
    if parsed.fix:
        sys.stderr.writelines(() if parsed.quiet else render(parsed.format, _errors(done)))
    else:
        sys.stdout.writelines(render(parsed.format, done))
    _tell(done, parsed)
    return int(not done.ok)


def _checker(
    parsed: argparse.Namespace, settings: Settings, registry: Registry, rules: RuleSet
) -> LetterChecker:
    selected = frozenset(name.strip() for name in (parsed.select or "").split(",") if name.strip())
    if selected:
        # The table of all rules is read where somebody chooses from it, and not before.
        from poa_ai import rulecatalogue

        rulecatalogue.selected(rulecatalogue.catalogue(rules, registry.issue_types), selected, "--select")
    prepared = None
    if parsed.facts is not None:
        from poa_ai.factsfile import load_facts
        from poa_ai.pipeline import prepare

        prepared = prepare(load_facts(parsed.facts), registry, rules)
    fixes = parsed.format in WITH_FIXES
    return LetterChecker(rules, prepared, settings.allow, selected, fixes=fixes)


def _mended(letters: Iterable[LetterFile], checker: LetterChecker, diff: bool) -> Iterator[CheckedLetter]:
    for letter in letters:
        mended = checker.mend(letter)
        sys.stdout.writelines(_diff(letter, mended) if diff else (mended.text,))
        yield checker.check(mended)


def _diff(before: LetterFile, after: LetterFile) -> Iterator[str]:
    import difflib

    old, new = _lines(before.text), _lines(after.text)
    for line in difflib.unified_diff(old, new, before.path, f"{after.path} (mended)"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    # `splitlines` would part a line at characters that end none in a diff.
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _errors(run: CheckRun) -> CheckRun:
    letters = (
        CheckedLetter(letter.path, tuple(finding for finding in letter.findings if finding.is_error))
        for letter in run.letters
    )
    return CheckRun(tuple(letters), run.rules, run.folder)


def _tell(run: CheckRun, parsed: argparse.Namespace) -> None:
    if parsed.format == "text" and not parsed.fix and not any(True for _ in run.findings):
        tell("no findings", parsed)
    allowed = sum(1 for _ in run.allowed)
    if allowed:
        tell(f"{allowed} finding{'s' if allowed > 1 else ''} allowed with a reason", parsed)
