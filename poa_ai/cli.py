"""The command line: which command it is, and what becomes of its errors.

A command's module is imported when it is called, and not before.
"""

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence

from poa_ai.errors import PoaError
from poa_ai.version import __version__

COMMANDS = {
    "draft": "write the letter from a facts file",
    "intake": "begin a facts file from Amazon's message",
    "check": "check a letter, whoever wrote it",
    "gaps": "show what a facts file still lacks",
    "interview": "ask for what a facts file lacks, and write the answers into it",
    "evidence": "check, index and mark the documents",
    "plugins": "list, begin, check or examine plugins",
    "prompts": "list, show or render the prompts",
    "rules": "list or test the language rules",
    "eval": "run eval suites, and compare prompts by them",
    "schema": "print the JSON Schema of facts.json or of a suite",
}
INTERRUPTED = 130
BUG = 70
SELDOM = 500_000
"""So many objects are made before Python looks for garbage: more than most commands make in all."""

_EPILOG = """\
example:
  poa-ai draft facts.json --out letter

exit codes:
  0 done   1 done, and errors or gaps remain   2 wrong usage   3 facts, notice or letter
  4 plugin, prompt, rule, suite or settings file   5 the model   70 a bug   130 interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Errors go to stderr, a line each."""
    if arguments is not None:
        return _exit_code(list(arguments))
    # The process is ours and short-lived: nearly all that a run makes stays in use until its end, so that
    # looking for garbage, on the way and once more at the end, finds none and takes a tenth of the time.
    gc.set_threshold(SELDOM)
    try:
        return _exit_code(sys.argv[1:])
    finally:
        gc.freeze()


def _exit_code(given: list[str]) -> int:
    debug = "--debug" in given
    _prepare_streams()
    try:
        code = _run([argument for argument in given if argument != "--debug"])
        sys.stdout.flush()
    except PoaError as error:
        for line in error.lines:
            print(f"poa-ai: {line}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("poa-ai: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`| head`): no fault of the command, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last net: a traceback is for us, not for the seller
        if debug:
            import traceback

            traceback.print_exc()
        text = " ".join(str(error).split())[:200]
        print(f"poa-ai: a bug: {type(error).__name__}: {text} (--debug shows where)", file=sys.stderr)
        return BUG
    return code


def _prepare_streams() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell; print() would mix up the two
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        name = arguments[0]
        module = importlib.import_module(f"poa_ai.commands.{name}")
        parser = argparse.ArgumentParser(
            prog=f"poa-ai {name}",
            description=module.__doc__,
            epilog=module.EXAMPLE,
            formatter_class=_help_formatter,
            allow_abbrev=False,
        )
        module.add_arguments(parser)
        parsed = _parse(parser, arguments[1:])
        return parsed if isinstance(parsed, int) else int(module.run(parsed))
    parsed = _parse(_top_parser(), arguments)
    if isinstance(parsed, int):
        return parsed
    _top_parser().print_help(sys.stderr)
    return 2


def _parse(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace | int:
    try:
        return parser.parse_args(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2


def _help_formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, width=_columns() - 2)


def _columns() -> int:
    """The width of the terminal as `shutil` tells it; argparse would import that for every command."""
    try:
        columns = int(os.environ.get("COLUMNS") or 0)
        return columns if columns > 0 else os.get_terminal_size().columns or 80
    except (ValueError, OSError):
        return 80


def _top_parser() -> argparse.ArgumentParser:
    listing = "\n".join(f"  {name:<10}{summary}" for name, summary in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="poa-ai",
        usage="poa-ai COMMAND [options]",
        description="Draft an Amazon plan of action from your own facts.\n\ncommands:\n" + listing,
        epilog=_EPILOG,
        formatter_class=_help_formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"poa-ai {__version__}")
    parser.add_argument(
        "command",
        nargs="?",
        choices=list(COMMANDS),
        metavar="COMMAND",
        help="`poa-ai COMMAND --help` tells more",
    )
    return parser
