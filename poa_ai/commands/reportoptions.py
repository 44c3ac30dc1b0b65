"""The options for reports that a seller downloads, and the facts with these reports in them."""

import argparse
from pathlib import Path
from typing import Any

from poa_ai.accounthealth.adding import add_reports
from poa_ai.commands.options import tell


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """--account-health, --feedback and --returns, for the command that begins a facts file."""
    group = parser.add_argument_group("reports of the account")
    group.add_argument(
        "--account-health",
        metavar="FILE",
        type=Path,
        help="seller performance report (JSON): rates off target become metrics",
    )
    group.add_argument(
        "--feedback",
        metavar="FILE",
        type=Path,
        action="append",
        help="seller feedback (tab-delimited); may be repeated",
    )
    group.add_argument(
        "--returns",
        metavar="FILE",
        type=Path,
        action="append",
        help="returns, Amazon-fulfilled or seller-fulfilled (tab-delimited); may be repeated",
    )


def with_reports(raw: dict[str, Any], parsed: argparse.Namespace) -> dict[str, Any]:
    """The facts (parsed JSON) with the reports that the options name; what is to be known is told on stderr.

    Raises InputError for a report that can't be read.
    """
    added = add_reports(
        raw,
        account_health=parsed.account_health,
        feedback=parsed.feedback or (),
        returns=parsed.returns or (),
    )
    for note in added.notes:
        tell(note, parsed)
    for issue in added.issues:
        if issue not in raw.get("issues", ()):
            tell(
                f"the account health report speaks for '{issue}' too; name it under issues if it applies",
                parsed,
            )
    return added.facts
