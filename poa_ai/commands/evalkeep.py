"""`poa-ai eval accept` and `poa-ai eval report`: what becomes of results."""

import argparse

from poa_ai.commands.evalreport import check_reports, show
from poa_ai.commands.options import tell
from poa_ai.evaluation.resultfile import load_results


def run_accept(parsed: argparse.Namespace) -> int:
    """Write the baselines, to be reviewed as a diff."""
    from poa_ai.evaluation.baseline import write_baseline

    for path in write_baseline(parsed.evals, load_results(parsed.results), parsed.because):
        tell(f"baseline written to {path}; review the diff and commit it", parsed)
    return 0


def run_report(parsed: argparse.Namespace) -> int:
    """Show the results again. 0 whatever they say: `eval run` has told."""
    check_reports(parsed)
    show(load_results(parsed.results), parsed)
    return 0
