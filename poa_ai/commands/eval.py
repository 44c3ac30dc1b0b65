"""Run eval suites, and say whether a change of the prompts made the letters worse.

`run` drafts the cases of suites and scores them, from recorded answers unless a model is named; `compare`
holds two runs, prompt folders or git revisions against each other and ends in a verdict.
"""

import argparse
import importlib
import math
from pathlib import Path

from poa_ai.commands.options import add_plugin_options

EXAMPLE = """\
examples:
  poa-ai eval run
  poa-ai eval run odr --ring static
  poa-ai eval run odr --record --base-url http://127.0.0.1:8080/v1
  poa-ai eval compare main
  poa-ai eval compare before.json after.json --report verdict.html

exit codes:
  0 all cases scored, thresholds reached   1 worse, a threshold missed, a recording stale
  4 a suite, prompt or plugin file         5 a model that did not answer
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `poa-ai eval` and of its actions."""
    actions = parser.add_subparsers(title="actions", dest="action", required=True)
    _list_options(_action(actions, "list", "the suites, their cases and recordings"))
    _run_options(_action(actions, "run", "draft and score the cases of suites"))
    _compare_options(_action(actions, "compare", "two runs, prompt folders or git revisions, and a verdict"))
    accept = _action(actions, "accept", "make the scores of a run the baseline")
    accept.add_argument("results", metavar="RESULTS", type=Path, help="a file that `eval run --out` wrote")
    accept.add_argument(
        "--because", metavar="WHY", type=_words, required=True, help="the reason, kept in the baseline"
    )
    report = _action(actions, "report", "show results again, in another form")
    report.add_argument("results", metavar="RESULTS", type=Path, help="a file that `eval run --out` wrote")
    _report_option(report)


def run(parsed: argparse.Namespace) -> int:
    """Do the action, whose module is imported for it alone."""
    homes = {"accept": "evalkeep", "report": "evalkeep", "list": "evallist"}
    module = importlib.import_module(f"poa_ai.commands.{homes.get(parsed.action, f'eval{parsed.action}')}")
    return int(getattr(module, f"run_{parsed.action}")(parsed))


def _list_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("suites", metavar="SUITE", nargs="*", help="ids of suites, or files; all by default")
    parser.add_argument(
        "--ring",
        choices=["static", "replay", "live"],
        help="static: prompts alone; replay: recorded answers (default); live: ask a model",
    )
    _model_options(parser)
    parser.add_argument(
        "--record", action="store_true", help="live, and keep the answers in EVALS/recordings for replay"
    )
    parser.add_argument(
        "--batch", action="store_true", help="live, by OpenAI's Batch API: slow, at half price"
    )
    parser.add_argument("--limit", metavar="N", type=_positive, help="the first N cases only")
    parser.add_argument("--repeats", metavar="K", type=_positive, help="ask each case K times")
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the results there (JSON)")
    parser.add_argument(
        "--judge", metavar="PROVIDER:NAME", help="a pinned model grades the letters too; decides nothing"
    )
    parser.add_argument("--judge-url", metavar="URL", help="its server, where it is another one")
    parser.add_argument("--json", action="store_true", help="print the results as JSON instead of a table")
    _report_option(parser)


def _compare_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "before", metavar="A", help="a results file, 'baseline', a prompt folder or a revision"
    )
    parser.add_argument(
        "after", metavar="B", nargs="?", help="the same; without it the prompts as they are now"
    )
    parser.add_argument("--suite", metavar="SUITE", action="append", help="only this one; may be repeated")
    _model_options(parser)
    parser.add_argument("--margin", type=float, default=0.1, help="what SAME allows, 0 to 1 (default 0.1)")
    parser.add_argument(
        "--alpha", type=float, default=0.05, help="chance of a wrong BETTER or WORSE (default 0.05)"
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit 1 too where there is NOT ENOUGH DATA to tell"
    )
    _report_option(parser)


def _model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", metavar="PROVIDER:NAME", help="live, with this model; else the suite's own"
    )
    parser.add_argument(
        "--base-url", metavar="URL", help="live, on an OpenAI-compatible server; the key is OPENAI_API_KEY"
    )
    parser.add_argument("--prompts", metavar="DIR", type=Path, help="prompts that replace those of that path")
    parser.add_argument("-j", "--at-once", metavar="N", type=_positive, default=8, help="calls at once (8)")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=_above_zero, help="for all calls together (default 3600)"
    )
    parser.add_argument(
        "--max-cost", metavar="USD", type=_above_zero, help="make no call that could pass this amount"
    )
    parser.add_argument("--cache", metavar="DIR", type=Path, help="keep the answers of live runs there")
    parser.add_argument("--no-cache", action="store_true", help="ask for everything, once for each run")
    parser.add_argument("--fresh", action="store_true", help="ask again for answers that are kept")


def _report_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="write a report too: .html, .md, .xml (JUnit) or .txt; may be repeated",
    )


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, does: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=does, description=does, allow_abbrev=False)
    parser.add_argument(
        "--evals",
        metavar="DIR",
        type=Path,
        default=Path("evals"),
        help="suites/, cases/, recordings/ (evals)",
    )
    add_plugin_options(parser)
    return parser


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("say why in a few words")
    return text


def _above_zero(text: str) -> float:
    value = float(text)
    if not (math.isfinite(value) and value > 0):
        raise argparse.ArgumentTypeError(f"{text} is no number above 0")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return value
