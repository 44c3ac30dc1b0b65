"""`poa-ai eval list`: the suites, their cases and recordings."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from poa_ai.evaluation.suite import Suite
from poa_ai.evaluation.suitefile import load_suites


def run_list(parsed: argparse.Namespace) -> int:
    """A line for each suite, or all about them as JSON."""
    suites = load_suites(parsed.evals)
    if parsed.json:
        listing = [_told(suite, parsed) for suite in suites]
        sys.stdout.write(json.dumps(listing, indent=2, ensure_ascii=False) + "\n")
        return 0
    for suite in suites:
        made = sum(case.generated is not None for case in suite.cases)
        cases = f"{len(suite.cases)} cases" + (f", {made} generated" if made else "")
        recorded = "recorded" if _recording(suite, parsed) else "not recorded"
        sys.stdout.write(f"{suite.id}  {suite.title}  {cases}, {recorded}\n  {suite.purpose}\n")
    return 0


def _recording(suite: Suite, parsed: argparse.Namespace) -> bool:
    return Path(parsed.evals, "recordings", f"{suite.id}.jsonl").is_file()


def _told(suite: Suite, parsed: argparse.Namespace) -> dict[str, Any]:
    return {
        "id": suite.id,
        "title": suite.title,
        "purpose": suite.purpose,
        "path": suite.path,
        "model": suite.model,
        "repeats": suite.repeats,
        "recorded": _recording(suite, parsed),
        "thresholds": dict(suite.thresholds),
        "cases": [
            {"id": case.id, "tags": list(case.tags), "generated": case.generated} for case in suite.cases
        ],
    }
